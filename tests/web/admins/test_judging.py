"""The organising team arranges judging: judges, panels, assignments."""

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal.db import db, transaction
from awards_portal.judging import queries, service
from awards_portal.judging.models import Assignment, Judge
from awards_portal.judging.rules import State
from awards_portal.people.models import Representative, RepresentativeRole, TeamRole
from awards_portal.programmes.models import Category, Round
from tests import factories
from tests.page import Page, PageClient
from tests.rooms.judging.stage import FULL, Stage, make, person_of
from tests.rooms.people.letters import letters
from tests.statements import statements

TEAM = "/team/editions/ssc26"
EVA = {"name": "Eva Elm", "email": "eva.elm@example.org", "organisation": "Elm University", "country": "SE"}


@pytest.fixture
def stage(context: Flask, client: PageClient) -> Stage:
    made = make()
    client.sign_in(made.organiser)
    return made


def test_a_judge_is_invited_and_the_list_shows_it(stage: Stage, client: PageClient) -> None:
    page = client.get(f"{TEAM}/judges")
    page = client.send(page, "/judges", **EVA, languages="sv, en ,", expertise="water, mobility")
    assert "Eva Elm is invited." in page.text
    assert "Invited, no answer yet" in page.text
    judge = queries.judge_by_email(stage.edition.id, "eva.elm@example.org")
    assert judge is not None
    assert (judge.languages, judge.expertise) == (["sv", "en"], ["water", "mobility"])
    assert len(letters("judge-invitation")) == 1


def test_what_was_typed_stays_after_an_error(stage: Stage, client: PageClient) -> None:
    page = client.get(f"{TEAM}/judges")
    page = client.send(page, "/judges", status=422, **{**EVA, "email": "eva at elm"})
    assert page.title.startswith("Error:")
    assert "Write the address as name@example.org." in page.text
    fields = page.form("/judges")["fields"]
    assert (fields["name"], fields["organisation"], fields["country"]) == ("Eva Elm", "Elm University", "SE")
    page = client.send(page, "/judges", status=409, **{**EVA, "email": stage.anna.email})
    assert "among the judges of this edition already" in page.text


def test_an_invitation_is_sent_again_but_not_twice_in_a_row(stage: Stage, client: PageClient) -> None:
    waiting = factories.judge(
        stage.edition, "Wim Waiting", accepted_at=None, person_id=None, invited_at=stage.edition.opens_at
    )
    page = client.get(f"{TEAM}/judges?standing=invited")
    page = client.send(page, f"/judges/{waiting.id}/invitation")
    assert "A new invitation to Wim Waiting is on its way." in page.text
    page = client.post(f"{TEAM}/judges/{waiting.id}/invitation", status=409)
    assert "less than a day ago" in page.text
    assert len(letters("judge-reminder")) == 1


def test_the_list_is_searched_filtered_and_downloaded_alike(stage: Stage, client: PageClient) -> None:
    factories.judge(stage.edition, "Dora Dell", declined_at=stage.edition.created_at, decline_reason="On leave")
    page = client.get(f"{TEAM}/judges?q=ARBOR+inst&standing=accepted")
    assert "3 judges" in page.text
    page = client.get(f"{TEAM}/judges?q=birch&standing=accepted")
    assert "1 judge " in page.text
    client.get(page.links["Download as CSV"])
    rows = list(csv.DictReader(io.StringIO(client.response.data.decode("utf-8-sig"))))
    assert [(row["name"], row["standing"]) for row in rows] == [("Bo Birch", "accepted")]
    page = client.get(f"{TEAM}/judges?standing=declined")
    assert "On leave" in page.text
    assert "Bo Birch" not in page.text
    assert "No judge fits." in client.get(f"{TEAM}/judges?q=nobody+like+it").text


