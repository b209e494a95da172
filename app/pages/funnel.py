"""How many proposals of an edition come how far, from draft to award."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import Response

from app.api import rankings as rankings_api
from app.api import stats as stats_api
from app.database import ReadSession
from app.http.locale import _
from app.models.edition import EditionRead
from app.queries.stats import EditionFilter
from app.rules.permissions import Actor


@dataclass(frozen=True)
class Step:
    """A step with its count and, after sending in, its share of what was sent in, in whole per cent."""

    name: str
    count: int
    share: int | None = None


def funnel(session: ReadSession, actor: Actor, edition: EditionRead) -> list[Step]:
    """The steps that the edition has come to; empty while nothing was sent in."""
    query = EditionFilter(edition_id=edition.id)
    figures = stats_api.read_funnel(query=query, session=session, actor=actor, response=Response())
    counts = {step.step: step.count for step in figures.steps}
    sent = counts["submitted"]
    if not sent:
        return []
    onward = [(_("Lolos administrasi"), counts["verified"]), *_published(session, actor, edition)]
    return [Step(_("Ditulis"), counts["created"]), Step(_("Dikirim"), sent),
            *(Step(name, count, round(100 * count / sent)) for name, count in onward)]  # fmt: skip


def _published(session: ReadSession, actor: Actor, edition: EditionRead) -> Iterator[tuple[str, int]]:
    """Those who went on from each published stage; the last stage awards."""
    for stage in edition.stages:
        if stage.key in edition.published_stages:
            is_last = stage is edition.stages[-1]
            name = _("Penghargaan") if is_last else _("Lolos %(stage)s") % {"stage": stage.name}
            done = rankings_api.read_publication(
                edition_id=edition.id, stage=stage.key, session=session, actor=actor, response=Response()
            )
            yield name, done.places
