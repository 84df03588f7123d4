"""Sharing out prefers judges who read an entry's language and know its field, and says where it could not."""

import pytest

from awards_portal.db import db, transaction
from awards_portal.entries.models import Entry
from awards_portal.entries.oversight.marking import add_tag
from awards_portal.judging import queries, service
from awards_portal.judging.models import Judge
from awards_portal.judging.proposals import Plan
from awards_portal.people.models import Person, Representative, RepresentativeRole
from awards_portal.programmes.models import Edition, Round
from tests import factories
from tests.page import PageClient
from tests.rooms.judging.stage import Stage, make, person_of
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("context")


def written_in(entry: Entry, language: str) -> None:
    with transaction():
        db.session.get_one(Edition, entry.edition_id).languages = ["en", "fr"]
        db.session.get_one(Entry, entry.id).language = language


def says(judge: Judge, languages: list[str], expertise: list[str] = []) -> None:  # noqa: B006
    with transaction():
        row = db.session.get_one(Judge, judge.id)
        row.languages, row.expertise = languages, expertise


def plan_of(stage: Stage, per_entry: int, *judges: Judge) -> Plan:
    with transaction():
        db.session.get_one(Round, stage.round.id).judges_per_entry = per_entry
    service.form_panel(stage.round, stage.category, list(judges), stage.organiser)
    panel = queries.panel_of(stage.round.id, stage.category.id)
    assert panel is not None
    return service.propose_matching(panel, stage.organiser)


def test_entries_go_to_judges_who_read_their_language_and_loads_stay_level() -> None:
    stage = make()
    dag = factories.judge(stage.edition, "Dag Dogwood")
    written_in(stage.trams, "fr")
    for french, english in ((stage.bo, dag), (dag, stage.bo)):
        says(french, ["français"])
        says(english, ["en"])
        plan = plan_of(stage, 2, stage.anna, stage.bo, dag)
        assert {(pair.judge.id, pair.entry.title) for pair in plan.new} == {
            (french.id, "Night trams"),
            (english.id, "River schools"),
        }
    # Anna has the trams already and names English only.
    assert (plan.suiting.pairs, plan.suiting.language) == (4, 3)
    assert plan.suiting.unread == (("Anna Arbor", stage.trams.reference, "fr"),)
    assert plan.suiting.unnamed == ()


def test_a_field_is_known_by_its_words_and_comes_after_the_language() -> None:
    stage = make()
    dag = factories.judge(stage.edition, "Dag Dogwood")
    add_tag(stage.trams, "Rail", stage.organiser)
    says(stage.bo, ["en"], ["Rail"])
    says(dag, ["en"], ["Railway stations"])
    plan = plan_of(stage, 2, stage.anna, stage.bo, dag)
    assert ("Bo Birch", "Night trams") in {(pair.judge.name, pair.entry.title) for pair in plan.new}
    assert plan.suiting.expertise == 1
    written_in(stage.trams, "fr")
    says(dag, ["fr"])
    plan = plan_of(stage, 2, stage.anna, stage.bo, dag)
    assert ("Dag Dogwood", "Night trams") in {(pair.judge.name, pair.entry.title) for pair in plan.new}


def test_the_goals_an_entry_names_in_the_version_that_counts_are_its_field(client: PageClient) -> None:
    goals = {"key": "c_sdgs", "type": "sdgs", "label": "Goals", "required": False}
    sections = [{**factories.FORM["sections"][0]}, *factories.FORM["sections"][1:]]
    sections[0]["questions"] = [*sections[0]["questions"], goals]
    edition = factories.edition(form={**factories.FORM, "sections": sections})
    factories.submitted_entry(edition, factories.city("Norrhavn"), "Night trams", c_sdgs=["11"])
    anna = factories.judge(edition, "Anna Arbor")
    client.sign_in(person_of(anna))
    page = client.get("/judging/profile/ssc26")
    page = client.send(
        page, "/profile/ssc26", goals=["Sustainable cities and communities", "Peace, justice and strong institutions"]
    )
    db.session.expire_all()
    assert db.session.get_one(Judge, anna.id).expertise[1] == "Peace, justice and strong institutions"
    assert page.form("/profile/ssc26")["fields"]["expertise"] == ""
    organiser, round_ = factories.team_member(), queries.rounds(edition.id)[0]
    category = next(each for each in queries.coverage(round_) if each.category.key == "open-city").category
    service.form_panel(round_, category, [anna], organiser)
    panel = queries.panel_of(round_.id, category.id)
    assert panel is not None
    assert service.propose_matching(panel, organiser).suiting.expertise == 1


