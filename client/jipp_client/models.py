"""What goes to the API and comes from it, as plain dictionaries.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired

Sex = Literal["female", "male"]

Holder = Literal["panel", "unit"]

HelpDeed = Literal["change", "answer"]

SurveyDeed = Literal["answers", "change"]

MentorshipSide = Literal["mentor", "mentee"]

CertificateState = Literal["valid", "revoked"]

HelpStatus = Literal["open", "solved", "closed"]

QuestionKind = Literal["question", "suggestion"]

Step = Literal["answer", "verification", "panel"]

SurveyStatus = Literal["draft", "open", "closed"]

AwardSource = Literal["tier", "instrument", "free"]

BatchStatus = Literal["running", "done", "stopped"]

EntryStatus = Literal["pending", "shown", "hidden"]

Measure = Literal["bekerja", "melayani", "merespon"]

MentorshipDeed = Literal["accept", "change", "record"]

NominationStatus = Literal["draft", "sent", "decided"]

ExhibitionStatus = Literal["draft", "published", "ended"]

FollowUpStatus = Literal["open", "doing", "done", "dropped"]

QuestionStatus = Literal["pending", "published", "rejected"]

AssessmentStatus = Literal["assessing", "submitted", "final"]

AgeBand = Literal["under_25", "from_25", "from_40", "from_60"]

CollaborationStatus = Literal["invited", "accepted", "declined"]

EditionStatus = Literal["draft", "open", "judging", "concluded"]

PeerState = Literal["waiting", "fetching", "current", "failing"]

MessageStatus = Literal["pending", "sent", "failed", "cancelled"]

ReplicationDeed = Literal["change", "confirm", "take_back", "enter"]

RoundStatus = Literal["draft", "open", "verifying", "panel", "final"]

StepAction = Literal["reported", "moved", "confirmed", "unconfirmed"]

MentorshipStatus = Literal["proposed", "running", "finished", "stopped"]

NationalResult = Literal["passed_administration", "finalist", "top", "not_selected"]

AssessmentDeed = Literal["answer", "submit", "decide", "finalise", "reopen", "follow"]

Role = Literal["organiser", "secretariat", "coordinator", "author", "juror", "auditor"]

Education = Literal["primary", "junior", "senior", "diploma", "bachelor", "postgraduate"]

ReplicationStage = Literal["interest", "agreement", "implementation", "running", "stopped"]

RejectionCause = Literal["complaint", "personal", "duplicate", "unrelated", "abusive", "spam"]

Occupation = Literal["civil_servant", "armed_forces", "private", "self_employed", "student", "other"]

RecordKind = Literal["proposal", "award", "innovation", "replication", "replicated", "assessment", "survey"]

OrganisationKind = Literal[
    "province", "regency", "city", "ministry", "hospital", "school", "enterprise", "community", "other"
]

ProposalStatus = Literal[
    "draft",
    "submitted",
    "returned",
    "verified",
    "rejected",
    "judging",
    "advanced",
    "eliminated",
    "awarded",
    "withdrawn",
    "disqualified",
]

UnitKind = Literal[
    "province",
    "agency",
    "bureau",
    "hospital",
    "technical_unit",
    "regency",
    "city",
    "regional_agency",
    "regional_technical_unit",
    "enterprise",
    "district",
    "village",
]

Event = Literal[
    "proposal.submitted",
    "proposal.returned",
    "proposal.verified",
    "proposal.rejected",
    "proposal.withdrawn",
    "proposal.revived",
    "proposal.advanced",
    "proposal.eliminated",
    "proposal.awarded",
    "proposal.disqualified",
    "edition.opened",
    "edition.closed",
    "stage.published",
    "replication.reported",
    "replication.moved",
    "replication.confirmed",
]


class Admission(TypedDict):
    """A visitor without a browser, let in at the door."""

    id: str
    token: str | None


class AdvanceRule(TypedDict):
    """Who goes on after publication; ties at the last place all do."""

    kind: NotRequired[Literal["top_n", "passing_grade", "quota", "all"]]
    n: NotRequired[int | None]
    grade: NotRequired[float | None]
    by: NotRequired[Literal["group", "category"]]
    quotas: NotRequired[dict[str, int]]


class AgreementRead(TypedDict):
    """How far the jurors of a stage agree; null where the sheets cannot tell."""

    alpha: EstimateRead | None
    icc_single: EstimateRead | None
    icc_mean: EstimateRead | None
    icc_crossed: float | None
    icc_crossed_mean: float | None
    kendall_w: float | None


class ApiKeyCreate(TypedDict):
    """A new key: for which unit, as which role, for which actions, until when."""

    name: str
    unit_id: str
    role: NotRequired[Role]
    scopes: list[str]
    expires_at: NotRequired[str | None]


class ApiKeyCreated(TypedDict):
    """A key at its making: the only time that the secret is shown."""

    id: str
    name: str
    unit_id: str
    role: Role
    scopes: list[str]
    prefix: str
    created_at: str
    expires_at: str
    revoked_at: str | None
    last_used_at: str | None
    replaced_by: str | None
    made_with: str | None
    version: int
    key: str


class ApiKeyRead(TypedDict):
    """A key without its secret."""

    id: str
    name: str
    unit_id: str
    role: Role
    scopes: list[str]
    prefix: str
    created_at: str
    expires_at: str
    revoked_at: str | None
    last_used_at: str | None
    replaced_by: str | None
    made_with: str | None
    version: int


class ApiKeyRotation(TypedDict):
    """When the old key ends: in a day unless said otherwise, at most in seven."""

    old_until: NotRequired[str | None]


class Asked(TypedDict):
    """What was taken in: it is looked at before anybody else sees it."""

    id: str
    innovation_id: str
    status: QuestionStatus


class AspectRead(TypedDict):
    """Points of one aspect (an item at the top), out of its weight."""

    item: str
    title: str
    points: float | None
    weight: float


class AssessmentDocumentRead(TypedDict):
    """A file of evidence without its bytes."""

    id: str
    assessment_id: str
    item: str
    filename: str
    media_type: str
    size: int
    sha256: str
    created_at: str
    version: int


class AssessmentRead(TypedDict):
    """An assessment whole: the raport."""

    id: str
    round_id: str
    round_title: str
    round_status: RoundStatus
    instrument: str
    year: int
    unit_id: str
    unit_name: str
    unit_kind: str
    status: AssessmentStatus
    is_final: bool
    is_reopened: bool
    changed_at: str
    submitted_at: str | None
    finalised_at: str | None
    score: float | None
    letter: str | None
    predicate: str | None
    asked_count: int
    answered_count: int
    is_sample: bool
    version: int
    regulation: str
    notice: str
    assess_until: str | None
    reopening_reason: str
    total: float
    maximum: float
    items: list[ItemRead]
    levels: list[LevelRead]
    facts: list[FactRead]
    open: list[str]
    letters: list[str]
    allowed: list[AssessmentDeed]


class AssessmentRoundCreate(TypedDict):
    """A new round, to be set up. Without `unit_ids` all active units of the instrument's kinds take part."""

    instrument_id: str
    year: NotRequired[int | None]
    title: NotRequired[str | None]
    unit_ids: NotRequired[list[str] | None]
    assess_until: NotRequired[str | None]
    verify_until: NotRequired[str | None]
    decide_until: NotRequired[str | None]


class AssessmentRoundRead(TypedDict):
    """A round whole."""

    id: str
    instrument_id: str
    instrument: str
    title: str
    year: int
    status: RoundStatus
    assess_until: str | None
    verify_until: str | None
    decide_until: str | None
    is_public: bool
    unit_count: int
    submitted_count: int
    final_count: int
    is_sample: bool
    version: int
    regulation: str
    notice: str
    items: list[RoundItem]
    may_manage: bool
    open_work: OpenWork | None
    next_statuses: list[RoundStatus]
    years: list[YearMean]


class AssessmentRoundSummary(TypedDict):
    """A round in a list."""

    id: str
    instrument_id: str
    instrument: str
    title: str
    year: int
    status: RoundStatus
    assess_until: str | None
    verify_until: str | None
    decide_until: str | None
    is_public: bool
    unit_count: int
    submitted_count: int
    final_count: int
    is_sample: bool
    version: int


class AssessmentRoundUpdate(TypedDict):
    """Changes to a round; `year` and `unit_ids` only while it is a draft."""

    year: NotRequired[int | None]
    title: NotRequired[str | None]
    unit_ids: NotRequired[list[str] | None]
    assess_until: NotRequired[str | None]
    verify_until: NotRequired[str | None]
    decide_until: NotRequired[str | None]
    status: NotRequired[RoundStatus | None]
    is_public: NotRequired[bool | None]


class AssessmentSummary(TypedDict):
    """An assessment in a list."""

    id: str
    round_id: str
    round_title: str
    round_status: RoundStatus
    instrument: str
    year: int
    unit_id: str
    unit_name: str
    unit_kind: str
    status: AssessmentStatus
    is_final: bool
    is_reopened: bool
    changed_at: str
    submitted_at: str | None
    finalised_at: str | None
    score: float | None
    letter: str | None
    predicate: str | None
    asked_count: int
    answered_count: int
    is_sample: bool
    version: int


class AssignmentRead(TypedDict):
    """Who reads what, and how far."""

    id: str
    edition_id: str
    stage: str
    proposal_id: str
    proposal_number: str | None
    proposal_title: str
    juror_id: str
    juror_name: str
    status: Literal["untouched", "draft", "signed"]
    total: float | None
    seconds_spent: int
    updated_at: str
    version: int


