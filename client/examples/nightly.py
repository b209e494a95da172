"""A regency's own system submits its proposals every night. Take this over and change its first part.

    JIPP_URL=https://jipp.example JIPP_API_KEY=jipp_… python nightly.py inovasi.sqlite

Reads the regency's own system (made-up tables: `inovasi.sql`), sends what is new or changed since the last night, and
submits what the head of the agency has released, the most important first, until the quota is used up. What it has
sent it remembers in a file beside (``--memory``), and it may be stopped at any moment: the next night goes on, and
nothing is there twice. What was refused is said in plain words, and tried again every night until it is in.

Exit codes: 0 all is as it should be; 3 something is to be mended; 4 the API key is wrong or not enough; 5 something is
not there; 6 refused by its state (no slot left, closed, already submitted); 7 the server cannot be reached, or another
night is still running: run again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sqlite3
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from jipp_client import (
    Client,
    Conflict,
    Forbidden,
    JippError,
    NoAnswer,
    NotFound,
    Problem,
    ServerProblem,
    Stale,
    TooManyRequests,
    Unauthenticated,
    UnexpectedAnswer,
)
from jipp_client.drafts import EVIDENCE, Attachment, Draft, DraftFault, Sent, edition_of, send
from jipp_client.models import EditionRead, ProposalSummary

# --- 1. Your own system. This is what you change. -------------------------------------------------------------------


@dataclass(frozen=True)
class Own:
    """A proposal as the regency's own system has it: its number there, its row, what belongs to it."""

    number: int
    row: sqlite3.Row
    texts: dict[str, str]
    answers: dict[str, str]
    files: list[sqlite3.Row]

    @property
    def is_released(self) -> bool:
        """Whether it is to be submitted; until then it is a draft on the server too."""
        return bool(self.row["disetujui"])


def read_own(source: Path, year: int) -> list[Own]:
    """The proposals of a year, the most important first."""
    db = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)
    db.row_factory = sqlite3.Row
    found = []
    for row in db.execute("SELECT * FROM inovasi WHERE tahun = ? ORDER BY prioritas, nomor", (year,)):
        number = (row["nomor"],)
        texts = {one["bagian"]: one["isi"] for one in db.execute("SELECT * FROM uraian WHERE nomor = ?", number)}
        answers = {one["nama"]: one["nilai"] for one in db.execute("SELECT * FROM isian WHERE nomor = ?", number)}
        files = db.execute("SELECT * FROM berkas WHERE nomor = ? ORDER BY jalur, jenis", number).fetchall()
        found.append(Own(row["nomor"], row, texts, answers, files))
    db.close()
    return found


def draft_of(own: Own, edition: EditionRead, folder: Path) -> Draft:
    """What is to be on the server. Words of ours become keys of the edition, which differ from year to year."""
    row = own.row
    fields = {
        "title": row["judul"],
        "group": key_of(row["kelompok"], edition["groups"]),
        "category": key_of(row["kategori"], edition["categories"]),
        "started_on": row["mulai"],
        "sdgs": [int(number) for number in (row["sdgs"] or "").split(",") if number.strip()],
        "is_digital": None if row["digital"] is None else bool(row["digital"]),
        "sections": {key_of(name, edition["form"]): text for name, text in own.texts.items()},
        "answers": {key_of(name, edition["fields"]): value for name, value in own.answers.items()},
    }
    files = [
        Attachment(folder / one["jalur"],
                   key_of(one["jenis"], edition["required_documents"]) if one["jenis"] else EVIDENCE,
                   key_of(one["bagian"], edition["form"]) if one["bagian"] else None)
        for one in own.files
    ]  # fmt: skip
    return Draft(row["unit"], {name: value for name, value in fields.items() if value not in (None, "", [], {})},
                 edition["id"], files)  # fmt: skip


def key_of(word: str, choices: Iterable[Any]) -> str:
    """The key of the choice that has this title or key; raises ``DraftFault`` where the edition has none."""
    titles = {str(one["key"]): str(one["title"]) for one in choices}
    for key, title in titles.items():
        if word.strip().casefold() in (key.casefold(), title.casefold()):
            return key
    raise DraftFault("unknown", f"{word} (yang ada: {'; '.join(titles.values())})")


# --- 2. What was sent. ----------------------------------------------------------------------------------------------


class Refused(Exception):
    """What is not where it should be: why, and the exit code."""

    def __init__(self, words: str, code: int) -> None:
        super().__init__(words)
        self.code = code


@dataclass(frozen=True)
class Known:
    """What is remembered of a proposal: the title that was sent first, its id, the digest of what is done."""

    title: str = ""
    proposal_id: str | None = None
    digest: str | None = None
    status: str | None = None


