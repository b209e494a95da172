"""SQLModel tables with their create, update and read schemas, one file per resource."""

from app.models.assessment import (
    Assessment,
    AssessmentDocument,
    AssessmentFact,
    AssessmentValue,
)
from app.models.assessment_round import AssessmentRound, IndicatorOwner
from app.models.audit import AuditChain, AuditEntry, Checkpoint, CheckpointLeaf
from app.models.award import Award
from app.models.catalogue import CatalogueEntry, CatalogueTerm
from app.models.ceremony import Ceremony
from app.models.certificate import Certificate, CertificateBatch, ReplacedCertificate
from app.models.collaboration import Collaboration
from app.models.conflict import ConflictOfInterest
from app.models.desk import Declination, SheetTime
from app.models.discussion import Discussion, DiscussionMessage
from app.models.edition import Edition, EditionCounter, EditionTally, Invitation
from app.models.evaluation import Assignment, Evaluation, Juror, Reopening
from app.models.exhibition import Booth, Exhibit, Exhibition, ProgrammeItem
from app.models.explanation import NoteRelease
from app.models.feed import FeedChange, FeedState
from app.models.follow_up import FollowUp
from app.models.follower import Follower
from app.models.help_request import HelpAnswer, HelpRequest
from app.models.idempotency import IdempotentAnswer, PublicState
from app.models.innovation import Innovation
from app.models.instrument import Instrument
from app.models.mentorship import MentoringSession, Mentorship
from app.models.nomination import Nomination
from app.models.outbox import OutboxMessage
from app.models.password import PasswordLink
from app.models.peer import Peer
from app.models.plenary import PlenaryDecision
from app.models.proposal import Document, Proposal, Revision, Transition
from app.models.question import Asker, Question
from app.models.quota import Quota
from app.models.ranking import Publication, Result
from app.models.reminder import Reminder
from app.models.replication import Replication, ReplicationDocument, ReplicationStep
from app.models.replication_request import ReplicationRequest
from app.models.service_record import ServiceMonth, ServiceRecord
from app.models.sign_in import AttemptCount, OidcLink, Passkey, RateWindow, RecoveryCode, TotpFactor
from app.models.similar import SimilarMark, SimilarText
from app.models.survey import Survey, SurveyAnswer
from app.models.unit import Unit
from app.models.user import ApiKey, RoleGrant, User, UserSession
from app.models.visitor import GuestBookEntry, Ticket, UsefulnessVote, Visit, Visitor
from app.models.vote import Vote
from app.models.webhook import Webhook

__all__ = [
    "ApiKey", "Asker", "Assignment", "AttemptCount", "AuditChain", "AuditEntry", "Booth", "CatalogueEntry",
    "CatalogueTerm", "Checkpoint", "CheckpointLeaf",
    "ConflictOfInterest", "Declination", "Discussion", "DiscussionMessage", "Document", "Edition", "EditionCounter",
    "EditionTally", "Evaluation", "Exhibit", "Exhibition", "FeedChange", "FeedState", "Follower", "GuestBookEntry",
    "Nomination",
    "IdempotentAnswer", "Innovation", "Invitation", "Juror", "NoteRelease", "OidcLink", "OutboxMessage", "Passkey",
    "PasswordLink", "PlenaryDecision", "ProgrammeItem", "Proposal", "PublicState", "Publication", "Question", "Quota",
    "RateWindow",
    "RecoveryCode",
    "Reminder", "Reopening", "Replication", "ReplicationDocument", "ReplicationRequest", "ReplicationStep",
    "Result", "Revision", "RoleGrant", "ServiceMonth", "ServiceRecord", "SheetTime", "SimilarMark", "SimilarText",
    "Survey", "SurveyAnswer",
    "Ticket", "TotpFactor", "Transition", "Unit", "UsefulnessVote",
    "User", "UserSession", "Visit", "Visitor", "Vote", "Webhook",
    "Assessment", "AssessmentDocument", "AssessmentFact", "AssessmentRound", "AssessmentValue", "FollowUp",
    "IndicatorOwner", "Instrument",
    "Peer", "Collaboration", "HelpAnswer", "HelpRequest", "MentoringSession", "Mentorship",
    "Award", "Ceremony", "Certificate", "CertificateBatch", "ReplacedCertificate",
]  # fmt: skip