def test_a_panel_gets_several_judges_at_once_and_loses_one(stage: Stage, client: PageClient) -> None:
    page = client.get(f"{TEAM}/panels")
    assert "Nobody sits on this panel yet." in page.text
    page = client.send(page, "/panels/open-city/seats", judge=[str(stage.bo.id), str(stage.anna.id)])
    assert "Bo Birch, Anna Arbor sit on the panel of Open City." in page.text
    panel = queries.panel_of(stage.round.id, stage.category.id)
    assert panel is not None
    assert [judge.name for judge in queries.members([panel.id])[panel.id]] == ["Anna Arbor", "Bo Birch"]
    data = {"judge": [str(stage.cai.id), str(stage.bo.id)]}
    assert "already" in client.post(f"{TEAM}/panels/open-city/seats", data, status=409).text
    assert "No judge was ticked." in client.post(f"{TEAM}/panels/open-city/seats", {}, status=409).text
    page = client.send(client.get(f"{TEAM}/panels"), "/panels/open-city/seats/removal")
    assert "Anna Arbor no longer sits" in page.text
    # One of those ticked sat there already: nobody was seated.
    assert [judge.name for judge in queries.members([panel.id])[panel.id]] == ["Bo Birch"]


def test_panels_without_judges_say_once_that_somebody_is_to_be_invited(context: Flask, client: PageClient) -> None:
    factories.edition()
    client.sign_in(factories.team_member())
    page = client.get(f"{TEAM}/panels")
    assert page.text.count("Nobody is invited to judge this edition yet") == 1
    assert "Nobody sits on this panel yet." not in page.text
    assert page.links["Invite judges"] == f"{TEAM}/judges"


def test_assignments_open_on_the_category_where_work_waits(stage: Stage, client: PageClient) -> None:
    other = db.session.scalars(
        select(Category).filter_by(edition_id=stage.edition.id).where(Category.id != stage.category.id)
    ).first()
    assert other is not None
    title = other.title
    empty = client.get(f"{TEAM}/assignments?category={other.key}")
    assert "No entry is submitted in this category yet." in empty.text
    assert f"{title} (0 entries)" in empty.text
    with transaction():
        stage.category.position = 90
    page = client.get(f"{TEAM}/assignments")
    assert "Open City (2 entries, 2 with too few judges)" in page.text
    assert page.form("assignments")["fields"]["category"] == "open-city"
    assert "Night trams" in page.text


def test_before_any_round_is_open_judges_are_seated_for_the_next_one(context: Flask, client: PageClient) -> None:
    edition = factories.edition()
    first = db.session.scalars(select(Round).filter_by(edition_id=edition.id)).one()
    with transaction() as moment:
        first.opens_at, first.closes_at = moment.at + timedelta(days=3), moment.at + timedelta(days=9)
        dates = {"opens_at": first.closes_at, "closes_at": first.closes_at + timedelta(days=9)}
        same = {"edition_id": edition.id, "rubric_id": first.rubric_id, "judges_per_entry": 3, "minimum_cards": 2}
        db.session.add(Round(**same, **dates, key="final", title="Final", kind="final", position=5))
    client.sign_in(factories.team_member())
    assert client.get(f"{TEAM}/panels").form("/panels")["fields"]["round"] == "scoring"
    page = client.get(f"{TEAM}/assignments")
    assert "No entry is submitted yet. Judges can be seated on panels before" in page.text
    with transaction() as moment:
        row = db.session.get_one(Round, first.id)
        row.opens_at, row.closes_at = moment.at - timedelta(days=9), moment.at - timedelta(days=3)
    assert client.get(f"{TEAM}/panels").form("/panels")["fields"]["round"] == "final"


def test_without_a_judge_who_accepted_nothing_is_offered_that_cannot_be_done(stage: Stage, client: PageClient) -> None:
    with transaction():
        for judge in (stage.anna, stage.bo, stage.cai):
            judge.accepted_at = None
            judge.person_id = None
    page = client.get(f"{TEAM}/assignments")
    assert "only a judge who has accepted can get entries" in page.text
    assert "Assign every entry to the whole panel" not in page.links
    assert page.links["Remind the judges who were invited"] == f"{TEAM}/judges?standing=invited"


