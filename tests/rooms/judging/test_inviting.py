"""Asking somebody to judge, and the answer."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from awards_portal.db import db, transaction
from awards_portal.errors import Invalid, NotHere, Refusal
from awards_portal.judging import queries, service
from awards_portal.judging.guests import Guest
from awards_portal.judging.models import Judge
from awards_portal.people import queries as people
from awards_portal.people.links import hash_token
from awards_portal.people.models import Invitation, Person, TeamRole
from awards_portal.programmes.models import Category, Edition
from tests import factories
from tests.rooms.judging.stage import lines
from tests.rooms.people.letters import letters, secret

pytestmark = pytest.mark.usefixtures("context")


def invited(edition: Edition, by: Person, email: str = "Eva.Elm@Example.org") -> tuple[Judge, Invitation]:
    judge = service.invite_judge(edition, email, "Eva Elm", "Elm University", "SE", ["sv"], ["water"], by=by)
    invitation = people.invitation_by_hash(hash_token(secret("judge-invitation")))
    assert invitation is not None
    return judge, invitation


def day_later(judge: Judge) -> None:
    with transaction() as moment:
        invitation = db.session.get_one(Invitation, judge.invitation_id)
        invitation.created_at = moment.at - timedelta(days=1, minutes=1)


def test_an_invited_judge_gets_a_letter_with_a_link_and_accepts() -> None:
    edition, by = factories.edition(), factories.team_member()
    judge, invitation = invited(edition, by)
    assert (judge.email, judge.organisation, judge.country) == ("eva.elm@example.org", "Elm University", "SE")
    (letter,) = letters("judge-invitation")
    assert letter.to_address == "eva.elm@example.org"
    assert letter.secret
    assert "Otto Organ invites you" in letter.body
    eva = factories.person("Eva Elm", "eva.elm@example.org")
    assert queries.judgeships(eva.id) == []
    accepted = service.accept_invitation(invitation, eva)
    assert (accepted.id, accepted.person_id) == (judge.id, eva.id)
    assert [seat.id for seat in queries.judgeships(eva.id)] == [judge.id]
    assert [(line.actor, line.subject) for line in lines("judge.invited")] == [("Otto Organ", "Eva Elm")]
    assert [(line.actor, line.subject) for line in lines("judge.accepted")] == [("Eva Elm", "Eva Elm")]


def test_a_judge_declines_with_a_reason_and_can_be_asked_again() -> None:
    edition, by = factories.edition(), factories.team_member()
    judge, invitation = invited(edition, by)
    declined = service.decline_invitation(invitation, "  On leave  ")
    assert (declined.decline_reason, declined.declined_at is not None) == ("On leave", True)
    assert [line.reason for line in lines("judge.declined")] == ["On leave"]
    with pytest.raises(Refusal, match="declined"):
        service.decline_invitation(invitation, "Again")
    day_later(judge)
    again = service.invite_again(judge, by)
    assert (again.declined_at, again.decline_reason) == (None, None)
    assert len(letters("judge-invitation")) == 2


def test_the_link_of_an_invitation_sent_again_replaces_the_one_before() -> None:
    edition, by = factories.edition(), factories.team_member()
    judge, first = invited(edition, by)
    day_later(judge)
    service.invite_again(judge, by)
    eva = factories.person("Eva Elm", "eva.elm@example.org")
    with pytest.raises(NotHere):
        service.accept_invitation(first, eva)
    second = people.invitation_by_hash(hash_token(secret("judge-reminder")))
    assert [line.subject for line in lines("judge.reminded")] == ["Eva Elm"]
    assert second is not None
    assert service.accept_invitation(second, eva).person_id == eva.id


def test_pressing_the_button_again_sends_no_second_letter() -> None:
    edition, by = factories.edition(), factories.team_member()
    judge, _invitation = invited(edition, by)
    with pytest.raises(Refusal, match="less than a day ago"):
        service.invite_again(judge, by)
    with pytest.raises(Refusal, match="already"):
        invited(edition, by, "EVA.ELM@example.org")
    assert len(letters("judge-invitation")) == 1


def test_one_who_has_accepted_is_not_invited_again_and_does_not_accept_twice() -> None:
    edition, by = factories.edition(), factories.team_member()
    judge, invitation = invited(edition, by)
    eva = factories.person("Eva Elm", "eva.elm@example.org")
    service.accept_invitation(invitation, eva)
    with pytest.raises(Refusal, match="has accepted"):
        service.invite_again(judge, by)
    with pytest.raises(Refusal, match="before"):
        service.accept_invitation(invitation, eva)
    with pytest.raises(Refusal, match="before"):
        service.decline_invitation(invitation, "")


def test_an_invitation_is_for_its_address_only() -> None:
    edition, by = factories.edition(), factories.team_member()
    judge, invitation = invited(edition, by)
    with pytest.raises(Refusal, match=r"eva\.elm@example\.org"):
        service.accept_invitation(invitation, factories.person("Somebody Else"))
    db.session.expire_all()
    assert db.session.get_one(Judge, judge.id).accepted_at is None


def test_what_is_wrong_with_an_invitation_is_said_at_once_and_nothing_is_sent() -> None:
    edition, by = factories.edition(), factories.team_member()
    with pytest.raises(Invalid) as told:
        service.invite_judge(edition, "not an address", " ", "", "ZZ", by=by)
    assert set(told.value.fields) == {"email", "name", "organisation", "country"}
    assert letters() == []
    assert queries.judges(edition.id) == []


@pytest.mark.parametrize("role", [None, TeamRole.OBSERVER])
def test_only_organisers_invite(role: TeamRole | None) -> None:
    edition = factories.edition()
    by = factories.person() if role is None else factories.team_member(role)
    with pytest.raises(Refusal):
        invited(edition, by)
    assert letters() == []


def test_an_invitation_is_taken_back_its_link_dies_and_one_may_ask_again() -> None:
    edition, by = factories.edition(), factories.team_member()
    judge, invitation = invited(edition, by)
    round_ = queries.rounds(edition.id)[0]
    taken = service.revoke_invitation(judge, by)
    assert [row.standing for row in queries.judges(edition.id)] == ["revoked"]
    assert queries.count_judges(edition.id, "", "revoked") == 1
    assert queries.judges(edition.id, "", "invited") == []
    assert queries.everybody(edition.id) == []
    assert [line.subject for line in lines("judge.revoked")] == ["Eva Elm"]
    assert len(letters()) == 1
    with pytest.raises(Refusal, match="was taken back"):
        service.accept_invitation(invitation, factories.person("Eva Elm", "eva.elm@example.org"))
    with pytest.raises(Refusal, match="taken back before"):
        service.revoke_invitation(taken, by)
    category = db.session.scalars(select(Category).filter_by(edition_id=edition.id)).first()
    assert category is not None
    with pytest.raises(Refusal, match="was taken back"):
        service.seat_judges(round_, category, [judge], by)
    day_later(judge)
    again = service.invite_again(judge, by)
    assert again.revoked_at is None
    assert len(letters("judge-invitation")) == 2


def test_what_was_answered_is_not_taken_back_and_only_an_organiser_does() -> None:
    edition, by = factories.edition(), factories.team_member()
    judge, invitation = invited(edition, by)
    observer = factories.team_member(TeamRole.OBSERVER, name="Obe Observer")
    with pytest.raises(Refusal, match="Ask an organiser"):
        service.revoke_invitation(judge, observer)
    service.decline_invitation(invitation, "")
    with pytest.raises(Refusal, match="nothing to take back"):
        service.revoke_invitation(judge, by)
    accepted = factories.judge(edition, "Anna Arbor")
    with pytest.raises(Refusal, match="has accepted"):
        service.revoke_invitation(accepted, by)


def guest(row: int, email: str, organisation: str = "Elm University") -> Guest:
    return Guest(row, f"Guest {row}", email, organisation, "SE", ["sv"], [])


def test_a_list_is_invited_whole_or_not_at_all() -> None:
    edition, by = factories.edition(), factories.team_member()
    with pytest.raises(Refusal, match=r"Nobody was invited, because of row 3: Write the address"):
        service.invite_judges(edition, [guest(2, "eva@example.org"), guest(3, "fay at fir")], by)
    with pytest.raises(Refusal, match=r"row 3: .* among the judges"):
        service.invite_judges(edition, [guest(2, "eva@example.org"), guest(3, "EVA@example.org")], by)
    assert queries.count_judges(edition.id) == 0
    assert letters() == []
    service.invite_judges(edition, [guest(2, "eva@example.org"), guest(3, "fay@example.org")], by)
    assert {letter.to_address for letter in letters("judge-invitation")} == {"eva@example.org", "fay@example.org"}
    assert len(lines("judge.invited")) == 2
    with pytest.raises(Refusal, match="Ask an organiser"):
        service.invite_judges(
            edition, [guest(2, "ole@example.org")], factories.team_member(TeamRole.OBSERVER, name="O")
        )
