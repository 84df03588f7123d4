"""Profiles: proposed by representatives, decided by organisers; names of cities and places."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from awards_portal.db import db
from awards_portal.errors import Invalid, Refusal
from awards_portal.ledger import LedgerLine
from awards_portal.people import queries as people
from awards_portal.people.models import City, Membership, MembershipKind, Person, RepresentativeRole, TeamRole
from awards_portal.people.profiles import queries, service
from awards_portal.people.profiles.rules import Proposal
from tests import factories
from tests.rooms.people.letters import letters

pytestmark = pytest.mark.usefixtures("context")

SAID = Proposal(text="A port in the north.", population="450 000", population_source="Census of 2021")


@pytest.fixture
def city() -> City:
    return factories.city()


@pytest.fixture
def lead(city: City) -> Person:
    return factories.representative(city)


def picture(width: int = 200) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, 100), "teal").save(out, "PNG")
    return out.getvalue()


def test_a_profile_is_public_once_an_organiser_approved_it_and_its_author_gets_a_letter(
    city: City, lead: Person
) -> None:
    otto = factories.team_member()
    first = service.propose(city, SAID, lead, logo=("logo.png", picture()))
    assert service.propose(city, SAID, lead).id == first.id
    assert queries.approved(city.id) is None
    assert [each.id for each in queries.waiting()] == [first.id]
    service.decide(first, True, "", otto)
    assert queries.waiting() == []
    second = service.propose(city, Proposal(text="A port.", website="https://norrhavn.example.org"), lead)
    assert second.logo_sha256 == first.logo_sha256
    public = queries.approved(city.id)
    assert public is not None
    assert (public.id, public.population) == (first.id, 450000)
    service.decide(second, False, "Tell more.", otto)
    assert queries.approved(city.id) == public
    third = service.propose(city, Proposal(text="A port.", website="https://n.example.org"), lead, no_logo=True)
    service.decide(third, True, "", otto)
    assert db.session.get_one(City, city.id).website == "https://n.example.org"
    assert third.logo_sha256 is None
    assert ["Tell more." in letter.body for letter in letters("profile-decided")] == [False, True, False]
    events = select(LedgerLine.event).where(LedgerLine.event.startswith("profile")).order_by(LedgerLine.id)
    decided = ["approved", "declined", "approved"]
    assert db.session.scalars(events).all() == [f"profile.{e}" for each in decided for e in ("proposed", each)]


def test_each_fault_of_a_profile_is_told_at_its_field(city: City, lead: Person) -> None:
    wrong = Proposal(
        text="word " * 401, website="norrhavn", population="many", contact_name="Ida Berg", contact_email="ida"
    )
    with pytest.raises(Invalid) as told:
        service.propose(city, wrong, lead, logo=("logo.png", b"%PDF-1.7 not a picture"))
    assert set(told.value.fields) == {
        *("text", "website", "population", "population_source", "contact_email", "consent", "logo"),
    }
    assert "this is a PDF file" in told.value.fields["logo"][0]
    for content, words in ((picture(60), "at least 120 are needed"), (b"x" * 2_000_001, "larger than 2 MB")):
        with pytest.raises(Invalid, match=words):
            try:
                service.propose(city, SAID, lead, logo=("logo.png", content))
            except Invalid as error:
                raise Invalid(error.fields["logo"][0]) from error


def test_who_may_propose_and_decide(city: City, lead: Person) -> None:
    viewer = factories.representative(city, RepresentativeRole.VIEWER, name="Vik Viewer")
    for person in (viewer, factories.person("Sten Stranger")):
        with pytest.raises(Refusal):
            service.propose(city, SAID, person)
    version = service.propose(city, SAID, lead)
    otto = factories.team_member()
    own = factories.team_member(name="Cora Conflicted")
    seat = {"person_id": own.id, "city_id": city.id, "role": "viewer", "since": city.created_at}
    factories.put(factories.Representative(**seat))
    for person in (factories.team_member(TeamRole.OBSERVER, name="Obe Observer"), own, lead):
        with pytest.raises(Refusal):
            service.decide(version, True, "", person)
        with pytest.raises(Refusal):
            service.rename(city, "Other", "Because", person)
    with pytest.raises(Invalid):
        service.decide(version, False, " ", otto)
    newer = service.propose(city, Proposal(text="Another text."), lead)
    with pytest.raises(Refusal, match="another version since"):
        service.decide(version, True, "", otto)
    service.decide(newer, True, "", otto)
    with pytest.raises(Refusal, match="decided on before"):
        service.decide(newer, True, "", otto)


def test_a_renamed_city_keeps_its_old_addresses_and_may_have_its_name_back(city: City) -> None:
    otto, other = factories.team_member(), factories.city("Sandmere", "NO")
    with pytest.raises(Invalid, match="cannot be used"):
        service.rename(city, "SANDMERE", "", otto)
    service.rename(city, "Nordhavn", "As the city writes it", otto)
    assert people.city_by_slug("nordhavn") is not None
    moved = queries.city_by_former_slug("norrhavn")
    assert moved is not None
    assert moved.id == city.id
    # Nobody else gets the old address.
    service.rename(other, "Norrhavn", "A trick", otto)
    assert db.session.get_one(City, other.id).slug == "norrhavn-no"
    service.rename(other, "Sandmere", "Undone", otto)
    service.rename(city, "Norrhavn", "Undone", otto)
    assert db.session.get_one(City, city.id).slug == "norrhavn"
    assert queries.city_by_former_slug("norrhavn") is None
    service.rename(city, "Nordhavn", "And again", otto)
    assert queries.city_by_former_slug("norrhavn") is not None


def test_places_are_called_as_the_organisation_says(city: City) -> None:
    otto = factories.team_member()
    service.call_place("TW", "Chinese Taipei", otto)
    service.call_place("TW", "Taiwan, one more name", otto)
    assert queries.place_names() == {"TW": "Taiwan, one more name"}
    with pytest.raises(Invalid):
        service.call_place("TW", "see www.example.org", otto)
    service.call_place("TW", "", otto)
    assert queries.place_names() == {}
    with pytest.raises(Refusal):
        service.call_place("TW", "x", factories.person("Sten Stranger"))


def test_the_directory_lists_published_history_members_and_approved_profiles_only(city: City, lead: Person) -> None:
    def listed(**asked: str) -> list[str]:
        return [row.name for row in queries.directory(**asked)[0]]  # type: ignore[arg-type]

    factories.city("Aarhus", "DK", listed=True)
    member = factories.city("Bergen", "NO")
    assert listed() == ["Aarhus"]
    factories.put(
        Membership(city_id=member.id, kind=MembershipKind.FULL, since="2010", ended_on=city.created_at.date())
    )
    factories.put(Membership(city_id=member.id, kind=MembershipKind.ASSOCIATE, since="2020"))
    service.decide(service.propose(city, SAID, lead), True, "", factories.team_member())
    assert listed() == ["Aarhus", "Bergen", "Norrhavn"]
    assert listed(search="ÁÅrh") == ["Aarhus"]
    assert listed(country="NO") == ["Bergen", "Norrhavn"]
    assert listed(membership="associate") == ["Bergen"]
    assert listed(membership="full") == []
    assert listed(membership="none") == ["Aarhus", "Norrhavn"]
    assert [each.kind for each in queries.memberships(member.id)] == ["associate", "full"]
