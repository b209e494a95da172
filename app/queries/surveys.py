"""Reads of satisfaction surveys: who may see which, what came of them, and what feeds other instruments."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, or_, union_all
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from app.clock import today
from app.errors import Conflict, NotFound
from app.models import Survey, SurveyAnswer, Unit
from app.models.base import Page
from app.models.survey import (
    AgeBand,
    Education,
    Occupation,
    Sex,
    SurveyComment,
    SurveyDeed,
    SurveyDetail,
    SurveyFilters,
    SurveyForm,
    SurveyMarks,
    SurveyRead,
    SurveyStatus,
)
from app.models.survey_results import (
    ElementResult,
    GroupResult,
    SampleSize,
    SurveyResults,
    TrendPoint,
)
from app.queries import units
from app.queries.paging import Order, page
from app.queries.reach import reached
from app.queries.rows import page_of, read_all
from app.queries.survey_visits import has_answered
from app.queries.units import below
from app.rules import surveys as rules
from app.rules.permissions import Actor, may, may_somewhere
from app.rules.surveys import FEWEST, NUMBERS, Sums
from app.secrets_store import keyed_digest

READ, WRITE = "surveys:read", "surveys:write"
PROFILE: dict[str, type[StrEnum]] = {"sex": Sex, "age": AgeBand, "education": Education, "occupation": Occupation}
"""What somebody may say of themselves, and the bands in their order."""
_answered = select(func.count()).where(SurveyAnswer.survey_id == Survey.id).correlate(Survey)
_JOINED: dict[str, Any] = {"unit_name": col(Unit.name), "answer_count": _answered.scalar_subquery()}
_COLUMNS: list[Any] = [(_JOINED[name] if name in _JOINED else col(getattr(Survey, name))).label(name)
                       for name in SurveyRead.model_fields if name not in ("index", "letter")]  # fmt: skip
_SCORES: list[Any] = [col(getattr(SurveyAnswer, name)) for name in NUMBERS]
_whole = sum(_SCORES[1:], _SCORES[0])
_ADDED = [func.count().label("n"), *(func.sum(score) for score in _SCORES), func.sum(_whole * _whole)]


class _Indexed:
    """A row as ``read_all`` takes it, with two columns more."""

    def __init__(self, row: Any, index: rules.Index | None) -> None:
        self._fields = (*row._fields, "index", "letter")
        self._values = (*row, float(index.value) if index else None, index.letter if index else None)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The surveys that the actor may see: those of their units, and of all others what is closed and public."""
    public = and_(col(Survey.status) == SurveyStatus.closed, col(Survey.is_public))
    if not may_somewhere(actor, READ):
        return public
    return or_(public, reached(actor, READ, col(Survey.unit_id)))


def _found(actor: Actor, *conditions: Any) -> Any:
    joined = select(*_COLUMNS).join(Unit, col(Unit.id) == Survey.unit_id)
    return joined.where(visible_to(actor), *conditions)


def list_(session: Session, actor: Actor, query: SurveyFilters) -> Page[SurveyRead]:
    """One page of the surveys, those that end last first."""
    conditions = [visible_to(actor), *_conditions(query)]
    order = Order.by(query.sort, {"ends_on": col(Survey.ends_on)}, col(Survey.id))
    names = [str(column.key) for column, _ in order.keys]
    found = _found(actor, *_conditions(query))
    rows, following = page(session, found, order, query, lambda row: [getattr(row, name) for name in names])
    total = session.exec(select(func.count()).select_from(Survey).where(*conditions)).one()
    return page_of(SurveyRead, _with_index(session, rows), following, total)


def closed_of(session: Session, actor: Actor, unit_id: str, most: int) -> list[SurveyRead]:
    """The surveys of one unit that are over, the newest first."""
    found = _found(actor, Survey.unit_id == unit_id, Survey.status == SurveyStatus.closed)
    rows = session.execute(found.order_by(col(Survey.ends_on).desc(), col(Survey.id)).limit(most)).all()
    return read_all(SurveyRead, _with_index(session, rows))


def _with_index(session: Session, rows: Sequence[Any]) -> list[_Indexed]:
    """The rows, each with what its answers come to."""
    sums = _sums(session, col(SurveyAnswer.survey_id).in_([row.id for row in rows])) if rows else {}
    told = {id_: rules.index_of(some) for id_, some in sums.items() if some.n >= FEWEST}
    return [_Indexed(row, told.get(row.id)) for row in rows]


def _conditions(query: SurveyFilters) -> list[Any]:
    found: list[Any] = []
    if query.unit_id is not None:
        found.append(col(Survey.unit_id).in_(below([query.unit_id])))
    if query.status is not None:
        found.append(col(Survey.status) == query.status)
    if query.year is not None:
        found += _in_year(query.year)
    return found


def _in_year(year: int) -> list[Any]:
    return [col(Survey.ends_on) >= date(year, 1, 1), col(Survey.ends_on) <= date(year, 12, 31)]


