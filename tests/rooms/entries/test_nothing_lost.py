"""Whatever several people do, in whatever order, over whatever they had seen: every text that was taken can be read."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from awards_portal import clock
from awards_portal.db import db, transaction
from awards_portal.entries import history, queries, service
from awards_portal.entries.oversight import queries as oversight
from awards_portal.entries.oversight.extending import extend, revoke
from awards_portal.entries.oversight.requesting import request_changes, withdraw_request
from awards_portal.entries.writing import Change, Outcome, save_answers
from awards_portal.errors import Invalid, Refusal
from awards_portal.people.models import Person
from awards_portal.programmes.models import Category, Edition
from tests import factories
from tests.rooms.entries.stage import FULL, Stage, make

QUESTIONS = ("d_summary", "c_title")
WHO = st.sampled_from(["lead", "editor"])
KEYS = st.sampled_from(QUESTIONS)
TEXTS = st.sampled_from(["Trams", "Buses 🚌", "ليلاً", "", " two\n\nlines ", "word " * 40])


class Nothing(RuleBasedStateMachine):
    """A city's two writers, and an organiser who gives more time and asks for changes, at one entry."""

    stage: Stage
    organiser: Person
    number = 0

    @initialize(full=st.booleans())
    def begin(self, full: bool) -> None:
        Nothing.number += 1
        self.closes(timedelta(days=10))
        city = factories.city(f"City {self.number}")
        self.lead = factories.representative(city, email=f"lead{self.number}@example.org")
        self.editor = factories.representative(city, "editor", email=f"editor{self.number}@example.org")  # type: ignore[arg-type]
        edition = db.session.get_one(Edition, self.stage.edition.id)
        category = db.session.get_one(Category, self.stage.entry.category_id)
        self.entry = service.start(city, edition, category, self.lead, "start")
        self.city = city
        self.taken: dict[str, set[str]] = {key: set() for key in QUESTIONS}
        self.stands = dict.fromkeys(QUESTIONS, "")
        self.sent: dict[int, str] = {}
        self.marks: list[str] = []
        if full:
            save_answers(self.entry, {key: Change(value, 0) for key, value in FULL.items()}, self.lead)
            for key in QUESTIONS:
                self.taken[key].add(str(FULL[key]))
                self.stands[key] = str(FULL[key])

    def closes(self, in_: timedelta) -> None:
        self.is_closed = in_ < timedelta(0)
        with transaction():
            edition = db.session.get_one(Edition, self.stage.edition.id)
            edition.closes_at, edition.grace_minutes = clock.now() + in_, 0

    def newest(self, key: str) -> int:
        now = queries.answers(self.entry.id).get(key)
        return now.revision if now else 0

    def by(self, who: str) -> Person:
        return self.lead if who == "lead" else self.editor

    def may(self, deed: Callable[[], Any]) -> Any:
        """A refusal is an answer like any other: what it must not do is lose anything."""
        try:
            return deed()
        except (Refusal, Invalid):
            return None

    @rule(who=WHO, key=KEYS, text=TEXTS, behind=st.integers(0, 2), mark=st.integers(0, 4), over=st.booleans())
    def save(self, who: str, key: str, text: str, behind: int, mark: int, over: bool) -> None:
        newest = self.newest(key)
        on_the_way = tuple(self.marks[-3:]) if over else ()
        change = Change(text, max(0, newest - behind), f"{who}{mark}", over=on_the_way)
        saved = save_answers(self.entry, {key: change}, self.by(who))[key]
        assert saved.outcome is not Outcome.REFUSED
        self.marks.append(f"{who}{mark}")
        if text or saved.outcome is not Outcome.UNCHANGED:
            self.taken[key].add(text)
        if saved.outcome is Outcome.SAVED and saved.revision > newest:
            self.stands[key] = text

    @rule(who=WHO, key=KEYS, at=st.integers(0, 9), behind=st.integers(0, 1))
    def restore(self, who: str, key: str, at: int, behind: int) -> None:
        lines, total = history.lines(self.entry.id, self.stage.question(key), None)
        if not total:
            return
        row = lines[at % total].row
        value, row_id, seen = row.value, row.id, max(0, self.newest(key) - behind)
        if self.may(lambda: history.restore(self.entry, key, row_id, seen, None, self.by(who))):
            self.stands[key] = value

    @rule()
    def withdraw_or_return(self) -> None:
        if queries.current_withdrawal(self.entry.id):
            self.may(lambda: service.return_entry(self.entry, self.lead))
        else:
            self.may(lambda: service.withdraw(self.entry, self.lead, "A pause"))

    @rule(mark=st.integers(0, 3))
    def submit(self, mark: int) -> None:
        at = Stage(self.stage.edition, self.city, self.entry, self.lead, self.editor, self.editor)
        made = self.may(lambda: at.submit(f"press {mark}"))
        if made is None:
            return
        is_new = made.number not in self.sent
        assert self.sent.setdefault(made.number, made.snapshot) == made.snapshot
        if is_new and not self.is_closed:
            assert json.loads(made.snapshot)["answers"]["d_summary"] == self.stands["d_summary"]

    @rule(days=st.sampled_from([-1, 10]))
    def deadline_moves(self, days: int) -> None:
        self.closes(timedelta(days=days))

    @rule()
    def extension_comes_or_goes(self) -> None:
        found = oversight.extension_in_force(self.stage.edition.id, self.city.id)
        if found is not None:
            revoke(found, "Not needed", self.organiser)
            return
        until = clock.now() + timedelta(days=30)
        edition = db.session.get_one(Edition, self.stage.edition.id)
        extend(edition, self.city, until, "A flood", self.organiser, despite_judging=True)

    @precondition(lambda self: self.sent)
    @rule(key=KEYS)
    def change_request_comes_or_goes(self, key: str) -> None:
        found = oversight.request_in_force(self.entry.id, clock.now())
        if found is not None:
            self.may(lambda: withdraw_request(found, "Another entry was meant", self.organiser))
            return
        until = clock.now() + timedelta(days=3)
        self.may(lambda: request_changes(self.entry, {key: "Say more"}, until, self.organiser, max(self.sent)))

    @invariant()
    def everything_that_was_taken_can_be_read(self) -> None:
        db.session.rollback()
        now = queries.answers(self.entry.id)
        for key in QUESTIONS:
            lines, _total = history.lines(self.entry.id, self.stage.question(key), None)
            assert self.taken[key] <= {line.row.value for line in lines}
            assert (now[key].value if key in now else "") == self.stands[key]
        kept = {each.number: each.snapshot for each in queries.submissions(self.entry.id)}
        assert kept == self.sent


def test_no_order_of_saving_conflicts_submitting_withdrawing_and_reopening_loses_a_text(context: Flask) -> None:
    Nothing.stage = make(entries_per_city=1000)
    Nothing.organiser = factories.team_member()
    run_state_machine_as_test(
        Nothing,
        settings=settings(
            max_examples=10,
            stateful_step_count=14,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