class Memory:
    """A SQLite file; each note is kept at once. Only one night at a time has it."""

    def __init__(self, file: Path, edition_id: str) -> None:
        self._edition_id = edition_id
        self._db = sqlite3.connect(file, timeout=0, isolation_level=None)
        self._db.execute("PRAGMA locking_mode = EXCLUSIVE")  # until this program ends, however it ends
        try:
            self._db.executescript(
                "BEGIN EXCLUSIVE; CREATE TABLE IF NOT EXISTS sent (edition_id TEXT, number INTEGER, title TEXT,"
                " proposal_id TEXT, digest TEXT, status TEXT, PRIMARY KEY (edition_id, number)); COMMIT"
            )
        except sqlite3.OperationalError as error:
            raise Refused(f"{file} sedang dipakai, atau tidak dapat ditulis ({error})", 7) from error

    def all(self) -> dict[int, Known]:
        """By the number in the own system."""
        select = "SELECT number, title, proposal_id, digest, status FROM sent WHERE edition_id = ?"
        return {number: Known(*rest) for number, *rest in self._db.execute(select, (self._edition_id,))}

    def note(self, number: int, **values: str | None) -> None:
        """Keeps the values of a proposal beside those that are known."""
        marks = ", ".join(f"{name} = ?" for name in values)
        place = (self._edition_id, number)
        self._db.execute("INSERT OR IGNORE INTO sent (edition_id, number) VALUES (?, ?)", place)
        self._db.execute(f"UPDATE sent SET {marks} WHERE edition_id = ? AND number = ?", (*values.values(), *place))


def digest_of(draft: Draft, is_released: bool) -> str:
    """Of all that is sent, files included: another digest is something to send."""
    digest = hashlib.sha256(json.dumps([draft.unit, draft.fields, is_released], sort_keys=True).encode())
    for one in draft.attachments:
        if not one.file.is_file():
            raise DraftFault("no-file", str(one.file))
        digest.update(f"{one.kind} {one.section} {one.file.name} ".encode())
        digest.update(hashlib.sha256(one.file.read_bytes()).digest())
    return digest.hexdigest()


# --- 3. A night. ----------------------------------------------------------------------------------------------------

STOPS = (Unauthenticated, TooManyRequests, ServerProblem, NoAnswer, UnexpectedAnswer)
"""Where going on with the next proposal would be no use."""
CODES: tuple[tuple[type[JippError], int], ...] = (
    (Unauthenticated, 4), (Forbidden, 4), (NotFound, 5), (Conflict, 6), (Stale, 6), (TooManyRequests, 7),
    (ServerProblem, 7), (NoAnswer, 7), (UnexpectedAnswer, 7), (JippError, 3),
)  # fmt: skip
FAULTS = {
    "needed": "belum diisi:", "unknown": "tidak dikenal:", "no-file": "berkas tidak ada:",
    "no-unit": "unit tidak dikenal:", "same-title": "unit dan judulnya sama dengan nomor",
    "no-edition": "tidak ada edisi yang cocok", "several-editions": "lebih dari satu edisi cocok: pakai --year",
}  # fmt: skip
STATUS = {
    "draft": "draf", "submitted": "terkirim", "returned": "dikembalikan", "verified": "terverifikasi",
    "rejected": "ditolak", "judging": "dinilai", "advanced": "lolos", "eliminated": "tidak lolos",
    "awarded": "mendapat penghargaan", "withdrawn": "ditarik", "disqualified": "didiskualifikasi",
}  # fmt: skip
STEPS = {"created": "draf dibuat", "updated": "diperbarui", "attached": "dilampirkan", "replaced": "diganti",
         "submitted": "terkirim"}  # fmt: skip


