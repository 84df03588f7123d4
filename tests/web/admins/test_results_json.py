"""Results for other programs fit the schema in docs, name no judge, and tell the public no more than its page does."""

import json
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator

from awards_portal.awards import service
from awards_portal.config import ROOT
from tests import factories
from tests.page import PageClient
from tests.rooms.awards.test_meeting import speaks
from tests.rooms.awards.test_publishing import COVERED, closed, entry, organisers, propose, the_round

pytestmark = pytest.mark.usefixtures("context")

SCHEMA = Draft202012Validator(
    json.loads((ROOT / "docs" / "results.schema.json").read_text(encoding="utf-8")),
    format_checker=Draft202012Validator.FORMAT_CHECKER,
)


def read(client: PageClient, path: str) -> Any:
    client.post(f"{path}/file") if path.startswith("/team") else client.get(path)
    found = json.loads(client.response.text)
    assert [error.message for error in SCHEMA.iter_errors(found)] == []
    return found


def test_the_results_of_a_round_fit_the_schema_and_name_no_judge(client: PageClient) -> None:
    edition = closed({**COVERED, "South": {"Anna": (2, 2), "Bo": None}})
    otto = factories.team_member(name="Otto First")
    words = {"kind": "mention", "place": None, "reason": "It moved us.", "citation": "For its calm.", "by": otto}
    service.decide(the_round(edition), entry("South"), **words)  # type: ignore[arg-type]
    client.sign_in(otto)
    said = read(client, "/team/editions/ssc26/results.json")
    standings = {each["city"].split()[0]: each for each in said["categories"][0]["standings"]}
    assert (standings["North"]["rank"], standings["North"]["score"], standings["North"]["award"]) == (1, 91.0, "Gold")
    assert standings["South"]["decision"] == {"kind": "mention", "place": None, "reason": "It moved us."}
    assert (standings["South"]["cards"], standings["South"]["covered"]) == (1, False)
    assert [each["title"] for each in said["awards"]] == ["Gold", "Silver", "Silver", "Special mention"]
    assert said["status"] == "provisional"
    assert "Anna" not in client.response.text
    assert "Bo" not in {each["judge"] for each in standings["North"]["judges"]}
    broken = {**said, "categories": [{**said["categories"][0], "standings": [{"rank": "first"}]}]}
    assert list(SCHEMA.iter_errors(broken))


def test_who_speaks_for_a_city_of_the_round_has_no_file(client: PageClient) -> None:
    closed()
    otto = factories.team_member(name="Otto First")
    speaks(otto, "East")
    client.sign_in(otto)
    client.get("/team/editions/ssc26/results.json", status=404)


def test_the_public_has_the_awards_once_they_are_public_and_no_longer_when_they_are_taken_back(app: Flask) -> None:
    edition = closed()
    visitor = PageClient(app)
    first, second = organisers()
    proposal = propose(edition, first)
    visitor.get("/editions/ssc26/results.json", status=404)
    service.publish(proposal, seen=proposal.fingerprint, by=second)
    said = read(visitor, "/editions/ssc26/results.json")
    assert [(each["title"], each["place"], each["reference"]) for each in said["awards"]] == [
        ("Gold", 1, "SSC26-O000"),
        ("Silver", 2, "SSC26-O001"),
        ("Silver", 2, "SSC26-O002"),
    ]
    assert said["fingerprint"] == proposal.fingerprint
    for hidden in ("South", "score", "Judge"):
        assert hidden not in visitor.response.text
    service.retract(proposal, "A card was wrong.", first)
    said = read(visitor, "/editions/ssc26/results.json")
    assert (said["status"], said["awards"], said["retraction"]["reason"]) == ("retracted", [], "A card was wrong.")
