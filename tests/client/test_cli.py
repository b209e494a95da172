"""The command line, run as a program against the running server."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.models import Innovation
from jipp_client import Client
from jipp_client.cli.arguments import CODES
from jipp_client.cli.texts import TEXTS, language_of
from tests.client.between import Between, Refuse
from tests.client.test_client import PDF, World
from tests.client.typed import PACKAGE
from tests.conftest import Server
from tests.factories import Factory, text_for

Ran = subprocess.CompletedProcess[str]


def run(*arguments: object, **environment: str) -> Ran:
    """Runs ``jipp-client`` as somebody would; `LANG` is not English unless said."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "JIPP_"))}
    known |= {"PYTHONPATH": str(PACKAGE.parent), "PYTHONIOENCODING": "utf-8"} | environment
    return subprocess.run([sys.executable, "-m", "jipp_client", *map(str, arguments)], env=known, text=True,
                          capture_output=True, encoding="utf-8", timeout=120)  # fmt: skip


def events(done: Ran) -> list[dict[str, Any]]:
    """What ``--json`` said."""
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def world(make: Factory) -> World:
    return World(make)


@pytest.fixture
def draft(world: World, tmp_path: Path) -> Path:
    """A draft that is ready, as a YAML file with its papers beside it."""
    (tmp_path / "surat.pdf").write_bytes(PDF)
    papers = [{"file": "surat.pdf", "kind": paper["key"]} for paper in world.edition.required_documents]
    file = tmp_path / "draft.yaml"
    file.write_text(yaml.safe_dump({
        "unit": world.unit.code, "title": "Antar obat sampai rumah", "group": "umum", "category": "kesehatan",
        "started_on": "2020-01-01", "sdgs": [3], "sections": text_for(world.edition), "documents": papers,
    }, allow_unicode=True), "utf-8")  # fmt: skip
    return file


def rewrite(file: Path, **changes: Any) -> None:
    """Changes the draft's file."""
    file.write_text(yaml.safe_dump(yaml.safe_load(file.read_text("utf-8")) | changes), "utf-8")


def test_a_draft_is_sent_once_however_often_it_is_run(world: World, draft: Path, server: Server) -> None:
    first = run("submit", draft, "--url", server.url, JIPP_API_KEY=world.key)
    assert first.returncode == 0, first.stderr
    assert "Terkirim dengan nomor" in first.stdout
    second = run("submit", draft, "--url", server.url, "--json", JIPP_API_KEY=world.key)
    assert (second.returncode, events(second)[-1]["event"], events(second)[-1]["new"]) == (0, "done", False)
    with Client(server.url, world.key) as jipp:
        proposals = list(jipp.proposals.list())
        assert [proposal["status"] for proposal in proposals] == ["submitted"]
        assert len(list(jipp.proposals.documents(proposals[0]["id"]))) == len(world.edition.required_documents)


def test_only_what_is_other_goes_over_the_line(world: World, draft: Path, server: Server, between: Between) -> None:
    def sent() -> list[str]:
        between.seen.clear()
        done = run("submit", draft, "--draft-only", "--url", between.url, "--json", JIPP_API_KEY=world.key)
        assert done.returncode == 0, done.stdout
        return [f"{method} {path.rpartition('/')[2]}" for method, path, _ in between.seen if method != "GET"]

    papers = len(world.edition.required_documents)
    assert sent() == ["POST proposals", *["POST documents"] * papers]
    assert sent() == []
    rewrite(draft, origin="Sidoarjo")
    assert [deed.split()[0] for deed in sent()] == ["PATCH"]
    (draft.parent / "surat.pdf").write_bytes(PDF.replace(b"595", b"596"))
    assert [deed.split()[0] for deed in sent()] == ["POST", "DELETE"] * papers, "the new one is in before the old goes"
    assert sent() == []


