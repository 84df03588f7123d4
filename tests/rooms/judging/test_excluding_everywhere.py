"""An exclusion holds for every way in which an entry comes to a judge, and each says so in a sentence."""

from collections.abc import Callable

import pytest
from sqlalchemy.exc import IntegrityError

from awards_portal.entries.oversight import merging
from awards_portal.errors import Refusal
from awards_portal.judging import queries, service
from awards_portal.judging.listed import Listed
from awards_portal.judging.models import Exclusion
from awards_portal.people.models import Representative, RepresentativeRole
from tests import factories
from tests.page import PageClient
from tests.rooms.judging.stage import Stage, lines, make
from tests.rooms.judging.test_practice import practice_round

pytestmark = pytest.mark.usefixtures("context")
REASON = "They wrote a book together"
TOLD = f"The organising team keeps Bo Birch apart from it: {REASON}"


def of_entry(stage: Stage) -> Exclusion:
    return service.exclude(stage.bo, stage.trams, False, REASON, stage.organiser)


def of_its_city(stage: Stage) -> Exclusion:
    return service.exclude(stage.bo, stage.trams, True, REASON, stage.organiser)


def of_a_city(stage: Stage) -> Exclusion:
    return service.exclude_city(stage.bo, stage.city, REASON, stage.organiser)


def by_hand(stage: Stage) -> str:
    with pytest.raises(Refusal) as refused:
        service.assign(stage.round, stage.trams, stage.bo, stage.organiser)
    return refused.value.sentence


def by_whole_panel(stage: Stage) -> str:
    panel = queries.panel_of(stage.round.id, stage.category.id)
    assert panel is not None
    done = service.assign_whole_panel(panel, stage.organiser)
    assert (stage.bo.id, stage.schools.id) in {(pair.judge.id, pair.entry.id) for pair in done.new}
    return next(str(p.why_not) for p in done.skipped if (p.judge.id, p.entry.id) == (stage.bo.id, stage.trams.id))


def by_sharing_out(stage: Stage) -> str:
    panel = queries.panel_of(stage.round.id, stage.category.id)
    assert panel is not None
    plan = service.propose_matching(panel, stage.organiser)
    assert plan.apart == ((stage.trams.reference, TOLD),)
    service.assign_matching(panel, plan.fingerprint, stage.organiser)
    return plan.apart[0][1]


def by_spreadsheet(stage: Stage) -> str:
    rows = [Listed(2, stage.schools.reference, stage.bo.email, "A2", "B2")]
    rows.append(Listed(3, stage.trams.reference, stage.bo.email, "A3", "B3"))
    _found, (fault,) = service.propose_listed(stage.round, rows, stage.organiser)
    with pytest.raises(Refusal, match="Nothing was assigned, because of row 3"):
        service.assign_listed(stage.round, rows, stage.organiser)
    assert queries.pairs_assigned(stage.round.id, [stage.bo.id]) == set()
    return fault.sentence.removeprefix("B3: ")


def by_substitution(stage: Stage) -> str:
    service.recuse(stage.assignment, "Because", stage.organiser)
    (vacancy,) = service.propose_substitutes(stage.round, stage.category.id, stage.organiser)
    assert vacancy.substitute is not None
    assert vacancy.substitute.judge.id == stage.cai.id
    with pytest.raises(Refusal, match="somebody else would be proposed"):
        service.substitute(stage.round, stage.trams, stage.bo, stage.organiser)
    return vacancy.others[0]


def by_reassignment(stage: Stage) -> str:
    seat = queries.seat(stage.assignment.id)
    assert stage.bo.id not in {judge.id for judge in service.able_instead(seat.assignment, stage.organiser)}
    with pytest.raises(Refusal) as refused:
        service.reassign(stage.assignment, stage.bo, "Anna is ill", stage.organiser)
    assert (stage.anna.id, stage.trams.id) in queries.pairs_assigned(stage.round.id, [stage.anna.id])
    return refused.value.sentence


def by_practice(stage: Stage) -> str:
    pairs = service.assign_practice(practice_round(stage), stage.trams, stage.organiser)
    assert {pair.judge.name for pair in pairs if pair.why_not is None} == {"Anna Arbor", "Cai Cedar"}
    return next(str(pair.why_not) for pair in pairs if pair.judge.id == stage.bo.id)


WAYS = (by_hand, by_whole_panel, by_sharing_out, by_spreadsheet, by_substitution, by_reassignment, by_practice)


