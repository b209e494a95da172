"""Certificates: one as a file, a batch in the background, signers that refuse, verification by code."""

import csv
import hashlib
import io
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pypdfium2
import pytest
from sqlmodel import Session, select

from app.models import CertificateBatch
from tests.api.test_awards import problem
from tests.awarding import awarding
from tests.conftest import Server, empty, start_server
from tests.factories import Factory
from tests.signers.service import service, variables
from tests.signers.standin import NIK


def test_a_certificate_is_the_same_file_each_time(make: Factory, client: httpx.Client) -> None:
    found = awarding(make)
    found.set_up()
    one = found.published()[-1]
    path = f"/api/v1/awards/{one['id']}/certificate.pdf"
    first = client.get(path)
    assert (first.status_code, first.headers["Content-Type"]) == (200, "application/pdf")
    assert one["code"] in first.headers["Content-Disposition"]
    text = pypdfium2.PdfDocument(first.content)[0].get_textpage().get_text_range()
    assert one["code"] in text
    assert f"{client.base_url}/verify/{one['code']}" in text.replace("\r\n", "")
    assert client.get(path, headers={"Accept-Language": "en"}).content == first.content
    found.made()
    assert client.get(path).content == first.content, "made by the batch, the same bytes"
    found.set_up(signatory_name="Pejabat Lain")
    assert client.get(path).content == first.content, "until it is made again, what was made"
    found.made()
    assert client.get(path).content != first.content


def test_a_batch_makes_what_is_missing_or_changed(make: Factory, client: httpx.Client) -> None:
    found = awarding(make, 25)
    found.set_up()
    given = found.published()
    none = found.organiser.get(f"{found.path}/certificates").json()
    assert (none["status"], none["made"], none["awards"], none["signer"]) == (None, 0, 26, "none")
    assert problem(found.organiser.get(f"{found.path}/certificates.zip"), 409) == "no-certificates-yet"
    done = found.made()
    assert (done["status"], done["total"], done["done"], done["made"], done["error"]) == ("done", 26, 26, 26, "")
    assert found.made()["total"] == 0, "nothing is out of date"
    body = {"reason": "Data tidak benar."}
    found.organiser.put(f"/api/v1/awards/{given[0]['id']}/revocation", json=body)
    archive = zipfile.ZipFile(io.BytesIO(found.organiser.get(f"{found.path}/certificates.zip").content))
    assert archive.testzip() is None
    assert len(archive.namelist()) == 26, "25 certificates and the list"
    rows = list(csv.DictReader(io.StringIO(archive.read("awards.csv").decode())))
    for row in rows:
        pdf = archive.read(f"piagam-{int(row['position']):03d}-{row['code']}.pdf")
        told = client.get(f"/api/v1/certificates/{row['code']}").json()
        assert told["sha256"] == hashlib.sha256(pdf).hexdigest()
    found.set_up(place="Malang")
    told = found.organiser.get(f"{found.path}/certificates").json()
    assert (told["made"], told["stale"]) == (25, 25)
    done = found.made()
    assert (done["total"], done["made"], done["stale"]) == (25, 25, 0)


def test_an_earlier_file_stays_genuine_once_it_is_made_again(make: Factory, client: httpx.Client) -> None:
    found = awarding(make, 1)
    found.set_up()
    one = found.published()[0]
    path = f"/api/v1/awards/{one['id']}/certificate.pdf"

    def told() -> Any:
        return client.get(f"/api/v1/certificates/{one['code']}").json()

    assert (told()["made_at"], told()["earlier"]) == (None, [])
    digests, made = [], []
    for place in ("Kota Batu", "Malang", "Surabaya"):
        found.set_up(place=place)
        found.made()
        digests.append(hashlib.sha256(client.get(path).content).hexdigest())
        made.append(told()["made_at"])
    assert len(set(digests)) == 3
    assert told()["sha256"] == digests[2]
    earlier = told()["earlier"]
    assert [row["sha256"] for row in earlier] == [digests[1], digests[0]], "the newest first"
    assert [row["made_at"] for row in earlier] == [made[1], made[0]]
    assert [row["replaced_at"] for row in earlier] == [made[2], made[1]]
    assert {row["signer"] for row in earlier} == {"none"}
    assert found.made()["total"] == 0
    assert len(told()["earlier"]) == 2, "nothing was made, nothing was replaced"


def test_a_certificate_taken_away_with_its_award_leaves_nothing(make: Factory) -> None:
    found = awarding(make, 1)
    one = found.given()[0]
    for place in ("Kota Batu", "Malang"):
        found.set_up(place=place)
        found.made()
    path = f"/api/v1/awards/{one['id']}"
    tag = found.organiser.get(path).headers["ETag"]
    assert found.organiser.delete(path, headers={"If-Match": tag}).status_code == 204


def test_only_the_organiser_makes_them(make: Factory, client: httpx.Client) -> None:
    found = awarding(make, 1)
    found.given()
    for role in ("secretariat", "auditor", "coordinator"):
        assert make.key(role).post(f"{found.path}/certificates", json={}).status_code == 403
    assert make.key("auditor").get(f"{found.path}/certificates").status_code == 200
    assert make.key("coordinator").get(f"{found.path}/certificates.zip").status_code == 403
    assert client.get(f"{found.path}/certificates").status_code == 401


