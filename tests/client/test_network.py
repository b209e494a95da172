"""What other provinces, regencies and sites for citizens do with the client, on the running server."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from app.clock import WIB, now
from app.models import Innovation, Peer, Unit
from jipp_client import Client, Conflict, Forbidden, Invalid, NotFound, Stale
from jipp_client.models import QuestionCreate
from tests.api.test_nominations import Put, put_up
from tests.client.conftest import key_of
from tests.client.test_client import PDF
from tests.conftest import Server
from tests.factories import Factory
from tests.fair import Fair

QUESTION: QuestionCreate = {"text": "Apakah layanan ini juga dapat dipakai warga dari kabupaten lain?"}


@pytest.fixture
def innovation(make: Factory) -> Innovation:
    """A published innovation of a regency."""
    regency = make.unit("Kabupaten Contoh", "regency", region_code="35.07")
    found: Innovation = make.save(
        Innovation(unit_id=regency.id, unit_name=regency.name, title="Antar obat", year=2023, category="kesehatan")
    )
    return found


def origin_of(make: Factory, innovation: Innovation) -> str:
    """A coordinator's key at the unit that the innovation comes from."""
    with Session(make.engine, expire_on_commit=False) as session:
        unit = session.get_one(Unit, innovation.unit_id)
    return key_of(make.key("coordinator", unit))


def test_another_province_takes_an_innovation_over(
    make: Factory, server: Server, public: Client, innovation: Innovation, tmp_path: Path
) -> None:
    (tmp_path / "kesepakatan.pdf").write_bytes(PDF)
    province = make.unit("Provinsi Contoh", "province", region_code="51")
    with (
        Client(server.url, key_of(make.key("coordinator", province))) as there,
        Client(server.url, origin_of(make, innovation)) as here,
    ):
        begun = there.replications.report(innovation.id, {"unit_id": province.id, "stage_on": "2025-01-06"})
        paper = there.replications.attach(begun["id"], tmp_path / "kesepakatan.pdf", kind="agreement", is_public=True)
        moved = there.replications.update(begun["id"], {"stage": "agreement", "stage_on": "2025-02-03"},
                                          version=begun["version"])  # fmt: skip
        with pytest.raises(Stale):
            there.replications.update(begun["id"], {"adaptation_notes": "x"}, version=begun["version"])
        with pytest.raises(Forbidden):
            there.replications.confirm(begun["id"], version=moved["version"])
        with pytest.raises(NotFound):
            public.replications.content(begun["id"], paper["id"]).read()
        assert [row["id"] for row in here.replications.list(side="origin")] == [begun["id"]]
        here.replications.confirm(begun["id"], version=moved["version"])
    copy = public.replications.content(begun["id"], paper["id"]).save(tmp_path / "salinan.pdf")
    assert copy.read_bytes() == PDF
    assert [edge["replication_id"] for edge in public.replications.network()["edges"]] == [begun["id"]]
    assert [row["replications"] for row in public.replications.league()] == [1]
    assert [(row["region_code"], row["agreement"]) for row in public.replications.recap()] == [("51", 1)]


def test_a_site_for_citizens_asks_and_the_unit_answers(
    make: Factory, server: Server, public: Client, innovation: Innovation
) -> None:
    asked = public.questions.ask(innovation.id, QUESTION)
    assert list(public.questions.of_innovation(innovation.id)) == []
    with Client(server.url, key_of(make.key("secretariat"))) as moderator:
        [waiting] = moderator.questions.list(status="pending")
        published = moderator.questions.publish(waiting["id"], {}, version=waiting["version"])
    with Client(server.url, origin_of(make, innovation)) as unit:
        assert [row["id"] for row in unit.questions.list(is_answered=False)] == [asked["id"]]
        unit.questions.answer(asked["id"], {"answer": "Ya, siapa pun boleh."}, version=published["version"])
    [shown] = public.questions.of_innovation(innovation.id)
    assert (shown["answer"], shown["answered_by"]) == ("Ya, siapa pun boleh.", "Kabupaten Contoh")
    with pytest.raises(Invalid):
        public.questions.ask(innovation.id, {"text": "pendek"})
    assert public.followers.follow(innovation.id, {"email": "warga@contoh.example"})["innovation_id"] == innovation.id
    assert public.innovations.similar(innovation.id)["items"] == []


