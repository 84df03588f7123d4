"""The call as an invitation: a line of time, what changed, questions answered by organisers; home over a year."""

from datetime import timedelta

import pytest
from flask import Flask

from awards_portal import clock
from awards_portal.awards import history
from awards_portal.ledger import System
from awards_portal.people.models import TeamRole
from awards_portal.programmes import service
from tests import factories
from tests.page import PageClient
from tests.web.public.test_hall import award

pytestmark = pytest.mark.usefixtures("context")


def test_home_says_what_happens_before_while_and_after_an_edition_is_open(client: PageClient) -> None:
    history.load()
    page = client.get("/")
    assert "The next date is not known yet." in page.text
    assert "Last winners" in page.text
    assert page.links["All winners since 2012"] == "/winners"
    at = clock.now()
    edition = factories.edition(closes_at=at - timedelta(days=1), announced_on=(at + timedelta(days=40)).date())
    page = client.get("/")
    assert "Entries are closed, and the judges read them: Scoring." in page.text
    assert "<h2>Smart Sustainable City Awards 2026</h2>" in page.html
    assert "Results are announced on" in page.text
    assert "Entries are closed, and the judges read them" in client.get("/editions/ssc26").text
    award(factories.submitted_entry(edition, factories.city()))
    page = client.get("/")
    assert "Night trams" in page.text
    assert page.links["Winners of the Smart Sustainable City Awards 2026"] == "/editions/ssc26/winners"
    assert "the judges read them" not in page.text


def test_the_line_of_time_marks_what_is_next(client: PageClient) -> None:
    at = clock.now()
    factories.edition(announced_on=(at + timedelta(days=40)).date(), ceremony_on=(at + timedelta(days=50)).date())
    html = client.get("/editions/ssc26").html
    line = html[html.index('class="timeline"') : html.index('id="categories"')]
    assert line.count('class="past"') == 2
    assert line.count('class="today"') == 1
    assert line.index("Entries close") > line.index('class="today"')
    order = ["Entries open", "Scoring begins", "Entries close", "Scoring ends", "Results are announced", "Ceremony"]
    assert sorted(order, key=line.index) == order


def test_the_call_tells_every_change_since_it_was_published_with_its_reason(client: PageClient) -> None:
    edition = factories.edition()
    later = edition.closes_at + timedelta(days=1)
    rounds = {"scoring": (later, None)}
    service.change_dates(edition, by=System(), reason="A storm closed the ports", closes_at=later, rounds=rounds)
    page = client.get("/editions/ssc26")
    assert "A storm closed the ports" in page.text
    assert "<del>" in page.html


def test_questions_are_answered_in_the_browser_and_shown_on_the_call(app: Flask) -> None:
    factories.edition()
    organiser, anybody, observer = PageClient(app), PageClient(app), PageClient(app)
    organiser.sign_in(factories.team_member())
    observer.sign_in(factories.team_member(TeamRole.OBSERVER, name="Obe Observer"))
    page = organiser.get("/team/editions/ssc26/questions")
    page = organiser.send(page, "/questions", status=422, question="May two cities enter together?", answer="")
    assert "Write the answer" in page.text
    assert page.form("/questions")["fields"]["question"] == "May two cities enter together?"
    page = organiser.send(page, "/questions", answer="Yes. *One* leads. <script>alert(1)</script>")
    page = organiser.post("/team/editions/ssc26/questions", {"question": "In which language?", "answer": "English."})
    page = organiser.send(page, "/2/first")
    call = anybody.get("/editions/ssc26")
    assert call.html.index("In which language?") < call.html.index("May two cities enter together?")
    assert "<em>One</em> leads. &lt;script&gt;" in call.html
    page = organiser.get("/team/editions/ssc26/questions/2")
    organiser.send(page, "/questions/2", answer="English, Korean.")
    assert "English, Korean." in anybody.get("/editions/ssc26").text
    organiser.send(organiser.get("/team/editions/ssc26/questions"), "/2/removal")
    assert "In which language?" not in anybody.get("/editions/ssc26").text
    assert observer.get("/team/editions/ssc26/questions").text.count("You may read this and not change it") == 1
    observer.post("/team/editions/ssc26/questions", {"question": "A?", "answer": "B."}, status=409)