def test_verification_answers_to_a_code_however_it_is_typed(make: Factory, client: httpx.Client) -> None:
    found = awarding(make)
    found.set_up()
    one = found.published()[-1]
    code = str(one["code"])
    for typed in (code, code.lower(), code.replace("-", ""), code.replace("-", " ")):
        told = client.get(f"/api/v1/certificates/{typed}").json()
        assert (told["state"], told["title"], told["unit_name"]) == ("valid", "Top 2", "Dinas Contoh")
        assert (told["given_on"], told["sha256"], told["organisation"]) == ("2026-11-23", None, "Provinsi Jawa Timur")
    for typed in ("ABCD-EFGH-JKMN", "x", "a" * 500, "%00", one["id"]):
        assert client.get(f"/api/v1/certificates/{typed}").status_code == 404


@pytest.fixture(scope="module")
def bsre() -> Iterator[str]:
    """The stand-in of BSrE's service."""
    with service() as url:
        yield url


@pytest.fixture(scope="module")
def signing(
    new_database: Callable[[str], str], bsre: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server that signs there."""
    running = start_server(new_database("signing"), tmp_path_factory.mktemp("signing"), **variables(bsre))
    yield running
    running.process.terminate()
    running.process.wait(10)
    running.engine.dispose()


@pytest.fixture
def there(signing: Server) -> Iterator[Factory]:
    """Factories on it."""
    empty(signing.engine)
    with Factory(signing.engine, signing.url) as factory:
        yield factory


def test_bsre_signs_a_batch_and_the_passphrase_goes(there: Factory) -> None:
    found = awarding(there)
    one = found.published()[0]
    path = f"/api/v1/awards/{one['id']}/certificate.pdf"
    assert problem(there.client().get(path), 409) == "certificate-unsigned"
    refused = found.organiser.post(f"{found.path}/certificates", json={"nik": NIK})
    assert refused.json()["errors"][0]["field"] == "passphrase"
    done = found.made(nik=NIK, passphrase="benar")
    assert (done["status"], done["made"], done["signer"], done["needs_passphrase"]) == ("done", 6, "bsre", True)
    signed = there.client().get(path).content
    assert b"/ByteRange[0 " in signed
    told = there.client().get(f"/api/v1/certificates/{one['code']}").json()
    assert (told["signer"], told["sha256"]) == ("bsre", hashlib.sha256(signed).hexdigest())
    assert sealed(there) is None


@pytest.mark.parametrize(("passphrase", "error"), [("keliru", "wrong_passphrase"), ("habis", "certificate_expired")])
def test_a_refusal_stops_the_batch_and_another_one_goes_on(there: Factory, passphrase: str, error: str) -> None:
    found = awarding(there)
    found.given()
    stopped = found.made(nik=NIK, passphrase=passphrase)
    assert (stopped["status"], stopped["error"], stopped["made"]) == ("stopped", error, 0)
    assert sealed(there) is None
    assert found.made(nik=NIK, passphrase="benar")["made"] == 6


def test_silence_is_waited_for_and_seen(there: Factory) -> None:
    found = awarding(there, 1)
    found.given()
    found.organiser.post(f"{found.path}/certificates", json={"nik": NIK, "passphrase": "lambat"})
    for _ in range(100):
        shown = found.organiser.get(f"{found.path}/certificates").json()
        if shown["error"]:
            break
        time.sleep(0.1)
    assert (shown["status"], shown["error"]) == ("running", "timeout")
    kept = sealed(there)
    assert kept is not None
    assert "lambat" not in kept
    done = found.made(nik=NIK, passphrase="benar")
    assert (done["status"], done["made"], done["error"]) == ("done", 1, ""), "nobody has to wait for the old one"


def sealed(make: Factory) -> str | None:
    """What is kept of the passphrase."""
    with Session(make.engine) as session:
        return session.exec(select(CertificateBatch.sealed)).one()


def test_what_was_signed_is_handed_out_until_it_is_signed_again(there: Factory) -> None:
    found = awarding(there, 1)
    found.set_up()
    one = found.published()[0]
    path, checked = f"/api/v1/awards/{one['id']}/certificate.pdf", f"/api/v1/certificates/{one['code']}"
    public = there.client()
    assert public.get(checked).json()["has_file"] is False
    page = public.get(f"/verify/{one['code']}", headers={"Accept": "text/html"})
    assert "Unduh piagam asli" not in page.text
    refused = public.get(f"/awards/{one['id']}/certificate.pdf", headers={"Accept": "text/html"})
    assert (refused.status_code, refused.headers["Content-Type"]) == (409, "text/html; charset=utf-8")
    assert "Piagam belum ditandatangani" in refused.text
    found.made(nik=NIK, passphrase="benar")
    signed = public.get(path).content
    found.set_up(place="Malang")
    assert found.organiser.get(f"{found.path}/certificates").json()["stale"] == 1
    again = public.get(path)
    assert (again.status_code, again.content) == (200, signed)
    told = public.get(checked).json()
    assert (told["has_file"], told["sha256"]) == (True, hashlib.sha256(signed).hexdigest())
    assert found.made(nik=NIK, passphrase="benar")["stale"] == 0
    assert public.get(path).content != signed


def test_a_local_key_signs(new_database: Callable[[str], str], tmp_path: Path) -> None:
    key = tmp_path / "signer.pem"
    running = start_server(new_database("signing_locally"), tmp_path, JIPP_SIGNER="local", JIPP_SIGNER_FILE=str(key))
    try:
        with Factory(running.engine, running.url) as factory:
            found = awarding(factory, 2)
            one = found.published()[0]
            assert found.made()["status"] == "done"
            signed = factory.client().get(f"/api/v1/awards/{one['id']}/certificate.pdf").content
        from tests.signers.test_local import is_good

        assert is_good(signed, key, tmp_path)
    finally:
        running.process.terminate()
        running.process.wait(10)
        running.engine.dispose()