def test_what_is_missing_is_named(world: World, draft: Path, server: Server) -> None:
    rewrite(draft, documents=[])
    done = run("submit", draft, "--url", server.url, JIPP_API_KEY=world.key)
    assert done.returncode == 3
    assert "Belum siap dikirim:\n  - Lampirkan" in done.stdout
    english = run("submit", draft, "--url", server.url, "--json", JIPP_API_KEY=world.key, LANG="en_GB.UTF-8")
    assert english.returncode == 3
    missing = events(english)[-1]
    assert missing["event"] == "missing"
    assert all(rule["level"] == "error" for rule in missing["rules"])
    assert "Attach" in missing["rules"][0]["message"]


def test_a_change_after_submission_is_not_lost_in_silence(world: World, draft: Path, server: Server) -> None:
    run("submit", draft, "--url", server.url, JIPP_API_KEY=world.key)
    rewrite(draft, origin="Gresik")
    late = run("submit", draft, "--url", server.url, JIPP_API_KEY=world.key)
    assert (late.returncode, "origin" in late.stdout) == (6, True)


def test_the_last_slot_is_gone(make: Factory, tmp_path: Path, draft: Path, world: World, server: Server) -> None:
    for proposal in make.drafts(world.edition, [world.unit] * 3):
        with Client(server.url, world.key) as jipp:
            jipp.proposals.submit(proposal.id)
    done = run("submit", draft, "--url", server.url, JIPP_API_KEY=world.key)
    assert (done.returncode, "Kuota habis" in done.stderr) == (6, True)


@pytest.mark.parametrize(
    ("changes", "said", "says"),
    [({"title": None}, "Belum diisi: title", "Not filled in: title"),
     ({"titel": "x"}, "Tidak dikenal: titel", "Unknown: titel"),
     ({"unit": "35.99.TIADA"}, "Unit tidak ditemukan: 35.99.TIADA", "There is no such unit: 35.99.TIADA"),
     ({"edition": 1999}, "Tidak ada edisi yang cocok 1999", "There is no edition that fits 1999"),
     ({"documents": [{"file": "tiada.pdf"}]}, "Berkas tidak ada: ", "There is no such file: "),
     ({"documents": [{"fail": "x"}]}, "Belum diisi: documents[0].file", "Not filled in: documents[0].file"),
     ({"category": "kesehatn"}, "category: Tidak dikenal: kesehatn", "category: Unknown: kesehatn")],
)  # fmt: skip
def test_a_wrong_draft_is_explained(
    changes: dict[str, Any], said: str, says: str, world: World, draft: Path, server: Server
) -> None:
    rewrite(draft, **changes)
    for language, words in (("id", said), ("en", says)):
        done = run("submit", draft, "--url", server.url, "--lang", language, JIPP_API_KEY=world.key)
        assert (done.returncode, words in done.stderr) == (3, True), done.stderr


def test_the_key_comes_from_a_file_or_the_environment(world: World, draft: Path, server: Server) -> None:
    file = draft.parent / "kunci"
    file.write_text(world.key + "\n")
    file.chmod(0o644)
    done = run("submit", draft, "--draft-only", "--url", server.url, "--key-file", file)
    assert (done.returncode, "chmod 600" in done.stderr) == (0, True), done.stderr
    file.chmod(0o600)
    assert run("submit", draft, "--draft-only", "--url", server.url, "--key-file", file).stderr == ""
    assert run("submit", draft, "--url", server.url).returncode == 4
    assert run("submit", draft, "--url", server.url, JIPP_API_KEY="jipp_salah").returncode == 4
    bare = run("submit", draft, "--url", "http://jipp.example", JIPP_API_KEY=world.key)
    assert (bare.returncode, "https" in bare.stderr) == (2, True)
    assert world.key not in run("submit", "--help", JIPP_API_KEY=world.key).stdout


