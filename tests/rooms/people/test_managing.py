"""What an admin does with people: invitations, roles, closed accounts, ended sessions; and what nobody else may."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal import clock
from awards_portal.db import db
from awards_portal.errors import Invalid, Refusal
from awards_portal.ledger import LedgerLine
from awards_portal.mail.models import Letter
from awards_portal.people import queries, roster
from awards_portal.people.models import Invitation, Person, SignIn, TeamRole
from awards_portal.people.service import managing
from awards_portal.people.service.inviting import person_behind
from tests import factories
from tests.statements import statements


@pytest.fixture
def admin(context: Flask) -> Person:
    return factories.team_member(TeamRole.ADMIN, name="Ada Admin")


def link_of(letter: Letter) -> str:
    return letter.body.split("/account/invitations/")[1].split()[0]


def signed_in(person: Person) -> None:
    at = clock.now()
    row = {"token_hash": f"of {person.id}", "created_at": at, "last_seen_at": at, "user_agent": "", "address": ""}
    factories.put(SignIn(person_id=person.id, expires_at=at + timedelta(days=1), **row))


def role_of(person: Person) -> str | None:
    db.session.rollback()
    member = queries.team_member(person.id)
    return None if member is None else member.role


def test_an_invitation_makes_a_member_with_a_long_password(admin: Person) -> None:
    made = managing.invite_to_team("Nan@Example.org", "Nan New", "observer", admin)
    letter = db.session.scalars(select(Letter).filter_by(kind="team-invitation")).one()
    assert (letter.to_address, letter.secret) == ("nan@example.org", True)
    with pytest.raises(Refusal, match="invited already"):
        managing.invite_to_team("nan@example.org", "Nan New", "observer", admin)
    with pytest.raises(Invalid):
        person_behind(made, link_of(letter), "eleven long")
    person = person_behind(made, link_of(letter), "seven grey lanterns")
    managing.accept_team_invitation(made, person)
    assert role_of(person) == "observer"
    with pytest.raises(Refusal, match="member of the organising team already"):
        managing.invite_to_team("nan@example.org", "Nan New", "observer", admin)


def test_an_invitation_taken_back_leads_nowhere(admin: Person) -> None:
    made = managing.invite_to_team("nan@example.org", "Nan New", "observer", admin)
    managing.revoke_team_invitation(made, admin)
    with pytest.raises(Refusal, match="taken back"):
        managing.accept_team_invitation(db.session.get_one(Invitation, made.id), factories.person("Nan New"))
    with pytest.raises(Invalid, match="Choose what") as caught:
        managing.invite_to_team("nowhere", "", "queen", admin)
    assert list(caught.value.fields) == ["name", "email", "role"]


def test_roles_change_and_whoever_leaves_is_signed_out(admin: Person) -> None:
    someone = factories.team_member(name="Ori Organiser")
    signed_in(someone)
    managing.change_team_role(someone, "observer", admin)
    assert role_of(someone) == "observer"
    assert roster.count_open_sign_ins(someone.id, clock.now()) == 1
    managing.change_team_role(someone, "", admin)
    assert role_of(someone) is None
    assert roster.count_open_sign_ins(someone.id, clock.now()) == 0
    assert [each.role for each in roster.memberships(someone.id)] == ["observer", "organiser"]
    with pytest.raises(Refusal, match="not a member"):
        managing.change_team_role(someone, "admin", admin)


def test_the_last_admin_stays(admin: Person) -> None:
    for deed in (lambda: managing.change_team_role(admin, "observer", admin),):
        with pytest.raises(Refusal, match="needs an admin"):
            deed()
    second = factories.team_member(TeamRole.ADMIN, name="Bea Admin")
    with pytest.raises(Refusal, match="your own account"):
        managing.close_account(admin, "Leaving", admin)
    managing.close_account(second, "Left", admin)
    with pytest.raises(Refusal, match="needs an admin"):
        managing.change_team_role(admin, "", admin)


def test_a_closed_account_is_signed_out_at_once_and_opened_again(admin: Person) -> None:
    someone = factories.person("Cleo City")
    signed_in(someone)
    with pytest.raises(Invalid, match="Write why"):
        managing.close_account(someone, " ", admin)
    managing.close_account(someone, "Asked to", admin)
    assert roster.count_open_sign_ins(someone.id, clock.now()) == 0
    assert roster.person_rows(disabled=True)[1] == 1
    with pytest.raises(Refusal, match="closed already"):
        managing.close_account(someone, "Again", admin)
    managing.open_account(someone, admin)
    with pytest.raises(Refusal, match="can sign in"):
        managing.open_account(someone, admin)
    line = db.session.scalars(select(LedgerLine).filter_by(event="person.closed")).one()
    assert (line.actor, line.reason) == ("Ada Admin", "Asked to")


def test_nobody_but_an_admin_does_any_of_it(admin: Person) -> None:
    someone = factories.person("Cleo City")
    for role in (TeamRole.ORGANISER, TeamRole.OBSERVER):
        by = factories.team_member(role, name=f"A {role}")
        deeds: list[Callable[[], object]] = [
            lambda by=by: managing.invite_to_team("n@example.org", "N", "admin", by),  # type: ignore[misc]
            lambda by=by: managing.change_team_role(by, "admin", by),  # type: ignore[misc]
            lambda by=by: managing.close_account(someone, "No", by),  # type: ignore[misc]
            lambda by=by: managing.open_account(someone, by),  # type: ignore[misc]
            lambda by=by: managing.sign_out_everywhere(someone, by),  # type: ignore[misc]
        ]
        for deed in deeds:
            with pytest.raises(Refusal, match="Only an admin"):
                deed()


def test_the_table_says_who_is_who_at_the_cost_of_three_statements(admin: Person) -> None:
    city = factories.city()
    for number in range(12):
        factories.representative(city, name=f"Person {number:02d}")
    managing.sign_out_everywhere(factories.person("Zed"), admin)
    with statements() as found:
        rows, total = roster.person_rows(limit=50)
    assert (len(found), total) == (3, 14)
    told = {row.name: row for row in rows}
    assert (told["Ada Admin"].role, told["Person 03"].cities) == ("admin", 1)
    assert told["Ada Admin"].active_at is not None
    assert told["Zed"].active_at is None
    assert [row.name for row in roster.person_rows(role="team")[0]] == ["Ada Admin"]
    assert roster.person_rows(search="person 1")[1] == 2
