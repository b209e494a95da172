"""Whether there is a backup, and how old it is."""

from datetime import timedelta

from app import backup
from app.clock import now
from app.doctor import Asked, Found, check, error, ok, warning
from app.settings import settings

DUE = timedelta(hours=36)
OVERDUE = timedelta(days=7)
DO_IT = "`jipp backup`, setiap malam; lihat docs/operating.md."


@check("backup")
def age(_asked: Asked) -> Found:
    """The newest backup is of last night."""
    folder = settings().backup_dir
    if folder is None:
        return warning("JIPP_BACKUP_DIR kosong: tidak diketahui apakah ada cadangan.", DO_IT)
    made = backup.newest(folder)
    if made is None:
        return error(f"Belum ada cadangan di {folder}.", DO_IT)
    old = now() - made
    says = f"Cadangan terbaru berumur {old.total_seconds() / 3600:.0f} jam."
    if old > OVERDUE:
        return error(says, DO_IT)
    return warning(says, DO_IT) if old > DUE else ok(says)