def read(session: Session, actor: Actor, survey_id: str) -> SurveyDetail:
    """A survey, or ``NotFound``."""
    rows = session.execute(_found(actor, Survey.id == survey_id)).all()
    if not rows:
        raise NotFound
    found = read_all(SurveyRead, _with_index(session, rows))[0]
    lineage = units.lineage_ids(session, found.unit_id)
    holds = {SurveyDeed.answers: may(actor, READ, lineage), SurveyDeed.change: may(actor, WRITE, lineage)}
    return SurveyDetail(**dict(found), allowed=[deed for deed, is_so in holds.items() if is_so])


def form(session: Session, code: str, ballot: str | None, visit: str | None) -> SurveyForm:
    """What the link asks this *visit*, or the device with this *ballot*; ``NotFound`` for an unknown code, a draft."""
    found = select(Survey, Unit.name).join(Unit, col(Unit.id) == Survey.unit_id)
    row = session.exec(found.where(Survey.code == code.lower(), Survey.status != SurveyStatus.draft)).first()
    if row is None:
        raise NotFound
    survey, unit_name = row
    is_shown = survey.status == SurveyStatus.closed and survey.is_public
    values = survey.model_dump(include=set(SurveyForm.model_fields))
    return SurveyForm(**values, unit_name=unit_name, is_open=takes_answers(survey),
                      results_id=survey.id if is_shown else None,
                      has_answered=has_answered(session, survey.id, ballot, visit))  # fmt: skip


def takes_answers(survey: Survey) -> bool:
    """Whether answers are taken today (WIB)."""
    return survey.status == SurveyStatus.open and survey.starts_on <= today() <= survey.ends_on


def results(session: Session, actor: Actor, survey_id: str) -> SurveyResults:
    """What came of the survey; ``NotFound`` where the actor may not see it."""
    survey = read(session, actor, survey_id)
    sums = _sums(session, col(SurveyAnswer.survey_id) == survey.id).get(survey.id, Sums(0, (0,) * len(NUMBERS), 0))
    instrument, regulation, notice = rules.source()
    sample = _sample(survey.population, sums.n)
    kind = "t_finite" if survey.population else "t"
    told: dict[str, Any] = {"index": None, "letter": None, "low": None, "high": None, "groups": []}
    is_told = sums.n >= FEWEST
    if is_told:
        index = rules.index_of(sums)
        low, high = rules.interval(sums, survey.population)
        told = {"index": float(index.value), "letter": index.letter, "low": round(low, 2), "high": round(high, 2),
                "groups": _groups(session, survey.id)}  # fmt: skip
    return SurveyResults(
        survey_id=survey.id, n=sums.n, is_suppressed=not is_told, interval=kind, instrument=instrument,
        regulation=regulation, notice=notice, elements=_elements(sums if is_told else None), sample=sample,
        trend=_trend(session, actor, survey), **told,
    )  # fmt: skip


def _sums(session: Session, *conditions: Any) -> dict[str, Sums]:
    """Survey → what is added up of its answers."""
    added = sa_select(col(SurveyAnswer.survey_id), *_ADDED).where(*conditions).group_by(col(SurveyAnswer.survey_id))
    return {row[0]: Sums(row[1], tuple(map(int, row[2:-1])), int(row[-1])) for row in session.execute(added)}


def _elements(sums: Sums | None) -> list[ElementResult]:
    titles = rules.elements()
    if sums is None:
        return [ElementResult(number=at, key=key, title=title, mean=None, weighted=None, index=None)
                for at, (key, title) in enumerate(titles, 1)]  # fmt: skip
    index = rules.index_of(sums)
    found = zip(titles, index.means, index.weights, strict=True)
    return [ElementResult(number=at, key=key, title=title, mean=round(float(mean), 3),
                          weighted=round(float(mean * weight), 3), index=round(float(mean * 25), 2))
            for at, ((key, title), mean, weight) in enumerate(found, 1)]  # fmt: skip


def _sample(population: int | None, n: int) -> SampleSize | None:
    if population is None:
        return None
    wanted = rules.krejcie_morgan(population)
    return SampleSize(population=population, krejcie_morgan=wanted, slovin=rules.slovin(population),
                      missing=max(wanted - n, 0))  # fmt: skip


def _groups(session: Session, survey_id: str) -> list[GroupResult]:
    """The index by each answer about oneself, small groups kept back; nothing where nobody said anything."""
    total = func.sum(_whole)
    parts = []
    for name in PROFILE:
        value = col(getattr(SurveyAnswer, name))
        parts.append(sa_select(literal(name).label("of"), value.label("value"), func.count().label("n"), total)
                     .where(col(SurveyAnswer.survey_id) == survey_id).group_by(value))  # fmt: skip
    counted: dict[str, dict[str | None, tuple[int, int]]] = {name: {} for name in PROFILE}
    for of, value, n, whole in session.execute(union_all(*parts)):
        counted[of][value] = (n, int(whole))
    return [one for of, values in counted.items() if set(values) != {None} for one in _shown(of, values)]


