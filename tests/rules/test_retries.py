"""A webhook is tried ten times in three days, each wait a little shorter by chance."""

from datetime import timedelta

from app.rules.retries import MAIL, WEBHOOK, lasts, wait


def test_ten_attempts_in_three_days() -> None:
    waits = [wait(WEBHOOK, attempts, chance=0.0) for attempts in range(1, 11)]
    assert [each.total_seconds() for each in waits[:3] if each] == [5, 300, 1800]
    assert waits[-1] is None
    assert timedelta(hours=71) < lasts(WEBHOOK) < timedelta(hours=72)


def test_chance_makes_a_wait_shorter_by_a_tenth_at_most() -> None:
    assert wait(WEBHOOK, 2, chance=1.0) == timedelta(seconds=270)


def test_a_receiver_may_ask_for_more_time_but_not_for_ever() -> None:
    assert wait(WEBHOOK, 1, 0.0, timedelta(minutes=10)) == timedelta(minutes=10)
    assert wait(WEBHOOK, 3, 0.0, timedelta(seconds=1)) == timedelta(minutes=30)
    assert wait(WEBHOOK, 1, 0.0, timedelta(days=9)) == timedelta(hours=24)


def test_mail_is_given_up_after_two_days() -> None:
    assert wait(MAIL, len(MAIL) + 1, 0.0) is None
    assert lasts(MAIL) < timedelta(days=2)
