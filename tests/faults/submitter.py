"""One contender of the race: submits the proposals named on standard input and prints the outcomes by code."""

import json
import sys
import time
from collections import Counter
from pathlib import Path

from app import database
from app.domain.proposals.submission import submit
from app.errors import DomainError
from app.models.user import Role
from app.rules.permissions import Actor, Grant


def main(start: Path) -> None:
    """Waits for the starting signal, then runs."""
    ids: list[str] = json.load(sys.stdin)
    outcomes: Counter[str] = Counter()
    while not start.exists():
        time.sleep(0.01)
    for id_ in ids:
        outcomes[_submit(id_)] += 1
    print(json.dumps(outcomes))


def _submit(proposal_id: str) -> str:
    try:
        with database.writing() as session:
            submit(session, _coordinator(proposal_id), proposal_id)
    except DomainError as error:
        return error.code
    return "submitted"


def _coordinator(proposal_id: str) -> Actor:
    from app.models import Proposal

    with database.reading() as session:
        proposal = session.get(Proposal, proposal_id)
        assert proposal is not None
        return Actor("user", None, "Admin uji", "", (Grant(Role.coordinator, proposal.unit_id),))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