class AuditChange(TypedDict):
    """One row that a deed changed, with its digest before (null: it was not there) and after (null: it is gone)."""

    table: str
    id: str
    before: str | None
    after: str | None


class AuditEntryRead(TypedDict):
    """One entry of the audit log."""

    id: str
    chain: str
    sequence: int
    at: str
    actor_kind: Literal["anonymous", "user", "key", "system"]
    actor_id: str | None
    actor_name: str | None
    session_id: str | None
    request_id: str | None
    action: str
    changes: list[AuditChange]
    about: dict[str, Any]
    hash: str
    body: str


class AwardCreate(TypedDict):
    """An award to give. Exactly one of `tier`, `instrument` and `title` says which."""

    tier: NotRequired[str | None]
    instrument: NotRequired[str | None]
    title: NotRequired[str | None]
    proposal_id: NotRequired[str | None]
    unit_id: NotRequired[str | None]
    category: NotRequired[str]
    result: NotRequired[str]
    year: NotRequired[int | None]
    reason: NotRequired[str]
    supplementary_reason: NotRequired[str | None]
    replaces_id: NotRequired[str | None]


class AwardRead(TypedDict):
    """An award."""

    id: str
    edition_id: str
    source: AwardSource
    tier: str | None
    title: str
    category: str
    result: str
    rank: int | None
    reason: str
    position: int
    proposal_id: str | None
    number: str | None
    innovation_title: str | None
    innovation_id: str | None
    unit_id: str
    unit_name: str
    region_code: str | None
    assessment_id: str | None
    is_reopened: bool | None
    code: str
    given_at: str
    revoked_at: str | None
    revocation_reason: str | None
    supplementary_reason: str | None
    replaces_id: str | None
    is_sample: bool
    version: int


class AwardTier(TypedDict):
    """A label of the award, best first; `size` null means no fixed number."""

    key: str
    title: str
    size: NotRequired[int | None]


class AwardUpdate(TypedDict):
    """Changes before the awards are published."""

    tier: NotRequired[str | None]
    title: NotRequired[str | None]
    category: NotRequired[str | None]
    result: NotRequired[str | None]
    reason: NotRequired[str | None]


class AwardsFromRound(TypedDict):
    """Awards by the results of a final round. Exactly one of `letter`, `level` and `top` is the rule."""

    round_id: str
    letter: NotRequired[str | None]
    level: NotRequired[str | None]
    top: NotRequired[int | None]
    item: NotRequired[str | None]
    instrument: NotRequired[str | None]
    dry_run: NotRequired[bool]
    supplementary_reason: NotRequired[str | None]


class AwardsOfRound(TypedDict):
    """What a round proposes, and how much of it was given now."""

    dry_run: bool
    created: int
    items: list[RoundAward]


class AwardsProposed(TypedDict):
    """Awards by the published ranking: the tiers with a size, and the best of a group that a tier is named after."""

    dry_run: NotRequired[bool]
    supplementary_reason: NotRequired[str | None]


class BatchRead(TypedDict):
    """How far the certificates of an edition are."""

    edition_id: str
    status: BatchStatus | None
    signer: str
    needs_passphrase: bool
    total: int
    done: int
    error: str
    made: int
    stale: int
    awards: int
    started_at: str | None
    finished_at: str | None


class BatchStart(TypedDict):
    """Makes the certificates that are missing or out of date."""

    nik: NotRequired[str | None]
    passphrase: NotRequired[str | None]


class BoardRead(TypedDict):
    """The live board."""

    exhibition: ExhibitionSummary
    totals: Totals
    useful: list[ExhibitFigures]
    visited: list[BoothFigures]
    ideas: list[str]
    programme: list[ProgrammeItemRead]
    vote_window: VoteWindow
    hides_sums: bool


class BoothFigures(TypedDict):
    """A booth and how many came."""

    booth_id: str
    label: str
    title: str
    unit_name: str | None
    visits: int
    votes: int | None


class BoothRead(TypedDict):
    """A booth with what it shows."""

    id: str
    exhibition_id: str
    label: str
    code: str
    title: str
    unit_id: str | None
    unit_name: str | None
    exhibits: list[ExhibitRead]
    version: int


class Called(TypedDict):
    """One line of the running order (susunan acara)."""

    position: int
    award_id: str
    title: str
    category: str
    result: str
    rank: int | None
    innovation_title: str | None
    unit_name: str
    reason: str
    supplementary_reason: str | None
    is_sample: bool


class CatalogueDigest(TypedDict):
    """Where the catalogue stands: the last sequence, the cursor behind it, how many innovations, and their digest."""

    sequence: int
    next: str
    count: int
    digest: str


class Category(TypedDict):
    """Kategori (field of service)."""

    key: str
    title: str


class CeremonyRead(TypedDict):
    """The ceremony as everybody may see it once the awards are published."""

    edition_id: str
    title: str
    place: str
    held_on: str | None
    signatory_title: str
    signatory_name: str
    decree_number: str
    decree_date: str | None
    decree_title: str
    contact: str
    published_at: str | None
    awards: int
    version: int


class CeremonyUpdate(TypedDict):
    """Changes to the ceremony; what is left out stays."""

    title: NotRequired[str | None]
    place: NotRequired[str | None]
    held_on: NotRequired[str | None]
    signatory_title: NotRequired[str | None]
    signatory_name: NotRequired[str | None]
    decree_number: NotRequired[str | None]
    decree_date: NotRequired[str | None]
    decree_title: NotRequired[str | None]
    contact: NotRequired[str | None]


class Change(TypedDict):
    """A change with the innovation as it is now; null where it is no longer there."""

    sequence: int
    kind: Literal["innovation"]
    id: str
    action: Literal["upsert", "removal"]
    at: str
    data: InnovationRead | None


class Changes(TypedDict):
    """A page of the feed. `next` is where to go on, also when nothing is new."""

    items: list[Change]
    next: str
    has_more: bool


class Checklist(TypedDict):
    """Whether the nomination meets the national rules as far as they can be checked here."""

    complete: bool
    rules: list[ChecklistRule]


class ChecklistRule(TypedDict):
    """One rule of the national competition; a failing `warning` is advice."""

    rule: str
    ok: bool
    level: Literal["error", "warning"]
    message: str
    who: Literal["unit", "organiser"]
    field: NotRequired[str | None]


class CheckpointRead(TypedDict):
    """A published stage's checkpoint."""

    id: str
    edition_id: str
    stage: str
    size: int
    public_key: str
    note: str
    created_at: str
    version: int


class CollaborationAnswer(TypedDict):
    """Whether the invited unit takes part; `reason` may say why not."""

    is_accepted: bool
    reason: NotRequired[str]


class CollaborationCreate(TypedDict):
    """Invites a unit; `part` is what it contributes."""

    unit_id: str
    part: NotRequired[str]


class CollaborationRead(TypedDict):
    """A collaboration. `is_open` tells whether it can still change: while the proposal is written, or mended after"""

    id: str
    proposal_id: str
    proposal_title: str
    edition_id: str
    proposal_unit_id: str
    proposal_unit_name: str
    unit_id: str
    unit_name: str
    unit_kind: UnitKind
    status: CollaborationStatus
    part: str
    reason: str
    created_at: str
    answered_at: str | None
    is_open: bool
    is_sample: bool
    version: int


class Collaborator(TypedDict):
    """A unit that took part in an innovation, as everybody sees it."""

    unit_id: str
    unit_name: str
    unit_kind: UnitKind
    part: str


class ConfirmationCreate(TypedDict):
    """The assessments whose own values of an indicator its owner finds right, as they were at `seen_until`."""

    assessment_ids: list[str]
    seen_until: str


class ConfirmationReport(TypedDict):
    """How many values were confirmed; the others were not sent in, say nothing or that the indicator does not apply,"""

    confirmed: int
    left: int


class CriterionOutput(TypedDict):
    """A node of a rubric. Only leaves are scored, 0–100; a node with children weighs what they weigh together."""

    key: str
    title: str
    guidance: NotRequired[str]
    weight: float
    section: NotRequired[str | None]
    children: NotRequired[list[CriterionOutput]]


class Dataset(TypedDict):
    """A dataset with its metadata: concept and definition, what a row is, period, source, and how often it changes."""

    key: str
    title: str
    definition: str
    row: str
    period: str
    start_year: int | None
    end_year: int | None
    source: str
    update_frequency: Literal["continuous"]
    changed_at: str | None
    keywords: list[str]
    count: int | None
    columns: list[OpenColumn]
    distributions: list[Distribution]


class DeliveryRead(TypedDict):
    """One event on its way to one webhook, with how the last attempt went."""

    id: str
    event_id: str
    topic: str
    payload: dict[str, Any]
    status: MessageStatus
    attempts: int
    due_at: str
    created_at: str
    finished_at: str | None
    response_code: int | None
    duration_ms: int | None
    response_excerpt: str
    error: str


class Difference(TypedDict):
    """A piece of text that was kept, inserted or deleted."""

    kind: Literal["kept", "inserted", "deleted"]
    text: str


class Distribution(TypedDict):
    """One form in which a dataset can be had."""

    format: str
    media_type: str
    url: str
    description: str
    is_download: bool


