"""Mailings on their pages: filter kept, preview on real data, count confirmed, double click, lists and their cost."""

import csv
import io

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal import clock, queue
from awards_portal.db import db
from awards_portal.judging.models import Panel, PanelMember
from awards_portal.mail.models import Letter
from awards_portal.mailings.models import Audience, Mailing, MailingRecipient
from awards_portal.people.models import City, Person, TeamMember, TeamRole
from awards_portal.programmes.models import Category, Edition, Round
from tests import factories
from tests.page import PageClient
from tests.statements import statements

TEXT = {"subject": "About {{city}}", "body": "Dear {{name}},\n{{entries}}", "reason": "The day is near"}


def enter(edition: Edition, name: str, category: str = "open-city") -> None:
    city = factories.city(name)
    factories.submitted_entry(edition, city, f"Project of {name}", category)
    factories.representative(city, name=f"Lead {name}")


def mailing(edition: Edition, by: Person, audience: Audience, number: int, recipients: int = 1) -> int:
    said = {"subject": f"Number {number}", "body": "x", "reason": "r", "mark": f"{audience}{number}", "filters": {}}
    made = factories.put(Mailing(edition_id=edition.id, audience=audience, at=clock.now(), by_id=by.id, **said))
    for n in range(recipients):
        values = {"name": f"P{n}", "email": f"p{n}@example.org", "about": [], "given": {}}
        factories.put(MailingRecipient(mailing_id=made.id, **values))
    return int(made.id)


def test_a_filter_becomes_a_mailing_that_is_previewed_counted_and_sent_once(client: PageClient, context: Flask) -> None:
    edition = factories.edition()
    enter(edition, "Norrhavn")
    enter(edition, "Vesno", "digital-inclusion")
    client.sign_in(factories.team_member())
    page = client.get(f"/team/editions/{edition.key}/entries?category=open-city")
    page = client.get(page.links["Write to the cities of these entries"])
    assert "1 person fits" in page.text
    assert "Lead Vesno" not in page.text
    client.get(page.links["Download as CSV"])
    (row,) = csv.DictReader(io.StringIO(client.response.data.decode("utf-8-sig")))
    assert row["name"] == "Lead Norrhavn"
    path = f"/team/editions/{edition.key}/mailings/new?audience=entries&category=open-city"
    page = client.get(path)
    page = client.send(page, "/mailings/new", **TEXT | {"body": "a\n{{citty}}"}, status=422)
    assert "Line 2: this letter has no placeholder “{{citty}}”" in page.text
    nobody = client.post(f"{path}&q=nothing-like-it", {**TEXT, "act": "preview"}, status=422)
    assert "Nobody fits the filter. Change it first." in nobody.text
    page = client.send(page, "/mailings/new", **TEXT, act="preview")
    assert "Project of Norrhavn" in page.text
    assert "Dear Lead Norrhavn" in page.text
    assert not db.session.scalars(select(Mailing)).all()
    (send,) = [form["fields"] for form in page.forms if "people" in form["fields"]]
    enter(edition, "Sandmere")
    values = {**send, "act": "send"}
    page = client.post(path, values, status=409)
    assert "1 person more than you saw fits now" in page.text
    client.post(f"{path}&q=Norrhavn", values)
    client.post(f"{path}&q=Norrhavn", values)
    made = db.session.scalars(select(Mailing)).one()
    assert made.filters == {"q": "Norrhavn", "category": "open-city"}
    queue.sweep()
    letter = db.session.scalars(select(Letter).filter_by(kind="mailing")).one()
    assert letter.subject == "About Norrhavn"
    page = client.get(f"/team/editions/{edition.key}/mailings/{made.id}?state=waiting&q=lead")
    assert "Lead Norrhavn" in page.text
    assert "Cities Search: Norrhavn Category: Open City" in page.text
    assert "The day is near" in client.get(f"/team/editions/{edition.key}/mailings?q=near&audience=entries").text


def test_what_is_written_stays_while_the_filter_changes_and_who_is_not_reached_is_named(
    client: PageClient, context: Flask
) -> None:
    edition = factories.edition()
    enter(edition, "Norrhavn")
    factories.submitted_entry(edition, factories.city("Aldermoor"), "Open budget", "digital-inclusion")
    client.sign_in(factories.team_member())
    page = client.get(f"/team/editions/{edition.key}/mailings/new?audience=entries")
    assert "1 entry that fits reaches nobody" in page.text
    assert "SSC26-0002 (Aldermoor)" in page.text
    page = client.send(page, "/mailings/new", act="filter", category="open-city")
    assert "reaches nobody" not in page.text
    page = client.send(page, "/mailings/new", **TEXT, category="digital-inclusion", act="filter")
    assert "Nobody fits." in page.text
    fields = page.form("/mailings/new")["fields"]
    assert (fields["subject"], fields["reason"]) == (TEXT["subject"], TEXT["reason"])
    page = client.send(page, "/mailings/new", category="open-city", act="preview")
    assert "Dear Lead Norrhavn" in page.text
    assert page.links["Download as CSV"].endswith("category=open-city&format=csv")


