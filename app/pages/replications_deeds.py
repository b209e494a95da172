"""What is done on the page of a replication: the next step, what was learned, files, confirming, entering it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData
from starlette.datastructures import UploadFile as SentFile

from app.api import replication_documents as documents_api
from app.api import replications as api
from app.domain.replications.documents import check_may_attach
from app.errors import DomainError, invalid
from app.files.intake import Received
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, parse, refused_as, text_of, texts_of, version_of
from app.http.labels import REPLICATION_STAGE, label
from app.http.locale import _
from app.http.render import see_other
from app.http.sessions import Reading, Writing
from app.http.uploads import take_for
from app.models.base import Id, Input
from app.models.replication import DocumentKind, ReplicationEntry, ReplicationRead, ReplicationUpdate
from app.pages.replications import confirmation_page, one_page
from app.pages.route import PageRoute
from app.queries.reach import require_somewhere
from app.queries.replications import READ
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute)
One = Annotated[ReplicationRead, Depends(api.read_replication)]


def _reader(actor: Known) -> Actor:
    """Who is not signed in, or reads no replications, is told so before anything is looked up."""
    require_somewhere(actor, READ)
    return actor


Reader = Annotated[Actor, Depends(_reader)]
NOTES = ("adaptation_notes", "difficulty", "difficulty_notes", "cost", "cost_notes")
_URL = "/replications/{replication_id}"


class FileForm(Input):
    """What goes with a file."""

    kind: DocumentKind
    is_public: bool = False


def _typed(form: FormData, names: tuple[str, ...], of: str) -> dict[str, Any]:
    return texts_of(form, *names) | {"form": of}


@router.post(f"{_URL}/stage")
def move(request: Request, actor: Reader, replication: One, form: Form, reading: Reading, session: Writing) -> Response:
    """Takes it to another stage, or stops it."""
    of = "stop" if text_of(form, "stage") == "stopped" else "stage"
    typed = _typed(form, ("stage", "stage_on", "stop_reason"), of)
    with refused_as(request, lambda p: one_page(request, reading, actor, replication, typed, p)):
        sent = {name: typed[name] for name in ("stage", "stage_on", "stop_reason") if typed[name]}
        if "stage" not in sent:
            raise invalid("stage", "missing")
        moved = _update(replication.id, sent, form, session, actor)
    said = _("Tahapnya kini: %(stage)s.") % {"stage": label(REPLICATION_STAGE, moved.stage)}
    return flash(see_other(request, f"/replications/{replication.id}"), "success", said)


@router.post(f"{_URL}/notes")
def note(request: Request, actor: Reader, replication: One, form: Form, reading: Reading, session: Writing) -> Response:
    """Saves what was adapted, how hard it was and what it cost."""
    typed = _typed(form, NOTES, "notes")
    with refused_as(request, lambda p: one_page(request, reading, actor, replication, typed, p)):
        sent = {name: typed[name] for name in NOTES}
        sent["difficulty"] = sent["difficulty"] or None
        sent["cost"] = sent["cost"].removeprefix("Rp").replace(".", "").strip() or None
        _update(replication.id, sent, form, session, actor)
    return flash(see_other(request, f"/replications/{replication.id}"), "success", _("Catatan disimpan."))


def _update(id_: str, sent: dict[str, Any], form: FormData, session: Writing, actor: Known) -> ReplicationRead:
    return api.update_replication(replication_id=id_, body=parse(ReplicationUpdate, sent), expected=version_of(form),
                                  session=session, actor=actor, response=Response())  # fmt: skip


@router.post(f"{_URL}/confirmation")
def confirm(
    request: Request, actor: Reader, replication: One, form: Form, reading: Reading, session: Writing
) -> Response:
    """The origin unit confirms."""
    with refused_as(request, lambda p: confirmation_page(request, reading, actor, replication, p)):
        api.confirm_replication(replication_id=replication.id, expected=version_of(form), session=session, actor=actor,
                                response=Response())  # fmt: skip
    said = _("Dikonfirmasi. Kini publik dapat membacanya.")
    return flash(see_other(request, f"/replications/{replication.id}"), "success", said)


@router.post(f"{_URL}/confirmation/removal")
def take_back(
    request: Request, actor: Reader, replication: One, form: Form, reading: Reading, session: Writing
) -> Response:
    """Takes the confirmation back."""
    with refused_as(request, lambda p: one_page(request, reading, actor, replication, {}, p)):
        api.take_back_confirmation(replication_id=replication.id, expected=version_of(form), session=session,
                                   actor=actor, response=Response())  # fmt: skip
    return flash(see_other(request, f"/replications/{replication.id}"), "success", _("Konfirmasi dicabut."))


@router.post(f"{_URL}/proposal")
def enter(
    request: Request, actor: Reader, replication: One, form: Form, reading: Reading, session: Writing
) -> Response:
    """Makes a draft proposal of it and goes to its editor."""
    typed = _typed(form, ("edition_id",), "entry")
    with refused_as(request, lambda p: one_page(request, reading, actor, replication, typed, p)):
        body = parse(ReplicationEntry, {"edition_id": typed["edition_id"]})
        made = api.enter_replication(replication_id=replication.id, body=body, session=session, actor=actor,
                                     response=Response())  # fmt: skip
    said = _("Draf usulan dibuat. Asal replikasinya sudah terisi.")
    return flash(see_other(request, f"/proposals/{made.id}/edit"), "success", said)


async def _sent(replication_id: Id, form: Form, actor: Known) -> Received | DomainError:
    """The file taken in, or why not: that is told on the page."""
    file = form.get("file")
    if not isinstance(file, SentFile) or not file.filename:
        return invalid("file", "missing")
    try:
        return await take_for(check_may_attach, actor, replication_id, file)  # type: ignore[arg-type]
    except DomainError as refusal:
        return refusal


@router.post(f"{_URL}/documents")
def attach(
    request: Request, actor: Reader, replication: One, sent: Annotated[Received | DomainError, Depends(_sent)],
    form: Form, reading: Reading, session: Writing,
) -> Response:  # fmt: skip
    """Adds a file."""
    typed = _typed(form, ("kind", "is_public"), "documents")
    with refused_as(request, lambda p: one_page(request, reading, actor, replication, typed, p)):
        if isinstance(sent, DomainError):
            raise sent
        given = parse(FileForm, {"kind": typed["kind"] or "evidence", "is_public": typed["is_public"] == "true"})
        documents_api.attach_replication_document(
            replication_id=replication.id, received=sent, session=session, actor=actor, response=Response(),
            kind=given.kind, is_public=given.is_public,
        )  # fmt: skip
    return flash(see_other(request, f"/replications/{replication.id}#documents"), "success", _("Berkas terlampir."))


@router.post(f"{_URL}/documents/{{document_id}}/removal")
def remove(
    request: Request, actor: Reader, replication: One, document_id: Id, form: Form, reading: Reading, session: Writing
) -> Response:
    """Removes a file."""
    typed = {"form": "documents"}
    with refused_as(request, lambda p: one_page(request, reading, actor, replication, typed, p)):
        documents_api.remove_replication_document(
            replication_id=replication.id, document_id=document_id, expected=version_of(form), session=session,
            actor=actor,
        )  # fmt: skip
    return flash(see_other(request, f"/replications/{replication.id}#documents"), "success", _("Berkas dihapus."))
