"""Every page that there is, by who opens it, on the demo: names in braces stand for ids found in its database."""

from sqlalchemy import Engine, text

PAGES: dict[str, list[str]] = {
    "public": [
        "/", "/sign-in?next=/home", "/password/forgotten", "/editions", "/editions/{open}", "/editions/{concluded}",
        "/units?q=malang",
        "/units/{regency}", "/units?q=tidak-ada", "/innovations", "/innovations?q=ibu",
        "/innovations?sdg=3&latitude=-8&longitude=112.6", "/innovations/map", "/innovations/{innovation}", "/peers",
        "/open-data",
        "/replications", "/replications/list?stage=running", "/replications/list?year=1999",
        "/replications/{replication}", "/innovations/{sample}", "/innovations/{sample}/replication-requests/new",
        "/innovations/{asked}", "/innovations/{asked}/questions", "/innovations/{asked}/questions/new",
        "/innovations/{asked}/questions/new?kind=complaint", "/innovations/{asked}/followers/new",
        "/problems", "/problems/quota-exceeded", "/api/docs", "/api/docs/units",
        "/editions/{concluded}/stages/proposal/ranking", "/editions/{concluded}/stages/presentation/ranking",
        "/editions/{concluded}/stages/presentation/signature", "/verify", "/editions/{open}/stages/manfaat/ballot",
        "/exhibitions", "/exhibitions/{exhibition}", "/exhibitions/{exhibition}/programme", "/e/contoh1", "/e/contoh0",
        "/exhibitions/{exhibition}/board", "/exhibitions/{exhibition}/guest-book",
        "/exhibitions/{exhibition}/registration?booth=contoh1",
        "/editions/{concluded}/results", "/editions/{concluded}/board", "/certificates", "/verify/{award_code}",
        "/verify/{revoked_code}",
    ],
    "author": [
        "/home", "/proposals", "/proposals/new", "/proposals/{draft}", "/proposals/{draft}/edit",
        "/proposals/{draft}/revisions", "/proposals/{draft}/similar", "/proposals/{draft}/handover",
        "/security", "/security/password", "/security/confirmation", "/replications/mine",
        "/replications/{replicated}", "/innovations/{sample}/replications/new",
        "/help-requests", "/help-requests?q=tidak-ada", "/help-requests/new", "/help-requests/{own_help}",
        "/help-requests/{other_help}", "/mentorships", "/mentorships/new", "/mentorships/{mentored}",
        "/mentorships/{proposed_mentorship}", "/collaborations", "/collaborations/{invitation}",
        "/proposals/{joint}",
    ],
    "coordinator": [
        "/home", "/proposals?edition_id={open}", "/proposals/new", "/proposals/{draft}", "/proposals/{draft}/edit",
        "/proposals/{handed_over}/submission", "/proposals/{handed_over}/return",
        "/proposals/{handed_over}/collaborations/new",
        "/proposals/submissions?pick={draft}&pick={handed_over}", "/proposals?edition_id={judging}",
        "/proposals/{returned}", "/proposals/{returned}/edit", "/proposals/{returned}/revisions", "/quotas",
        "/api-keys", "/api-keys/new", "/proposals?edition_id={concluded}", "/questions", "/questions/{awaiting}",
    ],
    "secretariat": [
        "/home", "/selection", "/selection?status=returned&edition_id={judging}", "/selection?q=tidak-ada",
        "/selection/{submitted}", "/selection/{returned}", "/selection/{rejected}", "/proposals/{submitted}",
        "/proposals/{submitted}/verification", "/proposals/{submitted}/return", "/proposals/{submitted}/rejection",
        "/proposals/{revised}/revisions/1", "/proposals/{revised}/revisions/{last_revision}?compare_with=1",
        "/quotas?edition_id={judging}", "/questions", "/questions?tab=overdue", "/questions/{pending}",
    ],
    "juror": ["/home", "/assignments", "/discussions/{discussion}", "/evaluations/{sheet}",
              "/evaluations/{sheet}/conflict", "/assignments?status=unsigned", "/evaluations/{sheet}/declination",
              "/evaluations/{sheet}/comparison", "/evaluations/{signed_sheet}", "/evaluations/{sheet}?check=true",
              "/proposals/{judged}"],
    "organiser": [
        "/home", "/units/new", "/units/{regency}/edit", "/units/import", "/editions/new", "/editions/{open}/edit",
        "/editions/{open}/opening",
        "/editions/{open}/edit/groups", "/editions/{open}/edit/form", "/editions/{open}/edit/fields",
        "/editions/{open}/edit/stages", "/editions/{open}/edit/stages/proposal", "/editions/{open}/edit/quotas",
        "/editions/{open}/edit/awards", "/editions/{open}/invitations", "/editions/{open}/quotas", "/quotas",
        "/users", "/users/new", "/users/{juror}", "/named-people", "/api-keys", "/api-keys/new",
        "/api-keys/{key}/rotation", "/webhooks", "/webhooks/new", "/webhooks/{webhook}", "/webhooks/{webhook}/edit",
        "/exhibitions/new", "/exhibitions/{exhibition}", "/exhibitions/{exhibition}/edit",
        "/exhibitions/{exhibition}/signs", "/exhibitions/{exhibition}/statistics", "/exhibitions/{exhibition}/tickets",
        "/exhibitions/{exhibition}/visitors", "/exhibitions/{exhibition}/guest-book?status=pending",
        "/exhibitions/{exhibition}/booths/new", "/booths/{booth}/edit", "/exhibitions/{exhibition}/programme/new",
        "/programme-items/{item}/edit",
        "/proposals?edition_id={judging}",
        "/replications/mine", "/replications/{replicated}/confirmation", "/innovations/{sample}/replications/new",
        "/proposals/{judged}", "/proposals/{judged}/disqualification", "/selection", "/editions/{judging}/edit",
        "/editions/{judging}/stages/proposal", "/editions/{judging}/stages/proposal/jurors",
        "/editions/{judging}/stages/proposal/assignments", "/editions/{judging}/stages/proposal/assignments/new",
        "/editions/{judging}/stages/proposal/assignments/new?proposal_id={judged}",
        "/editions/{judging}/stages/proposal/ranking", "/editions/{judging}/stages/proposal/publication",
        "/editions/{judging}/stages/proposal/plenary?proposal_id={judged}", "/editions/{open}/stages/manfaat",
        "/editions/{judging}/stages/proposal/conflicts", "/editions/{judging}/stages/proposal/declinations",
        "/editions/{judging}/stages/proposal/analysis",
        "/editions/{judging}/stages/proposal/analysis/what-if?n=1", "/editions/{concluded}/stages/proposal/analysis",
        "/editions/{judging}/stages/proposal/analysis/criteria", "/editions/{judging}/stages/proposal/analysis/panel",
        "/editions/{judging}/stages/proposal/analysis/progress", "/editions/{judging}/stages/proposal/analysis/what-if",
        "/editions/{concluded}/stages/presentation/analysis/progress",
        "/help-requests", "/mentorships", "/collaborations",
        "/editions/{concluded}/awards", "/editions/{judging}/awards", "/editions/{judging}/awards/new",
        "/editions/{judging}/awards/new?kind=instrument", "/editions/{judging}/awards/new?kind=free",
        "/editions/{concluded}/awards/proposals", "/awards/{award}", "/awards/{revoked_award}",
        "/editions/{concluded}/ceremony", "/editions/{concluded}/running-order", "/editions/{concluded}/certificates",
        "/nominations", "/nominations/new", "/nominations/new?q=qqqqqq", "/nominations/{nomination}",
        "/nominations/{nomination}/edit", "/nominations/{decided_nomination}",
        "/nominations/new?innovation_id={innovation}",
        "/proposals/{awarded}/explanations/proposal",
        "/proposals/{awarded}/explanations/proposal/notes", "/evaluations/{signed_sheet}/released-notes",
        "/editions/{judging}/stages/proposal/next-readings", "/editions/{judging}/stages/proposal/discussions",
        "/editions/{judging}/stages/proposal/reminders", "/discussions/{discussion}",
        "/editions/{judging}/stages/proposal/jurors/{juror}/departure",
        "/editions/{judging}/stages/proposal/jurors/{juror}/edit",
        "/editions/{concluded}/stages/presentation", "/evaluations/{signed_sheet}", "/innovations/{entry}/edit",
        "/peers", "/peers/new",
        "/evaluations/{signed_sheet}/signature", "/proposals/{awarded}",
    ],
    "auditor": ["/home", "/audit", "/audit?row_id=tidak-ada", "/users", "/api-keys", "/quotas",
                "/proposals?edition_id={judging}", "/proposals/{judged}",
                "/editions/{judging}/stages/proposal/ranking", "/editions/{judging}/stages/proposal/assignments"],
}  # fmt: skip
FRAGMENTS = {"/language/{code}", "/replication-requests/{request_id}",
             "/units/suggestions", "/help-requests/known", "/proposals/writers",
             "/sign-in/oidc", "/sign-in/oidc/callback",
             "/sign-in/second-factor", "/security/totp", "/security/passkeys/new",
             "/editions/{edition_id}/stages/{stage}/proofs/{proposal_id}", "/password",
             "/exhibitions/{exhibition_id}/signs.pdf",
             "/followers/confirmation", "/followers/removal", "/questions/asker",
             "/innovations.atom", "/innovations/feed.json", "/innovations/preview.png",
             "/innovations/{innovation_id}/preview.png", "/open-data.jsonld", "/robots.txt", "/sitemap.xml",
             "/sitemaps/pages.xml", "/sitemaps/innovations-{number}.xml"}  # fmt: skip
