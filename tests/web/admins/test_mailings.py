"""Mailings on their pages: filter kept, preview on real data, count confirmed, double click, lists and their cost."""

import csv
import io

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal import clock, queue
from awards_portal.db import db
from awards_portal.mail.models import Letter
from awards_portal.mailings.models import Audience, Mailing, MailingRecipient
from awards_portal.people.models import City, Person, TeamMember, TeamRole
from awards_portal.programmes.models import Edition
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
    assert "The day is near" in client.get(f"/team/editions/{edition.key}/mailings?q=near&audience=entries").text


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
