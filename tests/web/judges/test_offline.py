"""Working without a network: what may be kept, whose it is, and the worker that answers from it."""

import json
import re
from typing import Any

import pytest
from flask import Flask

from awards_portal.config import ROOT
from awards_portal.db import db, transaction
from awards_portal.entries import files
from awards_portal.judging import service
from awards_portal.judging.models import Judge
from awards_portal.programmes.models import Round
from tests import factories
from tests.page import PageClient
from tests.rooms.entries import stage as entries
from tests.rooms.judging.stage import FULL, Stage, make, person_of, shut
from tests.statements import statements

CONTENTS = "/judging/offline/contents"


@pytest.fixture
def stage(context: Flask, client: PageClient) -> Stage:
    made = make()
    client.sign_in(made.as_anna)
    return made


def contents(client: PageClient) -> dict[str, Any]:
    client.get(CONTENTS)
    found: dict[str, Any] = json.loads(client.response.data)
    return found


def references(client: PageClient) -> list[str]:
    return [each["reference"] for each in contents(client)["entries"]]


def test_only_entries_whose_judge_has_said_that_there_is_no_conflict_may_be_kept(
    stage: Stage, client: PageClient
) -> None:
    page = client.get("/judging/offline")
    assert "There is no entry that you can keep now." in page.text
    assert page.text.count("Say first whether you have a conflict with this entry.") == 2
    assert "Trams run at night." not in page.html
    factories.statement(stage.anna, stage.trams)
    page = client.get("/judging/offline")
    assert f'value="/judging/entries/{stage.trams.reference}"' in page.html
    assert references(client) == [stage.trams.reference]
    assert "whoever can use this browser can read what is kept" in page.text


def test_what_is_closed_may_not_be_kept_any_more(stage: Stage, client: PageClient) -> None:
    for entry in (stage.trams, stage.schools):
        factories.statement(stage.anna, entry)
    assert sorted(references(client)) == sorted([stage.trams.reference, stage.schools.reference])
    service.recuse(stage.assignment, "A late conflict", stage.organiser)
    assert references(client) == [stage.schools.reference]
    shut(stage)
    assert references(client) == []


def test_the_mark_of_an_entry_changes_with_its_scorecard(stage: Stage, client: PageClient) -> None:
    factories.statement(stage.anna, stage.trams)
    before = contents(client)["entries"][0]["mark"]
    service.save_scores(stage.assignment, FULL, 0, stage.as_anna)
    assert contents(client)["entries"][0]["mark"] != before


def test_every_answer_names_whose_it_is_and_no_cache_on_the_way_may_keep_it(stage: Stage, client: PageClient) -> None:
    factories.statement(stage.anna, stage.trams)
    for path in ("/judging/", "/judging/offline", CONTENTS, f"/judging/entries/{stage.trams.reference}"):
        client.get(path)
        assert client.response.headers["Pack-Owner"] == str(stage.as_anna.id), path
        assert client.response.headers["Cache-Control"] == "no-store", path
        assert "Cookie" in client.response.headers["Vary"], path


def test_only_the_page_that_sets_it_up_may_start_a_worker(stage: Stage, client: PageClient) -> None:
    for path, source in (("/judging/offline", "'self'"), ("/judging/", "'none'"), ("/", "'none'")):
        client.get(path)
        assert f"worker-src {source}" in client.response.headers["Content-Security-Policy"], path


def test_the_worker_is_a_script_that_reaches_no_further_than_the_judges_pages(stage: Stage, client: PageClient) -> None:
    client.get("/judging/worker.js")
    assert client.response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "Service-Worker-Allowed" not in client.response.headers
    assert client.response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_pack_has_every_script_and_font_that_its_pages_ask_for(stage: Stage, client: PageClient) -> None:
    factories.statement(stage.anna, stage.trams)
    assets = contents(client)["assets"]
    for path in (
        "/judging/",
        "/judging/offline",
        "/judging/offline/absent",
        f"/judging/entries/{stage.trams.reference}",
    ):
        for src in re.findall(r'src="(/static/[^"?]+)', client.get(path).html):
            assert src in assets, (path, src)
    for asset in assets:
        client.get(asset)
        for module in re.findall(r'from "\./([\w-]+\.js)"', client.response.text if asset.endswith(".js") else ""):
            assert f"/static/js/{module}" in assets, (asset, module)


def test_the_worker_and_the_pages_know_a_pack_by_the_same_names() -> None:
    pack, worker = ((ROOT / "static" / "js" / f"{name}.js").read_text() for name in ("pack", "offline-worker"))
    for name in ("PREFIX", "META", "ABSENT"):
        value = re.search(rf'const {name} = "([^"]+)"', worker)
        assert value is not None
        assert f'const {name} = "{value[1]}"' in pack


def test_the_page_costs_the_same_for_few_and_for_many_entries(stage: Stage, client: PageClient) -> None:
    factories.statement(stage.anna, stage.trams)
    client.get("/judging/offline")
    with statements() as few:
        client.get("/judging/offline")
    for number in range(6):
        entry = factories.submitted_entry(stage.edition, stage.city, f"Entry {number}")
        factories.assignment(stage.anna, entry)
        factories.statement(stage.anna, entry)
    with statements() as many:
        client.get("/judging/offline")
    assert len(few) == len(many)


def test_files_are_offered_by_the_name_and_size_they_have_for_the_judge(context: Flask, client: PageClient) -> None:
    made = entries.make()
    made.fill()
    files.attach(made.entry, made.question("g_files"), "Norrhavn plan.pdf", entries.pdf(1), made.lead)
    made.submit()
    judge: Judge = factories.judge(made.edition)
    factories.assignment(judge, made.entry)
    factories.statement(judge, made.entry)
    client.sign_in(person_of(judge))
    page = client.get("/judging/offline")
    assert re.search(r"Norrhavn plan\.pdf [\d.]+ (kB|Bytes)", page.text)
    with transaction():
        db.session.query(Round).one().blind = True
    assert "Norrhavn" not in client.get("/judging/offline").html


def test_what_was_to_be_completed_is_completed_when_it_arrives(stage: Stage, client: PageClient) -> None:
    factories.statement(stage.anna, stage.trams)
    path = f"/judging/entries/{stage.trams.reference}/scores"
    said = {"scores": {"impact": {"step": 1, "comment": ""}}, "revision": 0, "mark": "a", "then": "complete"}

    def send() -> dict[str, Any]:
        headers = {"Accept": "application/json", "X-CSRFToken": client.csrf()}
        got: dict[str, Any] = client.http.post(path, json=said, headers=headers).get_json()
        return got

    first = send()
    assert (first["state"], first["revision"]) == ("saved", 1)
    assert any("Innovation: choose a score." in each for each in first["missing"])
    said |= {"scores": FULL.document()["scores"], "revision": 1, "mark": "b"}
    assert send()["completed"] is True
    said["mark"] = "c"
    assert send()["completed"] is True
