"""Whether somebody could sign in with a password that everybody knows."""

from sqlmodel import col, select

from app import credentials, database, demo
from app.doctor import Asked, Found, check, error, ok
from app.models import RoleGrant, User
from app.models.user import Role
from app.settings import settings

WELL_KNOWN = (demo.PASSWORD, "admin", "password", "rahasia", "12345678", "jipp12345")
MOST = 20
"""Organisers whose passwords are tried: each trial takes a moment on purpose."""


@check("passwords")
def passwords(_asked: Asked) -> Found:
    """No organiser has a password that everybody knows, and the demo's people are not among real ones."""
    if settings().is_demo:
        return ok("Mode contoh: kata sandinya memang diketahui semua orang.")
    with database.reading() as session:
        organisers = session.exec(
            select(User.email, User.password_hash)
            .join(RoleGrant, col(RoleGrant.user_id) == User.id)
            .where(RoleGrant.role == Role.organiser, User.is_active).limit(MOST)
        ).all()  # fmt: skip
    weak = [email for email, hashed in organisers if _is_known(email, hashed)]
    if weak:
        return error(f"{len(weak)} penyelenggara memakai kata sandi yang diketahui umum.",
                     "Ganti kata sandinya di halaman Pengguna, dan periksa siapa yang sudah masuk.")  # fmt: skip
    return ok(f"{len(organisers)} penyelenggara diperiksa.")


def _is_known(email: str, hashed: str | None) -> bool:
    own = (email, email.split("@")[0])
    return any(credentials.password_matches(word, hashed) for word in (*WELL_KNOWN, *own))
