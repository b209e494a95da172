"""Every resource of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from jipp_client.resource import R, Resource
from jipp_client.resources.api_keys import ApiKeys
from jipp_client.resources.assessment_rounds import AssessmentRounds
from jipp_client.resources.assessments import Assessments
from jipp_client.resources.audit import Audit
from jipp_client.resources.awards import Awards
from jipp_client.resources.changes import Changes
from jipp_client.resources.collaborations import Collaborations
from jipp_client.resources.documents import Documents
from jipp_client.resources.editions import Editions
from jipp_client.resources.evaluations import Evaluations
from jipp_client.resources.exhibitions import Exhibitions
from jipp_client.resources.followers import Followers
from jipp_client.resources.help_requests import HelpRequests
from jipp_client.resources.innovations import Innovations
from jipp_client.resources.instruments import Instruments
from jipp_client.resources.mentorships import Mentorships
from jipp_client.resources.nominations import Nominations
from jipp_client.resources.open_data import OpenData
from jipp_client.resources.peers import Peers
from jipp_client.resources.proposals import Proposals
from jipp_client.resources.questions import Questions
from jipp_client.resources.quotas import Quotas
from jipp_client.resources.rankings import Rankings
from jipp_client.resources.replications import Replications
from jipp_client.resources.scores import Scores
from jipp_client.resources.service_records import ServiceRecords
from jipp_client.resources.stats import Stats
from jipp_client.resources.surveys import Surveys
from jipp_client.resources.units import Units
from jipp_client.resources.webhooks import Webhooks


class Resources(Resource[R]):
    """Every resource of the API."""

    def __init__(self, runner: R) -> None:
        super().__init__(runner)
        self.units: Units[R] = Units(runner)
        self.editions: Editions[R] = Editions(runner)
        self.quotas: Quotas[R] = Quotas(runner)
        self.proposals: Proposals[R] = Proposals(runner)
        self.documents: Documents[R] = Documents(runner)
        self.evaluations: Evaluations[R] = Evaluations(runner)
        self.scores: Scores[R] = Scores(runner)
        self.rankings: Rankings[R] = Rankings(runner)
        self.innovations: Innovations[R] = Innovations(runner)
        self.questions: Questions[R] = Questions(runner)
        self.followers: Followers[R] = Followers(runner)
        self.replications: Replications[R] = Replications(runner)
        self.nominations: Nominations[R] = Nominations(runner)
        self.collaborations: Collaborations[R] = Collaborations(runner)
        self.awards: Awards[R] = Awards(runner)
        self.help_requests: HelpRequests[R] = HelpRequests(runner)
        self.mentorships: Mentorships[R] = Mentorships(runner)
        self.instruments: Instruments[R] = Instruments(runner)
        self.assessment_rounds: AssessmentRounds[R] = AssessmentRounds(runner)
        self.assessments: Assessments[R] = Assessments(runner)
        self.surveys: Surveys[R] = Surveys(runner)
        self.service_records: ServiceRecords[R] = ServiceRecords(runner)
        self.exhibitions: Exhibitions[R] = Exhibitions(runner)
        self.changes: Changes[R] = Changes(runner)
        self.peers: Peers[R] = Peers(runner)
        self.open_data: OpenData[R] = OpenData(runner)
        self.webhooks: Webhooks[R] = Webhooks(runner)
        self.api_keys: ApiKeys[R] = ApiKeys(runner)
        self.stats: Stats[R] = Stats(runner)
        self.audit: Audit[R] = Audit(runner)
