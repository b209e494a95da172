"""The draw depends on data and seed alone: any database, worker or order gives the same; and it is always fair."""

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlmodel import Session

from app.domain.judging import planning
from app.models import ConflictOfInterest, Edition, Juror, Proposal, RoleGrant, Unit, User
from app.queries import editions, stages
from tests.factories import Factory, configuration

KNOWN = Path(__file__).parent / "data" / "draw.json"
"""What came out when it was recorded: ``JIPP_RECORD=1`` writes it anew."""
ALONE = (
    "import sys, json; sys.path.insert(0, '.'); from tests.api.test_draw_repeats import bare; print(json.dumps(bare()))"
)


def id_of(kind: str, n: int) -> str:
    """The same id on every database."""
    digest = hashlib.sha256(f"{kind} {n}".encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-7{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"


def fill(make: Factory, proposals: int = 30, jurors: int = 9) -> Edition:
    """A stage in which regions, units, declared conflicts, limits and fields of expertise all matter."""
    chosen = configuration()
    parts: dict[str, Any] = chosen.model_dump(mode="json", include={"stages", "categories", "groups", "form"})
    edition: Edition = make.edition("judging", 2099, stages=parts["stages"])
    units = [Unit(id=id_of("unit", n), code=f"D{n}", name=f"Dinas {n}", kind="agency", region_code=f"35.{n % 12:02}")
             for n in range(proposals)]  # fmt: skip
    make.save(*units)
    for n, unit in enumerate(units):
        make.save(Proposal(id=id_of("proposal", n), edition_id=edition.id, unit_id=unit.id, participant_id=unit.id,
                           title=f"Inovasi {n}", title_key=f"inovasi {n}", group="umum", sequence=n + 1,
                           category=parts["categories"][n % 3]["key"], status="verified",
                           number=f"{n:04}"))  # fmt: skip
    people = [User(id=id_of("juror", n), email=f"j{n}@k{n}.example", name=f"Juri {n}", password_hash="x")
              for n in range(jurors)]  # fmt: skip
    make.save(*people)
    for n, person in enumerate(people):
        make.save(RoleGrant(user_id=person.id, role="juror", unit_id=units[n].id if n % 2 else None))
        make.save(Juror(edition_id=edition.id, stage="proposal", user_id=person.id, max_load=14 if n == 4 else None,
                        expertise=[parts["categories"][n % 3]["key"]] if n % 4 else []))  # fmt: skip
        make.save(ConflictOfInterest(edition_id=edition.id, juror_id=person.id, proposal_id=id_of("proposal", 3 * n)))
    return edition


def drawn(make: Factory, edition: Edition, seed: int) -> list[list[str]]:
    with Session(make.engine) as session:
        found = editions.configuration(session, edition.id)
        stage = editions.stage_of(found, "proposal")
        candidates = stages.candidates(session, found, "proposal")
        panel = planning.panel_of(session, found, stage, candidates)
        plan = planning.draw(candidates, panel, 3, [], seed)
    barred = {(member.juror_id, proposal) for member in panel for proposal in member.barred}
    assert len(barred) > 15
    assert not barred & set(plan.pairs)
    return [list(pair) for pair in plan.pairs]


def test_every_database_draws_what_was_recorded(make: Factory) -> None:
    """SQLite and PostgreSQL are compared through the record: both have to give it."""
    found = {str(seed): drawn(make, edition, seed) for edition in [fill(make)] for seed in (1, 2)}
    if os.environ.get("JIPP_RECORD"):
        KNOWN.parent.mkdir(exist_ok=True)
        KNOWN.write_text(json.dumps(found, indent=0) + "\n")
    assert found == json.loads(KNOWN.read_text())
    assert found["1"] != found["2"]


def field(seed: int) -> tuple[list[str], list[planning.PanelMember], int, planning.Pairs]:
    """A stage made up by chance, with what is there already."""
    random = Random(seed)
    proposals = [id_of("p", n) for n in range(random.randint(1, 40))]
    members = []
    for n in range(random.randint(1, 12)):
        barred = {one: "declared" for one in proposals if random.random() < random.choice([0, 0.1, 0.3])}
        suited = frozenset(random.sample(proposals, len(proposals) // 3)) if random.random() < 0.5 else None
        members.append(planning.PanelMember(id_of("j", n), None, barred, suited, random.random() < 0.1))  # type: ignore[arg-type]
    kept = [(random.choice(members).juror_id, one) for one in proposals if random.random() < 0.2]
    return proposals, members, random.randint(1, 4), kept


def bare() -> list[list[Any]]:
    """Draws without a database, for another process."""
    return [[list(pair) for pair in planning.draw(*field(seed), seed).pairs] for seed in range(20)]


@pytest.mark.parametrize("hash_seed", ["0", "1", "4242"])
def test_another_process_draws_the_same(hash_seed: str) -> None:
    """Python orders sets by a number that differs from one process to the next."""
    env = os.environ | {"PYTHONHASHSEED": hash_seed}
    said = subprocess.run([sys.executable, "-c", ALONE], env=env, check=True, capture_output=True, text=True)
    assert json.loads(said.stdout) == bare()


@pytest.mark.parametrize("seed", range(60))
def test_never_in_conflict_even_and_whatever_the_order(seed: int) -> None:
    proposals, members, wanted, kept = field(seed)
    plan = planning.draw(proposals, members, wanted, kept, seed)
    by_id = {member.juror_id: member for member in members}
    new = set(plan.pairs)
    assert len(new) == len(plan.pairs)
    assert not new & set(kept), "nobody reads twice"
    assert not [pair for pair in new if pair[1] in by_id[pair[0]].barred or by_id[pair[0]].has_left]
    random = Random(seed + 1000)
    shuffled = [random.sample(list(one), len(one)) for one in (proposals, members, kept)]
    assert planning.draw(shuffled[0], shuffled[1], wanted, shuffled[2], seed).pairs == plan.pairs
    held = new | set(kept)
    loads = Counter(juror for juror, _ in held)
    for juror, proposal in new:
        able = [one.juror_id for one in members if not one.has_left and proposal not in one.barred]
        others = [loads[one] for one in able if (one, proposal) not in held]
        assert loads[juror] - min(others, default=loads[juror]) <= 1, "loads within one"
