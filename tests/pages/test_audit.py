"""The page of the audit log says in words what happened, and to whom."""

import re
from typing import get_args

from app.audit.admissions import CONFIRMED, LINK_MADE, SIGNED_IN
from app.audit.tables import RECORDED
from app.domain import security_notices
from app.pages.audit import EVENT, TABLE
from tests.conftest import Server
from tests.factories import Factory


def test_every_table_of_record_and_every_event_has_a_word() -> None:
    assert {str(model.__tablename__) for model in RECORDED} <= set(TABLE)
    events = {*get_args(security_notices.Event), SIGNED_IN, CONFIRMED, LINK_MADE, "signed-out", "adopted",
              "personal-data-read", "personal-data-erased"}  # fmt: skip
    assert events <= set(EVENT)


def test_who_signed_in_and_whose_data_was_read_is_named(make: Factory, server: Server) -> None:
    read, reader = make.user("juror", name="Yang Dibaca"), make.user("organiser", name="Yang Membaca")
    browser = make.sign_in(reader)
    assert browser.get(f"/api/v1/users/{read.id}").status_code == 200
    assert browser.get("/api/v1/users").status_code == 200
    page = re.sub(r"\s+", " ", browser.get("/audit").text)
    assert f'Masuk: <a href="/users/{reader.id}">Yang Membaca</a>' in page
    assert f'Data pribadi dibaca: <a href="/users/{read.id}">Yang Dibaca</a>' in page
    assert 'Data pribadi dibaca: <a href="/users">daftar pengguna</a>' in page
