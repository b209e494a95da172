"""Pages of the audit log: who changed what, and the way to check it."""

import functools
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from app.api import audit as api
from app.http import labels
from app.http.locale import N_, _, current_language
from app.http.render import is_htmx, page
from app.http.sessions import Reading
from app.models.audit import AuditEntryRead
from app.models.base import Page, is_id
from app.pages.route import PageRoute, first_url, page_url
from app.queries import editions
from app.queries.audit import names_of

router = APIRouter(include_in_schema=False, route_class=PageRoute)
TABLE = {
    "api_keys": N_("Kunci API"), "assignments": N_("Pembagian"), "checkpoints": N_("Tanda tangan hasil"),
    "discussions": N_("Diskusi"), "discussion_messages": N_("Tulisan dalam diskusi"), "reminders": N_("Pengingat"),
    "conflicts": N_("Benturan kepentingan"), "declinations": N_("Lembar yang dikembalikan"),
    "documents": N_("Berkas"), "editions": N_("Edisi"), "evaluations": N_("Lembar nilai"),
    "innovations": N_("Katalog inovasi"), "peers": N_("Jaringan lain"),
    "invitations": N_("Undangan kelompok"), "jurors": N_("Anggota panel"),
    "plenary_decisions": N_("Keputusan pleno"), "note_releases": N_("Catatan untuk peserta"),
    "oidc_links": N_("Akun di penyedia lain"), "passkeys": N_("Kunci sandi"), "totp_factors": N_("Aplikasi kode"),
    "proposals": N_("Usulan"), "publications": N_("Pengumuman"), "questions": N_("Pertanyaan warga"),
    "quotas": N_("Pengecualian kuota"),
    "replications": N_("Replikasi"), "replication_steps": N_("Langkah replikasi"),
    "replication_documents": N_("Berkas replikasi"),
    "reopenings": N_("Pembukaan kembali"), "results": N_("Hasil"), "revisions": N_("Versi tulisan"),
    "role_grants": N_("Peran"), "transitions": N_("Riwayat"), "units": N_("Unit"), "users": N_("Pengguna"),
    "webhooks": N_("Webhook"), "exhibitions": N_("Pameran"), "booths": N_("Stan pameran"),
    "exhibits": N_("Pajangan stan"), "programme_items": N_("Acara pameran"),
    "nominations": N_("Nominasi nasional"), "collaborations": N_("Unit yang bekerja sama"),
    "help_requests": N_("Permintaan bantuan"), "help_answers": N_("Jawaban bantuan"),
    "instruments": N_("Instrumen penilaian"), "assessment_rounds": N_("Putaran penilaian"),
    "indicator_owners": N_("Pengampu indikator"), "assessments": N_("Penilaian unit"),
    "assessment_values": N_("Nilai indikator"), "assessment_facts": N_("Prasyarat"),
    "assessment_documents": N_("Bukti penilaian"), "follow_ups": N_("Tindak lanjut"),
    "surveys": N_("Survei kepuasan"),
    "mentorships": N_("Pendampingan"), "mentoring_sessions": N_("Pertemuan pendampingan"),
    "awards": N_("Penghargaan"), "ceremonies": N_("Malam penghargaan"), "certificates": N_("Piagam"),
    "replaced_certificates": N_("Piagam terbitan lama"),
}  # fmt: skip
"""Table → what people call its rows."""


@router.get("/audit")
def index(
    request: Request, entries: Annotated[Page[AuditEntryRead], Depends(api.list_audit_entries)], session: Reading
) -> Response:
    """The log, newest first; htmx gets the list alone."""
    query = request.query_params
    chains = [("registry", _("Unit, pengguna, dan kunci")), *editions.names(session)]
    context = {
        "entries": entries, "query": query, "chains": chains, "chain_names": dict(chains),
        "summary": summary, "event": event, "about": functools.partial(about, names=_named(session, entries.items)),
        "next_url": page_url(request, entries.next), "first_url": first_url(request),
        "is_filtered": any(name in query for name in ("chain", "edition_id", "row_id", "actor_id", "since", "until")),
    }  # fmt: skip
    return page(request, "audit/results.html" if is_htmx(request) else "audit/index.html", context)


