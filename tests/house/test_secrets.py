"""What must not be told is not told: twin worlds that differ in one hidden fact look the same to everybody who may not
know it, and no canary word reaches anybody it is hidden from.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from awards_portal import clock
from awards_portal.db import db, transaction
from awards_portal.entries.models import Entry, Submission
from awards_portal.judging.models import Assignment, ConflictStatement, Judge, Score, Scorecard
from tests import cast
from tests.cast import World
from tests.conftest import Bench
from tests.house.test_access import address, routes
from tests.page import PageClient

OUTSIDE = ("anonymous", "stranger", "other_city")
CITY = ("viewer", "editor", "lead")
# Fresh for every answer by design: the mark of one press, the safety mark, the request's own number.
FRESH = re.compile(rb'(name="(?:csrf_token|mark|csrf-token)" (?:value|content)=")[^"]*"')
HEADERS = {"X-Request-Id", "Set-Cookie", "Date"}
# Status, headers and body.
Answer = tuple[int, dict[str, str], bytes]


class Twins:
    """A world, everybody signed in, and the way back to it."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        given: World = cast.make()
        self.clients = {name: PageClient(bench.app) for name in given.personas}
        for name, someone in given.personas.items():
            if someone is not None:
                self.clients[name].sign_in(someone)
        self.paths = [
            address(bench.app, rule, given) for name, rule in routes(bench.app).items() if name.endswith(" GET")
        ]
        self.file = bench.folder / "portal.db"
        self.kept = bench.folder / "twin.db"
        db.session.remove()
        raw = db.engine.raw_connection()
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.close()
        db.engine.dispose()
        shutil.copyfile(self.file, self.kept)

    def restore(self) -> None:
        """The world as it was made."""
        db.session.remove()
        db.engine.dispose()
        for tail in ("-wal", "-shm"):
            Path(f"{self.file}{tail}").unlink(missing_ok=True)
        shutil.copyfile(self.kept, self.file)

    def differ(self, changes: list[Callable[[], None]]) -> None:
        """The world as it was made, but for this."""
        self.restore()
        with transaction():
            for change in changes:
                change()

    def answers(self, persona: str) -> dict[str, Answer]:
        """Everything this visitor gets from every page."""
        return {path: self.answer(persona, path) for path in self.paths}

    def answer(self, persona: str, path: str) -> Answer:
        """What this visitor gets from one page."""
        # Who is nobody comes without the cookie that an earlier page left: another door answers with one.
        client = PageClient(self.bench.app) if persona == "anonymous" else self.clients[persona]
        response = client.http.get(path)
        headers = {key: value for key, value in response.headers if key not in HEADERS}
        return response.status_code, headers, FRESH.sub(rb'\1"', response.data)


@pytest.fixture
def twins(bench: Bench) -> Iterator[Twins]:
    with bench.app.app_context(), time_machine.travel(clock.now(), tick=False):
        yield Twins(bench)


def _anna() -> Judge:
    return db.session.query(Judge).filter_by(name="Anna").one()


def _card() -> Scorecard:
    judge = _anna()
    return db.session.query(Scorecard).join(Assignment).filter(Assignment.judge_id == judge.id).one()


def another_score() -> None:
    score = db.session.query(Score).filter_by(scorecard_id=_card().id).order_by(Score.id).first()
    assert score is not None
    score.step = 0


def another_comment() -> None:
    card = _card()
    card.comment_for_city, card.private_note = "It is weak.", "Do not tell."


def not_completed() -> None:
    _card().completed_at = None


def another_judge() -> None:
    judge = _anna()
    judge.name, judge.organisation, judge.country = "Zoltan", "Elsewhere", "HU"


def one_more_judge() -> None:
    bo = db.session.query(Judge).filter_by(name="Cai").one()
    entry = db.session.get_one(Assignment, _card().assignment_id)
    other = Judge(
        edition_id=bo.edition_id,
        email="dora@example.org",
        name="Dora",
        organisation="",
        languages=[],
        expertise=[],
        invited_at=clock.now(),
        accepted_at=clock.now(),
    )
    db.session.add(other)
    db.session.flush()
    db.session.add(
        Assignment(round_id=entry.round_id, entry_id=entry.entry_id, judge_id=other.id, how="by hand", at=clock.now())
    )


