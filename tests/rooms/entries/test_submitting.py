"""Submitting freezes what was seen, once, before the deadline; what was frozen stays."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from awards_portal import ledger
from awards_portal.db import db, transaction
from awards_portal.entries import files, queries, service
from awards_portal.entries.models import Entry, Submission
from awards_portal.errors import Invalid, Refusal
from awards_portal.mail.models import Letter
from awards_portal.people.models import Person
from awards_portal.text import sha256
from tests import factories
from tests.rooms.entries.stage import Stage, make, pdf, photo
from tests.together import together


def filled() -> Stage:
    stage = make()
    stage.fill()
    return stage


def frozen() -> list[Submission]:
    db.session.rollback()
    return list(db.session.scalars(select(Submission).order_by(Submission.number)))


def receipts() -> list[str]:
    return list(db.session.scalars(select(Letter.to_address).filter_by(kind="receipt").order_by(Letter.id)))


def test_answers_and_files_are_frozen_under_their_digests(context: Flask) -> None:
    stage = filled()
    plan = files.attach(stage.entry, stage.question("g_files"), "Plan.pdf", pdf(2), stage.lead)
    tram = files.attach(stage.entry, stage.question("g_photo"), "Tram.jpg", photo(), stage.lead)
    made = stage.submit()
    said = json.loads(made.snapshot)
    assert made.sha256 == sha256(made.snapshot)
    assert said["answers"] == {
        "c_title": "Night trams",
        "c_category": "open-city",
        "d_summary": "Trams run at night.",
        "h_accuracy": True,
    }
    assert [(f["name"], f["size"], f["sha256"], f["pages"]) for f in said["attachments"]] == [
        ("Plan.pdf", plan.size, plan.sha256, 2),
        ("Tram.jpg", tram.size, tram.sha256, None),
    ]
    assert receipts() == [stage.lead.email]


def test_the_database_itself_refuses_to_change_what_was_submitted(context: Flask) -> None:
    filled().submit()
    for statement in ("UPDATE submission SET snapshot = '{}'", "DELETE FROM submission"):
        with pytest.raises(DBAPIError), db.engine.begin() as connection:
            connection.execute(text(statement))
    assert json.loads(frozen()[0].snapshot)["reference"]


def test_a_change_is_submitted_as_the_next_version_and_the_first_stays(context: Flask) -> None:
    stage = filled()
    first = stage.submit("one").sha256
    stage.write("Trams run at night and on Sundays.", seen=1)
    stage.submit("two")
    assert [(s.number, s.mark) for s in frozen()] == [(1, "one"), (2, "two")]
    assert frozen()[0].sha256 == first
    latest = queries.latest_submission(stage.entry.id)
    assert latest is not None
    assert latest.number == 2


def test_nothing_new_is_not_submitted_twice(context: Flask) -> None:
    stage = filled()
    stage.submit("one")
    with pytest.raises(Refusal, match="Nothing has changed since version 1"):
        stage.submit("two")


def test_the_same_press_of_the_button_is_one_submission_and_one_receipt(context: Flask) -> None:
    stage = filled()
    assert stage.submit("press").id == stage.submit("press").id
    assert len(frozen()) == 1
    assert receipts() == [stage.lead.email]


def test_what_is_missing_is_named_and_the_try_is_on_record(context: Flask) -> None:
    stage = make()
    stage.write("word " * 21)
    with pytest.raises(Invalid) as told:
        stage.submit()
    assert set(told.value.fields) == {"c_title", "d_summary", "h_accuracy"}
    assert "at most 20 are allowed" in told.value.fields["d_summary"][0]
    assert frozen() == []
    line = db.session.scalars(select(ledger.LedgerLine).filter_by(event="submission.blocked")).one()
    assert line.after == {"questions": ["c_title", "d_summary", "h_accuracy"], "late": False}


def test_what_changed_after_it_was_seen_is_not_submitted_unseen(context: Flask) -> None:
    stage = filled()
    seen = stage.fingerprint()
    stage.write("Somebody else's last word.", seen=1, by=stage.editor)
    with pytest.raises(Refusal, match="The entry changed after you looked at it"):
        service.submit(stage.entry, stage.lead, "press", seen)
    assert frozen() == []


def test_only_a_lead_submits(context: Flask) -> None:
    stage = filled()
    for by, words in (
        (stage.editor, "Only a lead of your city submits"),
        (stage.viewer, "Only a lead of your city submits"),
        (factories.person("Sten Stranger"), "You no longer speak for this city"),
    ):
        with pytest.raises(Refusal, match=words):
            stage.submit(by=by)
    assert frozen() == []


def test_the_deadline_and_a_withdrawal_refuse_a_submission(context: Flask) -> None:
    stage = filled()
    service.withdraw(stage.entry, stage.lead, "We enter next year.")
    with pytest.raises(Refusal, match="withdrawn"):
        stage.submit("one")
    service.return_entry(stage.entry, stage.lead)
    stage.close()
    with pytest.raises(Refusal, match="The deadline passed on"):
        stage.submit("two")
    assert frozen() == []


def presses(stage: Stage, *marks: str) -> list[Callable[[], tuple[int, str]]]:
    entry_id, lead_id, seen = stage.entry.id, stage.lead.id, stage.fingerprint()

    def press(mark: str) -> tuple[int, str]:
        made = service.submit(db.session.get_one(Entry, entry_id), db.session.get_one(Person, lead_id), mark, seen)
        return made.number, made.mark

    return [lambda mark=mark: press(mark) for mark in marks]  # type: ignore[misc]


def test_of_eight_submissions_at_once_one_succeeds_and_seven_are_refused_politely(context: Flask) -> None:
    stage = filled()
    answers = together(context, *presses(stage, *[f"press {n}" for n in range(8)]))
    done = [answer for answer in answers if isinstance(answer, tuple)]
    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    assert (len(done), len(refused)) == (1, 7), answers
    assert all("Nothing has changed since version 1 was submitted" in each.sentence for each in refused)
    assert [(s.number, s.mark) for s in frozen()] == done
    assert receipts() == [stage.lead.email]


def test_one_press_that_arrives_eight_times_at_once_is_one_submission(context: Flask) -> None:
    stage = filled()
    answers = together(context, *presses(stage, *["press"] * 8))
    assert answers == [(1, "press")] * 8
    assert len(frozen()) == 1
    assert receipts() == [stage.lead.email]


def test_eight_entries_started_at_once_stay_within_the_citys_limit(context: Flask) -> None:
    stage = make(entries_per_city=3)
    ids = stage.city.id, stage.edition.id, stage.entry.category_id, stage.lead.id

    def start(number: int) -> str:
        from awards_portal.people.models import City
        from awards_portal.programmes.models import Category, Edition

        city, edition, category, lead = ids
        return service.start(
            db.session.get_one(City, city),
            db.session.get_one(Edition, edition),
            db.session.get_one(Category, category),
            db.session.get_one(Person, lead),
            f"start {number}",
        ).reference

    answers = together(context, *[lambda n=n: start(n) for n in range(8)])  # type: ignore[misc]
    assert sum(isinstance(answer, str) for answer in answers) == 2, answers
    assert sum(isinstance(answer, Refusal) for answer in answers) == 6, answers
    assert queries.count_entries(*ids[:2]) == 3


def test_a_failure_after_the_freeze_leaves_nothing_half(context: Flask) -> None:
    stage = filled()
    with pytest.raises(ZeroDivisionError), transaction():
        stage.submit()
        raise ZeroDivisionError
    assert frozen() == []
    assert receipts() == []


def test_a_try_after_the_deadline_is_on_record_with_what_was_missing_and_told_by_letter_once(context: Flask) -> None:
    stage = make()
    stage.write("Trams run at night.")
    stage.close()
    for mark in ("one", "two"):
        with pytest.raises(Refusal, match="The deadline passed on"):
            stage.submit(mark)
    tries = db.session.scalars(select(ledger.LedgerLine).filter_by(event="submission.blocked")).all()
    assert [line.after for line in tries] == [{"questions": ["c_title", "h_accuracy"], "late": True}] * 2
    (letter,) = db.session.scalars(select(Letter).filter_by(kind="submission-blocked"))
    assert "the entry does not take part" in letter.body
    assert "- Title" in letter.body
    line = queries.last_blocked(stage.entry.id)
    assert line is not None
    assert line.id == tries[-1].id


@pytest.mark.parametrize("who", ["editor", "withdrawn", "same"])
def test_a_try_that_the_deadline_alone_did_not_stop_is_no_blocked_try(context: Flask, who: str) -> None:
    stage = filled()
    if who == "same":
        stage.submit("one")
    if who == "withdrawn":
        service.withdraw(stage.entry, stage.lead, "No budget")
    stage.close()
    with pytest.raises(Refusal):
        stage.submit("two", by=stage.editor if who == "editor" else stage.lead)
    assert db.session.scalars(select(ledger.LedgerLine).filter_by(event="submission.blocked")).all() == []
    assert queries.last_blocked(stage.entry.id) is None


def test_what_is_submitted_after_a_blocked_try_settles_it(context: Flask) -> None:
    stage = make()
    with pytest.raises(Invalid):
        stage.submit("one")
    assert queries.last_blocked(stage.entry.id) is not None
    stage.fill()
    stage.submit("two")
    assert queries.last_blocked(stage.entry.id) is None