def test_judges_are_written_to_by_the_panel_they_sit_on(client: PageClient, context: Flask) -> None:
    edition = factories.edition()
    round_, category = db.session.scalars(select(Round)).one(), db.session.scalars(select(Category)).all()[0]
    on, off = (factories.judge(edition, name, accepted_at=clock.now()) for name in ("Ona Panel", "Ofa Elsewhere"))
    panel = factories.put(Panel(round_id=round_.id, category_id=category.id))
    factories.put(PanelMember(panel_id=panel.id, judge_id=on.id, since=clock.now()))
    client.sign_in(factories.team_member())
    path = f"/team/editions/{edition.key}/mailings/new?audience=judges"
    page = client.get(path)
    assert (on.name in page.text, off.name in page.text) == (True, True)
    for words in ({"category": category.key}, {"round": round_.key}, {"category": category.key, "round": round_.key}):
        found = client.send(page, "/mailings/new", act="filter", **words)
        assert (on.name in found.text, off.name in found.text) == (True, False), words
    other = db.session.scalars(select(Category)).all()[1]
    assert "Nobody fits." in client.send(page, "/mailings/new", act="filter", category=other.key).text


def test_letters_that_are_missing_are_written_at_the_press_of_a_button_once(client: PageClient, context: Flask) -> None:
    edition, by = factories.edition(), factories.team_member()
    number = mailing(edition, by, Audience.ENTRIES, 1, recipients=3)
    client.sign_in(by)
    path = f"/team/editions/{edition.key}/mailings/{number}"
    page = client.get(path)
    assert "0 of 3 letters written" in page.text
    page = client.send(page, "/sending")
    assert "The letters that are missing are being written." in page.text
    client.send(client.get(path), "/sending")
    queue.sweep()
    assert len(db.session.scalars(select(Letter)).all()) == 3
    assert "Write the letters that are missing" not in client.get(path).text
    assert "Every letter of this mailing is written." in client.post(f"{path}/sending", {}, status=409).text


def test_whoever_speaks_for_a_competing_city_finds_no_mailing_of_others_to_judges(
    client: PageClient, context: Flask
) -> None:
    edition, other = factories.edition(), factories.team_member(name="Oda Other")
    enter(edition, "Norrhavn")
    late, open_ = (mailing(edition, other, audience, 1) for audience in (Audience.JUDGES, Audience.ENTRIES))
    city = db.session.scalars(select(City)).one()
    member = factories.representative(city, name="Con Flicted")
    factories.put(TeamMember(person_id=member.id, role=TeamRole.ORGANISER, since=clock.now()))
    client.sign_in(member)
    at = f"/team/editions/{edition.key}/mailings"
    assert "1 mailing" in client.get(at).text
    client.get(f"{at}/{late}", status=404)
    client.get(f"{at}/{open_}")
    assert "Nobody fits" in client.get(f"{at}/new?audience=entries").text


def test_an_observer_reads_and_sends_nothing(client: PageClient, context: Flask) -> None:
    edition = factories.edition()
    enter(edition, "Norrhavn")
    client.sign_in(factories.team_member(TeamRole.OBSERVER))
    page = client.get(f"/team/editions/{edition.key}/mailings/new?audience=entries")
    assert "Ask an organiser" in page.text
    path = f"/team/editions/{edition.key}/mailings/new?audience=entries"
    client.post(path, {**TEXT, "act": "send", "count": "1"}, status=409)
    assert not db.session.scalars(select(Mailing)).all()


@pytest.mark.parametrize("page", ["", "/1", "/new?audience=entries", "/new?audience=judges&progress=open"])
def test_lists_cost_as_many_statements_for_many_as_for_few(client: PageClient, context: Flask, page: str) -> None:
    edition, by = factories.edition(), factories.team_member()
    client.sign_in(by)
    costs = []
    for numbers in (range(3), range(3, 30)):
        for number in numbers:
            mailing(edition, by, Audience.ENTRIES, number, recipients=number)
            enter(edition, f"City {number}")
            factories.judge(edition, f"Judge {number}")
        with statements() as found:
            client.get(f"/team/editions/{edition.key}/mailings{page}")
        costs.append(len(found))
    assert costs[0] == costs[1]
