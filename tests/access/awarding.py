"""Awards for the walk: an edition whose awards are published, one that holds and one that is revoked.

What is asked of them stops after the permission: nothing is given any more, nothing is revoked twice, and a batch of
certificates is under way for good.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.clock import now
from app.models import Award, Ceremony, Certificate, CertificateBatch, Edition, Proposal
from app.rules.awards import new_code
from tests.factories import Factory

if TYPE_CHECKING:
    from tests.access.world import World


@dataclass
class Awarded:
    """What the walk asks about."""

    held: Award
    revoked: Award


def awarded(make: Factory, edition: Edition, proposals: tuple[Proposal, Proposal], sha256: str) -> Awarded:
    """Makes them; the certificate is any PDF that lies in the store."""
    make.save(Ceremony(edition_id=edition.id, published_at=now()))
    rows = [
        Award(edition_id=edition.id, proposal_id=proposal.id, unit_id=proposal.unit_id, source="free", title="Pilihan",
              position=at, code=new_code(), given_at=now())
        for at, proposal in enumerate(proposals, start=1)
    ]  # fmt: skip
    held, revoked = rows
    revoked.revoked_at, revoked.revocation_reason = now(), "Tidak benar."
    make.save(held, revoked)
    make.save(Certificate(edition_id=edition.id, award_id=held.id, sha256=sha256, size=1, facts="0" * 64,
                          signer="none", made_at=now()))  # fmt: skip
    make.save(CertificateBatch(edition_id=edition.id, status="running", signer="none", total=1, started_at=now()))
    return Awarded(held, revoked)


def names_of(world: "World") -> dict[str, str]:
    """The ids by the names that addresses have for them."""
    its = world.awarded
    return {"edition_id": world.editions["concluded"].id, "award_id": its.held.id, "revoked_id": its.revoked.id,
            "code": its.held.code}  # fmt: skip


def asked(kind: Callable[..., Any], path: str, **more: Any) -> Callable[["World"], Iterator[Any]]:
    """A request of the API, by those names; *kind* is ``tests.access.requests.Ask``."""

    def rows(world: "World") -> Iterator[Any]:
        yield kind("/api/v1" + path.format(**names_of(world)), None, more)

    return rows


def visited(made: Callable[..., Any], /, **form: Any) -> Callable[["World"], Iterator[Any]]:
    """A visit of a page; *made* is ``tests.access.forms.Visit``. A form field in braces is filled."""

    def rows(world: "World") -> Iterator[Any]:
        names = names_of(world)
        sent = {name: value.format(**names) for name, value in form.items()}
        if sent.pop("is_revoked", None):
            names["award_id"] = names["revoked_id"]
        yield made(names, None, sent)

    return rows
