"""`jipp tidy`: clears what is over its time; meant for every night."""

import typer

NAMES = {
    "user_sessions": "Sesi yang sudah berakhir", "password_links": "Tautan kata sandi yang kedaluwarsa",
    "idempotent_answers": "Jawaban ulangan yang kedaluwarsa",
    "replication_requests": "Permintaan meniru yang surelnya tidak dikonfirmasi",
    "visitors": "Nama pengunjung pameran dan isi buku tamu yang lewat waktunya",
    "askers": "Nama dan surel penanya yang sudah lewat waktunya", "rejected_questions": "Pertanyaan ditolak yang lama",
    "passphrases": "Frasa sandi tersegel dari pembuatan piagam yang tertahan",
    "followers": "Pengikut yang tidak dikonfirmasi",
    "surveys": "Penanda perangkat dan kata-kata dalam jawaban survei yang lewat waktunya",
    "assessments": "Penilaian yang berubah karena janji layanan lewat waktunya",
    "files": "Berkas tanpa pemilik", "incoming": "Sisa unggahan yang terputus",
}  # fmt: skip


def tidy() -> None:
    """Clear what is over its time: sessions, kept answers, files that no document names."""
    from app.domain.retention import tidy as run

    for kind, count in run():
        typer.echo(f"{NAMES[kind]}: {count}")
