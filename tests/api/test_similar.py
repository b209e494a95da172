"""What innovations and proposals are like: who is told what, and that the index follows every change."""

import itertools
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import Session, col, select

from app import feed
from app.clock import now
from app.database import WriteSession
from app.feed import likeness
from app.models import Edition, Innovation, Proposal, SimilarMark, SimilarText, Unit
from app.similarity.texts import Shelf, marks_on, of_proposal
from tests.factories import Factory

TUBERCULOSIS = (
    "Banyak pasien tuberkulosis berhenti minum obat setelah merasa membaik lalu menularkan penyakitnya ke tetangga. "
    "Pengawas minum obat hanya nama di atas kertas dan jarak ke puskesmas jauh. Kini pasien memilih pendamping dari "
    "tetangga terdekat, obat diantar ke pos setiap pekan, dan pasien yang terlambat dijenguk kader dalam dua hari. "
    "Kartu minum obat ditempel di dapur, dahak diperiksa di posyandu, dan sepeda motor dinas mengantar sampel."
)
IRRIGATION = (
    "Petani di hilir saluran irigasi tidak kebagian air karena pintu air dibuka tanpa jadwal. Juru air mencatat debit "
    "setiap pagi, jadwal giliran ditempel di gardu, dan kelompok tani memotret pintu air dengan telepon genggam. "
    "Sengketa antardusun diselesaikan di saung tani, lalu padi panen dua kali setahun di sawah yang dahulu kering."
)
OTHERS = ("Perpustakaan keliling membawa buku cerita ke warung kopi", "Bank sampah menukar botol plastik dengan beras",
          "Kapal puskesmas menjemput ibu hamil di pulau kecil")  # fmt: skip

_numbers = itertools.count(1)


def innovation(title: str, text: str, **more: Any) -> Innovation:
    sections = [{"title": "Ringkasan", "text": text}]
    return Innovation(title=title, unit_name="RSUD Mawar", year=2022, summary=text, sections=sections, **more)


def publish(make: Factory, *rows: Innovation) -> None:
    """As a request does: the index follows by itself."""
    with WriteSession(make.engine, expire_on_commit=False) as session, session.begin():
        session.add_all(rows)


def index_all(make: Factory) -> int:
    with WriteSession(make.engine) as session, session.begin():
        feed.catch_up(session)
        return likeness.fill_now(session)


@pytest.fixture
def catalogue(make: Factory) -> list[Innovation]:
    rows = [
        innovation("Kawan Sembuh", TUBERCULOSIS),
        innovation("Titip Obat", TUBERCULOSIS.replace("Kini pasien", "Sekarang penderita").replace("pekan", "minggu")),
        innovation("Air Adil", IRRIGATION),
        *(innovation(text.split()[0], f"{text}. {text}.") for text in OTHERS),
    ]
    publish(make, *rows)
    return rows


def test_others_that_solved_the_same_with_the_words_that_both_are_about(
    catalogue: list[Innovation], client: httpx.Client
) -> None:
    answer = client.get(f"/api/v1/innovations/{catalogue[0].id}/similar")
    assert answer.headers["Cache-Control"].startswith("public")
    [found] = answer.json()["items"]
    assert found["title"] == "Titip Obat"
    assert {"tuberkulosis", "obat"} <= set(found["shared"])
    assert found["likeness"] > 60
    assert client.get(f"/api/v1/innovations/{catalogue[2].id}/similar").json() == {"items": []}


def test_what_is_published_changed_or_taken_out_is_followed(
    make: Factory, catalogue: list[Innovation], client: httpx.Client
) -> None:
    path = f"/api/v1/innovations/{catalogue[0].id}/similar"
    with WriteSession(make.engine) as session, session.begin():
        other = session.get_one(Innovation, catalogue[1].id)
        other.sections, other.summary = [{"title": "Ringkasan", "text": IRRIGATION}], IRRIGATION
    assert make.key("auditor", scopes=[]).get(path).json() == {"items": []}
    with WriteSession(make.engine) as session, session.begin():
        for row in catalogue:
            session.delete(session.get_one(Innovation, row.id))
    with Session(make.engine) as session:
        assert session.exec(select(SimilarText)).all() == []
        assert session.exec(select(SimilarMark)).all() == []
    assert client.get(path).status_code == 404


def proposal(make: Factory, edition: Edition, unit: Unit, text: str | Sequence[str], **more: Any) -> Proposal:
    parts = [text] if isinstance(text, str) else text
    keys = [str(section["key"]) for section in edition.form]
    sections = dict(zip(keys, parts, strict=False))
    status = more.pop("status", "submitted")
    n = next(_numbers)
    sent = {} if status == "draft" else {"submitted_at": unit.created_at, "number": f"{edition.year}-{n:04d}",
                                         "sequence": n, "participant_id": unit.id}  # fmt: skip
    return make.proposal(edition, unit, status, sections=sections, **sent, **more)


def test_a_writer_is_told_of_published_innovations_alone(make: Factory, catalogue: list[Innovation]) -> None:
    edition, unit = make.edition(), make.unit()
    proposal(make, make.edition("judging"), make.unit("Puskesmas Lain"), TUBERCULOSIS, title="Rahasia Lain")
    draft = proposal(make, edition, unit, TUBERCULOSIS, status="draft", title="Sembuh Bersama")
    index_all(make)
    answer = make.key("coordinator", unit).get(f"/api/v1/proposals/{draft.id}/similar")
    found = answer.json()
    assert {one["title"] for one in found["innovations"]} == {"Kawan Sembuh", "Titip Obat"}
    assert found["proposals"] is None
    assert "Rahasia Lain" not in answer.text
    short = proposal(make, edition, unit, "Obat diantar ke rumah.", status="draft")
    nothing = make.key("coordinator", unit).get(f"/api/v1/proposals/{short.id}/similar").json()
    assert nothing == {"innovations": [], "proposals": None}


