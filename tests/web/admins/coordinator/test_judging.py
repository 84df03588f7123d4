"""A coordinator reads how far the judges of her categories are, and reminds exactly those who are late there."""

import pytest
from sqlalchemy import select

from awards_portal import clock
from awards_portal.db import db, transaction
from awards_portal.entries.models import Entry
from awards_portal.errors import Refusal
from awards_portal.judging import service as judging
from awards_portal.judging.models import Assignment, Judge, Nudge
from awards_portal.mail.models import Letter
from awards_portal.people.models import Person, Representative, RepresentativeRole
from awards_portal.programmes.models import Edition, Round
from tests import factories
from tests.house.test_twins import reads
from tests.page import PageClient
from tests.scored import round_with
from tests.web.admins.coordinator.team import TEAM, nearly_over, other


def test_she_reads_how_far_the_judges_of_her_categories_are_and_reminds_exactly_the_late(
    client: PageClient, edition: Edition, hers: Entry, cora: Person
) -> None:
    pages = [f"{TEAM}/progress", f"{TEAM}/progress?format=csv"]
    round_ = nearly_over()
    client.sign_in(cora)
    before = reads(client, pages)
    assert all(each.startswith("200") for each in before)
    assert "Letters would go to 2 judges: Bo, Cai." in before[0]
    # Another category with the same judges and one more, all of them late there, and Anna reminded of it.
    more = {name: {"Anna": None, "Cai": None, "Dee": None} for name in ("Far", "Farther")}
    round_with({"Near": {"Anna": None}, **more}, "digital-inclusion", edition)
    with transaction():
        for each in db.session.scalars(select(Assignment)):
            each.at = round_.opens_at
    elsewhere_ = factories.coordinator(other(edition).id, name="Dora Digital")
    anna = db.session.scalars(select(Judge).filter_by(name="Anna")).one()
    factories.put(Nudge(round_id=round_.id, judge_id=anna.id, by_id=elsewhere_.id, at=clock.now()))
    assert reads(client, pages) == before
    page = client.send(client.get(pages[0]), "/nudges")
    assert "2 judges are reminded." in page.text
    assert {each.to_name for each in db.session.scalars(select(Letter).filter_by(kind="nudge"))} == {"Bo", "Cai"}
    client.sign_in(elsewhere_)
    page = client.get(pages[0])
    assert "A letter would go to Dee" in page.text
    assert "Who was reminded less than a day ago is left out." in page.text
    assert not [each for each in ("Bo ", "North", "East") if each in page.text]


def test_nothing_of_scores_stands_where_she_reads_progress(
    client: PageClient, edition: Edition, hers: Entry, cora: Person
) -> None:
    page = client.sign_in(cora).get(f"{TEAM}/progress?round=scoring")
    assert "Anna Completed" in page.text
    assert "Well argued" not in page.text
    closed = ("/judges/", "/assignments", "/team/mail", "mailto:")
    assert not [href for href in page.links.values() if any(each in href for each in closed)]
    for path in ("disagreement", "results", "assignments", "panels", "judges", "results/scores", "progress?round=none"):
        client.get(f"{TEAM}/{path}", status=404)


def test_who_speaks_for_a_city_reminds_of_its_entry_in_no_role(
    client: PageClient, edition: Edition, hers: Entry, cora: Person
) -> None:
    south = db.session.scalars(select(Entry).filter_by(title="The South project")).one()
    seat = {"person_id": cora.id, "city_id": south.city_id, "role": RepresentativeRole.VIEWER}
    factories.put(Representative(since=clock.now(), **seat))
    nearly_over()
    page = client.sign_in(cora).get(f"{TEAM}/progress")
    assert "Nobody is late" in page.text
    assert "The South project" not in page.text
    with pytest.raises(Refusal, match="Nobody is late"):
        judging.nudge(db.session.scalars(select(Round).filter_by(kind="scoring")).one(), "", cora)


def test_without_a_category_she_reminds_nobody(edition: Edition, hers: Entry) -> None:
    with pytest.raises(Refusal, match="Ask an organiser"):
        judging.nudge(nearly_over(), "", factories.coordinator(name="Nell None"))
