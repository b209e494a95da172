"""What the public may call without a key is a list; everything else asks who is there."""

import httpx
import pytest
from fastapi.routing import APIRoute

from app.clock import new_id
from app.http.openapi.access import NEEDS
from app.main import create_app

PUBLIC = {
    "GET /api/v1/units", "GET /api/v1/units/{unit_id}", "GET /api/v1/units/{unit_id}/children",
    "GET /api/v1/units/{unit_id}/record",
    "GET /api/v1/editions", "GET /api/v1/editions/{edition_id}",
    "GET /api/v1/editions/{edition_id}/stages/{stage}/ranking",
    "GET /api/v1/editions/{edition_id}/stages/{stage}/publication",
    "GET /api/v1/editions/{edition_id}/stages/{stage}/ballot",
    "PUT /api/v1/editions/{edition_id}/stages/{stage}/ballot",
    *(f"GET /api/v1/editions/{{edition_id}}/{tail}" for tail in
      ("awards", "ceremony", "running-order", "decree-annex.pdf", "decree-annex.docx", "decree-annex.xlsx")),
    "GET /api/v1/awards/{award_id}", "GET /api/v1/awards/{award_id}/certificate.pdf",
    "GET /api/v1/certificates/{code}",
    "GET /api/v1/innovations", "GET /api/v1/innovations/{innovation_id}", "GET /api/v1/innovations/facets",
    "GET /api/v1/innovations/{innovation_id}/evidence/{document_id}",
    "GET /api/v1/peers", "GET /api/v1/peers/{peer_id}",
    "GET /api/v1/changes", "GET /api/v1/changes/digest", "GET /api/v1/changes/snapshot",
    "GET /api/v1/replications", "GET /api/v1/replications/{replication_id}",
    "GET /api/v1/innovations/{innovation_id}/replications", "GET /api/v1/replications/network",
    "GET /api/v1/replications/league", "GET /api/v1/replications/recap",
    "GET /api/v1/replications/{replication_id}/documents",
    "GET /api/v1/replications/{replication_id}/documents/{document_id}",
    "GET /api/v1/replications/{replication_id}/documents/{document_id}/content",
    "POST /api/v1/innovations/{innovation_id}/replication-requests", "GET /api/v1/replication-requests/{request_id}",
    "PUT /api/v1/replication-requests/{request_id}/confirmation",
    "GET /api/v1/exhibitions", "GET /api/v1/exhibitions/{exhibition_id}",
    "GET /api/v1/exhibitions/{exhibition_id}/booths", "GET /api/v1/booths/{booth_id}",
    "GET /api/v1/booth-codes/{code}", "GET /api/v1/exhibitions/{exhibition_id}/programme",
    "GET /api/v1/exhibitions/{exhibition_id}/programme.ics", "GET /api/v1/programme-items/{item_id}",
    "GET /api/v1/exhibitions/{exhibition_id}/board", "GET /api/v1/exhibitions/{exhibition_id}/guest-book",
    "POST /api/v1/exhibitions/{exhibition_id}/guest-book", "POST /api/v1/exhibitions/{exhibition_id}/visits",
    "POST /api/v1/exhibitions/{exhibition_id}/votes", "DELETE /api/v1/exhibitions/{exhibition_id}/votes/{exhibit_id}",
    *(f"{method} /api/v1/exhibitions/{{exhibition_id}}/visitors/current" for method in ("GET", "PUT", "DELETE")),
    "GET /api/v1/surveys", "GET /api/v1/surveys/{survey_id}", "GET /api/v1/surveys/{survey_id}/results",
    "GET /api/v1/survey-codes/{code}", "POST /api/v1/survey-codes/{code}/answers",
    "GET /api/v1/innovations/{innovation_id}/national-awards",
    "GET /api/v1/innovations/{innovation_id}/similar", "GET /api/v1/innovations/{innovation_id}/collaborators",
    "GET /api/v1/innovations/{innovation_id}/questions", "POST /api/v1/innovations/{innovation_id}/questions",
    "POST /api/v1/innovations/{innovation_id}/followers", "PUT /api/v1/followers/{token}/confirmation",
    "DELETE /api/v1/followers/{token}", "DELETE /api/v1/askers/{token}",
    "GET /api/v1/instruments", "GET /api/v1/instruments/{instrument_id}", "GET /api/v1/assessment-rounds",
    "GET /api/v1/assessment-rounds/{round_id}", "GET /api/v1/assessment-rounds/{round_id}/league",
    "GET /api/v1/assessments", "GET /api/v1/assessments/{assessment_id}",
    "GET /api/v1/assessments/{assessment_id}/lifts/{letter}", "GET /api/v1/assessments/{assessment_id}/raport.pdf",
    "GET /api/v1/assessments/{assessment_id}/follow-ups", "GET /api/v1/follow-ups/{follow_up_id}",
    "GET /api/v1/open-data", "GET /api/v1/stats/summary", "GET /api/v1/stats/funnel",
    "GET /api/v1/stats/regions",
    "GET /api/v1/stats/categories",
    "GET /api/v1/audit/checkpoints", "GET /api/v1/audit/checkpoints/{checkpoint_id}",
    "GET /api/v1/audit/checkpoints/{checkpoint_id}/proofs/{proposal_id}",
    "POST /api/v1/passwords", "POST /api/v1/password-requests",
    "POST /api/v1/sessions", "DELETE /api/v1/sessions/current",
    "GET /healthz", "GET /readyz", "GET /metrics",
}  # fmt: skip
"""Signing out needs nobody: it forgets the cookie either way. A ranking asks who is there until it is published."""
DOCUMENT = create_app().openapi()
OPERATIONS = [
    (method.upper(), path) for path, methods in DOCUMENT["paths"].items() for method in methods
]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), [o for o in OPERATIONS if " ".join(o) not in PUBLIC])
def test_without_a_key_nothing_but_the_public_list(client: httpx.Client, method: str, path: str) -> None:
    filled = path.replace("{stage}", "proposal").replace("{group}", "umum").replace("{number}", "1")
    while "{" in filled:
        before, _, rest = filled.partition("{")
        filled = before + new_id() + rest.partition("}")[2]
    answer = client.request(method, filled, json={} if method in {"POST", "PUT", "PATCH"} else None)
    assert answer.status_code == 401, f"{method} {path} answers {answer.status_code} to the public"


def test_the_public_list_names_only_what_there_is() -> None:
    assert {" ".join(operation) for operation in OPERATIONS} >= PUBLIC


def test_the_page_of_permissions_is_what_the_code_says() -> None:
    from app.commands.access import PAGE, text

    assert PAGE.read_text("utf-8") == text(), "run `python -m app.commands access`"


def test_every_operation_has_a_row() -> None:
    """A new route says in ``NEEDS`` what it takes, or here that it is public."""
    names = {route.name for route in create_app().router.routes if isinstance(route, APIRoute)
             if route.include_in_schema and f"{next(iter(route.methods))} {route.path}" not in PUBLIC}  # fmt: skip
    assert names == set(NEEDS) - {"sign_out"}
