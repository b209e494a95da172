"""What goes to the API and comes from it, as plain dictionaries.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired

EditionStatus = Literal["draft", "open", "judging", "concluded"]

MessageStatus = Literal["pending", "sent", "failed", "cancelled"]

Role = Literal["organiser", "secretariat", "coordinator", "author", "juror", "auditor"]

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


class AwardTier(TypedDict):
    """A label of the award, best first; `size` null means no fixed number."""

    key: str
    title: str
    size: NotRequired[int | None]


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


class CriterionOutput(TypedDict):
    """A node of a rubric. Only leaves are scored, 0–100; a node with children weighs what they weigh together."""

    key: str
    title: str
    guidance: NotRequired[str]
    weight: float
    section: NotRequired[str | None]
    children: NotRequired[list[CriterionOutput]]


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


class Group(TypedDict):
    """Kelompok: umum, replikasi, khusus ..."""

    key: str
    title: str
    counts: NotRequired[bool]
    by_invitation: NotRequired[bool]
    needs_origin: NotRequired[bool]


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


class ReleasedNote(TypedDict):
    """A juror's words on one criterion."""

    criterion: str
    title: str
    text: str


class RequiredDocument(TypedDict):
    """A paper that a complete submission has."""

    key: str
    title: str
    guidance: NotRequired[str]
    groups: NotRequired[list[str]]


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


class SubmissionCreate(TypedDict):
    """Sending a proposal in; the remark is kept in the history."""

    remark: NotRequired[str]


class Summary(TypedDict):
    """The whole network in figures."""

    service_units: int
    regions: int
    proposals_cumulative: int
    editions: list[EditionFigures]


class Tally(TypedDict):
    """Proposals sent in and awarded, by region or by category."""

    key: str
    title: str
    submitted: int
    awarded: int


class Told(TypedDict):
    """One part of the explanation in words."""

    part: Literal["result", "field", "calibration", "certainty", "change"]
    title: str
    text: str


class TransitionRead(TypedDict):
    """One entry of the history."""

    action: str
    from_status: ProposalStatus | None
    to_status: ProposalStatus
    at: str
    actor_name: str
    reason: str
    deadline: str | None


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
