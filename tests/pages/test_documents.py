"""Files beside the text: without scripts they travel with the editor's form, so that no typed word is lost."""

import re
from typing import Any

import httpx
import pytest

from app.demo.papers import sample_pdf
from tests.factories import Factory
from tests.pages.browsing import forms_of, text_of
from tests.pages.test_proposals import World

PDF = sample_pdf("Surat")


@pytest.fixture
def world(make: Factory) -> World:
    return World(make)


def _attach(world: World, url: str, name: str, content: bytes, **typed: Any) -> httpx.Response:
    """What a browser without scripts sends by the button beside the evidence: the editor's form, with the file."""
    page = world.author.get(f"{url}/edit")
    assert f'formaction="{url}/documents"' in page.text
    fields = forms_of(page)[url].fields | typed | {"kind": ["evidence"]}
    return world.author.client.post(f"{url}/documents", data=fields, files={"file-evidence": (name, content)})


def test_a_file_brings_the_text_with_it(world: World) -> None:
    url = world.draft()
    typed = {"sections.ringkasan": "Baru saja diketik.", "section-evidence": "ringkasan"}
    attached = _attach(world, url, "bukti.pdf", PDF, **typed)
    assert attached.headers["location"] == f"{url}/edit#documents"
    assert world.saved(url).sections["ringkasan"] == "Baru saja diketik."
    page = world.author.get(f"{url}/edit")
    assert "bukti.pdf" in page.text
    assert "Seluruh usulan" in page.text


def test_a_refused_file_keeps_what_was_typed(world: World) -> None:
    url = world.draft()
    for name, content, status in (("bukti.pdf", b"MZ program", 415), ("", b"", 422)):
        refused = _attach(world, url, name, content, **{"sections.ringkasan": "Baru saja diketik."})
        assert refused.status_code == status
        assert forms_of(refused)[url].fields["sections.ringkasan"] == ["Baru saja diketik."]
        assert 'id="documents.evidence-error"' in refused.text


def test_a_wrong_field_keeps_what_was_typed_too(world: World) -> None:
    url = world.draft()
    refused = _attach(world, url, "bukti.pdf", PDF, latitude="jauh", **{"sections.ringkasan": "Baru saja diketik."})
    assert refused.status_code == 422
    assert forms_of(refused)[url].fields["sections.ringkasan"] == ["Baru saja diketik."]
    assert "bukti.pdf" not in refused.text


def test_removing_a_file_loses_no_text_either(world: World) -> None:
    url = world.draft()
    _attach(world, url, "bukti.pdf", PDF)
    page = world.author.get(f"{url}/edit")
    [(version, removal)] = re.findall(
        r'value="(\d+)"[^>]*formaction="([^"]+/removal)"', page.text.split("bukti.pdf", 1)[1]
    )
    fields = forms_of(page)[url].fields | {"sections.ringkasan": ["Diketik lagi."], "document_version": [version]}
    assert world.author.client.post(removal, data=fields).headers["location"] == f"{url}/edit#documents"
    assert "bukti.pdf" not in world.author.get(f"{url}/edit").text
    assert world.saved(url).sections["ringkasan"] == "Diketik lagi."


def test_an_upload_by_script_brings_the_files_and_the_readiness(world: World) -> None:
    url = world.draft()
    token = forms_of(world.author.get(f"{url}/edit"))[url].fields["csrf_token"]
    answer = world.author.client.post(f"{url}/documents", data={"csrf_token": token, "kind": "evidence"},
                                      files={"file": ("foto.pdf", PDF)}, headers={"HX-Request": "true"})  # fmt: skip
    assert answer.status_code == 200
    assert "<html" not in answer.text
    for place in ("documents", "readiness", "bar-missing"):
        assert f'id="{place}"' in answer.text, place


def test_nothing_saves_itself_where_no_script_runs(world: World) -> None:
    made = world.author.send(world.author.get("/proposals/new"), "/proposals", title="Antrean", category="kesehatan")
    page = world.author.follow(made)
    assert "<noscript>" in page.text
    assert "disimpan sendiri" not in text_of(page).lower()
