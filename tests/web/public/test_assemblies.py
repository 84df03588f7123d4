"""An organiser makes an assembly page with documents from nothing, in the browser; the public reads it."""

from io import BytesIO

import pytest
from flask import Flask

from awards_portal import clock
from awards_portal.assemblies import history
from awards_portal.assemblies.models import Participant
from tests import factories
from tests.page import PageClient
from tests.rooms.entries.stage import pdf, photo
from tests.web.applicants.test_cost import cost

pytestmark = pytest.mark.usefixtures("context")
PAGE = "/team/assemblies/norrhavn-2027"


def test_earlier_assemblies_are_told_with_what_is_unknown(client: PageClient) -> None:
    history.load()
    page = client.get("/assemblies")
    for words in ("2010", "2012", "2014", "2017", "Ulyanovsk Region, Russia"):
        assert words in page.text
    page = client.get("/assemblies/barcelona-2012")
    assert "2012 (days unknown)" in page.text
    assert "The programme is not known here." in page.text
    assert "27 June 2017 to 30 June 2017" in client.get("/assemblies/ulyanovsk-region-2017").text


def test_an_assembly_page_comes_from_nothing(app: Flask) -> None:
    organiser, anybody = PageClient(app), PageClient(app)
    organiser.sign_in(factories.team_member())
    page = organiser.get("/team/assemblies")
    page = organiser.send(page, "/team/assemblies", status=422, title="6th General Assembly", place="")
    assert "Write the place" in page.text
    days = {"begins_on": "2027-10-05", "ends_on": "2027-10-07", "place": "Norrhavn"}
    page = organiser.send(page, "/team/assemblies", **days, text="A *warm* <b onclick='x()'>welcome</b>.")
    anybody.get("/assemblies/norrhavn-2027", status=404)
    page = organiser.post(f"{PAGE}/sessions", {"session_title": "Opening", "session_on": "2027-11-01"}, status=422)
    assert "not one of the assembly" in page.text
    said = {"session_title": "Opening", "session_on": "2027-10-05", "session_hours": "09:30 to 11:00"}
    organiser.post(f"{PAGE}/sessions", said)
    report = {"document_kind": "final report", "document_title": "Final report"}
    sent = {**report, "document_file": (BytesIO(b"PK\x03\x04"), "report.pdf")}
    page = organiser.post(f"{PAGE}/documents", sent, status=422)
    assert "whatever its name says" in page.text
    assert page.form("/documents")["fields"]["document_title"] == "Final report"
    organiser.post(f"{PAGE}/documents", {**report, "document_file": (BytesIO(pdf()), "report.pdf")})
    organiser.post(f"{PAGE}/documents/1/versions", {}, status=422)
    organiser.post(f"{PAGE}/documents/1/versions", {"file-1": (BytesIO(pdf(2)), "report.pdf")})
    talk = {"document_title": "A talk", "document_session": "1", "document_file": (BytesIO(pdf(3)), "talk.pdf")}
    organiser.post(f"{PAGE}/documents", talk)
    hall = {"document_kind": "photograph", "document_title": "The hall", "document_file": (BytesIO(photo()), "h.jpg")}
    organiser.post(f"{PAGE}/documents", hall)
    page = organiser.post(f"{PAGE}/participants", {"participant_name": "Pia Present"}, status=422)
    assert "Only people who agreed are named" in page.text
    who = {"participant_name": "Pia Present", "participant_consent": "yes", "participant_country": "SE"}
    page = organiser.post(f"{PAGE}/participants", who)
    organiser.get(page.links["A talk"])
    assert "Change the session" in organiser.get(f"{PAGE}/sessions/1").text
    page = organiser.post(f"{PAGE}/sessions/1", {**said, "session_speakers": "Mia Mayor"})
    assert "Mia Mayor" in page.text
    organiser.send(page, "/publication")
    page = anybody.get("/assemblies/norrhavn-2027")
    for words in (
        "5 October 2027 to 7 October 2027",
        "09:30 to 11:00",
        "Mia Mayor",
        "Pia Present",
        "2 pages",
    ):
        assert words in page.text, words
    assert "<em>warm</em> &lt;b" in page.html
    anybody.get(page.links["Final report"])
    assert anybody.response.headers["Content-Disposition"] == "attachment; filename=report.pdf"
    anybody.get(page.links["Version 1: Final report"])
    anybody.get(page.links["Version 1: Final report"].replace("norrhavn-2027", "none"), status=404)
    assert 'alt="The hall" width="1000" height="40" loading="lazy"' in page.html
    anybody.get("/assemblies/norrhavn-2027/files/4")
    assert anybody.response.mimetype == "image/jpeg"
    organiser.post(f"{PAGE}/withdrawal")
    anybody.get("/assemblies/norrhavn-2027/files/4", status=404)