"""What is no page: redirects, suggestions of a field, a file to keep, what machines read. And what
the demo cannot stand at, a one-time link and the steps of a second factor: test_hardening.py opens them on a database
of its own. Links of followers and askers are used in tests/delivery."""

_UNIT = "SELECT u.id FROM units u WHERE u.name = 'Puskesmas Contoh 1 Kabupaten Malang'"
_MALANG = "SELECT u.id FROM units u WHERE u.name LIKE '%Kabupaten Malang'"
_DEMO_JUROR = "SELECT id FROM users WHERE email = 'juror@contoh.jipp.example'"
_SHEETS = "SELECT a.id FROM assignments a LEFT JOIN evaluations v ON v.assignment_id = a.id"
_SHEET = f"{_SHEETS} WHERE a.juror_id = ({_DEMO_JUROR})"
_PROPOSAL = "SELECT id FROM proposals WHERE status"
QUERIES = {
    "open": "SELECT id FROM editions WHERE status = 'open'",
    "judging": "SELECT id FROM editions WHERE status = 'judging'",
    "concluded": "SELECT id FROM editions WHERE status = 'concluded' ORDER BY year DESC",
    "regency": "SELECT id FROM units WHERE name = 'Kabupaten Malang'",
    "innovation": "SELECT id FROM innovations ORDER BY id",
    "entry": "SELECT id FROM innovations WHERE proposal_id IS NOT NULL ORDER BY id",
    "draft": f"{_PROPOSAL} = 'draft' AND NOT is_handed_over AND unit_id IN ({_UNIT}) ORDER BY id",
    "handed_over": f"{_PROPOSAL} = 'draft' AND is_handed_over AND unit_id IN ({_MALANG}) ORDER BY id",
    "returned": f"{_PROPOSAL} = 'returned' AND unit_id IN ({_MALANG}) ORDER BY id",
    "submitted": f"{_PROPOSAL} = 'submitted' ORDER BY id",
    "rejected": f"{_PROPOSAL} = 'rejected' ORDER BY id DESC",
    "awarded": f"{_PROPOSAL} = 'awarded' ORDER BY id",
    "revised": "SELECT proposal_id FROM revisions GROUP BY proposal_id ORDER BY count(*) DESC, proposal_id",
    "last_revision": "SELECT max(number) FROM revisions GROUP BY proposal_id ORDER BY count(*) DESC, proposal_id",
    "juror": _DEMO_JUROR,
    "discussion": "SELECT id FROM discussions",
    "exhibition": "SELECT id FROM exhibitions",
    "booth": "SELECT id FROM booths ORDER BY label",
    "item": "SELECT id FROM programme_items ORDER BY id",
    "nomination": "SELECT id FROM nominations WHERE status = 'draft'",
    "decided_nomination": "SELECT id FROM nominations WHERE status = 'decided'",
    "replication": "SELECT id FROM replications WHERE confirmed_at IS NOT NULL AND stage = 'stopped'",
    "replicated": f"SELECT id FROM replications WHERE confirmed_at IS NULL AND unit_id IN ({_UNIT})",
    "sample": "SELECT innovation_id FROM replications WHERE confirmed_at IS NOT NULL ORDER BY id",
    "asked": "SELECT innovation_id FROM questions WHERE answer <> ''",
    "pending": "SELECT id FROM questions WHERE status = 'pending' ORDER BY id",
    "awaiting": "SELECT q.id FROM questions q JOIN innovations i ON i.id = q.innovation_id WHERE i.region_code LIKE"
    " '35.07%' AND q.status = 'published' AND q.answered_at IS NULL ORDER BY q.id",
    "own_help": f"SELECT id FROM help_requests WHERE unit_id IN ({_UNIT})",
    "other_help": f"SELECT id FROM help_requests WHERE status = 'open' AND unit_id NOT IN ({_UNIT})",
    "mentored": "SELECT id FROM mentorships WHERE status = 'running'",
    "proposed_mentorship": "SELECT id FROM mentorships WHERE status = 'proposed'",
    "invitation": f"SELECT id FROM collaborations WHERE status = 'invited' AND unit_id IN ({_UNIT})",
    "joint": f"SELECT c.proposal_id FROM collaborations c JOIN proposals p ON p.id = c.proposal_id WHERE p.unit_id IN"
    f" ({_UNIT})",
    "award": "SELECT id FROM awards WHERE revoked_at IS NULL ORDER BY position DESC",
    "revoked_award": "SELECT id FROM awards WHERE revoked_at IS NOT NULL",
    "award_code": "SELECT code FROM awards WHERE revoked_at IS NULL ORDER BY position DESC",
    "revoked_code": "SELECT code FROM awards WHERE revoked_at IS NOT NULL",
    "key": "SELECT id FROM api_keys",
    "webhook": "SELECT id FROM webhooks",
    "judged": f"SELECT proposal_id FROM assignments WHERE juror_id = ({_DEMO_JUROR}) ORDER BY id DESC",
    "sheet": f"{_SHEET} AND (v.assignment_id IS NULL OR v.signed_at IS NULL) ORDER BY a.id",
    "signed_sheet": f"{_SHEET} AND v.signed_at IS NOT NULL ORDER BY a.id DESC",
}


def find_places(engine: Engine) -> dict[str, str]:
    """The id that each name of ``PAGES`` stands for."""
    with engine.connect() as connection:
        rows = {name: connection.execute(text(query)).first() for name, query in QUERIES.items()}
    missing = [name for name, row in rows.items() if row is None]
    assert not missing, f"the demo has nothing for {missing}"
    return {name: str(row[0]) for name, row in rows.items() if row is not None}