class DocumentRead(TypedDict):
    """An evidence file without its bytes."""

    id: str
    proposal_id: str
    kind: str
    section: str | None
    filename: str
    media_type: str
    size: int
    sha256: str
    created_at: str
    version: int


class EarlierFile(TypedDict):
    """A genuine file of a certificate that was issued and then replaced by a newer issue."""

    sha256: str
    signer: str
    made_at: str
    replaced_at: str


class EditionFigures(TypedDict):
    """One edition in figures; `submitted` counts every proposal that was ever sent in."""

    edition_id: str
    year: int
    participants: int
    drafts: int
    submitted: int
    verified: int
    advanced: int
    awarded: int


class EditionRead(TypedDict):
    """An edition with its whole configuration."""

    id: str
    year: int
    name: str
    theme: str
    status: EditionStatus
    opens_at: str
    closes_at: str
    is_sample: bool
    version: int
    note: NotRequired[str]
    minimum_age_months: int
    groups: list[Group]
    categories: list[Category]
    form: list[FormSection]
    fields: list[FormField]
    required_documents: list[RequiredDocument]
    stages: list[StageOutput]
    quota_rules: list[QuotaRule]
    award_tiers: list[AwardTier]
    published_stages: list[str]


class EditionSummary(TypedDict):
    """An edition in a list."""

    id: str
    year: int
    name: str
    theme: str
    status: EditionStatus
    opens_at: str
    closes_at: str
    is_sample: bool
    version: int


class ElementResult(TypedDict):
    """One of the nine elements."""

    number: int
    key: str
    title: str
    mean: float | None
    weighted: float | None
    index: float | None


class EstimateRead(TypedDict):
    """A figure with its 90 % interval."""

    value: float
    low: float
    high: float


class EvaluationRead(TypedDict):
    """A score sheet."""

    assignment_id: str
    edition_id: str
    stage: str
    proposal_id: str
    juror_id: str
    scores: dict[str, float]
    notes: dict[str, str]
    recommendation: str
    total: float | None
    missing: list[str]
    seconds_spent: int
    signed_at: str | None
    updated_at: str
    version: int


class Evidence(TypedDict):
    """A released document; its bytes are at `/innovations/{id}/evidence/{document_id}`."""

    document_id: str
    title: str


class EvidenceInput(TypedDict):
    """A document of the innovation's proposal that everybody may read, under a title of its own."""

    document_id: str
    title: str


class ExhibitFigures(TypedDict):
    """What is shown at a booth, and how many find it useful."""

    exhibit_id: str
    booth_label: str
    title: str
    unit_name: str
    votes: int | None


class ExhibitRead(TypedDict):
    """What a booth shows; `id` is what a vote names."""

    id: str
    innovation_id: str | None
    proposal_id: str | None
    title: str
    unit_name: str


class ExhibitionRead(TypedDict):
    """An exhibition whole."""

    id: str
    name: str
    place: str
    starts_on: str
    ends_on: str
    status: ExhibitionStatus
    is_sample: bool
    version: int
    about: str
    address: str
    latitude: float | None
    longitude: float | None
    hours: str
    edition_id: str | None
    stage: str | None
    votes_open_at: str | None
    votes_close_at: str | None
    votes_need_ticket: bool
    vote_window: VoteWindow


class ExhibitionSummary(TypedDict):
    """An exhibition in a list."""

    id: str
    name: str
    place: str
    starts_on: str
    ends_on: str
    status: ExhibitionStatus
    is_sample: bool
    version: int


class ExplainedCriterion(TypedDict):
    """What the jurors gave on one criterion, beside the field."""

    criterion: str
    title: str
    weight: float
    mean: float
    low: float
    high: float
    field: Quartiles | None
    gain: float | None


class ExplainedReading(TypedDict):
    """One juror's sheet. The number tells nobody who it is: the order is a lot that stays the same."""

    juror: int
    total: float
    adjusted: float | None
    share: float | None
    scores: dict[str, float]
    notes: list[ReleasedNote]
    recommendation: str


class ExplainedSteps(TypedDict):
    """From the raw mean to the calibrated score, in points: they add up to it exactly."""

    mean: float
    ends: float
    lenience: float
    scale: float
    weighting: float
    caution: float


class ExplanationRead(TypedDict):
    """Why a proposal has the result it has, from the published result and the signed sheets behind it."""

    proposal_id: str
    number: str | None
    title: str
    unit: str
    edition_id: str
    edition_name: str
    year: int
    stage: str
    stage_name: str
    method: str
    published_at: str
    is_sample: bool
    rank: int
    of: int
    places: int
    advanced: bool
    plenary: str | None
    moved_others: int
    score: float
    stage_score: float
    is_combined: bool
    reviews: int
    raw_mean: float
    field: Quartiles | None
    calibrated: float | None
    standard_error: float | None
    rank_low: int | None
    rank_high: int | None
    probability_top: float | None
    chance: Literal["certain", "likely", "open", "unlikely", "remote"] | None
    last_score: float | None
    gap: float | None
    needed: float | None
    steps: ExplainedSteps | None
    criteria: list[ExplainedCriterion]
    readings: list[ExplainedReading]
    told: NotRequired[list[Told]]


class FacetValue(TypedDict):
    """One value of a facet: what a filter takes, what people read, and how many innovations have it."""

    value: str
    label: str
    count: int


class Facets(TypedDict):
    """How many innovations pass the filters, and how they divide; each facet without its own filter."""

    total: int
    year: list[FacetValue]
    category: list[FacetValue]
    group: list[FacetValue]
    region_code: list[FacetValue]
    unit_kind: list[FacetValue]
    award: list[FacetValue]
    origin: list[FacetValue]
    sdg: list[FacetValue]
    is_digital: list[FacetValue]
    is_replicated: list[FacetValue]


class FactPut(TypedDict):
    """A fact; null takes it away."""

    value: float | str | None


class FactRead(TypedDict):
    """A fact that gates ask for."""

    fact: str
    title: str
    kind: str
    choices: list[str]
    value: str | None
    version: int


class FollowAsked(TypedDict):
    """The same whether the address follows already or not: what comes next is in the letter."""

    innovation_id: str


class FollowUpCreate(TypedDict):
    """A new row of the matrix."""

    item: NotRequired[str | None]
    recommendation: str
    plan: NotRequired[str]
    owner: NotRequired[str]
    due_on: NotRequired[str | None]


class FollowUpRead(TypedDict):
    """A row of the matrix."""

    id: str
    assessment_id: str
    item: str | None
    recommendation: str
    plan: str
    owner: str
    due_on: str | None
    status: FollowUpStatus
    is_overdue: bool
    is_sample: bool
    version: int


class FollowUpUpdate(TypedDict):
    """Changes; what is left out stays."""

    recommendation: NotRequired[str | None]
    plan: NotRequired[str | None]
    owner: NotRequired[str | None]
    due_on: NotRequired[str | None]
    status: NotRequired[FollowUpStatus | None]


class FollowerCreate(TypedDict):
    """Who wants to follow an innovation."""

    email: str


class FollowerRead(TypedDict):
    """What a link is about."""

    innovation_id: str
    innovation_title: str
    is_confirmed: bool


class FormField(TypedDict):
    """One short answer of the form beside the narratives, for instance the IGA registration number."""

    key: str
    title: str
    guidance: NotRequired[str]
    kind: NotRequired[Literal["text", "choice", "date", "url", "yes_no"]]
    choices: NotRequired[list[str]]
    is_required: NotRequired[bool]
    is_private: NotRequired[bool]


class FormSection(TypedDict):
    """One narrative of the form; `weight` is its share of the score where jurors score by section."""

    key: str
    title: str
    guidance: NotRequired[str]
    evidence: NotRequired[str]
    max_words: int
    weight: NotRequired[float]
    is_required: NotRequired[bool]


class FoundInnovation(TypedDict):
    """An innovation in the list of the catalogue."""

    id: str
    title: str
    unit_id: str | None
    unit_name: str
    unit_kind: UnitKind | None
    region_code: str | None
    latitude: float | None
    longitude: float | None
    year: int
    group_title: str
    category_title: str
    award: str
    national_award: str
    is_digital: bool | None
    replication_count: int
    origin_name: NotRequired[str | None]
    origin_url: NotRequired[str | None]
    is_sample: bool
    summary: str
    distance_km: NotRequired[float | None]


class Funnel(TypedDict):
    """How many reach each step."""

    edition_id: str | None
    steps: list[FunnelStep]


class FunnelStep(TypedDict):
    """One step from draft to award."""

    step: str
    count: int


class GateCriterion(TypedDict):
    """A criterion that has to be met at all; each is answered in a few words."""

    key: str
    title: str
    guidance: NotRequired[str]
    max_words: int


class GateRead(TypedDict):
    """A fact beside what it must be; `is_passed` is null as long as it is not known."""

    fact: str
    title: str
    value: str | None
    wanted: str
    is_passed: bool | None


class Group(TypedDict):
    """Kelompok: umum, replikasi, khusus ..."""

    key: str
    title: str
    counts: NotRequired[bool]
    by_invitation: NotRequired[bool]
    needs_origin: NotRequired[bool]


class GroupResult(TypedDict):
    """The index of those who share an answer about themselves; null where they would be fewer than five."""

    of: Literal["age", "sex", "education", "occupation"]
    value: str | None
    n: int | None
    index: float | None