def test_the_proposal_says_for_how_many_it_is_met_and_for_whom_not(client: PageClient) -> None:
    stage = make()
    written_in(stage.trams, "fr")
    says(stage.bo, [])
    plan_of(stage, 2, stage.anna, stage.bo)
    client.sign_in(stage.organiser)
    page = client.get("/team/editions/ssc26/assignments/sharing?round=scoring&category=open-city")
    assert "Of 4 pairs of judge and entry, the judge reads the entry's language in 1" in page.text
    assert f"Anna Arbor would have {stage.trams.reference}, which is written in French." in page.text
    assert "No language is known of: Bo Birch." in page.text


def test_a_judge_ticks_languages_and_fields_on_lists_and_adds_others(client: PageClient) -> None:
    stage = make()
    written_in(stage.trams, "fr")
    client.sign_in(person_of(stage.bo))
    page = client.get("/judging/profile/ssc26")
    sent = {"reads": ["fr", "xx"], "languages": "Sami, sami", "knows": ["Open City"], "expertise": "lifts"}
    client.send(page, "/profile/ssc26", **sent)
    db.session.expire_all()
    judge = db.session.get_one(Judge, stage.bo.id)
    assert (judge.languages, judge.expertise) == (["fr", "Sami"], ["Open City", "lifts"])
    fields = client.get("/judging/profile/ssc26").form("/profile/ssc26")["fields"]
    assert (fields["languages"], fields["expertise"]) == ("Sami", "lifts")


def test_judges_of_an_entry_come_from_two_regions_where_swaps_allow_it(client: PageClient) -> None:
    stage = make()
    north = [factories.judge(stage.edition, f"Nora {n}", country="SI") for n in range(3)]
    south = [factories.judge(stage.edition, f"Sita {n}", country="IN") for n in range(3)]
    for number in range(4):
        factories.submitted_entry(stage.edition, factories.city(f"City {number}", "KE"), f"Project {number}")
    plan = plan_of(stage, 2, *north, *south)
    region = {judge.id: judge.country for judge in [*north, *south]}
    several, before, after = plan.spread
    assert (several, after) == (6, 6)
    assert before <= after
    for entry in {pair.entry.id for pair in plan.new}:
        assert len({region[pair.judge.id] for pair in plan.new if pair.entry.id == entry}) == 2
    client.sign_in(stage.organiser)
    page = client.get("/team/editions/ssc26/assignments/sharing?round=scoring&category=open-city")
    assert "6 have judges of at least two regions of the world." in page.text


def test_how_firmly_judges_are_connected_is_said_before_and_after_it_is_applied(client: PageClient) -> None:
    stage = make()
    plan = plan_of(stage, 2, stage.anna, stage.bo)
    assert (plan.connected, plan.connection.hangs_by, plan.connection.shared) == (True, 2, 2)
    client.sign_in(stage.organiser)
    address = "/team/editions/ssc26/assignments"
    page = client.get(f"{address}/sharing?round=scoring&category=open-city")
    told = "Severity can be compared between all judges. They hang together by 2 entries"
    assert told in page.text
    assert told not in client.get(address).text
    page = client.send(page, "/sharing")
    assert told in page.text
    cai_alone = factories.submitted_entry(stage.edition, factories.city("Third", "KE"), "Third")
    factories.assignment(stage.cai, cai_alone)
    page = client.get(address)
    assert "The judges are in 2 groups that share no entry" in page.text
    assert "This judge shares no entry with the rest: Cai Cedar" in page.text
    represent = {"person_id": stage.organiser.id, "city_id": cai_alone.city_id, "role": RepresentativeRole.VIEWER}
    factories.put(Representative(**represent, since=stage.edition.created_at))
    page = client.get(address)
    assert told in page.text
    assert "Cai Cedar" not in page.text.partition("How the judges are connected")[2].partition("Assign by hand")[0]


def test_a_proposal_costs_as_many_statements_for_many_entries_as_for_few() -> None:
    stage = make()
    service.form_panel(stage.round, stage.category, [stage.anna, stage.bo, stage.cai], stage.organiser)

    def cost() -> int:
        db.session.expire_all()
        organiser, panel = stage.organiser.id, queries.panel_of(stage.round.id, stage.category.id)
        assert panel is not None
        by = db.session.get_one(Person, organiser)
        with statements() as counted:
            service.propose_matching(panel, by)
        return len(counted)

    few = cost()
    for number in range(6):
        entry = factories.submitted_entry(stage.edition, factories.city(f"City {number}", "KE"), f"Project {number}")
        add_tag(entry, f"Tag {number}", stage.organiser)
    service.exclude_city(stage.bo, stage.city, "Old friends", stage.organiser)
    assert cost() == few
