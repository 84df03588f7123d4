"""A city always has a lead who can be reached: handed over, changed among colleagues, or appointed."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal import clock
from awards_portal.db import db, transaction
from awards_portal.errors import Invalid, Refusal
from awards_portal.ledger import LedgerLine
from awards_portal.people import listing, queries, service
from awards_portal.people.models import City, Person, Representative, RepresentativeRole, TeamRole
from awards_portal.people.service.inviting import person_behind
from tests import factories
from tests.rooms.people.letters import letters, secret
from tests.together import together

pytestmark = pytest.mark.usefixtures("context")
EDITOR, LEAD, VIEWER = RepresentativeRole.EDITOR, RepresentativeRole.LEAD, RepresentativeRole.VIEWER


@pytest.fixture
def city() -> City:
    return factories.city()


@pytest.fixture
def lead(city: City) -> Person:
    return factories.representative(city, name="Leo Lead")


@pytest.fixture
def editor(city: City) -> Person:
    return factories.representative(city, EDITOR, name="Eda Editor")


def seat(city: City, person: Person) -> Representative:
    found = queries.representative(person.id, city.id)
    assert found is not None
    return found


def roles(city: City) -> dict[str, str]:
    db.session.rollback()
    return {each.person.name: each.role for each in queries.representatives(city.id)}


def events(name: str) -> list[LedgerLine]:
    return list(db.session.scalars(select(LedgerLine).filter_by(event=name).order_by(LedgerLine.id)))


def test_the_lead_is_handed_over_and_both_get_a_letter(city: City, lead: Person, editor: Person) -> None:
    service.hand_over(seat(city, editor), lead, leave=False)
    assert roles(city) == {"Leo Lead": "editor", "Eda Editor": "lead"}
    assert [letter.to_address for letter in letters("lead-handed-over")] == [editor.email, lead.email]
    assert "Leo Lead handed the lead of Norrhavn over to you" in letters("lead-handed-over")[0].body
    assert "goes on writing as an editor" in letters("lead-handed-over")[1].body
    assert [(line.actor, line.before, line.after) for line in events("representative.changed")] == [
        ("Leo Lead", {"role": "editor"}, {"role": "lead"}),
        ("Leo Lead", {"role": "lead"}, {"role": "editor"}),
    ]


def test_who_hands_over_may_leave_at_once(city: City, lead: Person, editor: Person) -> None:
    service.hand_over(seat(city, editor), lead, leave=True)
    assert roles(city) == {"Eda Editor": "lead"}
    assert "Leo Lead does not speak for Norrhavn any more." in letters("lead-handed-over")[1].body
    assert [line.subject for line in events("representative.left")] == ["Leo Lead, Norrhavn"]


def test_only_a_lead_hands_over_and_not_to_herself_another_lead_or_somebody_locked_out(
    city: City, lead: Person, editor: Person
) -> None:
    second = factories.representative(city, name="Lena Lead")
    locked = factories.representative(city, EDITOR, name="Lou Locked", disabled_at=clock.now())
    for to, by, sentence in (
        (lead, editor, "Only the lead hands the lead over"),
        (editor, factories.person("Sten Stranger"), "You do not speak for this city"),
        (lead, lead, "You lead already"),
        (second, lead, "leads already"),
        (locked, lead, "cannot sign in"),
    ):
        with pytest.raises(Refusal, match=sentence):
            service.hand_over(seat(city, to), by, leave=False)
    gone = seat(city, editor)
    service.remove_representative(gone, lead)
    with pytest.raises(Refusal, match="does not speak for the city any more"):
        service.hand_over(gone, lead, leave=False)
    assert letters("lead-handed-over") == []


def test_the_lead_changes_what_colleagues_may_do(city: City, lead: Person, editor: Person) -> None:
    service.change_role(seat(city, editor), VIEWER, lead)
    service.change_role(seat(city, editor), VIEWER, lead)
    assert roles(city)["Eda Editor"] == "viewer"
    (letter,) = letters("role-changed")
    assert "you are a viewer" in letter.body
    with pytest.raises(Refusal, match="Only the lead"):
        service.change_role(seat(city, editor), LEAD, editor)


def test_the_last_lead_who_can_sign_in_neither_steps_down_nor_leaves(city: City, lead: Person) -> None:
    factories.representative(city, name="Lou Locked", disabled_at=clock.now())
    with pytest.raises(Refusal, match="Hand the lead over to a colleague first"):
        service.change_role(seat(city, lead), EDITOR, lead)
    with pytest.raises(Refusal, match="Hand the lead over to a colleague first"):
        service.remove_representative(seat(city, lead), lead)
    factories.representative(city, name="Lena Lead")
    service.change_role(seat(city, lead), EDITOR, lead)
    assert roles(city)["Leo Lead"] == "editor"


def test_of_two_leads_who_step_down_at_once_one_stays(context: Flask, city: City, lead: Person) -> None:
    other = factories.representative(city, name="Lena Lead")
    ids = [(seat(city, each).id, each.id) for each in (lead, other)]

    def down(seat_id: int, person_id: int) -> Representative:
        person = db.session.get_one(Person, person_id)
        return service.change_role(db.session.get_one(Representative, seat_id), EDITOR, person)

    answers = together(context, *[lambda p=pair: down(*p) for pair in ids])  # type: ignore[misc]
    assert sorted(type(answer).__name__ for answer in answers) == ["Refusal", "Representative"], answers
    assert sorted(roles(city).values()) == ["editor", "lead"]


def appoint(city: City, by: Person, to: Person | None = None, **more: Any) -> str:
    values = {"name": "", "email": "", "gone": [], "reason": "The lead changed office.", **more}
    return service.appoint_lead(city, seat_id=None if to is None else seat(city, to).id, by=by, **values)


def test_an_organiser_appoints_a_colleague_where_the_lead_is_gone(city: City, lead: Person, editor: Person) -> None:
    organiser = factories.team_member()
    assert appoint(city, organiser, editor, gone=[seat(city, lead).id]) == "Eda Editor"
    assert roles(city) == {"Eda Editor": "lead"}
    (line,) = events("representative.changed")
    assert (line.actor, line.reason) == ("Otto Organ", "The lead changed office.")
    assert events("representative.left")[0].reason == "The lead changed office."
    told = {letter.to_address: letter.body for letter in letters("lead-appointed")}
    assert "made you the lead of Norrhavn" in told[editor.email]
    assert "You do not speak for Norrhavn any more." in told[lead.email]
    assert all("Reason: The lead changed office." in body for body in told.values())


def test_an_organiser_invites_a_lead_where_nobody_is_left(city: City) -> None:
    appoint(city, factories.team_member(), name="Nora New", email="nora@example.org")
    (invitation,) = queries.open_invitations(city.id, clock.now())
    assert (invitation.role, invitation.name) == ("lead", "Nora New")
    assert ", as lead. Accept or decline" in letters("representative-invitation")[0].body
    person = person_behind(invitation, secret("representative-invitation"), "tram bridge lantern")
    service.accept_invitation(invitation, person)
    assert roles(city) == {"Nora New": "lead"}


def test_an_address_that_is_in_the_team_already_is_made_lead_at_once(city: City, editor: Person) -> None:
    assert appoint(city, factories.team_member(), name="E", email=" Eda-Editor@example.org ") == "Eda Editor"
    assert roles(city) == {"Eda Editor": "lead"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"to": None, "name": "Nora", "email": "no address"}, "email"),
        ({"to": "lead"}, "who"),
        ({"gone": "editor"}, "who"),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_written(
    city: City, lead: Person, editor: Person, change: dict[str, Any], field: str
) -> None:
    people = {"lead": lead, "editor": editor}
    values: dict[str, Any] = {"to": editor, **change}
    values["to"] = people.get(values["to"], values["to"]) if isinstance(values["to"], str) else values["to"]
    if values.get("gone") == "editor":
        values["gone"] = [seat(city, editor).id]
    with pytest.raises(Invalid) as caught:
        appoint(city, factories.team_member(), **values)
    assert list(caught.value.fields) == [field]
    assert roles(city) == {"Leo Lead": "lead", "Eda Editor": "editor"}
    assert letters("lead-appointed") == []


def test_an_observer_a_lead_and_an_organiser_of_the_same_city_appoint_nobody(
    city: City, lead: Person, editor: Person
) -> None:
    own = factories.team_member(name="Ori Organiser")
    factories.put(Representative(person_id=own.id, city_id=city.id, role=VIEWER, since=clock.now()))
    for by, sentence in (
        (factories.team_member(TeamRole.OBSERVER, name="Obe Observer"), "Observers read"),
        (lead, "Observers read"),
        (own, "You speak for this city yourself"),
    ):
        with pytest.raises(Refusal, match=sentence):
            appoint(city, by, editor)


def test_the_table_of_cities_finds_those_where_nobody_leads(city: City, lead: Person) -> None:
    bare = factories.city("Sandmere", "SE")
    factories.representative(bare, EDITOR, name="Sia Sand")
    factories.representative(bare, name="Lou Locked", disabled_at=clock.now())
    factories.city("Nobodys", "SE")
    rows, total = listing.city_rows()
    assert (total, [(row.name, row.leads, row.people) for row in rows]) == (
        3,
        [("Nobodys", 0, 0), ("Norrhavn", 1, 1), ("Sandmere", 0, 2)],
    )
    assert [row.name for row in listing.city_rows(lead=listing.GONE)[0]] == ["Sandmere"]
    assert [row.name for row in listing.city_rows(lead=listing.NEVER)[0]] == ["Nobodys"]
    assert [row.name for row in listing.city_rows(lead=listing.SPOKEN)[0]] == ["Norrhavn", "Sandmere"]
    assert [row.name for row in listing.city_rows(search="NORR")[0]] == ["Norrhavn"]
    with transaction() as moment:
        for each in db.session.scalars(select(Representative)):
            each.ended_at = moment.at
    assert listing.city_rows(lead=listing.GONE)[1] == 2