class GuestBookCreate(TypedDict):
    """An idea for the guest book; it is read before it is shown."""

    text: str
    name: NotRequired[str]


class GuestBookRead(TypedDict):
    """A line of the guest book."""

    id: str
    exhibition_id: str
    text: str
    name: str
    status: EntryStatus
    created_at: str
    version: int


class HelpAnswerCreate(TypedDict):
    """A unit answers: with `innovation_id` it points to what solved it, without it offers help."""

    unit_id: str
    text: str
    innovation_id: NotRequired[str | None]


class HelpAnswerRead(TypedDict):
    """An answer."""

    id: str
    help_request_id: str
    unit_id: str
    unit_name: str
    innovation_id: str | None
    innovation_title: str | None
    text: str
    is_helpful: bool
    is_own: bool
    created_at: str
    is_sample: bool
    version: int


class HelpRequestCreate(TypedDict):
    """A unit asks the others."""

    unit_id: str
    title: str
    text: str


class HelpRequestRead(TypedDict):
    """One request, with what this reader may do with it."""

    id: str
    unit_id: str
    unit_name: str
    region_code: str | None
    title: str
    text: str
    status: HelpStatus
    answer_count: int
    created_at: str
    closed_at: str | None
    is_sample: bool
    version: int
    allowed: list[HelpDeed]


class HelpRequestSummary(TypedDict):
    """A request in a list."""

    id: str
    unit_id: str
    unit_name: str
    region_code: str | None
    title: str
    text: str
    status: HelpStatus
    answer_count: int
    created_at: str
    closed_at: str | None
    is_sample: bool
    version: int


class HelpRequestUpdate(TypedDict):
    """Mends the text, or says that it is solved or closed; `open` asks again."""

    title: NotRequired[str | None]
    text: NotRequired[str | None]
    status: NotRequired[HelpStatus | None]


class HourFigures(TypedDict):
    """One hour: visits and votes in it."""

    hour: str
    visits: int
    votes: int


class Impact(TypedDict):
    """One thing that was measured before and after."""

    measure: str
    before: str
    after: str


class ImpactInput(TypedDict):
    """One thing that was measured: what, and its value before and after, each with its unit."""

    measure: str
    before: str
    after: str


class IndicatorOwnerPut(TypedDict):
    """The unit that verifies the indicator from now on."""

    unit_id: str


class InnovationRead(TypedDict):
    """An innovation whole."""

    id: str
    title: str
    unit_id: str | None
    unit_name: str
    unit_kind: UnitKind | None
    region_code: str | None
    latitude: float | None
    longitude: float | None
    year: int
    group_title: str
    category_title: str
    award: str
    national_award: str
    is_digital: bool | None
    replication_count: int
    origin_name: NotRequired[str | None]
    origin_url: NotRequired[str | None]
    is_sample: bool
    summary: str
    proposal_id: str | None
    group: str | None
    category: str | None
    source: str
    english_abstract: str
    contact: str
    started_on: str | None
    sdgs: list[int]
    impact: list[Impact]
    evidence: list[Evidence]
    sections: list[dict[str, str]]
    created_at: str
    version: int


class InnovationUpdate(TypedDict):
    """What the unit adds to its entry; what is left out stays. The judged text itself is not changed."""

    english_abstract: NotRequired[str | None]
    contact: NotRequired[str | None]
    impact: NotRequired[list[ImpactInput] | None]
    evidence: NotRequired[list[EvidenceInput] | None]


class InstrumentChange(TypedDict):
    """One thing that a file says otherwise than the one it is compared with."""

    part: Literal["file", "item", "predicate", "fact", "level", "threshold", "gate"]
    key: str
    name: str
    before: str | None
    after: str | None


class InstrumentCreate(TypedDict):
    """The YAML text of a file (docs/instruments.md); with `dry_run` it is only checked."""

    text: str
    dry_run: NotRequired[bool]
    reseal: NotRequired[bool]


class InstrumentRead(TypedDict):
    """An instrument whole."""

    id: str
    instrument: str
    year: int
    title: str
    regulation: str
    notice: str
    kinds: list[str]
    is_shipped: bool
    is_used: bool
    seal: str
    sources: list[str]
    open: list[str]
    definition: dict[str, Any]
    text: str


class InstrumentSent(TypedDict):
    """An instrument as it was sent, and what it says otherwise than the one before it."""

    id: str
    instrument: str
    year: int
    title: str
    regulation: str
    notice: str
    kinds: list[str]
    is_shipped: bool
    is_used: bool
    seal: str
    sources: list[str]
    open: list[str]
    definition: dict[str, Any]
    text: str
    compared_with: str | None
    changes: list[InstrumentChange]
    warnings: list[str]


class InstrumentSummary(TypedDict):
    """An instrument in the list."""

    id: str
    instrument: str
    year: int
    title: str
    regulation: str
    notice: str
    kinds: list[str]
    is_shipped: bool
    is_used: bool


class ItemRead(TypedDict):
    """An item of the tree: points out of weight, and of an indicator all its values."""

    item: str
    title: str
    depth: int
    parent: str | None
    is_component: bool
    scale: str | None
    choices: list[str]
    minimum: float | None
    maximum: float | None
    evidence: str | None
    owner: str | None
    owner_unit_id: str | None
    source: str | None
    source_year: int | None
    open: str | None
    state: str
    weight: float
    points: float
    converted: float | None
    raw: str | None
    counts: str | None
    fault: str | None
    is_answer_newer: bool
    values: list[ValueRead]
    documents: list[AssessmentDocumentRead]


class JurorFinding(TypedDict):
    """What a juror is like beside the others."""

    juror_id: str
    readings: int
    severity: float
    severity_low: float
    severity_high: float
    scale: float
    noise: float
    consistency: float
    outliers: float
    flags: list[JurorFlag]


class JurorFlag(TypedDict):
    """Something to look at. It changes no score."""

    code: Literal[
        "severe",
        "lenient",
        "narrow",
        "wide",
        "noisy",
        "outliers",
        "contrary",
        "same_scores",
        "copied",
        "alike",
        "favours",
    ]
    other_id: str | None
    value: float
    usual: float
    sheets: int
    chance: float


class LeafProof(TypedDict):
    """A leaf and the way from it to the checkpoint's root."""

    kind: Literal["result", "sheet"]
    index: int
    leaf: str
    hashes: list[str]


class LeagueLine(TypedDict):
    """An innovation by its confirmed replications."""

    rank: int
    innovation_id: str
    innovation_title: str
    unit_id: str | None
    unit_name: str
    replications: int
    running: int
    outside: int
    days_to_running: float | None


class LeagueRow(TypedDict):
    """A unit in the recap."""

    rank: int | None
    assessment_id: str
    unit_id: str
    unit_name: str
    unit_kind: str
    is_final: bool
    answered_count: int
    asked_count: int
    score: float | None
    letter: str | None
    predicate: str | None
    aspects: list[AspectRead]
    levels: list[LevelVerdict]


class LevelRead(TypedDict):
    """A distinction (WBK, WBBM): passed, failed or open."""

    key: str
    title: str
    verdict: str
    thresholds: list[ThresholdRead]
    gates: list[GateRead]
    raises: list[RaiseRead]
    meets_minima: bool
    is_enough: bool


class LevelVerdict(TypedDict):
    """A level (WBK, WBBM) and whether a unit has it: passed, failed or open."""

    key: str
    title: str
    verdict: str


class LiftRead(TypedDict):
    """The fewest indicators that lift the result to the letter or a better one."""

    letter: str
    needed: float
    is_enough: bool
    steps: list[LiftStep]


class LiftStep(TypedDict):
    """An indicator to be made full: what it adds, and the total afterwards."""

    item: str
    title: str
    gain: float
    total: float
    raw: str | None
    raw_needed: str | None


class MentoringSessionCreate(TypedDict):
    """A meeting that took place."""

    held_on: str
    minutes: int
    is_online: NotRequired[bool]
    topics: str
    agreed: NotRequired[str]


class MentoringSessionRead(TypedDict):
    """A meeting."""

    id: str
    mentorship_id: str
    held_on: str
    minutes: int
    is_online: bool
    topics: str
    agreed: str
    created_at: str
    version: int


class MentorshipCreate(TypedDict):
    """One side proposes; the other accepts. Who writes for both units begins it at once."""

    mentor_unit_id: str
    mentee_unit_id: str
    goal: str
    help_request_id: NotRequired[str | None]


class MentorshipRead(TypedDict):
    """One mentorship, with what this reader may do with it now."""

    id: str
    mentor_unit_id: str
    mentor_unit_name: str
    mentee_unit_id: str
    mentee_unit_name: str
    proposed_by: MentorshipSide
    help_request_id: str | None
    goal: str
    status: MentorshipStatus
    began_on: str | None
    ended_on: str | None
    outcome: str
    session_count: int
    minutes: int
    created_at: str
    is_sample: bool
    version: int
    allowed: list[MentorshipDeed]


class MentorshipSummary(TypedDict):
    """A mentorship in a list."""

    id: str
    mentor_unit_id: str
    mentor_unit_name: str
    mentee_unit_id: str
    mentee_unit_name: str
    proposed_by: MentorshipSide
    help_request_id: str | None
    goal: str
    status: MentorshipStatus
    began_on: str | None
    ended_on: str | None
    outcome: str
    session_count: int
    minutes: int
    created_at: str
    is_sample: bool
    version: int