@pytest.mark.parametrize(
    ("exclude", "way"),
    [
        *((of_a_city, way) for way in WAYS),
        (of_entry, by_spreadsheet),
        (of_entry, by_substitution),
        (of_its_city, by_reassignment),
        (of_its_city, by_practice),
    ],
)
def test_no_way_leads_to_an_entry_that_a_judge_is_kept_away_from(
    exclude: Callable[[Stage], Exclusion], way: Callable[[Stage], str]
) -> None:
    stage = make()
    service.form_panel(stage.round, stage.category, [stage.anna, stage.bo, stage.cai], stage.organiser)
    exclude(stage)
    assert way(stage) == TOLD
    assert (stage.bo.id, stage.trams.id) not in queries.pairs_assigned(stage.round.id, [stage.bo.id])


def test_a_city_without_an_entry_is_kept_apart_and_it_bites_when_the_entry_arrives() -> None:
    stage = make()
    later = factories.city("Later", "KE")
    made = service.exclude_city(stage.bo, later, f" {REASON} ", stage.organiser)
    assert service.exclude_city(stage.bo, later, REASON, stage.organiser).id == made.id
    (line,) = lines("judge.excluded")
    assert (line.subject, line.reason) == ("Later, Bo Birch", REASON)
    entry = factories.submitted_entry(stage.edition, later, "Late trams")
    with pytest.raises(Refusal, match=TOLD):
        service.assign(stage.round, entry, stage.bo, stage.organiser)
    service.assign(stage.round, stage.schools, stage.bo, stage.organiser)
    service.end_exclusion(made, stage.organiser)
    service.assign(stage.round, entry, stage.bo, stage.organiser)
    assert lines("judge.exclusion_ended")[0].subject == "Later, Bo Birch"


def test_a_city_entered_twice_stays_apart_under_the_name_that_stays() -> None:
    stage = make()
    twin = factories.city("Norhavn", "NO")
    service.exclude_city(stage.bo, twin, REASON, stage.organiser)
    service.assign(stage.round, stage.schools, stage.bo, stage.organiser)
    merging.merge(twin, stage.city, "One harbour.", stage.organiser)
    with pytest.raises(Refusal, match=TOLD):
        service.assign(stage.round, stage.trams, stage.bo, stage.organiser)


def test_a_city_is_named_on_the_judges_page_and_own_cities_are_not_found(client: PageClient) -> None:
    stage = make()
    factories.city("Twinby", "SE")
    factories.city("Twinby", "DK", slug="twinby-dk")
    client.sign_in(stage.organiser)
    page = client.get(f"/team/editions/ssc26/judges/{stage.bo.id}")
    page = client.send(page, "/exclusions", status=422, city="Nowhere", exclusion_reason=REASON)
    assert "No city has this name." in page.text
    page = client.send(page, "/exclusions", status=422, city="Twinby", exclusion_reason=REASON)
    assert "Several cities have this name." in page.text
    page = client.send(page, "/exclusions", status=422, city="twinby, se", exclusion_reason=" ")
    assert "Write why" in page.text
    page = client.send(page, "/exclusions", city="twinby, se", exclusion_reason=REASON)
    assert "Bo Birch is kept apart from Twinby." in page.text
    assert f"Every entry of Twinby, whenever it comes {REASON}" in page.text
    page = client.send(page, "/end")
    assert "Bo Birch may be given Twinby again." in page.text
    service.exclude_city(stage.bo, stage.city, REASON, stage.organiser)
    values = {"person_id": stage.organiser.id, "city_id": stage.city.id, "role": RepresentativeRole.LEAD}
    factories.put(Representative(**values, since=stage.edition.created_at))
    page = client.get(f"/team/editions/ssc26/judges/{stage.bo.id}")
    assert "Every entry of Norrhavn" not in page.text
    page = client.send(page, "/exclusions", status=422, city="Norrhavn", exclusion_reason=REASON)
    assert "No city has this name." in page.text
    with pytest.raises(Refusal, match="You speak for this entry's city"):
        service.exclude_city(stage.bo, stage.city, REASON, stage.organiser)


def test_the_database_takes_an_entry_or_a_city_and_not_both() -> None:
    stage = make()
    values = {"judge_id": stage.bo.id, "whole_city": True, "reason": REASON, "by_id": stage.organiser.id}
    for both in ({}, {"entry_id": stage.trams.id, "city_id": stage.city.id}):
        with pytest.raises(IntegrityError):
            factories.put(Exclusion(**values, **both, at=stage.edition.created_at))