def test_an_exhibition_is_shown_elsewhere(make: Factory, public: Client) -> None:
    fair = Fair(make)
    starts = now().astimezone(WIB).replace(hour=9, minute=0, second=0, microsecond=0)
    item = {"title": "Pembukaan", "starts_at": starts.isoformat(), "ends_at": (starts + timedelta(hours=1)).isoformat()}
    fair.made(fair.organiser.post(f"{fair.path}/programme", json=item))
    assert [row["id"] for row in public.exhibitions.list(status="published")] == [fair.id]
    assert [booth["label"] for booth in public.exhibitions.booths(fair.id)] == ["A-1", "A-2"]
    scanned = public.exhibitions.scanned_booth(str(fair.booths[0]["code"]))
    assert scanned["booth"] == public.exhibitions.booth(str(fair.booths[0]["id"]))
    assert [row["title"] for row in public.exhibitions.programme(fair.id)] == ["Pembukaan"]
    assert public.exhibitions.calendar(fair.id).read().startswith(b"BEGIN:VCALENDAR")
    assert public.exhibitions.board(fair.id)["exhibition"]["id"] == fair.id
    assert list(public.exhibitions.guest_book(fair.id)) == []


def test_a_visitor_votes_by_the_code_of_a_booth(make: Factory, server: Server) -> None:
    """What the phone does with a QR: the cookie that the client keeps is the visitor, one vote each."""
    fair = Fair(make)
    for expected in (1, 2):
        with Client(server.url) as phone:
            scanned = phone.exhibitions.scanned_booth(str(fair.booths[0]["code"]))
            [exhibit] = scanned["booth"]["exhibits"]
            assert phone.exhibitions.visit(fair.id, {"booth_id": scanned["booth"]["id"]})["is_new"]
            given = [phone.exhibitions.vote(fair.id, {"exhibit_id": exhibit["id"]})["is_new"] for _ in range(3)]
            assert given == [True, False, False]
            assert phone.exhibitions.own_visit(fair.id)["exhibits"] == [exhibit["id"]]
            votes = {row["exhibit_id"]: row["votes"] for row in phone.exhibitions.board(fair.id)["useful"]}
            assert votes[exhibit["id"]] == expected
    with Client(server.url, key_of(fair.organiser)) as door:
        admitted = door.exhibitions.admit(fair.id, {})
        token = admitted["token"]
        assert door.exhibitions.vote(fair.id, {"exhibit_id": exhibit["id"], "token": token})["is_new"]


def test_a_nomination_is_checked_and_its_package_taken(make: Factory, server: Server, tmp_path: Path) -> None:
    put: Put = put_up(make)
    with Client(server.url, key_of(put.organiser)) as organiser:
        made = organiser.nominations.create({"innovation_id": put.innovation.id, "year": now().year})
        with pytest.raises(Conflict):
            organiser.nominations.create({"innovation_id": put.innovation.id, "year": now().year})
        assert not organiser.nominations.checklist(made["id"])["complete"]
        assert organiser.nominations.package(made["id"])["title"] == "Loket Malam"
        bundle = organiser.nominations.package_bundle(made["id"]).save(tmp_path / "paket.zip")
        assert bundle.read_bytes()[:2] == b"PK"
        assert list(organiser.innovations.national_awards(put.innovation.id)) == []


def test_peers_and_open_data_are_for_everybody(make: Factory, public: Client) -> None:
    make.save(Peer(name="Provinsi Contoh", url="https://inovasi.contoh.example", count=7))
    [peer] = public.peers.list()
    assert (peer["name"], peer["count"]) == ("Provinsi Contoh", 7)
    assert public.peers.read(peer["id"]) == peer
    described = public.open_data.read()
    assert "innovations" in {dataset["key"] for dataset in described["datasets"]}