class MentorshipUpdate(TypedDict):
    """Changes goal and outcome; `finished` needs an outcome, `stopped` ends it (or declines it) without one."""

    goal: NotRequired[str | None]
    outcome: NotRequired[str | None]
    status: NotRequired[Literal["finished", "stopped"] | None]


class NationalAward(TypedDict):
    """A national award as everybody may see it."""

    competition: str
    year: int
    label: str
    decided_on: str
    url: str


class NationalGroup(TypedDict):
    """A group of the national competition."""

    key: str
    title: str
    minimum_age_months: int
    allows_awarded: bool


class NationalRules(TypedDict):
    """The form and the rules of one year."""

    competition: str
    short: str
    name: str
    year: int
    note: NotRequired[str]
    groups: list[NationalGroup]
    criteria: list[GateCriterion]
    sections: list[FormSection]
    documents: list[RequiredDocument]


class Network(TypedDict):
    """Who learned from whom, by confirmed replications."""

    nodes: list[NetworkNode]
    edges: list[NetworkEdge]
    total: int


class NetworkEdge(TypedDict):
    """Who learned from whom: from the origin unit to the replicator."""

    source: str
    target: str
    replication_id: str
    innovation_id: str
    innovation_title: str
    stage: ReplicationStage
    year: int
    is_sample: bool


class NetworkNode(TypedDict):
    """Somebody in the network; `id` is a unit's, or stands for an outside organisation."""

    id: str
    name: str
    unit_id: str | None
    taught: int
    learned: int


class NominationCreate(TypedDict):
    """Puts an innovation up; its text is taken over as far as the national form has the same sections."""

    innovation_id: str
    competition: NotRequired[str]
    year: int
    group: NotRequired[str]
    closes_on: NotRequired[str | None]


class NominationPackage(TypedDict):
    """All that goes to the national competition, always in Indonesian."""

    id: str
    innovation_id: str
    status: NominationStatus
    competition: str
    year: int
    group: str
    title: str
    unit: str
    region_code: str | None
    provincial_award: str
    category: str
    sdgs: list[int]
    started_on: str | None
    closes_on: str | None
    criteria: list[PackagedText]
    sections: list[PackagedText]
    english_abstract: str
    documents: list[PackagedDocument]
    complete: bool
    is_sample: bool
    version: int


class NominationRead(TypedDict):
    """A nomination whole, with the form that it is written by."""

    id: str
    innovation_id: str
    innovation_title: str
    unit_id: str | None
    unit_name: str
    competition: str
    year: int
    group: str
    title: str
    status: NominationStatus
    closes_on: str | None
    sent_on: str | None
    result: NationalResult | None
    result_label: str
    decided_on: str | None
    is_sample: bool
    updated_at: str
    version: int
    proposal_id: str | None
    started_on: str | None
    earlier_award: str
    reference: str
    result_url: str
    notes: str
    english_abstract: str
    documents: list[str]
    answers: dict[str, str]
    sections: dict[str, str]
    form: NationalRules


class NominationSummary(TypedDict):
    """A nomination in a list."""

    id: str
    innovation_id: str
    innovation_title: str
    unit_id: str | None
    unit_name: str
    competition: str
    year: int
    group: str
    title: str
    status: NominationStatus
    closes_on: str | None
    sent_on: str | None
    result: NationalResult | None
    result_label: str
    decided_on: str | None
    is_sample: bool
    updated_at: str
    version: int


class NominationUpdate(TypedDict):
    """What is written; `sections` and `answers` are merged by key, `documents` replaced."""

    title: NotRequired[str | None]
    group: NotRequired[str | None]
    closes_on: NotRequired[str | None]
    started_on: NotRequired[str | None]
    earlier_award: NotRequired[str | None]
    english_abstract: NotRequired[str | None]
    notes: NotRequired[str | None]
    sections: NotRequired[dict[str, str] | None]
    answers: NotRequired[dict[str, str] | None]
    documents: NotRequired[list[str] | None]


class OpenColumn(TypedDict):
    """A column: its name in every file, what it holds, and in which unit it is measured."""

    name: str
    type: Literal["text", "integer", "number", "boolean", "date", "datetime", "list", "object"]
    description: str
    unit: str | None


class OpenData(TypedDict):
    """All datasets, who gives them, and under which licence."""

    title: str
    description: str
    publisher: str
    url: str
    licence_url: str
    licence_name: str
    is_licence_confirmed: bool
    region_code: str | None
    region_codes: str
    datasets: list[Dataset]


class OpenWork(TypedDict):
    """What would become final as it stands, of the assessments that are not final yet."""

    unsent: int
    unanswered: int
    unverified: int


class OwnVisit(TypedDict):
    """What the asking browser has done here."""

    exhibition_id: str
    name: str
    email: str
    organisation: str
    is_registered: bool
    has_ticket: bool
    booths: list[str]
    exhibits: list[str]


class PackagedDocument(TypedDict):
    """An attachment, by its name in the ZIP file."""

    name: str
    kind: str
    title: str
    media_type: str
    size: int
    sha256: str


class PackagedText(TypedDict):
    """One part of the form, with its words counted."""

    key: str
    title: str
    text: str
    words: int
    max_words: int
    weight: NotRequired[float | None]


class PeerCreate(TypedDict):
    """A network to mirror."""

    name: str
    url: str


class PeerRead(TypedDict):
    """A peer as everybody may see it."""

    id: str
    name: str
    url: str
    is_active: bool
    state: PeerState
    error: str
    count: int
    equal_at: str | None
    version: int


class PeerUpdate(TypedDict):
    """Changes to a peer; what is left out stays. Switched off, what was fetched stays as it is."""

    name: NotRequired[str | None]
    is_active: NotRequired[bool | None]


class PendingRequest(TypedDict):
    """What is to be confirmed, for who holds the link."""

    innovation_id: str
    innovation_title: str
    organisation_name: str
    contact_email: str
    message: str


class ProgrammeItemRead(TypedDict):
    """A point of the programme."""

    id: str
    exhibition_id: str
    starts_at: str
    ends_at: str
    title: str
    place: str
    speaker: str
    updated_at: str
    version: int


class ProofRead(TypedDict):
    """Everything that is needed to check a proposal's result without asking anybody: save it as a file."""

    format: NotRequired[Literal["jipp-proof-1"]]
    public_key: str
    note: str
    proofs: list[LeafProof]


class ProposalCreate(TypedDict):
    """A new draft of a unit in an edition."""

    title: str
    group: str
    category: str
    sdgs: NotRequired[list[int] | None]
    sections: NotRequired[dict[str, str] | None]
    answers: NotRequired[dict[str, str] | None]
    started_on: NotRequired[str | None]
    is_digital: NotRequired[bool | None]
    latitude: NotRequired[float | None]
    longitude: NotRequired[float | None]
    video_url: NotRequired[str | Literal[""] | None]
    origin: NotRequired[str | None]
    english_abstract: NotRequired[str | None]
    collaborators: NotRequired[list[str] | None]
    edition_id: str
    unit_id: str


class ProposalLikeness(TypedDict):
    """What a proposal is like."""

    innovations: list[SimilarInnovation]
    proposals: list[SimilarProposal] | None


class ProposalRead(TypedDict):
    """A proposal whole."""

    id: str
    edition_id: str
    unit_id: str | None
    unit_name: str | None
    participant_id: str | None
    participant_name: str | None
    title: str
    group: str
    category: str
    status: ProposalStatus
    number: str | None
    is_handed_over: bool
    is_digital: bool
    is_sample: bool
    submitted_at: str | None
    return_until: str | None
    updated_at: str
    version: int
    sdgs: list[int]
    sections: dict[str, str]
    answers: dict[str, str]
    started_on: str | None
    latitude: float | None
    longitude: float | None
    video_url: str
    origin: str
    english_abstract: str
    collaborators: list[str]
    created_at: str
    history: list[TransitionRead]


class ProposalSummary(TypedDict):
    """A proposal in a list."""

    id: str
    edition_id: str
    unit_id: str | None
    unit_name: str | None
    participant_id: str | None
    participant_name: str | None
    title: str
    group: str
    category: str
    status: ProposalStatus
    number: str | None
    is_handed_over: bool
    is_digital: bool
    is_sample: bool
    submitted_at: str | None
    return_until: str | None
    updated_at: str
    version: int


class ProposalUpdate(TypedDict):
    """Changes to a draft; what is left out stays. `sections` and `answers` are merged by key."""

    title: NotRequired[str | None]
    group: NotRequired[str | None]
    category: NotRequired[str | None]
    sdgs: NotRequired[list[int] | None]
    sections: NotRequired[dict[str, str] | None]
    answers: NotRequired[dict[str, str] | None]
    started_on: NotRequired[str | None]
    is_digital: NotRequired[bool | None]
    latitude: NotRequired[float | None]
    longitude: NotRequired[float | None]
    video_url: NotRequired[str | Literal[""] | None]
    origin: NotRequired[str | None]
    english_abstract: NotRequired[str | None]
    collaborators: NotRequired[list[str] | None]


class ProposedAward(TypedDict):
    """One line of what the ranking proposes."""

    tier: str
    title: str
    proposal_id: str
    number: str | None
    innovation_title: str
    unit_name: str
    category: str
    rank: int
    reason: str
    is_given: bool
    is_revoked: bool


class ProposedAwards(TypedDict):
    """What the ranking proposes, and how much of it was given now."""

    dry_run: bool
    created: int
    items: list[ProposedAward]


