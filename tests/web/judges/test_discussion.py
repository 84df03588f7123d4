"""The pages of a discussion: closed before one's own completion, then what the round allows, with or without names."""

import csv
import io

import pytest
from flask import Flask

from awards_portal.judging import service
from awards_portal.judging.discussing import talking
from awards_portal.judging.discussing.rules import alias
from awards_portal.programmes.models import Disclosure
from tests import factories
from tests.page import PageClient
from tests.rooms.judging.stage import Stage, person_of
from tests.rooms.judging.test_discussion import both, completed, discussed
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("context")
TEAM = "/team/editions/ssc26"


def test_from_joining_to_a_changed_score(app: Flask, client: PageClient) -> None:
    stage, _other = both()
    reference = stage.trams.reference
    here = f"/judging/entries/{reference}/discussion"
    anna = PageClient(app).sign_in(stage.as_anna)
    page = anna.get(anna.get("/judging/").links[f"Discussion {reference}"])
    assert "Bo Birch" not in page.html
    page = anna.send(page, "/discussion")
    ids = stage.round.id, stage.trams.id, stage.bo.id
    bo = alias(app.config["SETTINGS"].session_secret, *ids)
    # Who knows the ids alone does not know who is who.
    assert alias("", *ids) not in page.text
    assert bo in page.text
    assert "Bo Birch" not in page.html
    assert "Ask for the budget." not in page.html
    page = anna.send(page, "/remarks", text="The map is clear to me.")
    assert "The map is clear to me." in page.text
    page = anna.send(page, "/changes", criterion="impact", step="", reason="I misread", status=422)
    assert "Choose the new score" in page.text
    assert page.form("/changes")["fields"]["reason"] == "I misread"
    page = anna.send(page, "/changes", criterion="impact", step="5", reason="I misread")
    assert "Impact from 4 to 2.5" in page.text
    client.sign_in(stage.organiser)
    page = client.get(f"{TEAM}/disagreement")
    assert "58.0" in page.text
    assert "1 to decide" in page.text
    page = client.get(page.links["Night trams"])
    assert "Bo Birch" in page.text
    page = client.send(page, "/decision", accepted="no", decision_reason=" ", status=409)
    assert "Write why the score stays" in page.text
    page = client.send(page, "/decision", accepted="yes")
    assert "Accepted" in page.text
    page = client.send(page, "/remarks", text="Please talk about the map.")
    assert "Please talk about the map." in anna.get(here).text
    assert "2.5" in anna.get(f"/judging/entries/{reference}").text


def test_before_completion_nothing_of_it_is_told(app: Flask) -> None:
    stage, other = both()
    talking.join(other, person_of(stage.bo))
    talking.remark(other, "A secret opinion", "m", person_of(stage.bo))
    dora = factories.judge(stage.edition, "Dora Dell")
    factories.assignment(dora, stage.trams)
    factories.statement(dora, stage.trams)
    client = PageClient(app).sign_in(person_of(dora))
    page = client.get(f"/judging/entries/{stage.trams.reference}/discussion")
    assert "Complete your own scorecard" in page.text
    assert "A secret opinion" not in page.html
    assert "Discussion" not in client.get("/judging/").text
    page = client.post(f"/judging/entries/{stage.trams.reference}/discussion", status=409)
    assert "Complete your own scorecard" in page.text
    client.get(f"/judging/entries/{stage.schools.reference}/discussion", status=404)


@pytest.mark.parametrize(
    ("setting", "scores", "name"),
    [
        ({"discloses": Disclosure.NOBODY}, False, False),
        ({"discloses": Disclosure.CLOSED}, False, False),
        ({"discloses": Disclosure.COMPLETED, "names_judges": True}, True, True),
    ],
)
def test_the_round_says_who_sees_whose_scores(app: Flask, setting: dict[str, object], scores: bool, name: bool) -> None:
    stage, other = both(**setting)
    talking.join(other, person_of(stage.bo))
    talking.remark(other, "The lamps are old", "m", person_of(stage.bo))
    talking.join(stage.assignment, stage.as_anna)
    page = PageClient(app).sign_in(stage.as_anna).get(f"/judging/entries/{stage.trams.reference}/discussion")
    assert "The lamps are old" in page.text
    # Bo's total.
    assert ("14.0" in page.text) is scores
    assert ("Bo Birch" in page.text) is name


def test_a_conflict_or_a_recusal_closes_it_with_the_next_request(app: Flask) -> None:
    stage, other = both()
    for row, who in ((stage.assignment, stage.as_anna), (other, person_of(stage.bo))):
        talking.join(row, who)
    talking.remark(other, "The lamps are old", "m", person_of(stage.bo))
    anna = PageClient(app).sign_in(stage.as_anna)
    here = f"/judging/entries/{stage.trams.reference}/discussion"
    page = anna.get(here)
    service.recuse(stage.assignment, "A friend of the mayor", stage.organiser)
    closed = anna.get(here)
    assert "The lamps are old" not in closed.html
    assert "A friend of the mayor" in closed.text
    form = page.form("/remarks")["fields"]
    kept = anna.post(f"{here}/remarks", {**form, "text": "What I had typed"}, status=409)
    assert "What I had typed" in kept.text


def more_entries(stage: Stage, number: int) -> None:
    for n in range(number):
        entry = factories.submitted_entry(stage.edition, factories.city(f"City {n}"), f"Project {n}")
        for judge in (stage.bo, stage.cai):
            row = factories.assignment(judge, entry)
            factories.statement(judge, entry)
            completed(row, judge)


def test_the_list_of_disagreement_is_a_list(client: PageClient) -> None:
    stage, _other = both()
    client.sign_in(stage.organiser)
    costs = []
    # Its first reading costs a line of the ledger more.
    client.get(f"{TEAM}/disagreement")
    for more in (0, 3):
        more_entries(stage, more)
        with statements() as sent:
            client.get(f"{TEAM}/disagreement?spread=all")
        costs.append(len(sent))
    assert costs[0] == costs[1]
    page = client.get(f"{TEAM}/disagreement?q=nothing-like-it")
    assert "No entry fits." in page.text
    client.post(f"{TEAM}/disagreement/file?spread=all")
    rows = list(csv.DictReader(io.StringIO(client.response.data.decode("utf-8-sig"))))
    assert (len(rows), rows[0]["spread"]) == (4, "58.0")
    discussed(stage, disagreement=90)
    assert "is that far apart" in client.get(f"{TEAM}/disagreement").text