def test_the_matrix_shows_each_state_and_hands_it_out_as_a_file(stage: Stage, client: PageClient) -> None:
    factories.statement(stage.anna, stage.trams)
    service.save_scores(stage.assignment, FULL, 0, stage.as_anna)
    page = client.get(f"{TEAM}/assignments")
    assert "In progress , Anna Arbor, SSC26-0001" in page.text
    assert "Not opened , Anna Arbor, SSC26-0002" in page.text
    assert "Many people" not in page.html
    client.send(client.get(page.links["Download as CSV"]), "/file")
    rows = list(csv.DictReader(io.StringIO(client.response.data.decode("utf-8-sig"))))
    assert [(row["reference"], row["judge"], row["state"]) for row in rows] == [
        ("SSC26-0001", "Anna Arbor", "started"),
        ("SSC26-0002", "Anna Arbor", "conflict not stated"),
    ]
    page = client.get(f"{TEAM}/assignments?q=vesno")
    assert "River schools" in page.text
    assert "Night trams" not in page.text


def test_an_entry_is_assigned_by_hand(stage: Stage, client: PageClient) -> None:
    page = client.get(f"{TEAM}/assignments")
    page = client.send(page, "/assignments", entry="SSC26-0001", judge=str(stage.bo.id), at=f"{TEAM}/assignments")
    assert "Bo Birch judges SSC26-0001." in page.text
    assert "Not opened , Bo Birch, SSC26-0001" in page.text
    data = {"entry": "SSC26-0001", "judge": str(stage.bo.id)}
    assert "has this entry already" in client.post(f"{TEAM}/assignments", data, status=409).text
    assert "Choose an entry and a judge" in client.post(f"{TEAM}/assignments", {}, status=409).text


def test_a_whole_panel_is_previewed_with_reasons_and_then_assigned(stage: Stage, client: PageClient) -> None:
    service.form_panel(stage.round, stage.category, [stage.anna, stage.bo, stage.cai], stage.organiser)
    factories.statement(stage.cai, stage.schools, "personal")
    page = client.get(f"{TEAM}/assignments/whole-panel?round=scoring&category=open-city")
    assert "3 assignments would be made, 2 are there already and stay, 1 are left out." in page.text
    assert "Cai Cedar has stated a conflict with this entry." in page.text
    assert db.session.query(Assignment).count() == 2
    page = client.send(page, "/whole-panel")
    assert "3 assignments were made. Left out: 1." in page.text
    assert db.session.query(Assignment).count() == 5
    page = client.get(f"{TEAM}/assignments/whole-panel?round=scoring&category=open-city")
    assert "Nothing can be assigned now: the reasons stand below." in page.text


def test_entries_are_shared_out_as_looked_at(stage: Stage, client: PageClient) -> None:
    service.form_panel(stage.round, stage.category, [stage.anna, stage.bo, stage.cai], stage.organiser)
    factories.judge(stage.edition, "Dag Dogwood")
    page = client.get(f"{TEAM}/assignments")
    page = client.get(page.links["Share out, 3 judges an entry"])
    assert "4 assignments would be made, 2 are there already and stay." in page.text
    stale = client.send(page, "/sharing", status=409, plan="0" * 64)
    assert "changed since you looked" in stale.text
    page = client.send(page, "/sharing")
    assert "4 assignments were made." in page.text
    assert db.session.query(Assignment).count() == 6


def open_card(client: PageClient, stage: Stage) -> Page:
    return client.get(f"{TEAM}/assignments/{stage.assignment.id}")


def test_a_judge_is_taken_off_with_a_reason(stage: Stage, client: PageClient) -> None:
    factories.statement(stage.anna, stage.trams)
    service.save_scores(stage.assignment, FULL, 0, stage.as_anna)
    page = open_card(client, stage)
    assert "has begun to score this entry" in page.text
    page = client.send(page, "/recusal", status=409, reason="  ")
    assert "Write the reason" in page.text
    page = client.send(page, "/recusal", reason="Former colleague of the mayor")
    assert "the judge is taken off and told why" in page.text
    assert "Former colleague of the mayor" in letters("recusal")[0].body
    assert queries.seat(stage.assignment.id).state is State.RECUSED


def test_an_assignment_is_taken_back(stage: Stage, client: PageClient) -> None:
    path = f"{TEAM}/assignments/{stage.assignment.id}"
    page = client.send(open_card(client, stage), "/removal")
    assert "is taken back" in page.text
    client.get(path, status=404)


def test_a_conflict_stated_by_mistake_is_taken_back(stage: Stage, client: PageClient) -> None:
    service.state_conflict(stage.anna, stage.trams, True, "employment", "I work there")
    page = open_card(client, stage)
    assert "I work there" in page.text
    page = client.send(page, "/conflict-removal", reason="Pressed by mistake")
    assert "the judge is asked again" in page.text