class PublicQuestion(TypedDict):
    """A published question as everybody sees it."""

    id: str
    innovation_id: str
    kind: QuestionKind
    text: str
    lapor_ticket: str | None
    created_at: str
    published_at: str | None
    due_at: str | None
    answer: str
    answered_at: str | None
    answered_by: str
    is_sample: bool


class PublicationRead(TypedDict):
    """A published stage."""

    edition_id: str
    stage: str
    method: str
    published_at: str
    places: int
    results: int
    version: int


class Quartiles(TypedDict):
    """Where a field lies: a quarter of it is below `low`, half below `middle`, three quarters below `high`."""

    low: float
    middle: float
    high: float


class QuestionAnswer(TypedDict):
    """The unit's answer, in public."""

    answer: str


class QuestionCreate(TypedDict):
    """A question or suggestion. Name and address are optional and never shown to the public."""

    kind: NotRequired[QuestionKind]
    text: str
    name: NotRequired[str | None]
    email: NotRequired[str | None]
    lapor_ticket: NotRequired[str | None]


class QuestionPublication(TypedDict):
    """The text as it is published: whole without `text`; else with passages left out, each marked `[…]`."""

    text: NotRequired[str | None]


class QuestionRead(TypedDict):
    """One question, with who answered it."""

    id: str
    innovation_id: str
    kind: QuestionKind
    text: str
    lapor_ticket: str | None
    created_at: str
    published_at: str | None
    due_at: str | None
    answer: str
    answered_at: str | None
    answered_by: str
    is_sample: bool
    innovation_title: str
    unit_id: str | None
    unit_name: str
    status: QuestionStatus
    cause: RejectionCause | None
    reason: str
    rejected_at: str | None
    asker_name: str | None
    is_asker_told: bool
    is_overdue: bool
    working_days: int | None
    version: int
    actor_name: str


class QuestionRejection(TypedDict):
    """Why it is not published."""

    cause: RejectionCause
    reason: NotRequired[str]


class QuestionSummary(TypedDict):
    """A question as those who moderate and answer see it."""

    id: str
    innovation_id: str
    kind: QuestionKind
    text: str
    lapor_ticket: str | None
    created_at: str
    published_at: str | None
    due_at: str | None
    answer: str
    answered_at: str | None
    answered_by: str
    is_sample: bool
    innovation_title: str
    unit_id: str | None
    unit_name: str
    status: QuestionStatus
    cause: RejectionCause | None
    reason: str
    rejected_at: str | None
    asker_name: str | None
    is_asker_told: bool
    is_overdue: bool
    working_days: int | None
    version: int


class QuestionUpdate(TypedDict):
    """A moderator notes the ticket of SP4N-LAPOR! where the matter is reported there; null takes it away."""

    lapor_ticket: NotRequired[str | None]


class QuotaException(TypedDict):
    """A limit of its own for one participant, with the reason; for all counting groups together unless one is named."""

    limit: int
    reason: str
    group: NotRequired[str | None]


class QuotaRead(TypedDict):
    """Slots of one participant in one pool."""

    edition_id: str
    unit_id: str
    unit_name: str
    group: str
    limit: int
    used: int
    remaining: int
    rule: str
    reason: str | None
    version: int


class QuotaRule(TypedDict):
    """How many proposals a participant of this kind may submit in a group, or in all counting groups together ("*")."""

    unit_kind: UnitKind
    group: NotRequired[str]
    limit: int


class RaiseRead(TypedDict):
    """An indicator to raise for a level: by `needed` points at least, of the `most` that it can still give."""

    item: str
    title: str
    needed: float
    most: float
    raw: str | None
    raw_needed: str | None
    serves: list[str]


class Ranking(TypedDict):
    """The order of a stage: computed from signed sheets, or frozen once published."""

    edition_id: str
    stage: str
    method: str
    is_final: bool
    computed_at: str
    places: int | None
    awaited: int
    unread: NotRequired[int]
    is_connected: NotRequired[bool | None]
    agreement: NotRequired[AgreementRead | None]
    jurors: NotRequired[list[JurorFinding] | None]
    items: list[RankingItem]


class RankingItem(TypedDict):
    """One line of a ranking; equal scores share a rank."""

    rank: int
    proposal_id: str
    number: str | None
    title: str
    unit: str
    raw_mean: float
    score: float
    stage_score: float
    calibrated: float | None
    standard_error: float | None
    rank_low: int | None
    rank_high: int | None
    probability_top: float | None
    reviews: int
    advanced: bool
    by_rule: bool
    plenary: str | None
    flags: list[str]


class Readiness(TypedDict):
    """Whether the proposal could be submitted now, rule by rule."""

    ready: bool
    rules: list[ReadinessRule]


class ReadinessRule(TypedDict):
    """One rule of the live check: a failing rule of level `error` blocks submission, `warning` does not."""

    rule: str
    ok: bool
    level: Literal["error", "warning"]
    message: str
    field: NotRequired[str | None]


class RecapLine(TypedDict):
    """Replications of a region that began in a year, by the stage they are at now."""

    region_code: str | None
    region: str
    year: int
    interest: int
    agreement: int
    implementation: int
    running: int
    stopped: int
    total: int
    confirmed: int
    days_to_running: float | None


class RecordLine(TypedDict):
    """One line. What the kind has no word for is null."""

    year: int
    kind: RecordKind
    id: str
    title: str
    subject: str | None
    value: float | None
    letter: str | None
    rank: int | None
    status: str | None
    other: str | None
    levels_passed: list[str]
    levels_missed: list[str]
    code: str | None


class Registration(TypedDict):
    """What a visitor says of themselves: all of it may be left out, none of it is kept without consent."""

    name: NotRequired[str]
    email: NotRequired[str | Literal[""]]
    organisation: NotRequired[str]
    consent: NotRequired[bool]
    ticket: NotRequired[str | None]


class ReleasedNote(TypedDict):
    """A juror's words on one criterion."""

    criterion: str
    title: str
    text: str


class ReopeningPut(TypedDict):
    """Why an assessment is opened again, and who has it then: without `to` it goes one step back, a final one to the"""

    reason: str
    to: NotRequired[Holder | None]


class ReplicationCreate(TypedDict):
    """A replication of a unit (`unit_id`), or of an organisation outside the registry (`organisation_…`)."""

    stage: NotRequired[ReplicationStage | None]
    stage_on: NotRequired[str | None]
    adaptation_notes: NotRequired[str | None]
    difficulty: NotRequired[int | None]
    difficulty_notes: NotRequired[str | None]
    cost: NotRequired[int | None]
    cost_notes: NotRequired[str | None]
    stop_reason: NotRequired[str | None]
    organisation_name: NotRequired[str | None]
    organisation_kind: NotRequired[OrganisationKind | None]
    organisation_province: NotRequired[str | None]
    region_code: NotRequired[str | None]
    contact_email: NotRequired[str | Literal[""] | None]
    unit_id: NotRequired[str | None]


class ReplicationDocumentRead(TypedDict):
    """A file of a replication without its bytes."""

    id: str
    replication_id: str
    kind: Literal["agreement", "evidence"]
    filename: str
    media_type: str
    size: int
    sha256: str
    is_public: bool
    created_at: str
    version: int


class ReplicationEntry(TypedDict):
    """Enters a running replication as a draft proposal; what is left out comes from the innovation."""

    edition_id: str
    title: NotRequired[str | None]
    category: NotRequired[str | None]


class ReplicationRead(TypedDict):
    """A replication whole. The public gets neither contact, proposal nor history."""

    id: str
    innovation_id: str
    innovation_title: str
    origin_unit_id: str | None
    origin_unit_name: str
    unit_id: str | None
    replicator: str
    replicator_kind: str
    organisation_province: str
    region_code: str | None
    stage: ReplicationStage
    begun_on: str
    interest_on: str | None
    agreement_on: str | None
    implementation_on: str | None
    running_on: str | None
    stopped_on: str | None
    days_to_running: int | None
    confirmed_at: str | None
    is_sample: bool
    version: int
    adaptation_notes: str
    difficulty: int | None
    difficulty_notes: str
    cost: int | None
    cost_notes: str
    stop_reason: str
    created_at: str
    contact_email: str | None
    proposal_id: str | None
    next_stages: list[ReplicationStage]
    allowed: list[ReplicationDeed]
    history: list[StepRead]


class ReplicationRequestCreate(TypedDict):
    """An organisation outside the registry wants to take an innovation over."""

    organisation_name: str
    organisation_kind: OrganisationKind
    organisation_province: str
    region_code: NotRequired[str | None]
    contact_email: str
    message: str
    website: NotRequired[str]


class ReplicationRequestRead(TypedDict):
    """A request that waits for its address to be confirmed."""

    expires_at: str


class ReplicationSummary(TypedDict):
    """A replication in a list."""

    id: str
    innovation_id: str
    innovation_title: str
    origin_unit_id: str | None
    origin_unit_name: str
    unit_id: str | None
    replicator: str
    replicator_kind: str
    organisation_province: str
    region_code: str | None
    stage: ReplicationStage
    begun_on: str
    interest_on: str | None
    agreement_on: str | None
    implementation_on: str | None
    running_on: str | None
    stopped_on: str | None
    days_to_running: int | None
    confirmed_at: str | None
    is_sample: bool
    version: int


