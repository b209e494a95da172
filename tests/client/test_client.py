"""The client reads and writes on the running server; waiting and awaiting give the same."""

from pathlib import Path

import anyio
import pytest
from PIL import Image

from jipp_client import (
    AsyncClient,
    Client,
    Forbidden,
    Invalid,
    NotFound,
    NotReady,
    QuotaExceeded,
    Stale,
    Unauthenticated,
    UnexpectedAnswer,
)
from jipp_client.models import ProposalCreate, ProposalUpdate
from tests.client.between import Between
from tests.client.conftest import key_of
from tests.conftest import Server
from tests.factories import Factory, text_for

PDF = (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
       b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")  # fmt: skip


class World:
    """A regency with a puskesmas, an open edition, and a coordinator's key."""

    def __init__(self, make: Factory, quota: int = 3) -> None:
        self.regency = make.unit("Kabupaten Malang", kind="regency")
        self.unit = make.unit("Puskesmas Uji", kind="regional_technical_unit", parent=self.regency)
        self.edition = make.edition(quota=quota)
        self.key = key_of(make.key("coordinator", self.regency))

    def draft(self, title: str = "Antar obat sampai rumah") -> ProposalCreate:
        """The least that a draft needs."""
        return {"edition_id": self.edition.id, "unit_id": self.unit.id, "group": "umum", "category": "kesehatan",
                "title": title}  # fmt: skip


@pytest.fixture
def world(make: Factory) -> World:
    return World(make)


def test_a_list_is_read_to_its_end_page_by_page(make: Factory, public: Client) -> None:
    names = sorted(make.unit(f"Unit {n:02}", kind="regency").name for n in range(23))
    assert [unit["name"] for unit in public.units.list(sort="name", limit=5, kind="regency")] == names
    pages = list(public.units.list(sort="name", limit=5, kind="regency").pages())
    assert [len(page.items) for page in pages] == [5, 5, 5, 5, 3]
    assert {page.total for page in pages} == {23}
    assert public.units.list(sort="-name", kind="regency").page().items[0]["name"] == "Unit 22"
    first = public.units.list(sort="name").first()
    assert first is not None
    assert first["name"] == "Unit 00"
    assert public.units.list(code="tiada").first() is None


def test_awaiting_gives_what_waiting_gives(make: Factory, public: Client, server: Server) -> None:
    unit = make.unit("Kabupaten Malang", kind="regency")
    for n in range(7):
        make.unit(f"Puskesmas {n}", kind="regional_technical_unit", parent=unit)

    async def awaited() -> tuple[object, object, object, object]:
        async with AsyncClient(server.url) as client:
            children = [child async for child in client.units.children(unit.id, limit=3)]
            pages = [page async for page in client.units.children(unit.id, limit=3).pages()]
            first = await client.units.children(unit.id).first()
            with pytest.raises(NotFound):
                await client.units.read("00000000-0000-7000-8000-000000000000")
            return await client.units.read(unit.id), children, pages, first

    listed = public.units.children(unit.id, limit=3)
    waited = public.units.read(unit.id), list(listed), list(listed.pages()), listed.first()
    assert anyio.run(awaited) == waited


def test_a_proposal_from_the_draft_to_its_number(world: World, server: Server, tmp_path: Path) -> None:
    letter = tmp_path / "surat.pdf"
    letter.write_bytes(PDF)
    with Client(server.url, world.key) as jipp:
        proposal = jipp.proposals.create(world.draft())
        text: ProposalUpdate = {"sections": text_for(world.edition), "started_on": "2020-01-01", "sdgs": [3]}
        changed = jipp.proposals.update(proposal["id"], text, version=proposal["version"])
        assert changed["version"] == proposal["version"] + 1
        assert not jipp.proposals.readiness(proposal["id"])["ready"]
        with pytest.raises(NotReady) as refused:
            jipp.proposals.submit(proposal["id"])
        assert [error.field for error in refused.value.errors]
        for paper in world.edition.required_documents:
            jipp.proposals.attach(proposal["id"], letter, kind=str(paper["key"]))
        assert [
            rule
            for rule in jipp.proposals.readiness(proposal["id"])["rules"]
            if rule["level"] == "error" and not rule["ok"]
        ] == []
        sent = jipp.proposals.submit(proposal["id"])
        assert (sent["status"], bool(sent["number"])) == ("submitted", True)
        back = jipp.proposals.withdraw(proposal["id"], {"reason": "Kami mendahulukan usulan lain."})
        assert back["status"] == "withdrawn"


def test_a_file_goes_up_from_the_disk_and_comes_back(world: World, server: Server, tmp_path: Path) -> None:
    photo = tmp_path / "foto kegiatan.png"
    Image.effect_noise((1500, 1500), 90).save(photo)
    told: list[tuple[int, int]] = []
    section = str(world.edition.form[0]["key"])
    with Client(server.url, world.key) as jipp:
        proposal = jipp.proposals.create(world.draft())
        document = jipp.proposals.attach(proposal["id"], photo, section=section,
                                         progress=lambda *far: told.append(far))  # fmt: skip
        assert (document["filename"], document["section"], document["kind"]) == (photo.name, section, "evidence")
        assert told[-1] == (photo.stat().st_size, photo.stat().st_size)
        assert len(told) > 10, "it is read piece by piece"
        assert [far for far, _ in told] == sorted(far for far, _ in told)
        copy = jipp.documents.content(document["id"]).save(tmp_path / "salinan.png")
        assert copy.stat().st_size == document["size"]
        assert jipp.documents.content(document["id"]).read() == copy.read_bytes()
        assert [path.name for path in tmp_path.glob("*.part")] == []
        jipp.documents.delete(document["id"], version=document["version"])
        assert list(jipp.proposals.documents(proposal["id"])) == []


def test_a_file_goes_up_awaited(world: World, server: Server, tmp_path: Path) -> None:
    letter = tmp_path / "surat.pdf"
    letter.write_bytes(PDF)

    async def awaited() -> bytes:
        async with AsyncClient(server.url, world.key) as jipp:
            proposal = await jipp.proposals.create(world.draft())
            document = await jipp.proposals.attach(proposal["id"], letter)
            await jipp.documents.content(document["id"]).save(tmp_path / "salinan.pdf")
            return await jipp.documents.content(document["id"]).read()

    assert anyio.run(awaited) == (tmp_path / "salinan.pdf").read_bytes() != b""


def test_an_old_version_is_stale(world: World, server: Server) -> None:
    with Client(server.url, world.key) as jipp:
        proposal = jipp.proposals.create(world.draft())
        jipp.proposals.update(proposal["id"], {"origin": "Sidoarjo"}, version=proposal["version"])
        with pytest.raises(Stale) as refused:
            jipp.proposals.update(proposal["id"], {"origin": "Gresik"}, version=proposal["version"])
        assert (refused.value.status, refused.value.code, refused.value.may_be_done) == (412, "stale", False)
        assert jipp.proposals.update(proposal["id"], {"origin": "Gresik"}, version="*")["origin"] == "Gresik"


def test_one_key_is_one_deed(world: World, server: Server) -> None:
    with Client(server.url, world.key) as jipp:
        ids = {jipp.proposals.create(world.draft(), idempotency_key="usulan-17")["id"] for _ in range(3)}
        assert len(ids) == 1
        ids |= {jipp.proposals.create(world.draft())["id"] for _ in range(2)}
        assert len(ids) == 3
        with pytest.raises(Invalid) as refused:
            jipp.proposals.create(world.draft("Lain sama sekali"), idempotency_key="usulan-17")
        assert refused.value.code == "idempotency-mismatch"


def test_the_last_slot_is_gone(make: Factory, server: Server) -> None:
    world = World(make, quota=1)
    first, second = make.drafts(world.edition, [world.unit, world.unit])
    with Client(server.url, world.key) as jipp:
        jipp.proposals.submit(first.id)
        with pytest.raises(QuotaExceeded) as refused:
            jipp.proposals.submit(second.id)
        assert refused.value.title == "Kuota habis"
        quota = jipp.quotas.list(edition_id=world.edition.id, unit_id=world.unit.id).first()
        assert quota is not None
        assert quota["remaining"] == 0


def test_who_asks_without_a_key_or_beyond_it_is_told_which(make: Factory, world: World, server: Server) -> None:
    with Client(server.url) as public, pytest.raises(Unauthenticated):
        public.proposals.list().first()
    with Client(server.url, "jipp_salah") as wrong, pytest.raises(Unauthenticated):
        wrong.proposals.list().first()
    narrow = key_of(make.key("coordinator", world.regency, ["proposals:read"]))
    with Client(server.url, narrow) as reader, pytest.raises(Forbidden):
        reader.proposals.create(world.draft())


def test_problems_speak_the_language_of_the_client(world: World, server: Server) -> None:
    wrong = world.draft() | {"category": "kesehatn"}
    with Client(server.url, world.key, language="en") as jipp, pytest.raises(Invalid) as refused:
        jipp.proposals.create(wrong)
    error = refused.value
    assert (error.title, error.errors[0].field, error.errors[0].code) == (
        "Please correct the entries", "category", "unknown")  # fmt: skip
    assert "category: " in str(error)
    with Client(server.url, world.key) as jipp, pytest.raises(Invalid, match="Isian perlu diperbaiki"):
        jipp.proposals.create(wrong)


def test_the_key_is_not_shown(server: Server) -> None:
    with Client(server.url, "jipp_rahasia") as jipp:
        assert "rahasia" not in repr(jipp)


def test_a_page_that_is_not_of_the_api_is_no_answer(server: Server) -> None:
    with Client(server.url + "/katalog") as astray, pytest.raises((UnexpectedAnswer, NotFound)):
        astray.units.list().first()


def test_it_says_who_it_is(make: Factory, between: Between) -> None:
    with Client(between.url, agent="simpeg/2.1") as jipp:
        jipp.units.list().first()
    assert between.seen[0][2]["user-agent"].startswith("simpeg/2.1 jipp-client/0.1.0 (python ")