@router.get("/verify")
def verify() -> Response:
    """The page that checks proofs by itself lies beside the pictures: it needs no server, and is told the language."""
    return RedirectResponse(f"/static/verify/index.html?lang={current_language.get()}", 303)


def summary(entry: AuditEntryRead) -> list[str]:
    """What an entry changed, table by table: "2 Hasil ditambah"."""
    counted: dict[tuple[str, str], int] = {}
    for change in entry.changes:
        deed = "added" if change.before is None else "removed" if change.after is None else "changed"
        counted[change.table, deed] = counted.get((change.table, deed), 0) + 1
    return [_in_words(table, deed, number) for (table, deed), number in counted.items()]


def _in_words(table: str, deed: str, number: int) -> str:
    what = {"what": labels.label(TABLE, table), "num": number}
    words = {"added": _("%(what)s ditambah: %(num)s"), "removed": _("%(what)s dihapus: %(num)s"),
             "changed": _("%(what)s diubah: %(num)s")}  # fmt: skip
    return words[deed] % what


EVENT = {
    "adopted": N_("Diterima ke dalam log sebagaimana adanya"),
    "signed-in": N_("Masuk"), "signed-out": N_("Keluar"), "confirmed": N_("Identitas dipastikan lagi"),
    "link-made": N_("Tautan sekali pakai dibuat"), "personal-data-read": N_("Data pribadi dibaca"),
    "personal-data-exported": N_("Data pribadi diunduh"), "personal-data-erased": N_("Data pribadi dihapus"),
    "totp-added": N_("Aplikasi kode ditambahkan"), "totp-removed": N_("Aplikasi kode dicabut"),
    "passkey-added": N_("Kunci sandi ditambahkan"), "passkey-removed": N_("Kunci sandi dihapus"),
    "codes-renewed": N_("Kode cadangan dibuat baru"), "code-used": N_("Kode cadangan dipakai"),
    "password-changed": N_("Kata sandi diganti"), "provider-linked": N_("Penyedia lain dihubungkan"),
    "factors-removed-by-organiser": N_("Langkah kedua dicabut penyelenggara"),
    "survey-answers-imported": N_("Jawaban survei dari kertas dimasukkan"),
    "service-records-imported": N_("Berkas catatan layanan dimasukkan"),
    "service-records-sent": N_("Catatan layanan dikirim"),
}  # fmt: skip
"""Actions that are no request."""
_MOST_UNITS = 5
"""Linked beside an event; the API tells of all."""


def event(entry: AuditEntryRead) -> str | None:
    """What happened, in words; None where the request itself says it."""
    return _(EVENT[entry.action]) if entry.action in EVENT else None


def about(entry: AuditEntryRead, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Whom or what an event is about, with where to read on."""
    found = []
    user = entry.about.get("user")
    if is_id(user):
        found.append((names.get(user, _("Akun yang dihapus")), f"/users/{user}"))
    read = [entry.about["proposal"]] if "proposal" in entry.about else entry.about.get("proposals", ())
    found += [(_("usulan"), f"/proposals/{proposal}") for proposal in read]
    if survey := entry.about.get("survey"):
        found.append((_("survei"), f"/surveys/{survey}"))
    found += [(_("unit"), f"/units/{unit}") for unit in entry.about.get("units", ())[:_MOST_UNITS]]
    if listed := entry.about.get("list"):
        found.append((_("daftar pengguna"), str(listed).removeprefix("/api/v1")))
    return found


def _named(session: Reading, entries: list[AuditEntryRead]) -> dict[str, str]:
    return names_of(session, {entry.about["user"] for entry in entries if is_id(entry.about.get("user"))})
