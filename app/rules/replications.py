"""Which way a replication may go, and on which days: forward by any number of stages, stopped from anywhere, taken up
again where it was left."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.models.replication import ReplicationStage

_S = ReplicationStage
FORWARD = (_S.interest, _S.agreement, _S.implementation, _S.running)
"""The stages in their order."""
Days = Mapping[ReplicationStage, date | None]
"""The day that each stage was reached on; None where it was not, or nobody reported it."""


def days_of(row: Any) -> Days:
    """The day of each stage of a replication, or of a row with its columns."""
    return {stage: getattr(row, f"{stage}_on") for stage in (*FORWARD, _S.stopped)}


def furthest(days: Days) -> ReplicationStage:
    """The last stage reached before a stop; interest where none has a day."""
    return next((stage for stage in reversed(FORWARD) if days.get(stage)), _S.interest)


def onward(stage: ReplicationStage, days: Days) -> list[ReplicationStage]:
    """Where a replication may go from *stage*, nearest first."""
    if stage == _S.stopped:
        return [furthest(days)]
    return [*FORWARD[FORWARD.index(stage) + 1 :], _S.stopped]


def earliest(stage: ReplicationStage, days: Days) -> date | None:
    """The first day that *stage* may be reached on: the last day of the stages before it, and of a stop."""
    before = FORWARD if stage == _S.stopped else FORWARD[: FORWARD.index(stage)]
    found = [days[one] for one in before if days.get(one)]
    return max((one for one in found if one), default=None)


def latest(stage: ReplicationStage, days: Days, today: date) -> date:
    """The last day that *stage* may have been reached on: the first day of the stages after it, today at most."""
    after = () if stage == _S.stopped else (*FORWARD[FORWARD.index(stage) + 1 :], _S.stopped)
    found = [day for one in after if (day := days.get(one))]
    return min([*found, today])


def is_confirmable(row: Any) -> bool:
    """Whether there is something to confirm: more than interest was shown."""
    return furthest(days_of(row)) != _S.interest


def days_to_running(days: Days) -> int | None:
    """Days from interest to running (≥ 0); None unless both are known."""
    began, ran = days.get(_S.interest), days.get(_S.running)
    return (ran - began).days if began and ran else None
