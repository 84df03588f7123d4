"""The wording of letters in the browser: shown on real data, refused with its line, saved, sent to oneself."""

import re

from flask import Flask
from sqlalchemy import select

from awards_portal.db import db
from awards_portal.mail.models import Letter
from awards_portal.mail.wording import EVENTS
from awards_portal.people.models import TeamRole
from awards_portal.web.admins import letter_kinds
from tests import factories
from tests.page import PageClient


def test_an_organiser_words_a_letter_and_sees_it_on_real_data(client: PageClient, context: Flask) -> None:
    edition = factories.edition(languages=["en", "fr"])
    entry = factories.submitted_entry(edition, factories.city("Norr<b>havn"))
    client.sign_in(factories.team_member())
    page = client.get(client.get(f"/team/editions/{edition.key}/letters").links["Receipt (en)"])
    assert f"Receipt: entry {entry.reference}, version 1" in page.text
    body = "Dear {{name}} of {{citty}}\n{{reference}} {{sha256}} {{receipt}}"
    page = client.send(page, "/letters/receipt", subject="Thanks", body=body, act="save", status=422)
    assert "Line 1: this letter has no placeholder “{{citty}}”. Did you mean {{city}}?" in page.text
    assert "of {{citty}}" in client.response.text
    body = body.replace("citty", "city")
    page = client.send(page, "/letters/receipt", subject="Thanks", body=body, act="preview")
    assert "Dear Otto Organ of Norr<b>havn" in page.text
    assert "Norr&lt;b&gt;havn" in client.response.text
    page = client.send(page, "/letters/receipt", subject="Thanks", body=body, act="test")
    assert "Nothing is saved" in page.text
    assert entry.reference in db.session.scalars(select(Letter).filter_by(kind="test")).one().body
    page = client.send(page, "/letters/receipt", subject="Thanks", body=body, act="save")
    assert "Letters are written like this from now on." in page.text
    assert "Your own text" in client.get(f"/team/editions/{edition.key}/letters").text
    page = client.send(client.get(f"/team/editions/{edition.key}/letters/receipt"), "/letters/receipt", act="reset")
    assert "back to the usual text" in page.text


def test_an_observer_sees_a_preview_and_changes_nothing(client: PageClient, context: Flask) -> None:
    edition = factories.edition()
    client.sign_in(factories.team_member(TeamRole.OBSERVER))
    where = f"/team/editions/{edition.key}/letters/nudge"
    page = client.get(where)
    assert "Ask an organiser" in page.text
    page = client.send(page, "/letters/nudge", subject="Now", body="{{link}}", act="preview")
    assert "/judging/" in page.text
    for act in ("save", "test"):
        client.send(page, "/letters/nudge", subject="Now", body="{{link}}", act=act, status=409)
    page = client.send(page, "/letters/nudge", subject="Kept", body="{{link}}", entry="none", act="preview", status=422)
    assert "no entry with this reference" in page.text
    assert 'value="Kept"' in client.response.text
    for odd in ("letters/none", "letters/nudge?language=xx"):
        client.get(f"/team/editions/{edition.key}/{odd}", status=404)


def test_every_letter_that_can_be_worded_is_shown_on_real_data(client: PageClient, context: Flask) -> None:
    edition = factories.edition()
    factories.submitted_entry(edition, factories.city("Norrhavn"))
    client.sign_in(factories.team_member())
    page = client.get(f"/team/editions/{edition.key}/letters")
    assert "To cities Reminder The deadline is near" in page.text
    assert sorted(kind for _reader, told in letter_kinds.by_reader() for kind in told) == sorted(EVENTS)
    links = set(re.findall(r'href="([^"]+/letters/[^"]+)"', page.html))
    shown = [path for path in links if "As it is written" in client.get(path).text]
    assert len(shown) == len(EVENTS)
    reminder = client.get(f"/team/editions/{edition.key}/letters/reminder").text
    assert "has changes that are not submitted" in reminder
    assert "Norrhavn" in reminder