def test_a_round_is_closed(stage: Stage, client: PageClient) -> None:
    page = client.send(client.get(f"{TEAM}/assignments"), "/rounds/scoring/closing")
    assert "Scoring is closed." in page.text
    assert "Close the round now" not in page.text


def test_an_observer_reads_and_changes_nothing(stage: Stage, client: PageClient, app: Flask) -> None:
    observer = PageClient(app).sign_in(factories.team_member(TeamRole.OBSERVER, name="Obe Observer"))
    for path in (
        "/judges",
        "/panels",
        "/assignments",
        "/assignments/whole-panel",
        f"/assignments/{stage.assignment.id}",
    ):
        page = observer.get(TEAM + path)
        assert "You may read this and not change it." in page.text or "Nobody sits" in page.text, path
        assert [form for form in page.forms if form["method"] == "post" and "sign-out" not in form["action"]] == [], (
            path
        )
    observer.post(f"{TEAM}/assignments/{stage.assignment.id}/removal", status=409)
    observer.post(f"{TEAM}/judges", EVA, status=409)
    assert db.session.query(Judge).count() == 3


def test_whoever_speaks_for_a_city_sees_nothing_of_its_judging(stage: Stage, client: PageClient) -> None:
    factories.statement(stage.anna, stage.trams)
    with transaction() as moment:
        values = {"person_id": stage.organiser.id, "city_id": stage.city.id, "role": RepresentativeRole.LEAD}
        db.session.add(Representative(**values, since=moment.at))
    page = client.get(f"{TEAM}/assignments")
    assert "You speak for this city" in page.text
    assert ", Anna Arbor, SSC26-0001" not in page.text
    client.post(f"{TEAM}/assignments/file")
    assert "SSC26-0001" not in client.response.text
    client.get(f"{TEAM}/assignments/{stage.assignment.id}", status=404)
    client.post(f"{TEAM}/assignments/{stage.assignment.id}/recusal", {"reason": "x"}, status=404)
    client.post(f"{TEAM}/assignments", {"entry": "SSC26-0001", "judge": str(stage.bo.id)}, status=409)


def test_an_assignment_of_another_edition_is_not_there(stage: Stage, client: PageClient) -> None:
    factories.edition(key="ssc25", reference_prefix="SSC25")
    client.get(f"/team/editions/ssc25/assignments/{stage.assignment.id}", status=404)
    client.get(f"{TEAM}/assignments?round=nonsense", status=404)
    client.get(f"{TEAM}/assignments?category=nonsense", status=404)
    client.get("/team/editions/nonsense/panels", status=404)


@pytest.mark.parametrize(
    "path", ["/judges", "/panels", "/assignments", "/assignments/whole-panel", "/assignments/sharing"]
)
def test_many_rows_cost_as_many_statements_as_few(stage: Stage, client: PageClient, path: str) -> None:
    service.form_panel(stage.round, stage.category, [stage.anna, stage.bo], stage.organiser)
    factories.statement(stage.anna, stage.trams)
    client.get(TEAM + path)
    with statements() as few:
        client.get(TEAM + path)
    for number in range(12):
        judge = factories.judge(stage.edition, f"Judge {number}")
        entry = factories.submitted_entry(stage.edition, factories.city(f"City {number}"), f"Project {number}")
        factories.assignment(judge, entry)
        service.seat_judges(stage.round, stage.category, [judge], stage.organiser)
    with statements() as many:
        page = client.get(TEAM + path)
    assert "Judge 7" in page.text
    assert len(many) == len(few)


def test_a_judges_queue_costs_the_same_for_many_entries(stage: Stage, client: PageClient, app: Flask) -> None:
    anna = PageClient(app).sign_in(person_of(stage.anna))
    anna.get("/judging/")
    with statements() as few:
        anna.get("/judging/")
    for number in range(8):
        entry = factories.submitted_entry(stage.edition, factories.city(f"City {number}"), f"Project {number}")
        factories.assignment(stage.anna, entry)
    with statements() as many:
        assert "Project 7" in anna.get("/judging/").text
    assert len(many) == len(few)
