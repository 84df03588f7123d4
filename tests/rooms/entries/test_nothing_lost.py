"""Whatever two people type, in whatever order, over whatever they had seen: every text that was taken can be read."""

from typing import Any

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from awards_portal.db import db
from awards_portal.entries import history, queries, service
from awards_portal.entries.models import Entry
from awards_portal.entries.writing import Change, Outcome, save_answers
from awards_portal.errors import Refusal
from awards_portal.people.models import City
from awards_portal.programmes.models import Category
from tests.rooms.entries.stage import Stage, make

KEY = "d_summary"
PEOPLE = st.sampled_from(["lead", "editor"])
# A save over the newest revision or an older one, perhaps with a mark that was used before; a text brought back;
# the entry withdrawn and back; the answer submitted.
SAVE = st.tuples(
    st.just("save"),
    PEOPLE,
    st.sampled_from(["Trams", "Buses 🚌", "ليلاً", "", " two\n\nlines "]),
    st.integers(0, 3),
    st.integers(0, 4),
)
RESTORE = st.tuples(st.just("restore"), PEOPLE, st.integers(0, 9), st.integers(0, 2))
TURN = st.tuples(st.just("turn"), st.just("lead"))
STEPS = st.lists(st.one_of(SAVE, SAVE, RESTORE, TURN), min_size=1, max_size=9)


def test_any_order_of_saves_conflicts_restores_and_withdrawals_loses_no_text(context: Flask) -> None:
    stage = make(entries_per_city=1000)
    numbers = iter(range(10_000))

    @settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def run(steps: list[tuple[Any, ...]]) -> None:
        category = db.session.get_one(Category, stage.entry.category_id)
        city = db.session.get_one(City, stage.city.id)
        entry = service.start(city, stage.edition, category, stage.lead, f"example {next(numbers)}")
        walk(stage, entry, steps)

    run()


def walk(stage: Stage, entry: Entry, steps: list[tuple[Any, ...]]) -> None:
    taken: set[str] = set()
    stands = ""
    question = stage.question(KEY)
    withdrawn = False
    for kind, who, *rest in steps:
        by = {"lead": stage.lead, "editor": stage.editor}[who]
        now = queries.answers(entry.id).get(KEY)
        newest = now.revision if now else 0
        if kind == "turn":
            if withdrawn:
                service.return_entry(entry, by)
            else:
                service.withdraw(entry, by, "A pause")
            withdrawn = not withdrawn
        elif kind == "save":
            text, behind, mark = rest
            saved = save_answers(entry, {KEY: Change(text, max(0, newest - behind), f"m{mark}")}, by)[KEY]
            assert saved.outcome is not Outcome.REFUSED
            if saved.outcome is not Outcome.UNCHANGED:
                taken.add(text)
            if saved.outcome is Outcome.SAVED and saved.revision > newest:
                stands = text
        else:
            index, behind = rest
            lines, total = history.lines(entry.id, question, None)
            if total:
                row = lines[index % total].row
                value, row_id = row.value, row.id
                try:
                    saved = history.restore(entry, KEY, row_id, max(0, newest - behind), None, by)
                except Refusal:
                    continue
                assert saved.value == value
                stands = value
    lines, _total = history.lines(entry.id, question, None)
    assert taken <= {line.row.value for line in lines}
    now = queries.answers(entry.id).get(KEY)
    assert (now.value if now else "") == stands
