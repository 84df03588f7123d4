"""Invitations: who may, to whom, and what becomes of the link."""

import pytest

from awards_portal.db import db, transaction
from awards_portal.errors import Invalid, NotHere, Refusal
from awards_portal.people import queries, service
from awards_portal.people.models import City, Invitation, InvitationKind, Person, RepresentativeRole
from awards_portal.people.service.inviting import person_behind
from tests import factories
from tests.rooms.people.letters import letters, secret

pytestmark = pytest.mark.usefixtures("context")
GOOD = "tram bridge lantern"


@pytest.fixture
def city() -> City:
    return factories.city()


@pytest.fixture
def lead(city: City) -> Person:
    return factories.representative(city, name="Leo Lead")


def invite(city: City, by: Person, email: str = "ida@example.org") -> Invitation:
    return service.invite_representative(city, email, "Ida Berg", RepresentativeRole.EDITOR, by)


def accept(invitation: Invitation) -> Person:
    person = person_behind(invitation, secret("representative-invitation"), GOOD)
    service.accept_invitation(invitation, person)
    return person


def test_a_second_representative_joins_by_invitation_of_the_lead(city: City, lead: Person) -> None:
    person = accept(invite(city, lead))
    assert [(r.city_id, r.role) for r in queries.representations(person.id)] == [(city.id, "editor")]
    assert letters("representative-invitation")[0].secret
    assert queries.open_invitations(city.id, person.created_at) == []


@pytest.mark.parametrize("role", [RepresentativeRole.EDITOR, RepresentativeRole.VIEWER])
def test_only_the_lead_invites(city: City, role: RepresentativeRole) -> None:
    with pytest.raises(Refusal, match="Only the lead"):
        invite(city, factories.representative(city, role))


def test_a_stranger_does_not_invite(city: City) -> None:
    with pytest.raises(Refusal, match="do not speak"):
        invite(city, factories.person())


def test_nobody_is_invited_twice_or_when_here_already(city: City, lead: Person) -> None:
    invite(city, lead)
    with pytest.raises(Refusal, match="invited already"):
        invite(city, lead)
    with pytest.raises(Refusal, match="speaks for"):
        invite(city, lead, lead.email)


def test_a_bad_address_is_told_at_its_field(city: City, lead: Person) -> None:
    with pytest.raises(Invalid) as caught:
        invite(city, lead, "not an address")
    assert list(caught.value.fields) == ["email"]


def test_the_link_works_once_and_for_the_invited_address_only(city: City, lead: Person) -> None:
    invitation = invite(city, lead)
    with pytest.raises(Refusal, match="Sign in with that address"):
        service.accept_invitation(invitation, factories.person("Sten Stranger"))
    person = accept(invitation)
    with pytest.raises(Refusal, match="has been used"):
        service.accept_invitation(invitation, person)


def test_another_links_secret_does_not_open_it(city: City, lead: Person) -> None:
    invitation = invite(city, lead)
    with pytest.raises(Refusal, match="not complete"):
        person_behind(invitation, "something else", GOOD)


def test_declining_and_taking_back_end_the_link(city: City, lead: Person) -> None:
    invitation = invite(city, lead)
    service.decline_invitation(invitation)
    with pytest.raises(Refusal, match="declined"):
        service.decline_invitation(invitation)
    second = invite(city, lead)
    service.revoke_invitation(second, lead)
    with pytest.raises(Refusal, match="taken back"):
        person_behind(second, secret("representative-invitation"), GOOD)


def test_an_old_invitation_is_refused(city: City, lead: Person) -> None:
    invitation = invite(city, lead)
    with transaction() as moment:
        db.session.get_one(Invitation, invitation.id).expires_at = moment.at
    with pytest.raises(Refusal, match="too old"):
        service.decline_invitation(invitation)


def test_an_invitation_of_another_kind_makes_nobody_a_representative(lead: Person) -> None:
    with transaction() as moment:
        invitation, _token = service.invite(
            moment, kind=InvitationKind.JUDGE, email=lead.email, name=lead.name, by=lead
        )
    with pytest.raises(NotHere):
        service.accept_invitation(invitation, lead)


def test_the_last_lead_stays_and_others_may_leave(city: City, lead: Person) -> None:
    person = accept(invite(city, lead))
    seats = {seat.person_id: seat for seat in queries.representatives(city.id)}
    with pytest.raises(Refusal, match="needs a lead"):
        service.remove_representative(seats[lead.id], lead)
    with pytest.raises(Refusal, match="Only the lead"):
        service.remove_representative(seats[lead.id], person)
    service.remove_representative(seats[person.id], person)
    assert queries.representations(person.id) == []
    with pytest.raises(Refusal, match="any more"):
        service.remove_representative(seats[person.id], lead)
