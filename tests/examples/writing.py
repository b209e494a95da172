"""Third act: proposals are written, before registration opens."""

from typing import Any
from unittest import mock

from app.demo.papers import sample_pdf
from app.settings import settings
from tests.examples.cast import NOBODY, Cast

PROPOSALS = "/api/v1/proposals"
PDF = sample_pdf("Surat pernyataan")
LARGE = PDF.replace(b"%%EOF", b"%" + b" " * 1_048_576 + b"\n%%EOF")
LETTER: dict[str, Any] = {"file": ("surat-pernyataan.pdf", PDF), "form": {"kind": "surat_pernyataan_implementasi"}}
OTHER_PAPERS = ("pernyataan_inovator", "kesediaan_replikasi")
INNOVATOR = "Rina Inovator Contoh"
SECTIONS = {
    "kebaruan": "Obat bagi warga lanjut usia diantar ke rumah oleh kader desa, sehingga tidak ada lagi yang mengantre "
                "sejak subuh.",
    "dampak": "Dalam satu tahun waktu tunggu turun dari tiga jam menjadi lima belas menit, dan tidak seorang pun putus "
              "berobat.",
}  # fmt: skip


def play(cast: Cast) -> None:
    """Drafts, their papers and their versions."""
    _write(cast)
    _save(cast)
    _papers(cast)
    _hand_over(cast)
    _versions(cast)
    _others(cast)
    _lists(cast)


def draft_of(cast: Cast, unit: str, title: str, **more: Any) -> dict[str, Any]:
    """The body of a new draft."""
    return {"edition_id": cast.ids["edition"], "unit_id": cast.ids[unit], "title": title, "group": "umum",
            "category": "kesehatan", **more}  # fmt: skip


def complete(cast: Cast, who: str, unit: str, title: str) -> str:
    """The id of a draft that is ready to be sent in."""
    body = draft_of(cast, unit, title, sections=SECTIONS, started_on="2021-01-04", sdgs=[3])
    made = cast[who].post(None, PROPOSALS, body)
    base = f"{PROPOSALS}/{made['id']}/documents"
    cast[who].post(None, base, **LETTER)
    attach_others(cast, who, base)
    return str(made["id"])


def attach_others(cast: Cast, who: str, base: str) -> None:
    """What the edition asks for beside the letter."""
    for kind in OTHER_PAPERS:
        cast[who].post(None, base, file=(f"{kind}.pdf", PDF), form={"kind": kind})


def _write(cast: Cast) -> None:
    author = cast["author"]
    body = draft_of(cast, "clinic", "Antar Obat ke Rumah", started_on="2021-06-01")
    made = author.post("A new draft", PROPOSALS, body, Idempotency_Key="draf-antar-obat")
    cast.ids["proposal"] = made["id"]
    author.post("The same request again", PROPOSALS, body, Idempotency_Key="draf-antar-obat")
    author.post("A category that the edition does not have", PROPOSALS, body | {"category": "wisata"}, 422)
    author.post("Of another unit", PROPOSALS, draft_of(cast, "city", "Milik kota"), 403)


def _save(cast: Cast) -> None:
    author, one = cast["author"], f"{PROPOSALS}/{cast.ids['proposal']}"
    tag = author.get("A draft", one).headers["ETag"]
    author.get("The same version", one, 304, If_None_Match=tag)
    author.get("Not one's own, or not there", f"{PROPOSALS}/{NOBODY}", 404)
    author.get("What is missing", f"{one}/readiness")
    author.get("What is in the catalogue already", f"{one}/similar")
    text = {"sections": {"kebaruan": SECTIONS["kebaruan"]}}
    author.change("One section is saved", "PATCH", one, text, match=tag, X_Editor="tab-1")
    author.change("Written meanwhile in another window", "PATCH", one,
                  {"sections": {"kebaruan": "Obat diantar kader desa."}}, 412, match=tag, X_Editor="tab-2")  # fmt: skip
    author.ask("Without If-Match", "PATCH", one, 428, text)
    rest = {"sections": SECTIONS, "sdgs": [3], "collaborators": ["Kader desa"],
            "answers": {"innovator_name": INNOVATOR},
            "english_abstract": "Village volunteers bring medicine to the homes of elderly people."}  # fmt: skip
    author.change(None, "PATCH", one, rest)
    author.change("A section that the form does not have", "PATCH", one, {"sections": {"biaya": "Nol"}}, 422)