def _shown(of: Any, values: Mapping[str | None, tuple[int, int]]) -> list[GroupResult]:
    told = rules.to_show({value: n for value, (n, _whole) in values.items()})
    bands = [*PROFILE[of], None]
    ordered = sorted(values.items(), key=lambda one: bands.index(one[0]))
    return [GroupResult(of=of, value=value, n=n if value in told else None,
                        index=round(whole / n / len(NUMBERS) * 25, 2) if value in told else None)
            for value, (n, whole) in ordered]  # fmt: skip


def _trend(session: Session, actor: Actor, survey: SurveyRead) -> list[TrendPoint]:
    """The surveys of the same unit and service that are closed, and this one, in the order of time."""
    same = [col(Survey.unit_id) == survey.unit_id, col(Survey.service) == survey.service, visible_to(actor),
            or_(col(Survey.status) == SurveyStatus.closed, col(Survey.id) == survey.id)]  # fmt: skip
    rows = session.exec(select(Survey).where(*same).order_by(col(Survey.ends_on), col(Survey.id))).all()
    sums = _sums(session, col(SurveyAnswer.survey_id).in_([row.id for row in rows]))
    found = [(row, sums[row.id]) for row in rows if row.id in sums and sums[row.id].n >= FEWEST]
    indexes = [(row, some.n, rules.index_of(some)) for row, some in found]
    return [TrendPoint(survey_id=row.id, title=row.title, starts_on=row.starts_on, ends_on=row.ends_on, n=n,
                       index=float(index.value), letter=index.letter) for row, n, index in indexes]  # fmt: skip


def marks(session: Session, actor: Actor, survey_id: str) -> list[SurveyMarks]:
    """The answers, ordered by what they show alone; 409 ``too-few-answers`` below five.

    Of who answered, and whether on paper, only what five or more share is told: each by itself, then all together.
    """
    names = ("is_paper", *PROFILE)
    rows = _told(session, actor, survey_id, [*_SCORES, *(col(getattr(SurveyAnswer, name)) for name in names)])
    profiles = [tuple(row[len(NUMBERS) :]) for row in rows]
    told = [rules.to_show(Counter(values)) for values in zip(*profiles, strict=True)]
    known = [tuple(value if value in some else None for value, some in zip(one, told, strict=True)) for one in profiles]
    items = [dict(zip((*NUMBERS, *names), (*row[: len(NUMBERS)], *shared), strict=True))
             for row, shared in zip(rows, rules.alike(known), strict=True)]  # fmt: skip
    return [SurveyMarks(**item) for item in sorted(items, key=_by_itself)]


def _by_itself(item: Mapping[str, Any]) -> list[tuple[bool, Any]]:
    """Answers in the order of what they show, so that their order shows nothing more."""
    return [(value is not None, value) for value in item.values()]


def comments(session: Session, actor: Actor, survey_id: str) -> list[SurveyComment]:
    """What was written, in an order of its own; 409 ``too-few-answers`` below five answers."""
    rows = _told(session, actor, survey_id, [col(SurveyAnswer.comment)])
    words = sorted((row.comment for row in rows if row.comment), key=_shuffled)
    return [SurveyComment(comment=comment) for comment in words]


def _shuffled(comment: str) -> str:
    """An order that the words alone decide: beside the answers in any order of theirs they say nothing."""
    return keyed_digest("order of comments", comment)


def _told(session: Session, actor: Actor, survey_id: str, columns: list[Any]) -> Sequence[Any]:
    """The answers of a survey of one's own units, in no order: the public sees results, never answers.

    Whoever shows them orders them by what is shown: one order for two lists would join their lines.
    """
    known = read(session, actor, survey_id)
    if SurveyDeed.answers not in known.allowed:
        raise NotFound
    rows = session.execute(sa_select(*columns).where(col(SurveyAnswer.survey_id) == known.id)).all()
    if len(rows) < FEWEST:
        raise Conflict("too-few-answers", needed=FEWEST)
    return rows


def indices_of(session: Session, unit_ids: Collection[str], year: int) -> dict[str, Decimal]:
    """Unit → its index of the year (source ``skm.total``): its closed surveys that end in it, each by its answers.

    25 to 100; a unit without a closed survey of five answers or more is left out.
    """
    owners: Any = select(Survey.id, Survey.unit_id).where(
        col(Survey.unit_id).in_(unit_ids), Survey.status == SurveyStatus.closed, *_in_year(year)
    )
    of_unit: dict[str, str] = dict(session.execute(owners).all())
    found: dict[str, list[tuple[Decimal, int]]] = {}
    for survey_id, sums in _sums(session, col(SurveyAnswer.survey_id).in_(of_unit)).items():
        if sums.n >= FEWEST:
            found.setdefault(of_unit[survey_id], []).append((rules.index_of(sums).value, sums.n))
    weighted = {unit_id: rules.weighted(parts) for unit_id, parts in found.items()}
    return {unit_id: value for unit_id, value in weighted.items() if value is not None}
