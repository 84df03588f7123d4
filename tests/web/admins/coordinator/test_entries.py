"""A coordinator works with the entries of her categories; what others hold changes nothing of what she reads."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from awards_portal import clock
from awards_portal.db import db, transaction
from awards_portal.entries.models import Entry
from awards_portal.entries.oversight import deciding, extending, marking, moving, requesting
from awards_portal.errors import Refusal
from awards_portal.judging import service as judging
from awards_portal.judging.models import Assignment, Recusal
from awards_portal.mail.models import Letter
from awards_portal.people.models import Person, Representative, RepresentativeRole, TeamRole
from awards_portal.people.service import managing
from awards_portal.programmes.models import Category, Edition
from tests import factories
from tests.house.test_twins import reads
from tests.page import PageClient
from tests.web.admins.coordinator.team import TEAM, home, other

PAGES = ["/team/", f"{TEAM}/entries", f"{TEAM}/entries?format=csv", f"{TEAM}/entries?q=o0", f"{TEAM}/eligibility"]
PAGES += [f"{TEAM}/eligibility?format=csv", f"{TEAM}/entries?tag=lamps"]


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
