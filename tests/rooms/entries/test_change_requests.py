"""A change request reopens the questions it names, until a time; nothing else gets in; a new version answers it."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal import clock
from awards_portal.db import db, transaction
from awards_portal.entries import files, listing, queries, service
from awards_portal.entries.models import ChangeRequest, Entry, Submission
from awards_portal.entries.oversight.deciding import decide
from awards_portal.entries.oversight.requesting import request_changes, withdraw_request
from awards_portal.entries.writing import Outcome
from awards_portal.errors import Invalid, Refusal
from awards_portal.people.models import Person, TeamRole
from tests import factories
from tests.rooms.entries.stage import FORM, Stage, make, pdf
from tests.rooms.entries.test_eligibility import letters, lines, representing
from tests.together import together


def submitted() -> tuple[Stage, Person]:
    stage = make()
    stage.fill()
    stage.submit("one")
    return stage, factories.team_member()


def tomorrow() -> datetime:
    return clock.now().replace(microsecond=0) + timedelta(days=1)


def ask(stage: Stage, by: Person, *keys: str, seen: int = 1, until: datetime | None = None) -> ChangeRequest:
    notes = {key: f"Say more in {key}." for key in keys or ("d_summary",)}
    return request_changes(stage.entry, notes, until or tomorrow(), by, seen)


def be_over(request: ChangeRequest) -> None:
    with transaction():
        db.session.get_one(ChangeRequest, request.id).until = clock.now() - timedelta(seconds=1)


def said(number: int) -> Any:
    db.session.rollback()
    return json.loads(db.session.scalars(select(Submission.snapshot).filter_by(number=number)).one())


def seen_after_the_deadline(stage: Stage) -> str:
    """What the check page shows, as the browser would send it back."""
    from awards_portal.entries import snapshots
    from awards_portal.entries.oversight.queries import terms_of
    from awards_portal.programmes import queries as programmes

    entry = queries.entry_by_reference(stage.entry.reference)
    last = queries.latest_submission(stage.entry.id)
    assert entry is not None
    assert last is not None
    values = {key: answer.value for key, answer in queries.answers(entry.id).items()}
    snapshot = queries.read_snapshot(last)
    answers, kept = snapshots.amended(snapshot, values, queries.all_attachments(entry.id), terms_of(entry).asked)
    return snapshots.fingerprint(snapshots.content(programmes.form_of(entry.form_version), answers, kept))


def test_only_the_questions_named_reopen_and_the_city_answers_with_a_new_version(context: Flask) -> None:
    stage, organiser = submitted()
    stage.close()
    ask(stage, organiser, "d_summary", "g_files")
    assert stage.write("Trams run all night.", seen=1).outcome is Outcome.SAVED
    late = stage.write("Day trams", key="c_title", seen=1)
    assert late.outcome is Outcome.LATE
    assert "asked you to change other questions only" in late.sentence
    files.attach(stage.entry, stage.question("g_files"), "Plan.pdf", pdf(), stage.lead)
    with pytest.raises(Refusal, match="asked you to change other questions only"):
        files.attach(stage.entry, stage.question("g_photo"), "Tram.jpg", b"not looked at", stage.lead)
    made = service.submit(stage.entry, stage.lead, "two", seen_after_the_deadline(stage))
    assert made.number == 2
    assert said(2)["answers"]["d_summary"] == "Trams run all night."
    assert [file["name"] for file in said(2)["attachments"]] == ["Plan.pdf"]
    assert stage.write("Once more.", seen=2).outcome is Outcome.LATE
    (answered,) = db.session.scalars(select(ChangeRequest))
    assert answered.answer_id == made.id
    assert [letter.to_address for letter in letters("changes-submitted")] == [organiser.email]
    assert [line.after for line in lines("change_request.answered")] == [{"version": 2}]


def test_what_was_changed_and_not_submitted_in_time_does_not_come_in_with_the_answer(context: Flask) -> None:
    stage, organiser = submitted()
    stage.write("digital-inclusion", key="c_category", seen=1)
    stage.write("Trams that were never submitted", key="c_title", seen=1)
    kept = files.attach(stage.entry, stage.question("g_photo"), "Tram.jpg", photo_bytes(), stage.lead)
    stage.close()
    ask(stage, organiser)
    stage.write("Trams run all night.", seen=1)
    service.submit(stage.entry, stage.lead, "two", seen_after_the_deadline(stage))
    assert said(2)["answers"] == {**said(1)["answers"], "d_summary": "Trams run all night."}
    assert said(2)["category"] == said(1)["category"]
    assert said(2)["attachments"] == []
    assert queries.attachment(stage.entry.id, kept.id) is not None
    entry = db.session.scalars(select(Entry)).one()
    assert entry.title == "Night trams"
    assert entry.category_id == stage.entry.category_id


def photo_bytes() -> bytes:
    from tests.rooms.entries.stage import photo

    return photo()


def test_a_file_removed_after_the_deadline_stays_where_it_was_not_asked_for(context: Flask) -> None:
    stage = make()
    stage.fill()
    plan = files.attach(stage.entry, stage.question("g_files"), "Plan.pdf", pdf(), stage.lead)
    stage.submit("one")
    files.remove_attachment(stage.entry, plan.id, stage.lead)
    stage.close()
    ask(stage, factories.team_member())
    stage.write("Trams run all night.", seen=1)
    service.submit(stage.entry, stage.lead, "two", seen_after_the_deadline(stage))
    assert said(2)["attachments"] == said(1)["attachments"]


def test_a_draft_of_changes_moves_the_entry_to_no_other_category_before_it_is_submitted(context: Flask) -> None:
    stage, _organiser = submitted()
    stage.write("digital-inclusion", key="c_category", seen=1)
    (row,), _total = listing.entry_rows(stage.edition.id)
    assert row.category == "open-city"
    stage.submit("two")
    (row,), _total = listing.entry_rows(stage.edition.id)
    assert row.category == "digital-inclusion"


def test_when_its_time_is_over_or_it_is_taken_back_the_version_submitted_stands(context: Flask) -> None:
    stage, organiser = submitted()
    stage.close()
    be_over(ask(stage, organiser))
    assert stage.write("Too late.", seen=1).outcome is Outcome.LATE
    with pytest.raises(Refusal, match="The deadline passed on"):
        stage.submit("two")
    second = ask(stage, organiser, "c_title")
    with pytest.raises(Invalid, match="Write why the request is taken back"):
        withdraw_request(second, " ", organiser)
    withdraw_request(second, "It was about another entry.", organiser)
    assert stage.write("Day trams", key="c_title", seen=1).outcome is Outcome.LATE
    assert len(letters("change-request-withdrawn")) == 3
    with pytest.raises(Refusal, match="taken back before"):
        withdraw_request(second, "Again", organiser)
    latest = queries.latest_submission(stage.entry.id)
    assert latest is not None
    assert latest.number == 1


def test_before_the_deadline_other_answers_may_change_and_only_what_was_asked_for_answers(context: Flask) -> None:
    stage, organiser = submitted()
    request = ask(stage, organiser)
    assert stage.write("Night trams for all", key="c_title", seen=1).outcome is Outcome.SAVED
    stage.submit("two")
    assert db.session.get_one(ChangeRequest, request.id).answer_id is None
    stage.write("Trams run all night.", seen=1)
    answer = stage.submit("three")
    db.session.rollback()
    assert db.session.get_one(ChangeRequest, request.id).answer_id == answer.id
    with pytest.raises(Refusal, match="has answered this request"):
        withdraw_request(request, "Too late", organiser)


def test_of_an_answer_and_a_taking_back_at_once_one_happens(context: Flask) -> None:
    stage, organiser = submitted()
    stage.close()
    request = ask(stage, organiser)
    stage.write("Trams run all night.", seen=1)
    seen = seen_after_the_deadline(stage)
    ids = stage.entry.id, stage.lead.id, request.id, organiser.id

    def answer() -> int:
        return service.submit(db.session.get_one(Entry, ids[0]), db.session.get_one(Person, ids[1]), "two", seen).number

    def take_back() -> str:
        running, by = db.session.get_one(ChangeRequest, ids[2]), db.session.get_one(Person, ids[3])
        return str(withdraw_request(running, "It was about another entry.", by).withdrawn_because)

    done = together(context, answer, take_back)
    assert sum(isinstance(each, Refusal) for each in done) == 1, done
    latest = queries.latest_submission(ids[0])
    after = db.session.get_one(ChangeRequest, ids[2])
    assert latest is not None
    assert (latest.number == 2) is (after.answer_id is not None) is (after.withdrawn_at is None)


def test_questions_that_appear_because_of_the_answer_reopen_with_it(context: Flask) -> None:
    form = json.loads(json.dumps(FORM))
    form["sections"][-1]["questions"].insert(
        0,
        {
            "key": "g_pilot",
            "type": "long_text",
            "label": "About the pilot",
            "required": True,
            "max_words": 20,
            "shown_if": {"question": "e_status", "any_of": ["pilot"]},
        },
    )
    stage = make(form=form)
    stage.fill()
    stage.write("running", key="e_status")
    stage.submit("one")
    stage.close()
    ask(stage, factories.team_member(), "e_status")
    stage.write("pilot", key="e_status", seen=1)
    with pytest.raises(Invalid) as told:
        service.submit(stage.entry, stage.lead, "two", seen_after_the_deadline(stage))
    assert set(told.value.fields) == {"g_pilot"}
    assert stage.write("It runs in one district.", key="g_pilot").outcome is Outcome.SAVED
    assert service.submit(stage.entry, stage.lead, "three", seen_after_the_deadline(stage)).number == 2


def test_the_city_is_told_what_to_change_and_the_table_says_returned(context: Flask) -> None:
    stage, organiser = submitted()
    first = ask(stage, organiser, until=(until := tomorrow()))
    assert ask(stage, organiser, until=until).id == first.id
    assert [each.to_name for each in letters("change-request")] == ["Eda Editor", "Leo Lead", "Vik Viewer"]
    assert "- Summary\n  Say more in d_summary." in letters("change-request")[0].body
    assert [row.standing for row in listing.entry_rows(stage.edition.id)[0]] == [listing.Standing.RETURNED]
    (line,) = lines("change_request.made")
    assert line.after == {"version": 1, "until": until.isoformat(), "questions": ["d_summary"]}


def test_a_request_that_cannot_be_is_refused_in_words(context: Flask) -> None:
    stage, organiser = submitted()
    people = {
        "lead": stage.lead,
        "observer": factories.team_member(TeamRole.OBSERVER, name="Obe Observer"),
        "both": factories.team_member(name="Cora Conflicted"),
    }
    factories.put(representing(people["both"], stage))
    cases: list[tuple[str, dict[str, Any]]] = [
        ("Tick the questions", {"notes": {}}),
        ("The form has no such question", {"notes": {"z_none": "More"}}),
        ("Write what the city is to change in “Summary”", {"notes": {"d_summary": " "}}),
        ("Write the day and the time", {"until": None}),
        ("is over. Choose a later time", {"until": clock.now() - timedelta(days=1)}),
        ("Version 1 was submitted while you read", {"seen": 0}),
        ("You may read this and not change it", {"by": "observer"}),
        ("Only the organising team does this", {"by": "lead"}),
        ("You speak for this city", {"by": "both"}),
    ]

    def refused(words: str, **more: Any) -> None:
        with pytest.raises((Invalid, Refusal), match=words):
            request_changes(
                stage.entry,
                more.get("notes", {"d_summary": "More"}),
                more.get("until", tomorrow()),
                people.get(more.get("by", ""), organiser),
                more.get("seen", 1),
            )

    for words, more in cases:
        refused(words, **more)
    db.session.rollback()
    assert db.session.scalars(select(ChangeRequest)).all() == []
    running = ask(stage, organiser, "c_title")
    refused("has been asked for changes until")
    withdraw_request(running, "Wrong question", organiser)
    decide(stage.entry, "refused", "A company", organiser, 1)
    refused("The entry is refused")
    service.withdraw(stage.entry, stage.lead, "No budget")
    refused("has withdrawn this entry")
    assert len(letters("change-request")) == 4


def test_nothing_is_asked_of_a_draft(context: Flask) -> None:
    stage = make()
    with pytest.raises(Refusal, match="not submitted yet"):
        ask(stage, factories.team_member(), seen=0)
