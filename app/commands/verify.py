"""`jipp verify`: whether a database, or a copy of it, is what its own log says; whether a proof file holds."""

from pathlib import Path

import typer
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from app import database
from app.audit import guards
from app.audit.findings import Finding
from app.audit.proofs import BadProof, Proven, check
from app.audit.verification import Verifier

WORDS = {
    "entry-missing": "sebuah catatan hilang atau disisipkan",
    "entry-changed": "isi atau sidik catatan diubah",
    "entry-columns": "kolom catatan tidak sama dengan isinya",
    "chain-head": "ujung rantai tidak sama dengan catatan terakhir",
    "row-changed-unseen": "baris berubah di luar log sebelum catatan ini",
    "row-changed": "baris tidak lagi seperti yang ditulis catatan ini",
    "row-missing": "baris yang ditulis catatan ini hilang",
    "row-unknown": "baris ada tanpa catatan",
    "admission-unknown": "sesi atau tautan sekali pakai ada tanpa catatan, atau bukan seperti yang dicatat",
    "guard-missing": "pemicu yang menolak perubahan log tidak terpasang atau diganti",
    "tally-wrong": "jumlah usulan per status salah",
    "number-wrong": "nomor registrasi terakhir salah",
    "slots-wrong": "jumlah kuota terpakai salah",
    "limit-wrong": "batas kuota tidak sama dengan aturan edisi",
    "not-signed": "tahap diumumkan tanpa tanda tangan",
    "signature-wrong": "tanda tangan tidak sah",
    "checkpoint-chain": "rantai tidak lagi melalui catatan yang ditandatangani",
    "leaf-changed": "data yang ditandatangani diubah",
    "result-changed": "hasil di basis data tidak sama dengan yang ditandatangani",
    "root-wrong": "pohon tidak sampai ke akar yang ditandatangani",
    "unreadable": "isi basis data tidak dapat dibandingkan",
    "damaged": "berkas basis data rusak",
    "not-a-proof": "bukan berkas bukti JIPP",
    "not-in-the-tree": "isi bukti tidak termasuk yang ditandatangani",
    "not-of-this-stage": "bukti menyebut tahap lain daripada tanda tangannya",
}
"""What each finding means."""


def verify(proofs: list[Path] | None, database_url: str, public_key: str | None) -> bool:
    """Whether all is well; says what was looked at, and on stderr what does not fit."""
    return _proofs(proofs, public_key) if proofs else _database(database_url, public_key)


def _proofs(paths: list[Path], public_key: str | None) -> bool:
    held = [_proof(path, public_key) for path in paths]  # every file gets its line
    return all(held)


def _proof(path: Path, public_key: str | None) -> bool:
    try:
        proven = check(path.read_text("utf-8"), public_key)
    except (BadProof, UnicodeDecodeError) as error:
        typer.echo(f"{path.name}: TIDAK SAH — {WORDS.get(str(error), WORDS['not-a-proof'])}", err=True)
        return False
    except OSError as error:
        typer.echo(f"{path}: {error.strerror}", err=True)
        return False
    for leaf in proven.leaves:
        typer.echo(f"{path.name}: sah — {_shown(leaf)}")
    typer.echo(_key_line(proven, public_key))
    return True


def _shown(leaf: dict[str, object]) -> str:
    if leaf["kind"] == "sheet":
        return f"lembar nilai {leaf['assignment_id']}, total {leaf['total']}"
    return f"{leaf['number']} “{leaf['title']}”, {leaf['unit']}: peringkat {leaf['rank']}, nilai {leaf['score']}"


def _key_line(proven: Proven, public_key: str | None) -> str:
    if public_key:
        return f"Ditandatangani dengan kunci yang Anda berikan: {proven.public_key}"
    return f"Bandingkan kunci ini dengan yang diumumkan provinsi: {proven.public_key}"


def _database(url: str, public_key: str | None) -> bool:
    engine = database.make_engine(url, writes=False) if url else database.read_engine()
    try:
        with engine.connect() as connection:
            verifier = Verifier(connection, public_key)
            findings = 0
            for finding in (*_damage(connection), *_unguarded(connection), *verifier.findings()):
                findings += 1
                typer.echo(_line(finding), err=True)
    except SQLAlchemyError as error:
        typer.echo(f"Basis data tidak dapat dibaca: {str(error.__cause__ or error).splitlines()[0]}", err=True)
        return False
    seen = verifier.seen
    typer.echo(f"{seen.entries} catatan, {seen.rows} baris, {seen.checkpoints} tanda tangan diperiksa; "
               f"{findings} yang tidak cocok.")  # fmt: skip
    return not findings


def _damage(connection: Connection) -> list[Finding]:
    """What SQLite itself finds wrong in its file."""
    if connection.dialect.name != "sqlite":
        return []
    told = connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars().all()
    return [Finding("damaged", "-", None, line) for line in told if line != "ok"]


def _unguarded(connection: Connection) -> list[Finding]:
    """Tables of the log that the database would let somebody change."""
    return [Finding("guard-missing", "-", None, name) for name in guards.missing(connection)]


def _line(finding: Finding) -> str:
    entry = f" catatan {finding.sequence}" if finding.sequence is not None else ""
    row = f" ({finding.row})" if finding.row else ""
    return f"rantai {finding.chain}{entry}: {WORDS[finding.code]}{row}"