def _papers(cast: Cast) -> None:
    author, base = cast["author"], f"{PROPOSALS}/{cast.ids['proposal']}/documents"
    letter = author.post("The letter that the edition asks for", base, **LETTER)
    cast.ids["letter"] = letter["id"]
    author.post("Not a document", base, status=415, file=("program.exe", b"MZ\x90\x00" + bytes(60)))
    author.post("A kind that nobody asked for", base, status=422, file=("a.pdf", PDF), form={"kind": "foto"})
    evidence = [author.post(None, base, file=("bukti.pdf", PDF)) for _ in range(29)]
    author.post("More than 30", base, status=409, file=("bukti.pdf", PDF))
    author.get(None, base)
    for document in evidence[1:]:
        author.change(None, "DELETE", f"/api/v1/documents/{document['id']}", status=204)
    with mock.patch.object(settings(), "max_documents_bytes_per_proposal", 1_048_576):
        author.post("More than all of them together may have", base, status=409, file=("pindaian.pdf", LARGE))
    author.get("Two files", base)
    one = f"/api/v1/documents/{evidence[0]['id']}"
    tag = author.get("A file's description", one).headers["ETag"]
    author.get("The file", f"{one}/content")
    attach_others(cast, "author", base)
    author.get("Its first bytes", f"{one}/content", 206, Range="bytes=0-7")
    author.get("Bytes that it does not have", f"{one}/content", 416, Range="bytes=9000-")
    cast["of_the_city"].get("Somebody else's file", one, 404)
    author.ask("Without If-Match", "DELETE", one, 428)
    author.change("Removed", "DELETE", one, status=204, match=tag)


def _hand_over(cast: Cast) -> None:
    author, coordinator, one = cast["author"], cast["coordinator"], f"{PROPOSALS}/{cast.ids['proposal']}"
    author.post(None, f"{one}/handover")
    author.change("Handed over too early", "DELETE", f"{one}/handover", status=204)
    author.post("The author is done", f"{one}/handover")
    reason = {"reason": "Tambahkan angka sebelum dan sesudah."}
    coordinator.post("The coordinator wants more", f"{one}/return", reason)
    more = {"sections": {"dampak": SECTIONS["dampak"] + " Sebelumnya dua belas orang."}}
    author.change(None, "PATCH", one, more)
    author.post(None, f"{one}/handover")
    coordinator.post("Before registration opens", f"{one}/submission", status=409)
    author.post("An author does not send in", f"{one}/submission", status=403)


def _versions(cast: Cast) -> None:
    author, base = cast["author"], f"{PROPOSALS}/{cast.ids['proposal']}/revisions"
    newest = author.get("Every version", base).json()["items"][0]["number"]
    author.get("The newest, beside the one before", f"{base}/{newest}")
    author.get("Beside the first", f"{base}/{newest}?compare_with=1")
    author.get("No such version", f"{base}/99", 404)


def _others(cast: Cast) -> None:
    cast.ids["second"] = complete(cast, "author", "clinic", "Kelas Ibu di Balai Desa")
    cast.ids["of_city"] = complete(cast, "of_the_city", "city", "Loket Malam")
    cast.ids["of_other"] = complete(cast, "of_the_other", "other_regency", "Perpustakaan Perahu")
    cast.ids["of_province"] = complete(cast, "of_the_province", "province", "Satu Pintu Provinsi")
    cast.ids["spare"] = complete(cast, "of_the_city", "city", "Taman Lansia")
    made = cast["author"].post(None, PROPOSALS, draft_of(cast, "clinic", "Salah Tulis"))
    cast["author"].change("A draft nobody needs", "DELETE", f"{PROPOSALS}/{made['id']}", status=204, match='"1"')


def _lists(cast: Cast) -> None:
    coordinator = cast["coordinator"]
    page = f"{PROPOSALS}?edition_id={cast.ids['edition']}&status=draft&limit=1"
    coordinator.get("The newest draft of one's own units", page)
    coordinator.get("As a table", f"{PROPOSALS}?q=obat", Accept="text/csv")
    coordinator.get("A status that there is not", f"{PROPOSALS}?status=hilang", 422)
    cast.public.get("Without a key", PROPOSALS, 401)