@dataclass
class Night:
    """One night, and how it went: ``codes`` of what was refused."""

    client: Client
    edition: EditionRead
    memory: Memory
    folder: Path
    codes: list[int] = field(default_factory=list)
    unchanged: int = 0

    def run(self, proposals: list[Own]) -> int:
        """Each proposal in turn; gives the exit code."""
        there = {one["id"]: one for one in self.client.proposals.list(edition_id=self.edition["id"])}
        self._say_news(there)
        first: dict[tuple[str, str], int] = {}
        for own in proposals:
            try:
                same = first.setdefault((own.row["unit"], own.row["judul"]), own.number)
                if same != own.number:  # they would be taken for one
                    raise DraftFault("same-title", str(same))
                self._bring(own, there)
            except STOPS:
                raise
            except (JippError, Refused) as error:
                self.codes.append(code_of(error))
                say(own, f"DITOLAK: {words_of(error)}")
        self._say_end()
        return min(self.codes, default=0)

    def _bring(self, own: Own, there: dict[str, ProposalSummary]) -> None:
        """Brings one proposal to where it should be, unless it is there already."""
        draft = draft_of(own, self.edition, self.folder)
        digest, known = digest_of(draft, own.is_released), self.memory.all().get(own.number, Known())
        if known.digest == digest:
            self.unchanged += 1
            return
        proposal_id = known.proposal_id or self._lost(known, there)
        if proposal_id is None:  # noted before it is made: if we are cut off between, the title finds it
            self.memory.note(own.number, title=draft.fields["title"])
        sent = send(self.client, draft, proposal_id=proposal_id, submit=own.is_released,
                    told=lambda step, about: self._told(own, step, about))  # fmt: skip
        status = sent.proposal["status"]
        self.memory.note(own.number, proposal_id=sent.proposal["id"], status=status)
        refuse_what_is_not_in(own, sent)
        self.memory.note(own.number, digest=digest)

    def _lost(self, known: Known, there: dict[str, ProposalSummary]) -> str | None:
        """The draft that an earlier night made and was cut off before it could note which."""
        taken = {one.proposal_id for one in self.memory.all().values()}
        return next((id_ for id_, one in there.items() if known.title and one["title"] == known.title
                     and one["status"] == "draft" and id_ not in taken), None)  # fmt: skip

    def _told(self, own: Own, step: str, about: dict[str, Any]) -> None:
        if step == "created":
            self.memory.note(own.number, proposal_id=about["id"])
        if step in STEPS:
            what = about.get("number") or about.get("file") or ", ".join(about.get("fields", []))
            say(own, f"{STEPS[step]} {what}".rstrip())

    def _say_news(self, there: dict[str, ProposalSummary]) -> None:
        """What others did since: the secretariat returned it, the jury decided."""
        for number, known in self.memory.all().items():
            now = there.get(known.proposal_id or "")
            if now and known.status and now["status"] != known.status:
                until = f", perbaiki sampai {shown(now['return_until'])}" if now["return_until"] else ""
                print(f"{number} {now['title']}: sekarang {STATUS[now['status']]}{until}")
                self.memory.note(number, status=now["status"])

    def _say_end(self) -> None:
        print(f"{self.unchanged} tidak berubah, {len(self.codes)} ditolak")
        for quota in self.client.quotas.list(edition_id=self.edition["id"]):
            print(f"Slot {quota['unit_name']}: {quota['used']} dari {quota['limit']} terpakai")


def refuse_what_is_not_in(own: Own, sent: Sent) -> None:
    """Raises ``Refused`` where a proposal is not as the own system has it."""
    status = STATUS[sent.proposal["status"]]
    if sent.unsent:
        raise Refused(f"sudah {status}, sehingga tidak dapat diubah lagi: {', '.join(sent.unsent)}", 6)
    if own.is_released and sent.missing:
        raise Refused("; ".join(rule["message"] for rule in sent.missing), 3)
    if own.is_released and not sent.is_submitted:
        raise Refused(f"sudah {status}", 6)


def code_of(error: Exception) -> int:
    """The exit code of an error."""
    return error.code if isinstance(error, Refused) else next(code for kind, code in CODES if isinstance(error, kind))


def words_of(error: Exception) -> str:
    """An error in plain words: the server's own, in Indonesian, and each field that needs mending."""
    if isinstance(error, Problem):
        fields = "".join(f"; {one.field}: {one.message}" for one in error.errors)
        return f"{error.title}. {error.detail}".rstrip(" .") + fields
    if isinstance(error, DraftFault):
        return f"{FAULTS[error.code]} {error.about}".strip()
    return str(error)


def shown(moment: str) -> str:
    """A moment of the server in this machine's time."""
    return datetime.fromisoformat(moment.replace("Z", "+00:00")).astimezone().strftime("%d-%m-%Y %H.%M")


def say(own: Own, words: str) -> None:
    """A line of the report."""
    print(f"{own.number} {own.row['judul']}: {words}", flush=True)


def main() -> int:
    """Runs a night and gives its exit code."""
    asked = argparse.ArgumentParser(description="Kirim usulan inovasi ke JIPP.")
    asked.add_argument("source", type=Path, help="SQLite file of the own system; paths of files are taken from there")
    asked.add_argument("--memory", type=Path, default=Path("jipp-terkirim.sqlite"), help="what was sent")
    asked.add_argument("--year", type=int, help="year of the edition (default: the one that is open)")
    given = asked.parse_args()
    url, key = os.environ.get("JIPP_URL"), os.environ.get("JIPP_API_KEY")
    if not (url and key and given.source.is_file()):
        asked.error("JIPP_URL, JIPP_API_KEY, source: wajib ada")
    if not url.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        asked.error("JIPP_URL: kunci API tidak dikirim tanpa HTTPS")
    try:
        with Client(url, key, agent="nightly/1.0") as client:
            edition = client.editions.read(edition_of(client, given.year))
            memory = Memory(given.memory, edition["id"])
            return Night(client, edition, memory, given.source.parent).run(read_own(given.source, edition["year"]))
    except (JippError, Refused) as error:
        print(f"BERHENTI: {words_of(error)}", file=sys.stderr)
        return code_of(error)


if __name__ == "__main__":
    sys.exit(main())