class ReplicationUpdate(TypedDict):
    """Changes to a replication; what is left out stays."""

    stage: NotRequired[ReplicationStage | None]
    stage_on: NotRequired[str | None]
    adaptation_notes: NotRequired[str | None]
    difficulty: NotRequired[int | None]
    difficulty_notes: NotRequired[str | None]
    cost: NotRequired[int | None]
    cost_notes: NotRequired[str | None]
    stop_reason: NotRequired[str | None]
    organisation_name: NotRequired[str | None]
    organisation_kind: NotRequired[OrganisationKind | None]
    organisation_province: NotRequired[str | None]
    region_code: NotRequired[str | None]
    contact_email: NotRequired[str | Literal[""] | None]


class RequestKey(TypedDict):
    """The secret of the link that was sent to the address."""

    key: str


class RequiredDocument(TypedDict):
    """A paper that a complete submission has."""

    key: str
    title: str
    guidance: NotRequired[str]
    groups: NotRequired[list[str]]


class ResultEntry(TypedDict):
    """What the national competition decided, and where that is published."""

    result: NationalResult
    label: NotRequired[str]
    decided_on: str
    url: NotRequired[str | Literal[""]]


class RevisionDetail(TypedDict):
    """An earlier version with its text, and how it differs from the version compared with."""

    number: int
    saved_by_name: str
    saved_at: str
    title: str
    sections: dict[str, str]
    answers: dict[str, str]
    english_abstract: str
    compared_with: int | None
    differences: dict[str, list[Difference]]
    version: int


class RevisionRead(TypedDict):
    """An earlier version, without its text."""

    number: int
    saved_by_name: str
    saved_at: str
    title: str


class Revocation(TypedDict):
    """Takes an award back for good; the reason stands on the page that verifies its certificate."""

    reason: str


class RoundAward(TypedDict):
    """One line of what a round proposes."""

    assessment_id: str
    unit_id: str
    unit_name: str
    unit_kind: str
    instrument: str
    year: int
    title: str
    category: str
    predicate: str
    letter: str | None
    score: float | None
    points: float
    result: str
    rank: int | None
    is_tied: bool
    reason: str
    is_given: bool
    is_revoked: bool


class RoundItem(TypedDict):
    """An indicator of a round: who owns it, and how far it is."""

    item: str
    title: str
    parent: str | None
    owner: str | None
    unit_id: str | None
    unit_name: str | None
    source: str | None
    scale: str | None
    choices: list[str]
    minimum: float | None
    maximum: float | None
    evidence: str | None
    answered_count: int
    verified_count: int
    is_own: bool


class RunningOrder(TypedDict):
    """The awards in the order in which they are called; those left out follow in the order that they had."""

    award_ids: list[str]


class SampleSize(TypedDict):
    """How many answers the number of people served asks for."""

    population: int
    krejcie_morgan: int
    slovin: int
    missing: int


class ScannedBooth(TypedDict):
    """What a phone finds that read a booth's QR."""

    exhibition: ExhibitionRead
    booth: BoothRead


class ScoreRead(TypedDict):
    """One mark of a signed sheet."""

    edition_id: str
    stage: str
    proposal_id: str
    proposal_number: str | None
    juror_id: str | None
    criterion: str
    score: float
    note: str


class SecretRotation(TypedDict):
    """For how long the old secret goes on signing beside the new one."""

    overlap_hours: NotRequired[int]


class Sending(TypedDict):
    """The nomination went to the national competition."""

    sent_on: str
    reference: NotRequired[str]


class ServiceImportError(TypedDict):
    """What is wrong with a row of the file."""

    row: int
    field: str | None
    code: str
    message: str


class ServiceImportReport(TypedDict):
    """What an import did, or would do."""

    created: int
    updated: int
    unchanged: int
    dry_run: bool
    rows: int
    errors: list[ServiceImportError]


class ServiceRecordCreate(TypedDict):
    """A record as a unit's system sends it; sent again with other values, it is changed."""

    unit_id: str
    external_id: str
    service: str
    received_at: str
    first_response_at: NotRequired[str | None]
    completed_at: NotRequired[str | None]
    promised_minutes: NotRequired[int | None]
    promised_response_minutes: NotRequired[int | None]


class ServiceRecordsCreate(TypedDict):
    """Records, up to 1,000."""

    records: list[ServiceRecordCreate]


class ServiceRecordsReport(TypedDict):
    """What became of the records that were sent."""

    created: int
    updated: int
    unchanged: int


class SharedPassage(TypedDict):
    """A passage that two texts have in common but for small changes."""

    section: str
    text: str
    other_section: str
    other_text: str
    words: int


class SimilarInnovation(TypedDict):
    """A published innovation that another text is like."""

    id: str
    title: str
    unit_id: str | None
    unit_name: str
    unit_kind: UnitKind | None
    region_code: str | None
    latitude: float | None
    longitude: float | None
    year: int
    group_title: str
    category_title: str
    award: str
    national_award: str
    is_digital: bool | None
    replication_count: int
    origin_name: NotRequired[str | None]
    origin_url: NotRequired[str | None]
    is_sample: bool
    summary: str
    likeness: int
    shared: list[str]
    same_title: bool


class SimilarInnovations(TypedDict):
    """Published innovations that are like one of them, the most like first."""

    items: list[SimilarInnovation]


class SimilarProposal(TypedDict):
    """A proposal that another one is like."""

    proposal_id: str
    number: str | None
    title: str
    year: int
    edition_id: str
    unit_id: str
    unit_name: str
    status: ProposalStatus
    is_sample: bool
    likeness: int
    shared: list[str]
    same_title: bool
    words: int
    passages: list[SharedPassage]


class SpeedRead(TypedDict):
    """One measure of one group. Times are minutes; shares are percent."""

    key: str
    label: str
    measure: Measure
    n: int
    is_small: bool
    median: float | None
    median_low: float | None
    median_high: float | None
    p90: float | None
    promised: int
    kept: int
    share: float | None
    share_low: float | None
    share_high: float | None
    unfinished: int
    overdue: int
    share_due: float | None
    is_sample: bool


class StageOutput(TypedDict):
    """A scored stage (tahap)."""

    key: str
    name: str
    kind: NotRequired[Literal["proposal", "presentation", "field", "public_vote"]]
    rubric: NotRequired[list[CriterionOutput]]
    jurors_per_proposal: NotRequired[int]
    blind: NotRequired[bool]
    aggregate: NotRequired[Literal["mean", "calibrated"]]
    cumulative: NotRequired[bool]
    plenary: NotRequired[bool]
    advance: AdvanceRule
    weight: NotRequired[float]
    starts_at: NotRequired[str | None]
    ends_at: NotRequired[str | None]


class StatisticsRead(TypedDict):
    """The figures of an exhibition, booth by booth and hour by hour."""

    totals: Totals
    registered: int
    tickets: int
    redeemed: int
    booths: list[BoothFigures]
    exhibits: list[ExhibitFigures]
    hours: list[HourFigures]


class StepRead(TypedDict):
    """A step of the history."""

    action: StepAction
    stage: ReplicationStage
    on: str | None
    reason: str
    actor_name: str
    created_at: str


class SubmissionCreate(TypedDict):
    """Sending a proposal in; the remark is kept in the history."""

    remark: NotRequired[str]


class Summary(TypedDict):
    """The whole network in figures."""

    service_units: int
    regions: int
    proposals_cumulative: int
    editions: list[EditionFigures]


class SurveyAnswerCreate(TypedDict):
    """An answer: nine marks, and what else somebody likes to say."""

    age: NotRequired[AgeBand | None]
    sex: NotRequired[Sex | None]
    education: NotRequired[Education | None]
    occupation: NotRequired[Occupation | None]
    u1: int
    u2: int
    u3: int
    u4: int
    u5: int
    u6: int
    u7: int
    u8: int
    u9: int
    comment: NotRequired[str]
    visit: NotRequired[str | None]


class SurveyAnswerRead(TypedDict):
    """Whether the answer is new: false where the same visit had answered."""

    is_new: bool


class SurveyComment(TypedDict):
    """Words that somebody wrote, without their marks and profile."""

    comment: str


class SurveyCreate(TypedDict):
    """A new survey, a draft at first."""

    unit_id: str
    title: str
    service: NotRequired[str]
    starts_on: str
    ends_on: str
    population: NotRequired[int | None]
    is_public: NotRequired[bool]


class SurveyDetail(TypedDict):
    """One survey, with what this reader may do with it."""

    id: str
    unit_id: str
    unit_name: str
    title: str
    service: str
    starts_on: str
    ends_on: str
    status: SurveyStatus
    code: str
    population: int | None
    is_public: bool
    answer_count: int
    index: float | None
    letter: str | None
    closed_at: str | None
    created_at: str
    is_sample: bool
    version: int
    allowed: list[SurveyDeed]


class SurveyForm(TypedDict):
    """What whoever opens the link is asked."""

    code: str
    title: str
    unit_name: str
    service: str
    is_open: bool
    starts_on: str
    ends_on: str
    status: SurveyStatus
    results_id: str | None
    has_answered: bool
    is_sample: bool


class SurveyImportError(TypedDict):
    """What is wrong with a row of the file."""

    row: int
    field: str | None
    code: str
    message: str


class SurveyImportReport(TypedDict):
    """What an import of paper answers did, or would do."""

    dry_run: bool
    rows: int
    created: int
    errors: list[SurveyImportError]


