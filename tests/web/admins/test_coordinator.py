"""A coordinator works with the entries of her categories; what others hold changes nothing of what she reads."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal import clock
from awards_portal.db import db, transaction
from awards_portal.entries.models import Entry
from awards_portal.entries.oversight import deciding, extending, marking, moving, requesting
from awards_portal.errors import Refusal
from awards_portal.judging import service as judging
from awards_portal.judging.models import Assignment, Judge, Nudge, Recusal, Scorecard
from awards_portal.ledger import LedgerLine
from awards_portal.mail.models import Letter
from awards_portal.mail.wording import Text
from awards_portal.mailings import service as mailing
from awards_portal.mailings.models import Mailing, MailingRecipient
from awards_portal.mailings.rules import Seen
from awards_portal.people import queries as people
from awards_portal.people.models import City, Person, Representative, RepresentativeRole, TeamRole
from awards_portal.people.service import managing
from awards_portal.programmes.models import Category, Edition, Round
from tests import factories
from tests.house.test_twins import reads
from tests.page import PageClient
from tests.scored import round_with

TEAM = "/team/editions/ssc26"
PAGES = ["/team/", f"{TEAM}/entries", f"{TEAM}/entries?format=csv", f"{TEAM}/entries?q=o0", f"{TEAM}/eligibility"]
PAGES += [f"{TEAM}/eligibility?format=csv", f"{TEAM}/entries?tag=lamps"]


@pytest.fixture
def edition(context: Flask) -> Edition:
    return round_with()


@pytest.fixture
def hers(edition: Edition) -> Entry:
    return db.session.scalars(select(Entry).filter_by(title="The North project")).one()


@pytest.fixture
def cora(hers: Entry) -> Person:
    return factories.coordinator(hers.category_id, name="Cora Coordinator")


def other(edition: Edition) -> Category:
    return db.session.scalars(select(Category).filter_by(edition_id=edition.id, key="digital-inclusion")).one()


def home(entry: Entry) -> City:
    return db.session.get_one(City, entry.city_id)


def elsewhere(edition: Edition, title: str = "The Elsewhere project") -> Entry:
    """An entry of another category."""
    like = db.session.scalars(select(Entry).filter_by(title="The East project")).one()
    with transaction():
        like.title, like.category_id = title, other(edition).id
    return like


def test_what_another_category_holds_changes_not_one_byte(
    client: PageClient, edition: Edition, hers: Entry, cora: Person
) -> None:
    organiser, apart = factories.team_member(), elsewhere(edition)
    pages = [*PAGES, f"{TEAM}/entries/{hers.reference}", f"{TEAM}/entries/{hers.reference}/history"]
    client.sign_in(cora)
    before = reads(client, pages)
    assert all(each.startswith("200") for each in before)
    assert "The North project" in before[1]
    marking.add_tag(apart, "lamps", organiser)
    marking.add_note(apart, "A word", "mark", organiser)
    deciding.decide(apart, "refused", "It is a company", organiser, 1)
    with transaction():
        # Of the city whose entry she has: that it competes elsewhere too is not hers to know.
        row = {"edition_id": edition.id, "city_id": hers.city_id, "category_id": other(edition).id}
        how = {"form_version_id": apart.form_version_id, "created_by_id": apart.created_by_id}
        another = Entry(**row, **how, reference="O009", title="Another", created_at=apart.created_at)
        db.session.add(another)
    until = edition.closes_at + timedelta(days=3)
    extending.extend(edition, home(hers), until, "A flood", organiser, entry=another, despite_judging=True)
    assert reads(client, pages) == before


def test_she_acts_on_her_own_entries(client: PageClient, edition: Edition, hers: Entry, cora: Person) -> None:
    address = f"{TEAM}/entries/{hers.reference}"
    client.sign_in(cora)
    page = client.send(client.get(address), "/tags", tag="needs a photo")
    page = client.send(page, "/notes", note="They called")
    page = client.send(page, "/decisions", outcome="passed")
    assert "The city gets a letter." in page.text
    assert "/category-move" in str([form["action"] for form in page.forms])
    assert not [href for href in page.links.values() if "/extensions" in href or "/cities/" in href]
    assert client.get(f"{address}/change-requests").form("/change-requests")


def test_no_link_of_her_pages_leads_to_what_is_closed_to_her(
    client: PageClient, edition: Edition, hers: Entry, cora: Person
) -> None:
    client.sign_in(cora)
    own = [f"{TEAM}/entries/{hers.reference}{each}" for each in ("", "/history", "/versions", "/change-requests")]
    found = {
        href.partition("#")[0]
        for page in [*PAGES[:2], PAGES[4], f"{TEAM}/progress", *own]
        for href in client.get(page).links.values()
    }
    assert f"{TEAM}/eligibility" in found
    # Without a round of eligibility there is none to close.
    assert "closes the round" not in client.get(f"{TEAM}/eligibility").text
    # The dossier is made by the worker, which does not run here; `access.csv` says that she reaches it.
    for href in sorted(each for each in found if each.startswith("/team") and "/dossier/" not in each):
        assert client.http.get(href).status_code == 200, href


def test_a_category_that_is_removed_is_nobodys(edition: Edition, hers: Entry) -> None:
    both = factories.coordinator(hers.category_id, other(edition).id, name="Bea Both")
    with transaction():
        db.session.delete(db.session.get_one(Category, other(edition).id))
    assert people.coordinated(both.id) == {hers.category_id}


def test_every_deed_refuses_her_the_entries_of_others(edition: Edition, hers: Entry, cora: Person) -> None:
    apart, organiser = elsewhere(edition), factories.team_member()
    tag = marking.add_tag(apart, "lamps", organiser)
    until = edition.closes_at
    no_judges(apart)
    into = db.session.get_one(Category, hers.category_id)
    move = judging.propose_move(apart, into, "It fits", organiser)
    city, later = home(apart), edition.closes_at + timedelta(days=3)
    longer = extending.extend(edition, city, later, "A flood", organiser, entry=apart, despite_judging=True)
    asked = requesting.request_changes(apart, {"c_title": "Shorter"}, until, organiser, 1)
    for deed in (
        lambda: deciding.decide(apart, "passed", "", cora, 1),
        lambda: requesting.request_changes(apart, {"c_title": "Other"}, until, cora, 1),
        lambda: requesting.withdraw_request(asked, "No", cora),
        lambda: marking.add_tag(apart, "trams", cora),
        lambda: marking.remove_tag(tag, cora),
        lambda: marking.add_note(apart, "A word", "mark", cora),
        lambda: judging.propose_move(apart, into, "It is hers", cora),
        lambda: moving.take_back(move, "No", cora),
        lambda: extending.extend(edition, city, later, "Please", cora, entry=apart),
        lambda: extending.revoke(longer, "No", cora),
    ):
        with pytest.raises(Refusal, match="not in this category"):
            deed()


def test_time_for_a_whole_city_is_no_coordinators_to_give_nor_to_take(
    edition: Edition, hers: Entry, cora: Person
) -> None:
    city, until = home(hers), edition.closes_at + timedelta(days=3)
    given = extending.extend(edition, city, until, "A flood", factories.team_member(), despite_judging=True)
    for deed in (
        lambda: extending.extend(edition, city, until, "Please", cora, despite_judging=True),
        lambda: extending.revoke(given, "No", cora),
    ):
        with pytest.raises(Refusal, match="A coordinator does not do this"):
            deed()


def test_she_gives_an_entry_of_hers_more_time_and_takes_it_back(
    client: PageClient, edition: Edition, hers: Entry, cora: Person
) -> None:
    client.sign_in(cora)
    page = client.get(f"{TEAM}/entries/{hers.reference}")
    wrong = client.send(page, "/extension", until="2020-01-01T10:00", status=422)
    assert "is over. Choose a later time." in wrong.text
    assert "Write why: the city is told" in wrong.text
    until = f"{edition.closes_at + timedelta(days=3):%Y-%m-%dT%H:%M}"
    data = {"until": until, "time_reason": "A power cut", "despite_judging": "yes"}
    page = client.send(page, "/extension", **data)
    assert "This entry alone has more time" in page.text
    again = client.send(page, "/extension/revocation", revocation="The power is back")
    assert "This entry alone has more time" not in again.text
    assert "taken back or replaced before" in client.send(page, "/extension/revocation", status=409).text


def no_judges(entry: Entry) -> None:
    """Take the entry from its judges, as if it had just come in."""
    with transaction():
        for each in db.session.scalars(select(Assignment).filter_by(entry_id=entry.id)):
            db.session.add(Recusal(assignment_id=each.id, reason="Moved", at=clock.now()))


def test_an_entry_that_she_had_moved_leaves_her_sight_and_the_letter_leads_to_her_list(
    client: PageClient, edition: Edition, hers: Entry, cora: Person
) -> None:
    lead, address = factories.representative(home(hers), name="Leo Lead"), f"{TEAM}/entries/{hers.reference}"
    client.sign_in(cora)
    page = client.get(address)
    data = {"target": "digital-inclusion", "move_reason": "It is about inclusion"}
    refused = client.send(page, "/category-move", **data, status=409)
    assert "Judges have this entry in its present category" in refused.text
    no_judges(hers)
    page = client.send(client.get(address), "/category-move", **data)
    page = client.send(page, "/category-move/withdrawal", because="A slip")
    assert "you no longer find the entry" in page.text
    client.send(page, "/category-move", **data)
    db.session.rollback()
    move = moving.open_move(hers.id)
    assert move is not None
    judging.consent_to_move(move, lead)
    letter = db.session.scalars(select(Letter).filter_by(kind="category-move-ended", to_name=cora.name)).one()
    assert f"{TEAM}/entries\n" in letter.body + "\n"
    client.get(address, status=404)
    assert hers.title not in client.get(f"{TEAM}/entries").text
    client.post(f"{address}/category-move", data, status=404)


def test_an_entry_that_moves_between_two_categories_of_hers_stays(
    client: PageClient, edition: Edition, hers: Entry
) -> None:
    both = factories.coordinator(hers.category_id, other(edition).id, name="Bea Both")
    no_judges(hers)
    move = judging.propose_move(hers, other(edition), "It fits", both)
    judging.consent_to_move(move, factories.representative(home(hers), name="Leo Lead"))
    letter = db.session.scalars(select(Letter).filter_by(kind="category-move-ended", to_name=both.name)).one()
    assert f"{TEAM}/entries/{hers.reference}" in letter.body
    client.sign_in(both).get(f"{TEAM}/entries/{hers.reference}")


def test_by_address_the_entries_of_others_are_not_there(client: PageClient, edition: Edition, cora: Person) -> None:
    address = f"{TEAM}/entries/{elsewhere(edition).reference}"
    client.sign_in(cora)
    for path in ("", "/history", "/versions", "/change-requests", "/dossier/1"):
        client.get(address + path, status=404)
    for path, data in (
        ("/decisions", {"outcome": "passed"}),
        ("/tags", {"tag": "x"}),
        ("/notes", {"note": "x"}),
        ("/category-move", {"target": "open-city"}),
    ):
        client.post(address + path, data, status=404)


def test_who_speaks_for_the_city_does_not_decide_on_it_as_a_coordinator(hers: Entry, cora: Person) -> None:
    seat = {"person_id": cora.id, "city_id": hers.city_id, "role": RepresentativeRole.VIEWER}
    factories.put(Representative(since=clock.now(), **seat))
    city, until = home(hers), clock.now() + timedelta(days=30)
    for deed in (
        lambda: deciding.decide(hers, "passed", "", cora, 1),
        lambda: judging.propose_move(hers, None, "It fits", cora),
        lambda: extending.extend(db.session.get_one(Edition, hers.edition_id), city, until, "So", cora, entry=hers),
    ):
        with pytest.raises(Refusal, match="You speak for this city"):
            deed()


def nearly_over() -> Round:
    """The scoring round with hours left, everything assigned at its opening: Bo and Cai owe South and West."""
    with transaction() as moment:
        round_ = db.session.scalars(select(Round).filter_by(kind="scoring")).one()
        round_.opens_at, round_.closes_at = moment.at - timedelta(days=29), moment.at + timedelta(hours=6)
        for each in db.session.scalars(select(Assignment)):
            each.at = round_.opens_at
        west = select(Assignment.id).join(Assignment.entry).join(Assignment.judge)
        west = west.where(Entry.title == "The West project", Judge.name.in_(["Bo", "Cai"]))
        for card in db.session.scalars(select(Scorecard).where(Scorecard.assignment_id.in_(west))):
            card.completed_at = None
    return round_


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


def test_her_home_says_what_waits_for_her_and_one_button_leads_to_the_first(
    client: PageClient, edition: Edition, hers: Entry, cora: Person
) -> None:
    with transaction() as moment:
        round_ = db.session.scalars(select(Round).filter_by(kind="scoring")).one()
        round_.opens_at, round_.closes_at = moment.at + timedelta(days=1), moment.at + timedelta(days=2)
    page = client.sign_in(cora).get("/team/")
    assert "4 entries are not checked" in page.text
    assert page.links["Check entries"] == f"{TEAM}/eligibility?standing=submitted"
    # Without a round of eligibility nothing is to be checked once judges read.
    nearly_over()
    page = client.get("/team/")
    assert "2 judges are late" in page.text
    assert "Check entries" not in page.links
    assert page.links["Remind judges"] == f"{TEAM}/progress?round=scoring"
    client.send(client.get(f"{TEAM}/progress"), "/nudges")
    assert "Nothing waits for you." in client.get("/team/").text


def test_without_a_category_she_reminds_nobody(edition: Edition, hers: Entry) -> None:
    with pytest.raises(Refusal, match="Ask an organiser"):
        judging.nudge(nearly_over(), "", factories.coordinator(name="Nell None"))


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


def test_without_a_category_she_finds_a_sentence(client: PageClient, edition: Edition) -> None:
    client.sign_in(factories.coordinator(name="Cora Coordinator"))
    assert "You coordinate no category yet." in client.get("/team/").text
    client.get(f"{TEAM}/entries", status=404)


def test_an_admin_invites_her_and_changes_her_categories(
    app: Flask, client: PageClient, edition: Edition, hers: Entry
) -> None:
    client.sign_in(factories.team_member(TeamRole.ADMIN, name="Ada Admin"))
    mine, theirs = str(hers.category_id), str(other(edition).id)
    data = {"name": "Nan New", "email": "nan@example.org", "role": "coordinator", "categories": [mine]}
    page = client.post("/team/people/invitations", data)
    assert f"Coordinator, {edition.title}: Open City; until" in page.text
    letter = db.session.scalars(select(Letter).filter_by(kind="team-invitation")).one()
    link = "/account/invitations/" + letter.body.split("/account/invitations/")[1].split()[0]
    newcomer = PageClient(app)
    newcomer.send(newcomer.get(link), "/acceptance", password="seven grey lanterns")
    nan = people.person_by_email("nan@example.org")
    assert nan is not None
    number, address = nan.id, f"/team/people/{nan.id}"
    assert people.coordinated(number) == {int(mine)}
    assert client.get(address).form("/role")["fields"]["categories"] in (mine, [mine])
    client.post(f"{address}/role", {"role": "coordinator", "categories": [theirs]})
    db.session.rollback()
    assert people.coordinated(number) == {int(theirs)}
    line = db.session.scalars(select(LedgerLine).filter_by(event="team_member.changed")).one()
    assert line.after == {"role": "coordinator", "categories": f"{edition.title}: {other(edition).title}"}
    newcomer.get(f"{TEAM}/entries/{hers.reference}", status=404)
    client.post(f"{address}/role", {"role": "observer", "categories": [theirs]})
    db.session.rollback()
    assert people.coordinated(number) == frozenset()


def test_nobody_but_an_admin_says_who_coordinates_what(hers: Entry, cora: Person) -> None:
    for by in (cora, factories.team_member()):
        with pytest.raises(Refusal, match="Only an admin"):
            managing.change_team_role(cora, "coordinator", by, {})
    assert people.coordinated(cora.id) == {hers.category_id}


def test_what_a_city_answers_goes_to_nobody_who_has_left_the_team_or_lost_the_category(
    edition: Edition, hers: Entry, cora: Person
) -> None:
    admin, organiser = (
        factories.team_member(TeamRole.ADMIN, name="Ada Admin"),
        factories.team_member(name="Ori Organiser"),
    )
    lead = factories.representative(home(hers), name="Leo Lead")
    no_judges(hers)
    move = judging.propose_move(hers, other(edition), "It fits", cora)
    managing.change_team_role(cora, "coordinator", admin, {})
    moving.decline(move, "The mayor is against it", lead)
    told = db.session.scalars(select(Letter).filter_by(kind="category-move-ended").order_by(Letter.to_name)).all()
    assert [each.to_name for each in told] == [admin.name, organiser.name]
    move = judging.propose_move(hers, other(edition), "It fits", organiser)
    managing.change_team_role(organiser, "", admin, {})
    moving.decline(move, "No again", lead)
    told = db.session.scalars(select(Letter).filter_by(kind="category-move-ended").order_by(Letter.id)).all()
    assert [each.to_name for each in told[2:]] == [admin.name]
