"""What the document says of the API as a whole: what it is, its resources, how to sign in."""

from typing import Any

from app.http.cookies import session_cookie

DESCRIPTION = """\
Units, editions, quotas, proposals, judging, published results and exhibitions of a competition of public-service
innovations.

- JSON in UTF-8 with snake_case names; times are RFC 3339 in UTC; ids are UUIDv7. Unknown names are refused (422).
- Lists give `items`, `next` and `total`; send `next` back as `cursor`. The same list as a table: `Accept: text/csv`, or
  the path with `.csv`.
- Errors are `application/problem+json` (RFC 9457) in the language of `Accept-Language` (`id`, `en`); the `type` is the
  address of a page that explains it. `x-problems` names the types that an answer can have.
- A single resource has an `ETag`; changes of it need `If-Match`, reads honour `If-None-Match`.
- A `POST` with an `Idempotency-Key` acts once: sent again within 24 hours it gets the first answer again.
- `security` names the scopes that an API key needs; a person needs a role that has them.

Every example is an answer of this very application to the request shown, given in a made-up world ("Contoh").
"""

TAGS = {
    "units": "The registry of units (UPP) as a tree. Public to read.",
    "editions": "One year's competition and all that the year decides: groups, form, stages, quotas, dates.",
    "quotas": "How many proposals a participant may send in, and has.",
    "proposals": "Proposals (usulan inovasi): writing, sending in, selection, earlier versions.",
    "documents": "Evidence files of proposals.",
    "judging": "Jurors, who reads what, score sheets, the ranking and its publication.",
    "innovations": "The public catalogue of published innovations.",
    "changes": "The change feed of the catalogue: what mirrors follow.",
    "replications": "Who took an innovation over, how far that has come; confirmed by the origin unit.",
    "peers": "Networks of other provinces, whose catalogues are shown beside our own.",
    "exhibitions": "Exhibitions (pameran): booths, programme, visitors, visits, votes on usefulness, live board.",
    "nominations": "Innovations put up for a national competition (naik level): text, checklist, package, result.",
    "instruments": "Assessment instruments (CETTAR, SAKIP, ZI, RB …): what is asked, weighed and banded, by year.",
    "assessment-rounds": "An instrument in one year: units, owners of indicators, status, imports, recap.",
    "assessments": "A unit's values in three steps, evidence, result with thresholds, raport, follow-ups.",
    "collaborations": "Units that take part in a proposal beside the one that writes it (rembug nyekrup).",
    "awards": "Awards (penghargaan) of an edition, its ceremony, certificates and their verification.",
    "help-requests": "Units ask each other who solved a problem; others answer with innovations or offers.",
    "surveys": "Satisfaction surveys (SKM) by link and QR: anonymous answers, the index with its interval.",
    "service-records": "When cases came, were answered and done: how fast units work, serve and respond.",
    "mentorships": "One unit helps another over time (pendampingan), with a record of the meetings.",
    "questions": "Questions and suggestions of the public, answers of units, and who follows an innovation by e-mail.",
    "open-data": "What everybody may take, described: definition, unit, period, source, licence, columns. "
    "The catalogue whole, with the filters of its list, is at `/innovations.jsonl`, `.xlsx`, `.parquet` and `.csv`.",
    "stats": "Figures of the network, public.",
    "users": "Accounts and their roles.",
    "passwords": "Choosing a password by a one-time link.",
    "sessions": "Signing in and out of a browser.",
    "api-keys": "Keys with which a unit's own systems sign in.",
    "audit": "The log of every change, chained by hashes; signed checkpoints of published results and their proofs.",
    "webhooks": "Addresses of a unit's own systems that are told what happens; signed after Standard Webhooks.",
    "health": "Whether the server lives and is ready; for those who run it.",
}
"""Tag → what it holds, in the order of the document."""


def about(spec: dict[str, Any]) -> None:
    """Adds what concerns all operations."""
    spec["info"] |= {
        "summary": "The JSON API of JIPP",
        "description": DESCRIPTION,
        "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    }
    spec["externalDocs"] = {"url": "/problems", "description": "Every type of problem"}
    spec["servers"] = [{"url": "/"}]
    spec["tags"] = [{"name": name, "description": text} for name, text in TAGS.items()]
    spec["components"]["securitySchemes"] = _schemes()


def _schemes() -> dict[str, Any]:
    return {
        "apiKey": {
            "type": "http", "scheme": "bearer", "bearerFormat": "jipp_…",
            "description": "A key of a unit, limited to its scopes: `Authorization: Bearer jipp_…`.",
        },
        "session": {
            "type": "apiKey", "in": "cookie", "name": session_cookie(),
            "description": "The session of a person, opened by `POST /api/v1/sessions`.",
        },
        "csrf": {
            "type": "apiKey", "in": "header", "name": "X-CSRF-Token",
            "description": "`csrf_token` of the session: goes with every write that the cookie signs.",
        },
    }  # fmt: skip