def test_the_secretariat_sees_passages_of_all_years(make: Factory) -> None:
    older, newer, unit = make.edition("concluded"), make.edition(), make.unit("Puskesmas Melati")
    source = proposal(make, older, unit, [IRRIGATION, TUBERCULOSIS], title="Kawan Sembuh")
    copied = TUBERCULOSIS.replace("dua hari", "tiga hari").replace("sepeda motor dinas", "perahu")
    copy = proposal(make, newer, make.unit(), [OTHERS[0], copied], title="Pulih Bersama")
    stranger = proposal(make, newer, make.unit(), [OTHERS[1]])
    index_all(make)
    secretariat = make.key("secretariat")
    found = secretariat.get(f"/api/v1/proposals/{copy.id}/similar").json()["proposals"]
    assert [one["proposal_id"] for one in found] == [source.id]
    [one] = found
    assert (one["year"], one["unit_name"], one["number"]) == (older.year, "Puskesmas Melati", source.number)
    assert not one["same_title"]
    [passage] = one["passages"]
    key = str(newer.form[1]["key"])
    assert (passage["section"], passage["other_section"]) == (key, key)
    assert passage["text"] in copied
    assert passage["other_text"] in TUBERCULOSIS
    assert "tiga hari" in passage["text"]
    assert "dua hari" in passage["other_text"]
    assert passage["words"] == len(passage["text"].split()) > 55
    assert secretariat.get(f"/api/v1/proposals/{stranger.id}/similar").json()["proposals"] == []


def test_the_same_title_in_another_year(make: Factory) -> None:
    older, newer = make.edition("concluded"), make.edition()
    source = proposal(make, older, make.unit(), IRRIGATION, title="SI-CANTIK: Hamil Sehat")
    again = proposal(make, newer, make.unit(), OTHERS[2], title="si cantik hamil sehat")
    for status in ("draft", "withdrawn"):
        proposal(make, make.edition(), make.unit(), OTHERS[2], title="si cantik hamil sehat", status=status)
    index_all(make)
    found = make.key("organiser").get(f"/api/v1/proposals/{again.id}/similar").json()["proposals"]
    assert [(one["proposal_id"], one["same_title"], one["passages"]) for one in found] == [(source.id, True, [])]


def test_sending_in_enters_the_text_and_again_the_mended_one(make: Factory) -> None:
    edition, unit = make.edition(), make.unit()
    draft = make.proposal(edition, unit)
    make.key("coordinator", unit).post(f"/api/v1/proposals/{draft.id}/submission", json={}).raise_for_status()
    assert marks_in(make, draft.id) == expected(make, draft.id)
    secretariat = make.key("secretariat")
    returned = {"reason": "Mohon diperbaiki.", "deadline": (now() + timedelta(days=3)).isoformat()}
    secretariat.post(f"/api/v1/proposals/{draft.id}/return", json=returned).raise_for_status()
    mended = {str(edition.form[0]["key"]): TUBERCULOSIS}
    coordinator = make.key("coordinator", unit)
    changed = coordinator.patch(f"/api/v1/proposals/{draft.id}", json={"sections": mended}, headers={"If-Match": "*"})
    changed.raise_for_status()
    assert marks_in(make, draft.id) != expected(make, draft.id), "what was sent in stands until it is sent in again"
    coordinator.post(f"/api/v1/proposals/{draft.id}/submission", json={}).raise_for_status()
    assert marks_in(make, draft.id) == expected(make, draft.id)


def marks_in(make: Factory, proposal_id: str) -> list[int]:
    with Session(make.engine) as session:
        of = select(SimilarText.number).where(SimilarText.proposal_id == proposal_id)
        return sorted(session.exec(select(SimilarMark.mark).where(col(SimilarMark.text).in_(of))).all())


def expected(make: Factory, proposal_id: str) -> list[int]:
    with Session(make.engine) as session:
        row = session.get_one(Proposal, proposal_id)
        return marks_on(Shelf.proposals, of_proposal(row.title, row.sections))


def test_filling_anew_gives_the_same_index(make: Factory, catalogue: list[Innovation]) -> None:
    proposal(make, make.edition(), make.unit(), TUBERCULOSIS)
    index_all(make)
    before = owners(make)
    with WriteSession(make.engine) as session, session.begin():
        assert likeness.lacking(session) == 0
        assert likeness.lacking(session, anew=True) == len(catalogue) + 1
    assert index_all(make) == 0
    with WriteSession(make.engine) as session, session.begin():
        assert sum(likeness.fill(lambda: nullcontext(session), anew=True)) == len(catalogue) + 1
    assert owners(make) == before


def owners(make: Factory) -> list[tuple[str, list[int]]]:
    with Session(make.engine) as session:
        texts = session.exec(select(SimilarText)).all()
        return sorted(
            (str(text.innovation_id or text.proposal_id),
             sorted(session.exec(select(SimilarMark.mark).where(SimilarMark.text == text.number)).all()))
            for text in texts
        )  # fmt: skip


@pytest.mark.parametrize("limit", [0, 21, "x"])
def test_how_many_may_be_asked_for(client: httpx.Client, catalogue: list[Innovation], limit: object) -> None:
    answer = client.get(f"/api/v1/innovations/{catalogue[0].id}/similar", params={"limit": str(limit)})
    assert answer.status_code == 422
