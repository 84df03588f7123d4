"""A change request from the organiser's form to the city's new version and the page that says what changed."""

import pytest
from flask import Flask

from awards_portal.entries.oversight import requesting
from awards_portal.entries.writing import Change, save_answers
from tests import factories
from tests.page import PageClient
from tests.rooms.entries.stage import Stage, make
from tests.rooms.entries.test_change_requests import tomorrow
from tests.web.applicants.test_cost import cost


@pytest.fixture
def stage(context: Flask) -> Stage:
    made = make()
    made.fill()
    made.submit("one")
    return made


def test_an_entry_goes_back_for_two_answers_and_comes_again_as_version_two(
    app: Flask, client: PageClient, stage: Stage
) -> None:
    stage.close()
    client.sign_in(factories.team_member())
    city = PageClient(app).sign_in(stage.lead)
    root, entry = f"/team/editions/ssc26/entries/{stage.entry.reference}", f"/entries/{stage.entry.reference}"
    page = client.get(client.get(root).links["Ask the city for changes"])
    page = client.send(page, "/change-requests", **{"note-d_summary": "Say how many people ride."}, status=422)
    assert page.text.count("Write the day and the time") == 2
    # The box to write in comes before the answer, and the day after all of them.
    assert page.html.index('name="note-d_summary"') < page.html.index('name="until"')
    assert page.form("/change-requests")["fields"]["note-d_summary"] == "Say how many people ride."
    page = client.send(
        page, "/change-requests", until="2099-05-31T18:00", questions=["d_summary", "c_title"], status=422
    )
    assert page.text.count("Write what the city is to change in “Title”") == 2
    page = client.send(page, "/change-requests", until="2099-05-31T18:00", **{"note-c_title": "Shorter, please."})
    assert "The city can answer" in page.text
    assert "Returned for changes" in page.text
    # Nothing more can be asked while that runs, so nothing offers it.
    assert "Ask the city for changes" not in page.links

    page = city.get(entry)
    assert "Returned for changes" in page.text
    assert "Please change 2 answers" in page.text
    assert "Judges see version 1 until a lead submits again" in page.text
    page = city.get(f"{entry}/check")
    assert "You were asked for changes and have changed nothing yet. Version 1 counts" in page.text
    assert "you need do nothing" not in page.text
    assert page.links["See what to change"] == f"{entry}#asked"
    page = city.get(f"{entry}/sections/D")
    assert "Say how many people ride." in page.text
    fields = page.form("/sections/D")["fields"]
    assert fields["rev-d_summary"] == "1"
    city.send(page, "/sections/D", **{"q-d_summary": "Nine thousand people ride every night."})
    page = city.get(f"{entry}/sections/H")
    assert "Only the questions that you were asked to change are open." in page.text
    assert "rev-h_accuracy" not in page.form("/sections/H")["fields"]
    # The upload script finds no field that takes nothing.
    assert "data-files" not in city.get(f"{entry}/sections/G").html
    page = city.send(city.get(f"{entry}/check"), "/submissions")
    assert "Version 2" in page.text or "version 2" in page.text

    page = client.get(root)
    assert "Answered with version 2" in page.text
    page = client.get(page.links["See what changed"])
    assert "Summary Asked for Say how many people ride." in page.text
    assert "Title Asked for, not changed Shorter, please." in page.text
    assert page.links["Back to the decision on this entry"] == f"{root}#eligibility"
    assert "[added:" in page.text


def test_what_was_changed_without_being_asked_for_is_marked(client: PageClient, stage: Stage) -> None:
    organiser = factories.team_member()
    requesting.request_changes(stage.entry, {"d_summary": "More"}, tomorrow(), organiser, 1)
    changes = {"d_summary": Change("Nine thousand ride.", 1), "c_title": Change("Night trams for all", 1)}
    save_answers(stage.entry, changes, stage.lead)
    stage.submit("two")
    client.sign_in(organiser)
    page = client.get(f"/team/editions/ssc26/entries/{stage.entry.reference}/versions")
    assert "Title Not asked for" in page.text
    assert "Summary Asked for" in page.text
    client.get(f"/team/editions/ssc26/entries/{stage.entry.reference}/versions?before=9&after=x")


def test_a_request_is_taken_back_and_an_old_version_has_nothing_to_compare(
    app: Flask, client: PageClient, stage: Stage
) -> None:
    organiser = factories.team_member()
    requesting.request_changes(stage.entry, {"d_summary": "More"}, tomorrow(), organiser, 1)
    client.sign_in(organiser)
    root = f"/team/editions/ssc26/entries/{stage.entry.reference}"
    page = client.send(client.get(root), "/withdrawal", status=422)
    assert page.text.count("Write why the request is taken back") == 2
    page = client.send(page, "/withdrawal", withdrawal="It was about another entry.")
    assert "Taken back" in page.text
    assert "there is nothing to compare it with" in client.get(f"{root}/versions").text
    assert "Submitted, version 1 counts" in PageClient(app).sign_in(stage.lead).get("/entries/").text


def test_a_citys_pages_cost_no_more_while_a_request_runs(client: PageClient, stage: Stage) -> None:
    client.sign_in(stage.lead)
    addresses = ["/entries/", *(f"/entries/{stage.entry.reference}{rest}" for rest in ("", "/sections/D", "/check"))]
    before = [cost(client, address) for address in addresses]
    stage.close()
    requesting.request_changes(stage.entry, {"d_summary": "More"}, tomorrow(), factories.team_member(), 1)
    assert [cost(client, address) for address in addresses] == before
