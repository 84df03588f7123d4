"""The entries desk: tags, notes, and one act on many entries, of which exactly what was shown is done."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal import clock
from awards_portal.db import db, transaction
from awards_portal.entries import listing, reminders, service
from awards_portal.entries.models import EligibilityDecision, Entry, Withdrawal
from awards_portal.entries.oversight import many, marking
from awards_portal.entries.oversight.deciding import decide
from awards_portal.entries.oversight.many import Act
from awards_portal.errors import Invalid, Refusal
from awards_portal.people.models import Person, TeamRole
from tests import factories
from tests.rooms.entries.stage import Stage, make
from tests.rooms.entries.test_eligibility import letters, lines
from tests.statements import statements


@pytest.fixture
def stage(context: Flask) -> Stage:
    made = make()
    made.fill()
    made.submit()
    return made


@pytest.fixture
def organiser(stage: Stage) -> Person:
    return factories.team_member()


def shown(act: Act, entries: list[Entry], by: Person, words: str = "") -> dict[str, str | None]:
    ids = [entry.id for entry in entries]
    return {line.entry.reference: line.why_not for line in many.plan(act, ids, by, clock.now(), words)}


def test_a_tag_is_found_again_and_its_spellings_are_one(stage: Stage, organiser: Person) -> None:
    marking.add_tag(stage.entry, "  Needs a  photo ", organiser)
    marking.add_tag(stage.entry, "needs a PHOTO", organiser)
    (row,), _total = listing.entry_rows(stage.edition.id, tag="needs a photo")
    assert row.tags == ["Needs a photo"]
    assert marking.tags_in(stage.edition.id) == {"needs a photo": "Needs a photo"}
    (tag,) = marking.tags_of([stage.entry.id])[stage.entry.id]
    marking.remove_tag(tag, organiser)
    assert listing.entry_rows(stage.edition.id, tag="needs a photo") == ([], 0)
    assert len(lines("entry.tagged")) == len(lines("entry.untagged")) == 1
    for words in ("  ", "x" * 41):
        with pytest.raises(Invalid):
            marking.add_tag(stage.entry, words, organiser)


def test_a_note_is_kept_once_for_one_press_and_its_words_are_not_in_the_ledger(stage: Stage, organiser: Person) -> None:
    first = marking.add_note(stage.entry, "The mayor called.", "press", organiser)
    assert marking.add_note(stage.entry, "The mayor called.", "press", organiser).id == first.id
    marking.add_note(stage.entry, "Twice.", "another", organiser)
    assert [note.text for note in marking.notes(stage.entry.id)] == ["Twice.", "The mayor called."]
    assert all("mayor" not in f"{line.before}{line.after}{line.reason}" for line in lines("note.added"))
    with pytest.raises(Invalid, match="Write the note first"):
        marking.add_note(stage.entry, " ", "empty", organiser)


def test_observers_and_who_speaks_for_the_city_mark_nothing(stage: Stage) -> None:
    observer = factories.team_member(TeamRole.OBSERVER, name="Obe Observer")
    with pytest.raises(Refusal, match="You may read this"):
        marking.add_tag(stage.entry, "late", observer)
    with pytest.raises(Refusal, match="Only the organising team"):
        marking.add_note(stage.entry, "Well done.", "m", stage.lead)
    assert set(shown(Act.TAG, [stage.entry], observer, "late").values()) == {
        "You may read this and not change it. Ask an organiser."
    }


def test_many_pass_as_shown_and_the_others_say_why_not(stage: Stage, organiser: Person) -> None:
    edition, city = stage.edition, factories.city("Sandmere", "SE")
    second, gone, refused = (factories.submitted_entry(edition, city, title) for title in ("Buses", "Gone", "Refused"))
    with transaction() as moment:
        db.session.add(Withdrawal(entry_id=gone.id, reason="No money", at=moment.at, by_id=gone.created_by_id))
    decide(refused, "refused", "A company", organiser, 1)
    entries = [stage.entry, second, gone, refused]
    found = shown(Act.PASS, entries, organiser)
    assert [found[stage.entry.reference], found[second.reference]] == [None, None]
    assert "withdrawn" in (found[gone.reference] or "")
    assert "refused" in (found[refused.reference] or "")
    stage.write("Trams at night, improved.", seen=1)
    stage.submit("again")
    done, left = many.act_on(Act.PASS, dict.fromkeys((entry.id for entry in entries), 1), organiser)
    assert done == [second.reference]
    assert set(left) == {stage.entry.reference, gone.reference, refused.reference}
    passed = select(EligibilityDecision.entry_id).where(EligibilityDecision.outcome == "passed")
    assert list(db.session.scalars(passed)) == [second.id]
    with pytest.raises(Refusal, match="It has passed already"):
        many.act_on(Act.PASS, {second.id: 1}, organiser)


def test_many_are_tagged_at_once(stage: Stage, organiser: Person) -> None:
    other = factories.submitted_entry(stage.edition, factories.city("Sandmere", "SE"), "Buses")
    marking.add_tag(other, "shortlist", organiser)
    assert shown(Act.TAG, [stage.entry, other], organiser, "Shortlist") == {
        stage.entry.reference: None,
        other.reference: "It has this tag.",
    }
    done, left = many.act_on(Act.TAG, {stage.entry.id: 1, other.id: 1}, organiser, "Shortlist")
    assert (done, left) == ([stage.entry.reference], [other.reference])
    with pytest.raises(Refusal, match="at most 200"):
        many.plan(Act.TAG, list(range(201)), organiser, clock.now(), "x")


def test_who_writes_is_reminded_of_what_waits_and_not_twice_a_day(stage: Stage, organiser: Person) -> None:
    category = stage.entry.category
    draft = service.start(stage.city, stage.edition, category, stage.lead, "another")
    assert shown(Act.REMIND, [stage.entry, draft], organiser) == {
        stage.entry.reference: "Nothing of it waits to be submitted.",
        draft.reference: None,
    }
    assert many.act_on(Act.REMIND, {draft.id: 0}, organiser)[0] == [draft.reference]
    assert sorted(letter.to_name for letter in letters("reminder")) == ["Eda Editor", "Leo Lead"]
    with pytest.raises(Refusal, match="nothing left to do"):
        many.act_on(Act.REMIND, {draft.id: 0}, organiser)
    assert len(letters("reminder")) == 2
    stage.close()
    assert "The deadline passed" in (shown(Act.REMIND, [draft], organiser)[draft.reference] or "")


def test_a_look_at_many_costs_as_much_as_one_at_few(stage: Stage, organiser: Person) -> None:
    city = factories.city("Sandmere", "SE")
    entries = [factories.submitted_entry(stage.edition, city, f"Number {n}") for n in range(12)]
    for act in Act:
        costs = []
        for some in (entries[:3], entries):
            with statements() as found:
                many.plan(act, [entry.id for entry in some], organiser, clock.now(), "late")
            costs.append(len(found))
        assert costs[0] == costs[1], act


def test_the_reminder_by_hand_keeps_the_one_that_comes_by_itself(stage: Stage, organiser: Person) -> None:
    draft = service.start(stage.city, stage.edition, stage.entry.category, stage.lead, "another")
    many.act_on(Act.REMIND, {draft.id: 0}, organiser)
    last = stage.edition.closes_at + timedelta(minutes=stage.edition.grace_minutes)
    with transaction():
        db.session.get_one(Entry, draft.id).created_at = clock.now() - timedelta(days=9)
    reminders.remind(stage.edition.id, last.isoformat(), 200)
    assert len(letters("reminder")) == 4
