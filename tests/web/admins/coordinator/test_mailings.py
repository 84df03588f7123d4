"""A coordinator writes to the cities of her categories, and nobody else is counted or named."""

import pytest
from sqlalchemy import select

from awards_portal.db import db, transaction
from awards_portal.entries.models import Entry
from awards_portal.entries.oversight import marking
from awards_portal.errors import Refusal
from awards_portal.mail.wording import Text
from awards_portal.mailings import service as mailing
from awards_portal.mailings.models import Mailing, MailingRecipient
from awards_portal.mailings.rules import Seen
from awards_portal.people.models import Person
from awards_portal.programmes.models import Edition
from tests import factories
from tests.house.test_twins import reads
from tests.page import PageClient
from tests.scored import round_with
from tests.web.admins.coordinator.team import TEAM, home, other


def test_she_writes_to_the_cities_of_her_categories_and_what_others_hold_is_neither_counted_nor_named(
    client: PageClient, edition: Edition, hers: Entry, cora: Person
) -> None:
    factories.representative(home(hers), name="Leo Lead")
    new = f"{TEAM}/mailings/new"
    pages = [new, f"{new}?format=csv", f"{new}?category=digital-inclusion", f"{new}?audience=judges", f"{new}?q=Far"]
    client.sign_in(cora)
    before = reads(client, pages)
    assert "1 person fits" in before[0]
    assert "Write to judges" not in before[3]
    # Another category: a city of its own, an entry of the very person she writes to, and a tag.
    round_with({"Far": {"Anna": None}, "Near": {"Anna": None}}, "digital-inclusion", edition)
    apart = {each.title: each for each in db.session.scalars(select(Entry).filter_by(category_id=other(edition).id))}
    factories.representative(home(apart["The Far project"]), name="Fay Far")
    with transaction():
        apart["The Near project"].city_id = hers.city_id
    marking.add_tag(apart["The Far project"], "lamps", factories.team_member())
    assert reads(client, pages) == before
    said = {"subject": "About {{entries}}", "body": "Dear {{name}} of {{city}}", "reason": "They asked"}
    page = client.post(new, {**said, "act": "preview"})
    assert "About SSC26-O000: The North project Dear Leo Lead" in page.text
    (send,) = [form["fields"] for form in page.forms if "people" in form["fields"]]
    page = client.post(new, {**send, "act": "send"})
    assert "Confirmed for 1 person." in page.text
    db.session.rollback()
    sent = db.session.scalars(select(MailingRecipient)).one()
    assert (sent.email, sent.about) == ("leo-lead@example.org", [hers.reference])
    kept = db.session.get_one(Mailing, sent.mailing_id)
    assert kept.filters == {"coordinated": "Open City"}
    for address in (f"{TEAM}/mailings", f"{TEAM}/mailings/{kept.id}", f"{TEAM}/mailings?format=csv"):
        client.get(address, status=404)


def test_she_writes_to_no_judges_and_to_nobody_in_an_edition_that_she_has_nothing_of(
    edition: Edition, hers: Entry, cora: Person
) -> None:
    factories.representative(home(hers), name="Leo Lead")
    text, looked = Text("About it", "Dear {{name}}"), Seen(0, "", "")
    with pytest.raises(Refusal):
        mailing.confirm(edition, "judges", {}, text, "They asked", looked, "one", cora)
    with pytest.raises(Refusal, match="Ask an organiser"):
        mailing.confirm(edition, "entries", {}, text, "So", looked, "two", factories.coordinator(name="Nell None"))
    assert db.session.scalars(select(Mailing)).all() == []
