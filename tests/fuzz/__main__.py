"""`make fuzz`: for some minutes, anew each time; ends with what was asked, and fails with the first thing found."""

import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.errors import FlakyStrategyDefinition
from schemathesis import GenerationMode

from tests.fuzz.asking import CHECKS, callers, machine, run_of, stage

asked: Counter[str] = Counter()


def each(operation: Any, people: dict[str, Any], examples: int) -> None:
    """One operation by itself, good and bad, as everybody."""
    good, bad = (operation.as_strategy(generation_mode=mode) for mode in GenerationMode)
    known = {p["name"]: p["example"] for p in operation.definition.raw.get("parameters", [])
             if p.get("in") == "path" and "example" in p}  # fmt: skip

    @run_of(examples, same=False)
    @given(case=good | bad, who=st.sampled_from(sorted(people)), is_known=st.booleans())
    def ask(case: Any, who: str, is_known: bool) -> None:
        if is_known and known:
            case.path_parameters = known
        answer = case.call(headers=people[who].credentials() | ({"If-Match": "*"} if is_known else {}))
        asked[f"{answer.status_code // 100}xx"] += 1
        case.validate_response(answer, checks=CHECKS)

    ask()


def main(minutes: float) -> None:
    """Round after round in a fresh world, until the time is up."""
    until, rounds, linked = time.monotonic() + minutes * 60, 0, 0
    while time.monotonic() < until:
        rounds += 1
        with tempfile.TemporaryDirectory() as folder, stage(Path(folder)) as (cast, schema):
            people = callers(cast)
            for result in schema.get_all_operations():
                if result.ok().label != "DELETE /api/v1/sessions/current" and time.monotonic() < until:
                    each(result.ok(), people, 40)
            for caller in people.values():
                if time.monotonic() < until:
                    links = machine(schema, caller)
                    # What one walk changed, the next one meets: where Hypothesis walks the same way again and finds
                    # other doors open, it gives up that run. What an answer did wrong it says as another error.
                    with suppress(FlakyStrategyDefinition):
                        links.run(settings=run_of(15, 10, same=False))
                    linked += links.calls
        print(f"round {rounds}: {dict(asked)}", flush=True)
    print(f"{rounds} rounds, {sum(asked.values())} requests by themselves, {linked} along links: nothing found")


main(float(sys.argv[1]) if len(sys.argv) > 1 else 10)
