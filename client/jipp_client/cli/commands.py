"""The commands of ``jipp-client``."""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jipp_client import draft_file
from jipp_client.catalogue import Catalogue
from jipp_client.cli.output import Output
from jipp_client.client import Client
from jipp_client.drafts import Sent, send
from jipp_client.errors import CursorGone, JippError, NotEqual
from jipp_client.mirroring import mirror as mirror_catalogue
from jipp_client.patience import Patience

REFUSED, INCOMPLETE = 6, 3
LOCAL = {"127.0.0.1", "localhost", "::1"}


class Wrong(JippError):
    """What a person has to mend before the command can run: the name of its text, and the exit code."""

    def __init__(self, name: str, code: int) -> None:
        super().__init__(name)
        self.name, self.code = name, code


def client_of(given: Namespace, url: str, key: str | None = None) -> Client:
    """A client as the arguments want it."""
    return Client(url, key, timeout=given.timeout, patience=Patience(given.retries), language=given.lang)


def mirror(given: Namespace, out: Output) -> int:
    """Copies the catalogue, or brings a copy up to date; 8 where the two differ."""
    with client_of(given, given.url) as client, Catalogue(given.to) as catalogue, out.bar() as bar:
        done = mirror_catalogue(client, catalogue, lambda stage, far, of: bar(out.text(stage), far, of))
        if given.verify and catalogue.counted_digest() != done.digest:
            raise NotEqual(str(given.to))
    name = "mirrored" if done.is_equal else "mirrored.unknown"
    out.line(out.text(name, count=done.count, digest=done.digest), "mirrored", count=done.count, digest=done.digest,
             changes=done.changes, equal=done.is_equal)  # fmt: skip
    return 0


def search(given: Namespace, out: Output) -> int:
    """Shows innovations with the words, the best first."""
    words = " ".join(given.words)
    found = list(_on_server(given, words) if "://" in given.place else _in_copy(Path(given.place), words, given.limit))
    for innovation in found:
        place = " · ".join(str(innovation[name]) for name in ("unit_name", "year", "award") if innovation[name])
        out.line(f"{innovation['title']}\n    {place}\n    {innovation['id']}", "innovation", data=innovation)
    if not found and not out.is_json:
        out.line(out.text("nothing-found"), "nothing")
    return 0


def _in_copy(file: Path, words: str, limit: int) -> list[dict[str, Any]]:
    if not file.is_file():
        raise Wrong("not-catalogue", 5)
    try:
        with Catalogue(file) as catalogue:
            return catalogue.search(words, limit)
    except sqlite3.DatabaseError as error:
        raise Wrong("not-catalogue", 5) from error


def _on_server(given: Namespace, words: str) -> Iterable[Any]:
    with client_of(given, given.place) as client:
        yield from client.innovations.list(q=words, limit=min(given.limit, 200)).page().items


def submit(given: Namespace, out: Output) -> int:
    """Sends the proposal of a YAML file: 3 where it is not ready, 6 where its state forbids it."""
    draft = draft_file.read(given.draft)
    if not given.url:
        raise Wrong("no-url", 2)
    key = _key(given, out)
    with client_of(given, given.url, key) as client, out.bar() as bar:

        def told(step: str, about: dict[str, Any]) -> None:
            if step == "progress":
                bar(out.text("upload", file=about["file"]), about["gone"], about["of"])
            else:
                shown = {name: ", ".join(value) if isinstance(value, list) else value for name, value in about.items()}
                out.line(out.text(f"step.{step}", **shown), step, **about)

        sent = send(client, draft, submit=not given.draft_only, told=told)
    return _outcome(sent, given, out)


def _outcome(sent: Sent, given: Namespace, out: Output) -> int:
    proposal = sent.proposal
    about = {name: proposal[name] for name in ("id", "status", "number")}
    if sent.missing:
        rules = "\n".join(f"  - {rule['message']}" for rule in sent.missing)
        out.line(f"{out.text('missing')}\n{rules}", "missing", **about, rules=sent.missing)
        return 0 if given.draft_only else INCOMPLETE
    if sent.unsent:
        out.line(out.text("unsent", fields=", ".join(sent.unsent)), "unsent", **about, fields=sent.unsent)
        return REFUSED
    if sent.is_submitted:
        is_new = "submitted" in sent.steps
        out.line("" if is_new else out.text("already", number=proposal["number"]), "done", **about, new=is_new)
        return 0
    if given.draft_only:
        out.line(out.text("saved"), "saved", **about)
        return 0
    out.line(out.text("ended", status=proposal["status"]), "ended", **about)
    return REFUSED


def _key(given: Namespace, out: Output) -> str:
    """The key, from a file or the environment: never an argument, which every user of the machine could read."""
    key: str
    if given.key_file:
        try:
            key = given.key_file.read_text("utf-8").strip()
            if os.name == "posix" and given.key_file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
                out.warning(out.text("key-readable"))
        except OSError as error:
            raise Wrong("no-key", 4) from error
    else:
        key = os.environ.get("JIPP_API_KEY", "").strip()
    if not key:
        raise Wrong("no-key", 4)
    parts = urlsplit(given.url)
    if parts.scheme != "https" and parts.hostname not in LOCAL:
        raise Wrong("plain-http", 2)
    return key


def watch(given: Namespace, out: Output) -> int:
    """Shows each change as it comes, until it is stopped."""
    with client_of(given, given.url) as client:
        cursor = _beginning(given, client)
        while True:
            try:
                page = client.changes.list(after=cursor)
            except CursorGone:
                out.line(out.text("anew"), "anew")
                cursor = client.changes.digest()["next"]
                continue
            for change in page["items"]:
                out.line(_shown(change), "change", **change)
            cursor = page["next"]
            _note(given.state, cursor)
            if given.once and not page["has_more"]:
                return 0
            if not page["has_more"]:
                time.sleep(given.every)


def _beginning(given: Namespace, client: Client) -> str | None:
    state: Path | None = given.state
    if state and state.exists():
        return state.read_text("utf-8").strip()
    return None if given.from_start else client.changes.digest()["next"]


def _note(file: Path | None, cursor: str) -> None:
    if file:
        part = file.with_name(file.name + ".part")
        part.write_text(cursor + "\n", "utf-8")
        part.replace(file)


def _shown(change: Any) -> str:
    data = change["data"]
    return f"+ {data['title']} · {data['unit_name']} · {data['year']}" if data else f"- {change['id']}"
