"""A participant's proof: it holds offline, for this result alone, and shows nobody's marks to somebody else."""

import json
from typing import Any

import pytest
from sqlalchemy import Engine, text
from typer.testing import CliRunner

from app.audit.proofs import BadProof, check
from app.commands.app import cli
from app.models.audit import ProofRead
from tests.examples.recorder import SIGNING_KEY
from tests.record_examples import FOLDER


@pytest.fixture(scope="module")
def examples() -> dict[str, Any]:
    """What the application answered in the recorded world."""
    found: dict[str, Any] = json.loads((FOLDER / "audit.json").read_text("utf-8"))
    return found


@pytest.fixture
def proof(examples: dict[str, Any]) -> dict[str, Any]:
    """A coordinator's: the line of the ranking and the sheets of its own proposal."""
    found: dict[str, Any] = json.loads(json.dumps(examples["read_proof"][1]["answer"]["body"]))
    return found


def test_a_proof_holds(proof: dict[str, Any]) -> None:
    proven = check(json.dumps(proof))
    assert [leaf["kind"] for leaf in proven.leaves] == ["result", "sheet", "sheet"]
    assert proven.leaves[0]["rank"] == 1


def test_the_public_gets_the_line_of_the_ranking_alone(examples: dict[str, Any]) -> None:
    public = examples["read_proof"][0]["answer"]["body"]
    assert [one["kind"] for one in public["proofs"]] == ["result"]
    assert "scores" not in json.dumps(public)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda proof: proof["proofs"][0].update(leaf=proof["proofs"][0]["leaf"].replace('"rank":1', '"rank":2')),
         "not-in-the-tree"),
        (lambda proof: proof["proofs"][1].update(index=0), "not-in-the-tree"),
        (lambda proof: proof["proofs"][0].update(hashes=proof["proofs"][0]["hashes"][:-1]), "not-in-the-tree"),
        (lambda proof: proof.update(note=proof["note"].replace("\n9\n", "\n8\n")), "signature-wrong"),
        (lambda proof: proof.update(public_key="jipp+00000000+AAAA"), "signature-wrong"),
        (lambda proof: proof.update(proofs=[]), "not-a-proof"),
        (lambda proof: proof.update(format="something-else"), "not-a-proof"),
    ],
)  # fmt: skip
def test_a_changed_proof_holds_no_more(proof: dict[str, Any], change: Any, code: str) -> None:
    change(proof)
    with pytest.raises(BadProof, match=code):
        check(json.dumps(proof))


def test_a_proof_of_another_key_is_refused_where_the_key_is_known(proof: dict[str, Any]) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from app.rules.checkpoints import public_key_text

    known = public_key_text(SIGNING_KEY.public_key(), "jipp")
    assert check(json.dumps(proof), known).public_key == known
    other = public_key_text(Ed25519PrivateKey.generate().public_key(), "jipp")
    with pytest.raises(BadProof, match="signature-wrong"):
        check(json.dumps(proof), other)


def test_the_command_tells_of_proofs_and_of_databases(
    competition: Engine, proof: dict[str, Any], tmp_path: Any
) -> None:
    run = CliRunner()
    file = tmp_path / "bukti.json"
    file.write_text(ProofRead.model_validate(proof).model_dump_json())
    told = run.invoke(cli, ["verify", str(file)])
    assert told.exit_code == 0
    assert "sah — 2023-0001" in told.output
    file.write_text(file.read_text().replace("2023-0001", "2023-0002"))
    told = run.invoke(cli, ["verify", str(file)])
    assert told.exit_code == 1
    assert "TIDAK SAH — isi bukti tidak termasuk yang ditandatangani" in told.output
    told = run.invoke(cli, ["verify", "--database", str(competition.url)])
    assert told.exit_code == 0, told.output
    assert "0 yang tidak cocok" in told.output


def test_the_command_names_what_does_not_fit(competition: Engine, tmp_path: Any) -> None:
    import shutil

    from app.database import make_engine

    shutil.copy(str(competition.url.database), tmp_path / "copy.sqlite")
    url = f"sqlite:///{tmp_path}/copy.sqlite"
    engine = make_engine(url, writes=False)
    with engine.connect() as connection:
        connection.execute(text("UPDATE results SET score = score + 0.01"))
    engine.dispose()
    told = CliRunner().invoke(cli, ["verify", "--database", url])
    assert told.exit_code == 1
    assert "hasil di basis data tidak sama dengan yang ditandatangani" in told.output
    assert "(results/" in told.output