def a_conflict() -> None:
    held = db.session.get_one(Assignment, _card().assignment_id)
    other = db.session.query(Judge).filter_by(name="Cai").one()
    row = {"conflicted": True, "kind": "personal", "reason": "A cousin works there.", "at": clock.now()}
    db.session.add(ConflictStatement(judge_id=other.id, entry_id=held.entry_id, **row))


def another_submission() -> None:
    first = db.session.query(Submission).order_by(Submission.id).first()
    draft = db.session.query(Entry).filter_by(title="A draft").one()
    assert first is not None
    row = {"number": 1, "snapshot": first.snapshot, "sha256": "0" * 64, "mark": "twin", "by_id": first.by_id}
    db.session.add(Submission(entry_id=draft.id, at=clock.now() - timedelta(hours=1), **row))


Change = Callable[[], None]
# Who may not know, and what: the facts of a group differ together, which costs one reading of everything.
SECRETS: list[tuple[tuple[str, ...], dict[str, Change]]] = [
    (
        (*OUTSIDE, *CITY, "other_judge"),
        {
            "what a judge scored": another_score,
            "what a judge wrote": another_comment,
            "whether a judge has scored": not_completed,
            "who the judge is": another_judge,
        },
    ),
    (
        (*OUTSIDE, *CITY, "other_judge", "judge"),
        {"how many judges there are": one_more_judge, "that a judge stated a conflict": a_conflict},
    ),
    ((*OUTSIDE, "judge", "other_judge"), {"another city's submission": another_submission}),
]


def test_worlds_that_differ_in_hidden_facts_look_the_same(twins: Twins) -> None:
    everybody = {persona for hidden_from, _ in SECRETS for persona in hidden_from}
    before = {persona: twins.answers(persona) for persona in sorted(everybody)}
    for hidden_from, changes in SECRETS:
        twins.differ(list(changes.values()))
        for persona in hidden_from:
            after = twins.answers(persona)
            for path, answer in before[persona].items():
                if after[path] != answer:
                    pytest.fail(f"{persona} can tell {_which(twins, changes, persona, path, answer)} from {path}")


def _which(twins: Twins, changes: dict[str, Change], persona: str, path: str, answer: Answer) -> str:
    """The facts that this page tells, each tried alone."""
    told = []
    for name, change in changes.items():
        twins.differ([change])
        if twins.answer(persona, path) != answer:
            told.append(name)
    return ", ".join(told) or "several facts together"


def test_a_difference_that_may_be_seen_is_seen(twins: Twins) -> None:
    before = twins.answers("organiser")
    twins.differ([another_score])
    after = twins.answers("organiser")
    assert any(after[path] != answer for path, answer in before.items())


CANARIES = {
    "scored by Anna: comment for the city": ("quokkacomment", ("judge", "organiser", "admin", "observer")),
    "scored by Anna: private note": ("quokkanote", ("judge", "organiser", "admin", "observer")),
    "a criterion's comment": ("quokkacriterion", ("judge", "organiser", "admin", "observer")),
    "why a judge is conflicted": ("quokkaconflict", ("organiser", "admin", "observer")),
    "a tag of the organising team": ("quokkatag", ("coordinator", "organiser", "admin", "observer")),
    "a note of the organising team": ("quokkanotice", ("coordinator", "organiser", "admin", "observer")),
    "a judge's organisation": ("quokkaorganisation", ("judge", "organiser", "admin", "observer")),
}


def test_no_canary_word_reaches_anybody_it_is_hidden_from(twins: Twins) -> None:
    with transaction():
        card = _card()
        card.comment_for_city, card.private_note = "quokkacomment", "quokkanote"
        score = db.session.query(Score).filter_by(scorecard_id=card.id).first()
        assert score is not None
        score.comment = "quokkacriterion"
        _anna().organisation = "quokkaorganisation"
        a_conflict()
        db.session.flush()
        db.session.query(ConflictStatement).filter_by(conflicted=True).one().reason = "quokkaconflict"
    for persona in twins.clients:
        everything = b"".join(
            b"".join([body, *(value.encode() for value in headers.values())])
            for _status, headers, body in twins.answers(persona).values()
        )
        for what, (word, known_to) in CANARIES.items():
            if persona not in known_to:
                assert word.encode() not in everything, f"{persona} is told {what}"
