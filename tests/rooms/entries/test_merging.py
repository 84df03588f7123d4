"""A city entered twice becomes one: people, entries and extensions go over, conflicts follow, all can be undone."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal import clock
from awards_portal.db import db
from awards_portal.entries import queries
from awards_portal.entries import service as entries
from awards_portal.entries.models import Entry
from awards_portal.entries.oversight import merging
from awards_portal.entries.oversight.extending import extend
from awards_portal.entries.oversight.queries import extended_to, extensions
from awards_portal.errors import Invalid, Refusal
from awards_portal.judging.detection import Likeness
from awards_portal.judging.queries.likeness import found_between
from awards_portal.people import queries as people
from awards_portal.people.models import City, Membership, MembershipKind, Person, Representative, RepresentativeRole
from tests import factories
from tests.rooms.entries.stage import Stage, make
from tests.rooms.entries.test_eligibility import lines


@pytest.fixture
def stage(context: Flask) -> Stage:
    return make(entries_per_city=2)


@pytest.fixture
def organiser(stage: Stage) -> Person:
    return factories.team_member()


@pytest.fixture
def twin(stage: Stage) -> City:
    return factories.city("Nordhavn", "NO")


def both(stage: Stage, twin: City, role: RepresentativeRole) -> None:
    """The editor speaks for the other row too."""
    factories.put(Representative(person_id=stage.editor.id, city_id=twin.id, role=role, since=clock.now()))


def roles(city: City) -> dict[str, str]:
    db.session.rollback()
    return {each.person.name: each.role for each in people.representatives(city.id)}


def test_people_entries_and_memberships_go_over_and_the_old_address_leads_there(
    stage: Stage, organiser: Person, twin: City
) -> None:
    lead = factories.representative(twin, name="Tia Twin")
    both(stage, twin, RepresentativeRole.LEAD)
    entry = factories.submitted_entry(stage.edition, twin, "Buses")
    factories.put(Membership(city_id=twin.id, kind=MembershipKind.FULL))
    merging.merge(twin, stage.city, "One harbour.", organiser)
    assert roles(stage.city) == {
        "Leo Lead": "lead",
        "Eda Editor": "lead",
        "Vik Viewer": "viewer",
        "Tia Twin": "lead",
    }
    assert roles(twin) == {}
    assert queries.entry_for(lead.id, entry.reference) is not None
    assert db.session.scalars(select(Membership.city_id)).one() == stage.city.id
    for found in (
        people.city_by_slug(twin.slug),
        people.city_by_name("NORDHAVN", "NO"),
        *people.find_cities("nordhav"),
    ):
        assert found is not None
        assert found.id == stage.city.id
    (line,) = lines("city.merged")
    assert (line.reason, line.subject) == ("One harbour.", "Norrhavn")
    assert queries.read_snapshot(queries.submissions(entry.id)[0])["city"]["name"] == "Nordhavn"


def test_more_entries_than_a_city_may_have_keep_the_two_apart(stage: Stage, organiser: Person, twin: City) -> None:
    first = factories.submitted_entry(stage.edition, twin, "Buses")
    factories.submitted_entry(stage.edition, twin, "Ferries")
    with pytest.raises(Refusal, match="Together they have 3 entries"):
        merging.merge(twin, stage.city, "One harbour.", organiser)
    assert db.session.get_one(Entry, first.id).city_id == twin.id
    lead = factories.representative(twin, name="Tia Twin")
    entries.withdraw(first, lead, "Twice the same")
    merging.merge(twin, stage.city, "One harbour.", organiser)
    assert queries.count_entries(stage.city.id, stage.edition.id) == 2


def test_the_later_extension_stays(stage: Stage, organiser: Person, twin: City) -> None:
    until = clock.now().replace(microsecond=0) + timedelta(days=20)
    for city, days in ((stage.city, 0), (twin, 1)):
        extend(stage.edition, city, until + timedelta(days=days), "Flood", organiser, despite_judging=True)
    merging.merge(twin, stage.city, "One harbour.", organiser)
    assert extended_to(stage.edition.id, stage.city.id) == until + timedelta(days=1)
    assert sum(each.revoked_at is None for each in extensions(stage.edition.id)) == 1


def test_what_joins_a_judge_to_either_row_joins_her_to_the_city_that_stays(
    stage: Stage, organiser: Person, twin: City
) -> None:
    works = factories.judge(stage.edition, "Anna Arbor", organisation="City of Nordhavn", country="SE")
    speaks = factories.judge(stage.edition, "Bo Birch", country="SE")
    assert speaks.person_id is not None
    factories.put(
        Representative(person_id=speaks.person_id, city_id=twin.id, role=RepresentativeRole.VIEWER, since=clock.now())
    )

    def joined() -> dict[tuple[int, int], set[Likeness]]:
        found = found_between([works, speaks], [stage.city], {}, clock.now())
        return {pair: {each.likeness for each in likenesses} for pair, likenesses in found.items()}

    assert joined() == {}
    merging.merge(twin, stage.city, "One harbour.", organiser)
    assert Likeness.EMPLOYER in joined()[works.id, stage.city.id]
    assert Likeness.REPRESENTATION in joined()[speaks.id, stage.city.id]


def test_a_merger_is_undone_as_if_it_had_not_been(stage: Stage, organiser: Person, twin: City) -> None:
    factories.representative(twin, name="Tia Twin")
    both(stage, twin, RepresentativeRole.LEAD)
    entry = factories.submitted_entry(stage.edition, twin, "Buses")
    before = roles(stage.city), roles(twin)
    made = merging.merge(twin, stage.city, "One harbour.", organiser)
    with pytest.raises(Invalid, match="Write why"):
        merging.undo_merge(made, " ", organiser)
    merging.undo_merge(made, "Two harbours after all.", organiser)
    assert (roles(stage.city), roles(twin)) == before
    assert db.session.get_one(Entry, entry.id).city_id == twin.id
    found = people.city_by_slug(twin.slug)
    assert found is not None
    assert found.id == twin.id
    with pytest.raises(Refusal, match="undone before"):
        merging.undo_merge(made, "Again.", organiser)


def test_who_speaks_for_either_and_what_makes_no_sense_is_refused(stage: Stage, organiser: Person, twin: City) -> None:
    with pytest.raises(Refusal, match="Only the organising team"):
        merging.merge(twin, stage.city, "One.", stage.lead)
    with pytest.raises(Refusal, match="Choose another city"):
        merging.merge(twin, twin, "One.", organiser)
    with pytest.raises(Invalid, match="Write why"):
        merging.merge(twin, stage.city, "", organiser)
    factories.put(
        Representative(person_id=organiser.id, city_id=twin.id, role=RepresentativeRole.VIEWER, since=clock.now())
    )
    with pytest.raises(Refusal, match="You speak for this city"):
        merging.merge(twin, stage.city, "One.", organiser)
    other = factories.team_member(name="Ori Other")
    merging.merge(twin, stage.city, "One.", other)
    with pytest.raises(Refusal, match="merged before"):
        merging.merge(twin, factories.city("Elsewhere"), "One.", other)
    with pytest.raises(Refusal, match="Undo that first"):
        merging.merge(stage.city, factories.city("Somewhere"), "One.", other)
