"""Mailings: exactly those who were counted, each person once, written once whatever is tried again."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from awards_portal import clock, queue
from awards_portal.db import db, transaction
from awards_portal.errors import Invalid, Refusal
from awards_portal.ledger import LedgerLine, reading
from awards_portal.mail.models import Letter
from awards_portal.mail.wording import Text
from awards_portal.mailings import queries, service
from awards_portal.mailings.models import Mailing, MailingRecipient
from awards_portal.mailings.rules import Recipient, Seen, seen
from awards_portal.people.models import City, Person, RepresentativeRole, TeamRole
from awards_portal.privacy import forgetting
from awards_portal.programmes.models import Edition
from awards_portal.queue import Job, JobState
from tests import factories
from tests.rooms.judging import stage
from tests.together import together

pytestmark = pytest.mark.usefixtures("context")
TEXT = Text("About {{city}}", "Dear {{name}},\n{{entries}}\nuntil {{closes}}: {{link}}")


def found(
    edition: Edition, audience: str = "entries", hidden: set[int] | None = None, **filters: str
) -> list[Recipient]:
    return queries.recipients(edition, audience, filters, clock.now(), hidden or set())


def confirm(edition: Edition, by: Person, text: Text = TEXT, looked: Seen | None = None, **more: str) -> Mailing:
    mark, audience = more.pop("mark", "press"), more.pop("audience", "entries")
    now = looked or seen(found(edition, audience, **more), service.tidy(text))
    return service.confirm(edition, audience, more, text, "The deadline is near", now, mark, by)


def letters() -> list[Letter]:
    return list(db.session.scalars(select(Letter).where(Letter.kind.startswith("mailing")).order_by(Letter.id)))


@pytest.fixture
def edition() -> Edition:
    """Two cities, each with an entry and a lead."""
    made = factories.edition()
    for name, title, category in (("Norrhavn", "Night trams", "open-city"), ("Vesno", "Boats", "digital-inclusion")):
        city = factories.city(name)
        factories.submitted_entry(made, city, title, category)
        factories.representative(city, name=f"Lead of {name}")
    return made


def test_each_person_is_written_to_once_with_all_of_her_entries(edition: Edition) -> None:
    both = factories.city("Twin", "SE")
    factories.representative(both, name="Tia Twin")
    entry = factories.submitted_entry(edition, both, title="Third")
    again = factories.submitted_entry(edition, both, title="Fourth", category="digital-inclusion")
    (twin,) = [each for each in found(edition) if entry.reference in each.about]
    assert twin.about == tuple(sorted([entry.reference, again.reference]))
    assert twin.given["entries"].count("\n") == 1
    assert [each.about for each in found(edition, category="digital-inclusion", q="Fourth")] == [(again.reference,)]
    assert not [each for each in found(edition, hidden={both.id}) if entry.reference in each.about]
    factories.representative(both, RepresentativeRole.VIEWER, name="Vik Viewer")
    assert len(found(edition, q="Third")) + 1 == len(found(edition, q="Third", to="everybody"))


def test_a_confirmed_mailing_is_written_once_whatever_is_tried_again(edition: Edition) -> None:
    by = factories.team_member()
    made = confirm(edition, by)
    assert confirm(edition, by, looked=Seen(0, "", "")).id == made.id
    queue.sweep()
    db.session.expire_all()
    first = [(each.id, each.to_address, each.subject) for each in letters()]
    assert len(first) == len(found(edition))
    assert db.session.get_one(Mailing, made.id).finished_at is not None
    with transaction():
        # As if the worker had been killed after a letter and before its note.
        db.session.scalars(select(MailingRecipient)).first().letter_id = None  # type: ignore[union-attr]
        db.session.get_one(Mailing, made.id).finished_at = None
        job = db.session.scalars(select(Job).where(Job.kind == "mailings.write")).one()
        job.state, job.due_at = JobState.WAITING, clock.now()
    queue.sweep()
    assert [(each.id, each.to_address, each.subject) for each in letters()] == first
    events = db.session.scalars(select(LedgerLine.event).where(LedgerLine.event.startswith("mailing"))).all()
    assert list(events) == ["mailing.confirmed", "mailing.written", "mailing.written"]


def test_others_than_were_seen_are_refused_by_a_sentence_that_counts_them(edition: Edition) -> None:
    by = factories.team_member()
    looked = seen(found(edition), service.tidy(TEXT))
    for name in "ABC":
        city = factories.city(name, "SE")
        factories.representative(city, name=f"Lead of {name}")
        factories.submitted_entry(edition, city, title=name)
    with pytest.raises(Refusal, match="3 people more than you saw fit now"):
        confirm(edition, by, looked=looked)
    more = seen(found(edition), service.tidy(TEXT))
    with pytest.raises(Refusal, match="2 people fewer"):
        confirm(edition, by, looked=Seen(more.count + 2, more.people, more.text))
    with pytest.raises(Refusal, match="Others than you saw"):
        confirm(edition, by, looked=Seen(more.count, "x", more.text))
    with pytest.raises(Refusal, match="The text is not the one"):
        confirm(edition, by, looked=Seen(more.count, more.people, "x"))
    assert db.session.scalar(select(func.count()).select_from(Mailing)) == 0


def test_each_refusal_sends_nothing(edition: Edition) -> None:
    by = factories.team_member()
    for text, field, sentence in (
        (
            Text("S", "Dear {{name}},\n{{citty}}"),
            "body",
            "Line 2: this letter has no placeholder “{{citty}}”. Did you mean {{city}}?",
        ),
        (Text("{{left}}", "x"), "subject", "Line 1"),
        (Text("", "x"), "subject", "Write a subject"),
        (Text("S", " "), "body", "Write the text"),
    ):
        with pytest.raises(Invalid) as refused:
            confirm(edition, by, text)
        assert refused.value.fields[field][0].startswith(sentence)
    with pytest.raises(Refusal, match="Ask an organiser"):
        confirm(edition, factories.team_member(TeamRole.OBSERVER, name="Obe"))
    with pytest.raises(Refusal, match="Nobody fits"):
        confirm(edition, by, q="no such entry")
    confirm(edition, by)
    with pytest.raises(Refusal, match="Nothing is mailed twice"):
        confirm(edition, by, mark="another press")
    assert db.session.scalar(select(func.count()).select_from(Mailing)) == 1


def test_judges_are_found_by_panel_by_what_is_late_and_by_what_is_not_answered() -> None:
    given = stage.opened()
    edition = given.edition
    invited = factories.judge(edition, "Ivo Invited", accepted_at=None)
    names = {each.name for each in found(edition, "judges")}
    assert {"Ivo Invited"} < names
    assert [each.email for each in found(edition, "judges", standing="invited")] == [invited.email]
    waiting = found(edition, "judges", progress="open")
    assert waiting
    assert all(int(each.given["left"]) for each in waiting)
    assert "Ivo Invited" not in {each.name for each in waiting}
    with transaction():
        round_ = db.session.get_one(type(given.round), given.round.id)
        round_.opens_at, round_.closes_at = clock.now() - timedelta(days=9), clock.now() - timedelta(minutes=1)
    late = found(edition, "judges", progress="late", round=given.round.key)
    assert {each.name for each in late} == {each.name for each in waiting}
    every = set(db.session.scalars(select(City.id)))
    assert found(edition, "judges", hidden=every, progress="late", round=given.round.key) == []


def test_a_person_who_is_forgotten_before_her_letter_is_written_gets_none(edition: Edition) -> None:
    made = confirm(edition, factories.team_member())
    gone = db.session.scalars(select(MailingRecipient).order_by(MailingRecipient.id)).first()
    assert gone is not None
    with transaction() as moment:
        forgetting.forget(moment, db.session.get_one(Person, gone.person_id))
    queue.sweep()
    assert gone.email not in {each.to_address for each in letters()}
    rows, total = queries.recipients_of(made.id)
    assert all(each.letter is not None for each in rows)
    assert total == len(letters())


def test_who_speaks_for_a_city_reads_nowhere_in_the_ledger_how_many_judges_were_written_to() -> None:
    given = stage.opened()
    confirm(given.edition, factories.team_member(name="Ole Other"), Text("Hello", "Dear {{name}}"), audience="judges")
    events = {line.event for line in reading.lines(edition_id=given.edition.id)[0]}
    assert "mailing.confirmed" in events
    shown = reading.lines(edition_id=given.edition.id, hidden=["Norrhavn"])[0]
    assert not [line for line in shown if line.event.startswith("mailing.")]
    assert "mailing.confirmed" not in reading.events(given.edition.id, ["Norrhavn"])


def test_a_button_pressed_twice_at_once_is_one_mailing(context: Flask, edition: Edition) -> None:
    by, edition_id = factories.team_member().id, edition.id
    looked = seen(found(edition), service.tidy(TEXT))

    def press() -> object:
        return confirm(db.session.get_one(Edition, edition_id), db.session.get_one(Person, by), looked=looked).id

    first, second = together(context, press, press)
    assert first == second, (first, second)
    assert len(db.session.scalars(select(Mailing)).all()) == 1
