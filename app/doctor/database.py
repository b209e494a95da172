"""The database: answers, has this version's schema, keeps what it acknowledges, has connections enough."""

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app import database, limiter_store, schema
from app.audit import guards
from app.doctor import Asked, Found, check, error, ok, skipped, warning
from app.settings import settings

MOST_LAG_SECONDS = 30
REPLICA_LAG = """
SELECT CASE WHEN NOT pg_is_in_recovery() THEN NULL
            WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
            ELSE extract(epoch FROM now() - pg_last_xact_replay_timestamp()) END
"""


@check("database")
def answers(_asked: Asked) -> Found:
    """It answers, and takes writes."""
    try:
        with database.write_engine().connect() as connection:
            if database.is_sqlite(database.write_engine()):
                connection.exec_driver_sql("SELECT 1")  # has begun as a writer
                return ok("Menjawab dan dapat ditulisi.")
            if connection.execute(text("SELECT pg_is_in_recovery()")).scalar_one():
                return error(
                    "JIPP_DATABASE_URL menunjuk ke replika, yang tidak dapat ditulisi.",
                    "Isi JIPP_DATABASE_URL dengan server utama, JIPP_DATABASE_READ_URL dengan replika.",
                )
    except OperationalError as failure:
        return error(
            f"Tidak menjawab, atau tidak dapat ditulisi ({type(failure.orig).__name__}).",
            "Periksa JIPP_DATABASE_URL, apakah server basis data berjalan, dan hak atas foldernya.",
        )
    return ok("Menjawab dan dapat ditulisi.")


@check("migration")
def migration(_asked: Asked) -> Found:
    """Its schema is that of this version."""
    found = schema.revision(database.read_engine())
    if found == schema.head():
        return ok(f"Skema sesuai versi ini ({found}).")
    return error(f"Skema basis data ({found or 'kosong'}) bukan untuk versi ini ({schema.head()}).", "`jipp migrate`")


@check("audit_log")
def audit_log(_asked: Asked) -> Found:
    """Nobody can change the log without taking down what refuses it."""
    with database.read_engine().connect() as connection:
        gone = guards.missing(connection)
    if gone:
        return error(
            f"Pemicu yang menolak perubahan log audit tidak terpasang atau diganti: {', '.join(gone)}.",
            "Jalankan `jipp verify`; lalu pulihkan cadangan ke basis data baru dengan `jipp restore`.",
        )
    return ok("Basis data menolak perubahan log audit.")


@check("durability")
def durability(_asked: Asked) -> Found:
    """What is acknowledged is on the disk."""
    with database.write_engine().connect() as connection:
        if database.is_sqlite(database.write_engine()):
            level = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
            return (
                ok("synchronous=FULL") if level >= 2 else error(f"synchronous={level}", "Jangan ubah app/database.py.")
            )
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            if connection.exec_driver_sql(f"SHOW {name}").scalar_one() == "off":
                return error(
                    f"{name} mati di PostgreSQL: yang sudah dijawab “tersimpan” dapat hilang.",
                    f"`{name} = on` di postgresql.conf, lalu muat ulang.",
                )
    return ok("PostgreSQL menulis ke disk sebelum menjawab.")


@check("connections")
def connections(_asked: Asked) -> Found:
    """PostgreSQL has connections enough for one process."""
    if database.is_sqlite(database.write_engine()):
        return skipped("SQLite.")
    needed = 3 * settings().concurrency + 4 + limiter_store.CONNECTIONS
    with database.write_engine().connect() as connection:
        allowed = int(connection.exec_driver_sql("SHOW max_connections").scalar_one())
    if needed > allowed:
        return error(
            f"Satu proses dapat membuka {needed} sambungan; PostgreSQL mengizinkan {allowed}.",
            f"Kecilkan JIPP_CONCURRENCY menjadi {(allowed - 10) // 3}, atau besarkan max_connections.",
        )
    return ok(f"Cukup untuk {allowed // needed} proses.")


@check("replica")
def replica(_asked: Asked) -> Found:
    """The replica is not far behind."""
    if not settings().database_read_url:
        return skipped("Tidak ada replika.")
    if database.is_sqlite(database.read_engine()):
        return error("JIPP_DATABASE_READ_URL menunjuk ke SQLite.", "Hapus JIPP_DATABASE_READ_URL.")
    with database.read_engine().connect() as connection:
        lag = connection.execute(text(REPLICA_LAG)).scalar_one()
    if lag is None:
        return warning("JIPP_DATABASE_READ_URL bukan replika.", "Hapus bila tidak ada replika.")
    if lag > MOST_LAG_SECONDS:
        return error(
            f"Replika tertinggal {lag:.0f} detik: orang tidak melihat perubahannya sendiri.",
            "Periksa jaringan dan beban replika, atau hapus JIPP_DATABASE_READ_URL sementara.",
        )
    return ok(f"Replika tertinggal {lag:.1f} detik.")
