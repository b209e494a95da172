"""Two ways to ask who sees a proposal, down from the person for lists and up from the proposal for one, agree."""

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from app.database import ReadSession
from app.demo.people import LOGINS, DemoLogin
from app.models import Collaboration, Proposal, RoleGrant, User
from app.models.user import Role
from app.queries.proposals.visibility import Placed, is_visible, visible_to
from app.queries.reach import reached
from app.rules.permissions import Actor, Grant


def _actor(session: ReadSession, email: str) -> Actor:
    user = session.exec(select(User).where(User.email == email)).one()
    grants = session.exec(select(RoleGrant).where(RoleGrant.user_id == user.id)).all()
    return Actor("user", user.id, user.name, email, tuple(Grant(Role(one.role), one.unit_id) for one in grants))


@pytest.mark.parametrize("login", LOGINS, ids=lambda login: login.role)
def test_what_a_role_sees_in_a_list_is_what_it_may_open(engine: Engine, login: DemoLogin) -> None:
    with ReadSession(engine) as session:
        actor = _actor(session, login.email)
        listed = set(session.exec(select(Proposal.id).where(visible_to(actor))).all())
        whole = session.exec(select(Proposal.id, Proposal.unit_id, col(Proposal.participant_id))).all()
        opened = {row.id for row in whole if is_visible(session, actor, Placed(*row))}
        reach = reached(actor, "proposals:read", col(Collaboration.unit_id))
        joint = set(session.exec(select(Collaboration.proposal_id).where(reach)).all())
    assert listed | joint == opened, "a unit that takes part may open it beside"
    assert listed, "the demo shows each role something"
    assert (len(listed) == len(whole)) == (login.role in {"organiser", "secretariat", "auditor"})