def test_a_mirror_is_made_searched_and_proved(make: Factory, server: Server, tmp_path: Path) -> None:
    make.save(*[Innovation(title=f"Antar obat {n}", unit_name="RSUD Mawar", year=2023) for n in range(7)])
    file = tmp_path / "catalogue.sqlite"
    done = run("mirror", server.url, "--to", file, "--verify")
    assert (done.returncode, done.stdout.split(",")[0]) == (0, "7 inovasi"), done.stderr
    again = events(run("mirror", server.url, "--to", file, "--json"))[-1]
    assert again == {"event": "mirrored", "count": 7, "digest": again["digest"], "changes": 0, "equal": True}
    found = run("search", "antar", "obat", "--in", file, "--limit", "2")
    assert found.stdout.startswith("Antar obat")
    there = {event["data"]["id"] for event in events(run("search", "antar obat", "--in", server.url, "--json"))}
    here = {event["data"]["id"] for event in events(run("search", "antar obat", "--in", file, "--json"))}
    assert len(here) == 7
    assert here == there
    assert "Tidak ada yang cocok" in run("search", "tiada", "--in", file).stdout
    other = run("mirror", server.url.replace("127.0.0.1", "localhost"), "--to", file)
    assert (other.returncode, "server lain" in other.stderr) == (2, True)
    (tmp_path / "kosong").write_text("bukan katalog")
    assert run("search", "obat", "--in", tmp_path / "kosong").returncode == 5
    assert run("search", "obat", "--in", tmp_path / "tiada").returncode == 5


def test_changes_are_watched_from_where_one_stopped(make: Factory, server: Server, tmp_path: Path) -> None:
    make.save(*[Innovation(title=f"Antar obat {n}", unit_name="RSUD Mawar", year=2023) for n in range(3)])
    state = tmp_path / "sampai"
    command = ("watch", server.url, "--once", "--state", state)
    shown = run(*command, "--from-start")
    assert shown.stdout.splitlines()[0] == "+ Antar obat 0 · RSUD Mawar · 2023"
    assert len(shown.stdout.splitlines()) == 3
    assert run(*command).stdout == ""
    assert run("watch", server.url, "--once").stdout == "", "from now on, unless something else is said"


def test_a_server_that_is_away_is_said_to_be(tmp_path: Path, between: Between, make: Factory) -> None:
    gone = run("mirror", "http://127.0.0.1:9", "--to", tmp_path / "x", "--retries", "0")
    assert (gone.returncode, "Server tidak menjawab" in gone.stderr) == (7, True)
    between.faults.extend([Refuse(200, {"Content-Type": "text/html"}, b"<h1>Wi-Fi</h1>")])
    strange = run("search", "x", "--in", between.url, LANG="en_US.UTF-8")
    assert (strange.returncode, "not an answer of JIPP" in strange.stderr) == (7, True)
    told = run("watch", "http://127.0.0.1:9", "--once", "--retries", "0", "--json")
    assert events(told)[-1]["exit"] == told.returncode == 7


@pytest.mark.parametrize(("arguments", "said"), [
    (["mirror", "http://x"], "wajib diisi: --to"), (["watch", "http://x", "--cepat"], "tidak dikenal: --cepat"),
    (["cari"], "COMMAND: nilai tidak sesuai"), (["watch", "x", "--every", "y"], "--every: nilai tidak sesuai"),
])  # fmt: skip
def test_wrong_arguments_are_explained(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr
    assert run(*arguments, LANG="en").returncode == 2


def test_the_help_speaks_both_languages_and_names_the_exit_codes() -> None:
    assert "salin katalog sebuah server" in run("--help").stdout
    english = run("--help", LANG="en_GB.UTF-8").stdout
    assert "copy a server's catalogue" in english
    assert all(f"{code:>3}  {words[1]}" in english for code, words in CODES.items())
    assert run("--version").stdout.startswith("jipp-client ")


def test_every_text_is_said_in_both_languages() -> None:
    for name, (indonesian, english) in TEXTS.items():
        assert indonesian, name
        assert english, name
        assert set(re.findall(r"\{\w+\}", indonesian)) == set(re.findall(r"\{\w+\}", english)), name
    assert language_of(None, {"LANG": "en_US.UTF-8"}) == language_of("en", {}) == "en"
    assert language_of(None, {}) == language_of(None, {"LANG": "C", "LC_ALL": "id_ID"}) == "id"