class SurveyMarks(TypedDict):
    """An answer without what tells who gave it: profile and paper are null where fewer than five share them."""

    u1: int
    u2: int
    u3: int
    u4: int
    u5: int
    u6: int
    u7: int
    u8: int
    u9: int
    age: AgeBand | None
    sex: Sex | None
    education: Education | None
    occupation: Occupation | None
    is_paper: bool | None


class SurveyRead(TypedDict):
    """A survey."""

    id: str
    unit_id: str
    unit_name: str
    title: str
    service: str
    starts_on: str
    ends_on: str
    status: SurveyStatus
    code: str
    population: int | None
    is_public: bool
    answer_count: int
    index: float | None
    letter: str | None
    closed_at: str | None
    created_at: str
    is_sample: bool
    version: int


class SurveyResults(TypedDict):
    """What came of a survey. Below five answers nothing but their number is told."""

    survey_id: str
    n: int
    is_suppressed: bool
    index: float | None
    letter: str | None
    low: float | None
    high: float | None
    interval: Literal["t", "t_finite"]
    instrument: str
    regulation: str
    notice: str
    elements: list[ElementResult]
    groups: list[GroupResult]
    sample: SampleSize | None
    trend: list[TrendPoint]


class SurveyUpdate(TypedDict):
    """Changes; once it is closed only `population` and `is_public`."""

    title: NotRequired[str | None]
    service: NotRequired[str | None]
    starts_on: NotRequired[str | None]
    ends_on: NotRequired[str | None]
    population: NotRequired[int | None]
    is_public: NotRequired[bool | None]


class Tally(TypedDict):
    """Proposals sent in and awarded, by region or by category."""

    key: str
    title: str
    submitted: int
    awarded: int


class ThresholdRead(TypedDict):
    """A minimum beside what it met: in points, or percent of the weight. `short` is what is missing."""

    of: str
    title: str
    value: float
    minimum: float
    is_percent: bool
    is_more: bool
    is_passed: bool | None
    short: float


class Tickets(TypedDict):
    """New tickets; their codes are shown this once."""

    codes: list[str]


class TicketsCreate(TypedDict):
    """So many tickets to hand out."""

    count: int


class Told(TypedDict):
    """One part of the explanation in words."""

    part: Literal["result", "field", "calibration", "certainty", "change"]
    title: str
    text: str


class Totals(TypedDict):
    """How many so far."""

    booths: int
    exhibits: int
    visitors: int
    visits: int
    votes: int
    voters: int


class TransitionRead(TypedDict):
    """One entry of the history."""

    action: str
    from_status: ProposalStatus | None
    to_status: ProposalStatus
    at: str
    actor_name: str
    reason: str
    deadline: str | None


class TrendPoint(TypedDict):
    """An earlier or later survey of the same unit and service."""

    survey_id: str
    title: str
    starts_on: str
    ends_on: str
    n: int
    index: float
    letter: str | None


class UnitCreate(TypedDict):
    """A new unit."""

    code: str
    name: str
    kind: UnitKind
    parent_id: NotRequired[str | None]
    region_code: NotRequired[str | None]
    latitude: NotRequired[float | None]
    longitude: NotRequired[float | None]
    is_active: NotRequired[bool]


class UnitDetail(TypedDict):
    """A unit with the names of the units above it, from the top down, and how many lie directly below."""

    id: str
    code: str
    name: str
    kind: UnitKind
    parent_id: str | None
    region_code: str | None
    latitude: float | None
    longitude: float | None
    is_active: bool
    is_sample: bool
    version: int
    ancestors: list[UnitRef]
    children_count: int


class UnitImportError(TypedDict):
    """What is wrong in one row of an import: row number as the spreadsheet shows it (the heading is row 1)."""

    row: int
    field: str | None
    message: str
    code: str


class UnitImportReport(TypedDict):
    """What an import did, or with `dry_run` would do."""

    dry_run: bool
    rows: int
    created: int
    updated: int
    unchanged: int
    errors: list[UnitImportError]


class UnitRead(TypedDict):
    """A unit as everyone may see it."""

    id: str
    code: str
    name: str
    kind: UnitKind
    parent_id: str | None
    region_code: str | None
    latitude: float | None
    longitude: float | None
    is_active: bool
    is_sample: bool
    version: int


class UnitRef(TypedDict):
    """Enough of a unit to name it and link to it."""

    id: str
    name: str
    kind: UnitKind
    is_active: NotRequired[bool]


class UnitUpdate(TypedDict):
    """Changes to a unit; what is left out stays."""

    code: NotRequired[str | None]
    name: NotRequired[str | None]
    kind: NotRequired[UnitKind | None]
    parent_id: NotRequired[str | None]
    region_code: NotRequired[str | None]
    latitude: NotRequired[float | None]
    longitude: NotRequired[float | None]
    is_active: NotRequired[bool | None]


class ValueImportError(TypedDict):
    """What is wrong in one row of an import: its number as the spreadsheet shows it (the heading is row 1)."""

    row: int
    field: str | None
    code: str
    message: str


class ValueImportReport(TypedDict):
    """What an import did, or with `dry_run` would do."""

    dry_run: bool
    rows: int
    created: int
    updated: int
    unchanged: int
    skipped: NotRequired[int]
    errors: list[ValueImportError]
    values: NotRequired[list[ValueImportRow]]


class ValueImportRow(TypedDict):
    """A value as it was read: numbers with a decimal point, whatever mark the file has."""

    row: int
    unit: str
    item: str
    written: str
    value: str
    target: str | None
    replaced: str | None
    replaced_target: str | None
    was_absent: bool


class ValuePut(TypedDict):
    """A value as its scale has it: a number (or its text, 1.234,5), a letter, ya/tidak, a word; of a percentage also"""

    value: NotRequired[float | str | None]
    target: NotRequired[float | str | None]
    is_absent: NotRequired[bool]
    note: NotRequired[str]


class ValueRead(TypedDict):
    """The value of one step."""

    step: Step
    value: str | None
    target: str | None
    is_absent: bool
    note: str
    recommendation: str
    changed_at: str
    version: int


class Verification(TypedDict):
    """What everybody learns by a code: the award, and whether it holds."""

    code: str
    state: CertificateState
    award_id: str
    edition_id: str
    edition_name: str
    title: str
    category: str
    result: str
    innovation_title: str | None
    innovation_id: str | None
    unit_name: str
    given_on: str
    revoked_at: str | None
    revocation_reason: str | None
    supplementary_reason: str | None
    organisation: str
    signer: str | None
    sha256: str | None
    made_at: str | None
    has_file: bool
    earlier: list[EarlierFile]
    is_sample: bool


class VerificationPut(TypedDict):
    """What the owner found; `is_confirmed` takes the unit's own value, as it was when it was read."""

    value: NotRequired[float | str | None]
    target: NotRequired[float | str | None]
    is_absent: NotRequired[bool]
    note: NotRequired[str]
    is_confirmed: NotRequired[bool]
    seen_until: NotRequired[str | None]
    recommendation: NotRequired[str]


class VerificationRow(TypedDict):
    """One unit's value of one indicator, for its owner."""

    assessment_id: str
    unit_id: str
    unit_code: str
    unit_name: str
    status: AssessmentStatus
    changed_at: str
    answer: ValueRead | None
    verification: ValueRead | None
    is_answer_newer: bool
    documents: list[AssessmentDocumentRead]
    is_of_owner: bool
    may_verify: bool


class VisitCreate(TypedDict):
    """A visit of a booth."""

    booth_id: str
    token: NotRequired[str | None]


class VisitRead(TypedDict):
    """A visit; `is_new` is false where it was counted before."""

    booth_id: str
    is_new: bool


class VoteCreate(TypedDict):
    """One vote."""

    exhibit_id: str
    token: NotRequired[str | None]


class VoteRead(TypedDict):
    """A vote as it stands; `is_new` is false where the same visitor had given it before."""

    exhibit_id: str
    is_new: bool


class VoteWindow(TypedDict):
    """Between which moments votes are taken."""

    opens_at: str
    closes_at: str


class WebhookCreate(TypedDict):
    """A new webhook: whose, where to, and which events."""

    name: str
    unit_id: str
    url: str
    events: list[Event]


class WebhookCreated(TypedDict):
    """A webhook with its secret, at its making or rotation: the only time that it is shown."""

    id: str
    name: str
    unit_id: str
    url: str
    events: list[str]
    is_active: bool
    disabled_reason: str
    previous_until: str | None
    last_success_at: str | None
    created_at: str
    version: int
    secret: str


class WebhookRead(TypedDict):
    """A webhook without its secret."""

    id: str
    name: str
    unit_id: str
    url: str
    events: list[str]
    is_active: bool
    disabled_reason: str
    previous_until: str | None
    last_success_at: str | None
    created_at: str
    version: int


class WebhookUpdate(TypedDict):
    """Changes to a webhook; `is_active: true` switches it on again."""

    name: NotRequired[str | None]
    url: NotRequired[str | None]
    events: NotRequired[list[Event] | None]
    is_active: NotRequired[bool | None]


class WithdrawalCreate(TypedDict):
    """Taking a submission back."""

    reason: str


class YearMean(TypedDict):
    """What the units of a kind came to in a year, on average, as far as the reader may see them; an assessment that"""

    year: int
    unit_kind: str
    mean: float
    unit_count: int
    final_count: int
