"""An organiser keeps a judge away from an entry or a city: by hand, shared out, until it is taken back."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from awards_portal.db import db, transaction
from awards_portal.entries.models import Entry
from awards_portal.errors import Invalid, Refusal
from awards_portal.judging import queries, service
from awards_portal.judging.models import Exclusion
from awards_portal.people.models import Representative, RepresentativeRole, TeamRole
from tests import factories
from tests.page import PageClient
from tests.rooms.judging.stage import Stage, lines, make

pytestmark = pytest.mark.usefixtures("context")
REASON = "They wrote a book together"


def keep_apart(stage: Stage, *, whole_city: bool = False) -> Exclusion:
    return service.exclude(stage.bo, stage.trams, whole_city, f" {REASON} ", stage.organiser)


def assign(stage: Stage, entry: Entry) -> None:
    service.assign(stage.round, entry, stage.bo, stage.organiser)


def test_whoever_is_kept_apart_is_not_assigned_until_it_is_taken_back() -> None:
    stage = make()
    made = keep_apart(stage)
    assert keep_apart(stage).id == made.id
    with pytest.raises(Refusal, match=f"keeps Bo Birch apart from it: {REASON}"):
        assign(stage, stage.trams)
    assign(stage, stage.schools)
    service.end_exclusion(made, stage.organiser)
    service.end_exclusion(made, stage.organiser)
    assign(stage, stage.trams)
    assert [len(lines(f"judge.{event}")) for event in ("excluded", "exclusion_ended")] == [1, 1]
    (row,) = queries.exclusions_of_judge(stage.bo.id)
    assert (row.reason, row.by_id, row.ended_by_id) == (REASON, stage.organiser.id, stage.organiser.id)


def test_a_whole_city_is_every_entry_of_it() -> None:
    stage = make()
    other = factories.submitted_entry(stage.edition, stage.city, "Day trams")
    keep_apart(stage, whole_city=True)
    with pytest.raises(Refusal, match="keeps Bo Birch apart"):
        assign(stage, other)
    assign(stage, stage.schools)


def test_sharing_out_keeps_them_apart_and_says_so() -> None:
    stage = make()
    service.form_panel(stage.round, stage.category, [stage.anna, stage.bo, stage.cai], stage.organiser)
    keep_apart(stage)
    panel = queries.panel_of(stage.round.id, stage.category.id)
    assert panel is not None
    plan = service.propose_matching(panel, stage.organiser)
    assert (stage.bo.id, stage.trams.id) not in {(pair.judge.id, pair.entry.id) for pair in plan.new}
    told = f"The organising team keeps Bo Birch apart from it: {REASON}"
    assert plan.apart == ((stage.trams.reference, told),)
    assert any(stage.trams.reference in sentence for sentence in plan.short)


def test_without_a_reason_or_the_right_it_is_refused_and_the_record_stays() -> None:
    stage = make()
    with pytest.raises(Invalid, match="Write why"):
        service.exclude(stage.bo, stage.trams, False, " ", stage.organiser)
    with pytest.raises(Refusal, match="Ask an organiser"):
        observer = factories.team_member(TeamRole.OBSERVER, name="Obe Observer")
        service.exclude(stage.bo, stage.trams, False, REASON, observer)
    keep_apart(stage)
    with pytest.raises(DatabaseError, match="kept as they were"), transaction():
        db.session.execute(text("UPDATE exclusion SET reason = 'none'"))
    values = {"person_id": stage.organiser.id, "city_id": stage.city.id, "role": RepresentativeRole.LEAD}
    factories.put(Representative(**values, since=stage.edition.created_at))
    with pytest.raises(Refusal, match="You speak for this entry's city"):
        keep_apart(stage, whole_city=True)


def test_it_is_written_and_taken_back_on_the_judges_page(client: PageClient) -> None:
    stage = make()
    client.sign_in(stage.organiser)
    page = client.get(f"/team/editions/ssc26/judges/{stage.bo.id}")
    page = client.send(page, "/exclusions", status=422, entry="SSC26-NONE", exclusion_reason=REASON)
    assert "No entry of this edition has this reference." in page.text
    page = client.send(page, "/exclusions", entry=stage.trams.reference.lower(), exclusion_reason=REASON)
    assert f"Bo Birch is kept apart from {stage.trams.reference}." in page.text
    assert f"{stage.trams.reference} of Norrhavn {REASON}" in page.text
    page = client.send(page, "/end")
    assert f"Bo Birch may be given {stage.trams.reference} again." in page.text
    values = {"person_id": stage.organiser.id, "city_id": stage.city.id, "role": RepresentativeRole.LEAD}
    factories.put(Representative(**values, since=stage.edition.created_at))
    assert REASON not in client.get(f"/team/editions/ssc26/judges/{stage.bo.id}").text