def test_an_assembly_costs_the_same_empty_and_full(client: PageClient) -> None:
    history.load()
    client.sign_in(factories.team_member())
    few = (cost(client, "/assemblies/seoul-2010"), cost(client, "/team/assemblies/seoul-2010"))
    for number in range(8):
        root, name = "/team/assemblies/seoul-2010", f"Session {number}"
        client.post(f"{root}/sessions", {"session_title": name, "session_on": "2010-09-06"}, status=None)
        sent = {"document_kind": "other", "document_title": name, "document_file": (BytesIO(pdf(1)), "a.pdf")}
        client.post(f"{root}/documents", {**sent, "document_session": str(number + 1)})
    assert (cost(client, "/assemblies/seoul-2010"), cost(client, "/team/assemblies/seoul-2010")) == few


def test_sessions_documents_and_people_are_found_and_what_is_looked_for_stays_in_the_address(app: Flask) -> None:
    organiser, anybody = PageClient(app), PageClient(app)
    organiser.sign_in(factories.team_member())
    days = {"begins_on": "2027-10-05", "ends_on": "2027-10-07", "place": "Norrhavn"}
    organiser.post("/team/assemblies", {"title": "6th General Assembly", **days})
    organiser.post(f"{PAGE}/publication")
    for title, day in (("Opening", "2027-10-05"), ("Night trams", "2027-10-06"), ("Closing", "2027-10-06")):
        organiser.post(f"{PAGE}/sessions", {"session_title": title, "session_on": day, "session_speakers": "Zoë Mayor"})
    page = anybody.get("/assemblies/norrhavn-2027")
    assert 'role="search"' not in page.html
    talk = {"document_kind": "presentation", "document_title": "Slides on trams", "document_session": "3"}
    organiser.post(f"{PAGE}/documents", {**talk, "document_file": (BytesIO(pdf()), "talk.pdf")})
    report = {"document_kind": "final report", "document_title": "Final report"}
    organiser.post(f"{PAGE}/documents", {**report, "document_file": (BytesIO(pdf(2)), "report.pdf")})
    few = cost(anybody, "/assemblies/norrhavn-2027")
    with app.app_context():
        values = {"assembly_id": 1, "office": "", "organisation": "Port", "country": "NO"}
        for number in range(60):
            row = Participant(name=f"Person {number:02}", consented_at=clock.now(), **values)
            factories.put(row)
    assert cost(anybody, "/assemblies/norrhavn-2027") == few
    page = anybody.get("/assemblies/norrhavn-2027")
    assert "Person 49" in page.text
    assert "Person 50" not in page.text
    assert "Person 59" in anybody.get("/assemblies/norrhavn-2027?page=2").text
    page = anybody.get("/assemblies/norrhavn-2027?q=TRAMS")
    assert ("Night trams" in page.text, "Slides on trams" in page.text, "Opening" in page.text) == (True, True, False)
    assert page.form("")["fields"]["q"] == "TRAMS"
    page = anybody.get("/assemblies/norrhavn-2027?q=zoe&day=2027-10-05")
    assert ("Opening" in page.text, "Night trams" in page.text, "Person" in page.text) == (True, False, False)
    page = anybody.get("/assemblies/norrhavn-2027?kind=final+report")
    assert ("Final report" in page.text, "Slides on trams" in page.text) == (True, False)
    assert anybody.get("/assemblies/norrhavn-2027?q=zzz").links["Show everything"] == "/assemblies/norrhavn-2027"
    anybody.get("/assemblies/norrhavn-2027?q=trams&format=csv")
    assert anybody.response.text.lstrip("\ufeff").splitlines()[0] == "day,hours,session,speakers,presentations"
    assert "Night trams" in anybody.response.text
    anybody.get("/assemblies/norrhavn-2027?q=person+07&format=csv&list=participants")
    assert anybody.response.text.count("Person") == 1
    page = organiser.get(f"{PAGE}?q=person+07")
    assert ("Person 07" in page.text, "Person 08" in page.text, "No session fits." in page.text) == (True, False, True)
