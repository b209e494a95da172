"""A proposal as a program has it, and `send`, which brings the server to the same: once or a hundred times.

    draft = Draft(unit="35.07.DINKES.UPT002", fields={"title": "Antar obat", "group": "umum", "category": "kesehatan"},
                  attachments=[Attachment(Path("surat.pdf"), kind="surat_pernyataan_implementasi")])
    sent = send(client, draft)

What is written here wins over what was typed on the server meanwhile, field by field; what is not written here stays.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, cast

from jipp_client.client import Client
from jipp_client.errors import JippError, NotFound, Stale
from jipp_client.models import DocumentRead, ProposalCreate, ProposalRead, ProposalUpdate, ReadinessRule

FIELDS = ("title", "group", "category", "sdgs", "started_on", "is_digital", "latitude", "longitude", "video_url",
          "origin", "english_abstract", "collaborators", "sections", "answers")  # fmt: skip
"""What a draft may say of a proposal. ``sections`` and ``answers`` are merged by key."""
NEEDED = ("title", "group", "category")
EDITABLE = frozenset({"draft", "returned"})
ENDED = frozenset({"withdrawn", "rejected", "disqualified"})
EVIDENCE = "evidence"
QUOTA = "quota"
Told = Callable[[str, dict[str, Any]], None]
"""Told of each step: ``created``, ``updated``, ``attached``, ``replaced``, ``submitted``, with what it concerns."""


class DraftFault(JippError):
    """A draft that cannot be sent as it is: ``code``, and what it is about."""

    def __init__(self, code: str, about: str) -> None:
        super().__init__(f"{code}: {about}")
        self.code, self.about = code, about


@dataclass(frozen=True)
class Attachment:
    """A file of the draft: for a required document (``kind``), or evidence, for a ``section`` if one is named."""

    file: Path
    kind: str = EVIDENCE
    section: str | None = None


@dataclass(frozen=True)
class Draft:
    """What is to be on the server. ``unit`` is a code or an id; ``edition`` a year, an id, or None: the open one."""

    unit: str
    fields: dict[str, Any]
    edition: str | int | None = None
    attachments: list[Attachment] = field(default_factory=list)
    remark: str | None = None


@dataclass
class Sent:
    """What came of it. ``missing`` names the rules that keep it from being submitted; ``unsent`` the fields that are
    other here than on the server and cannot be changed there any more."""

    proposal: ProposalRead
    steps: list[str] = field(default_factory=list)
    missing: list[ReadinessRule] = field(default_factory=list)
    unsent: list[str] = field(default_factory=list)

    @property
    def is_submitted(self) -> bool:
        """Whether it is in, now or since an earlier run."""
        return self.proposal["status"] not in EDITABLE | ENDED


def send(
    client: Client, draft: Draft, *, proposal_id: str | None = None, submit: bool = True,
    told: Told = lambda _step, _about: None,
) -> Sent:  # fmt: skip
    """Creates or updates the proposal, attaches files, asks whether it is ready, and submits it if it is.

    ``proposal_id`` is that of an earlier run; without it a proposal of the same unit, edition and title is taken for
    the same one. Run again it does what is left to do. Raises what the server refuses, and ``DraftFault``.
    """
    sent = _found_or_made(client, draft, proposal_id, told)
    if sent.proposal["status"] not in EDITABLE:
        sent.unsent = sorted(difference(draft.fields, sent.proposal))
        return sent
    _update(client, draft, sent, told)
    _attach(client, draft, sent, told)
    sent.missing = [rule for rule in client.proposals.readiness(sent.proposal["id"])["rules"]
                    if not rule["ok"] and rule["level"] == "error"]  # fmt: skip
    if submit and all(rule["rule"] == QUOTA for rule in sent.missing):  # a full quota is refused by its own name
        sent.proposal = client.proposals.submit(sent.proposal["id"], {"remark": draft.remark} if draft.remark else None)
        _note(sent, told, "submitted", number=sent.proposal["number"])
    return sent


def _note(sent: Sent, told: Told, step: str, **about: Any) -> None:
    sent.steps.append(step)
    told(step, about)


def _found_or_made(client: Client, draft: Draft, proposal_id: str | None, told: Told) -> Sent:
    if missing := [name for name in NEEDED if not draft.fields.get(name)]:
        raise DraftFault("needed", ", ".join(missing))
    if unknown := sorted(set(draft.fields) - set(FIELDS)):
        raise DraftFault("unknown", ", ".join(unknown))
    if proposal_id is not None:
        try:
            return Sent(client.proposals.read(proposal_id))
        except NotFound:
            pass  # deleted since: it is made anew
    edition, unit = edition_of(client, draft.edition), unit_of(client, draft.unit)
    same = _same(client, edition, unit, draft.fields["title"])
    if same is not None:
        return Sent(same)
    sent = Sent(_made(client, {"edition_id": edition, "unit_id": unit, **draft.fields}))
    _note(sent, told, "created", id=sent.proposal["id"])
    return sent


def edition_of(client: Client, edition: str | int | None) -> str:
    """The id of an edition: of a year, or the one that is open; it has to be one alone."""
    if isinstance(edition, str) and not edition.isdigit():
        return edition
    found = client.editions.list(year=int(edition)) if edition else client.editions.list(status="open")
    ids = [item["id"] for item in found]
    if len(ids) != 1:
        raise DraftFault("no-edition" if not ids else "several-editions", str(edition or ""))
    return ids[0]


def unit_of(client: Client, unit: str) -> str:
    """The id of a unit, by its code; an id is taken as it is."""
    found = client.units.list(code=unit).first()
    if found is not None:
        return found["id"]
    try:
        return client.units.read(unit)["id"]
    except JippError as error:
        raise DraftFault("no-unit", unit) from error


def _same(client: Client, edition_id: str, unit_id: str, title: str) -> ProposalRead | None:
    listed = client.proposals.list(edition_id=edition_id, unit_id=unit_id)
    found = [item for item in listed if item["title"] == title and item["status"] not in ENDED]
    return client.proposals.read(found[0]["id"]) if found else None


def _made(client: Client, body: dict[str, Any]) -> ProposalRead:
    """Two runs at the same time make one draft: the key is that of the text."""
    key = hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()
    made = client.proposals.create(cast(ProposalCreate, body), idempotency_key=key)
    try:
        return client.proposals.read(made["id"])
    except NotFound:  # the answer of yesterday: that draft was deleted since
        return client.proposals.create(cast(ProposalCreate, body))


def difference(fields: dict[str, Any], proposal: ProposalRead) -> dict[str, Any]:
    """The fields that are other than on the server; of ``sections`` and ``answers`` only the keys that are."""
    there: dict[str, Any] = dict(proposal)
    found: dict[str, Any] = {}
    for name, value in fields.items():
        if isinstance(value, dict):
            value = {key: text for key, text in value.items() if there[name].get(key) != text}
            if value:
                found[name] = value
        elif there[name] != (value.isoformat() if isinstance(value, date) else value):
            found[name] = value
    return found


def _update(client: Client, draft: Draft, sent: Sent, told: Told) -> None:
    changes = difference(draft.fields, sent.proposal)
    if not changes:
        return
    try:
        sent.proposal = _changed(client, sent.proposal, changes)
    except Stale:  # somebody saved meanwhile: what they wrote elsewhere stays
        fresh = client.proposals.read(sent.proposal["id"])
        changes = difference(draft.fields, fresh)
        sent.proposal = _changed(client, fresh, changes) if changes else fresh
    _note(sent, told, "updated", fields=sorted(changes))


def _changed(client: Client, proposal: ProposalRead, changes: dict[str, Any]) -> ProposalRead:
    return client.proposals.update(proposal["id"], cast(ProposalUpdate, changes), version=proposal["version"])


def _attach(client: Client, draft: Draft, sent: Sent, told: Told) -> None:
    there = list(client.proposals.documents(sent.proposal["id"])) if draft.attachments else []
    for attachment in draft.attachments:
        if any(_is_same(attachment, document) for document in there):
            continue
        document = _attached(client, sent.proposal["id"], attachment, told)
        old = [one for one in there if _is_place(attachment, one)]
        for one in old:  # after the new one is in: never without
            client.documents.delete(one["id"], version=one["version"])
        there = [one for one in there if one not in old] + [document]
        _note(sent, told, "replaced" if old else "attached", file=attachment.file.name, kind=attachment.kind)


def _attached(client: Client, proposal_id: str, attachment: Attachment, told: Told) -> DocumentRead:
    def progress(gone: int, of: int) -> None:
        told("progress", {"file": attachment.file.name, "gone": gone, "of": of})

    return client.proposals.attach(proposal_id, attachment.file, kind=attachment.kind, section=attachment.section,
                                   progress=progress)  # fmt: skip


def _is_place(attachment: Attachment, document: DocumentRead) -> bool:
    """A required document is one file; of evidence the same name for the same section."""
    if attachment.kind != document["kind"]:
        return False
    is_evidence = attachment.kind == EVIDENCE
    return not is_evidence or (document["filename"], document["section"]) == (attachment.file.name, attachment.section)


def _is_same(attachment: Attachment, document: DocumentRead) -> bool:
    if not _is_place(attachment, document) or document["section"] != attachment.section:
        return False
    if document["media_type"].startswith("image/"):  # stored upright and without the camera's data: other bytes
        return document["filename"] == attachment.file.name
    with attachment.file.open("rb") as file:
        digest = hashlib.sha256()
        while piece := file.read(1 << 20):
            digest.update(piece)
    return document["sha256"] == digest.hexdigest()
