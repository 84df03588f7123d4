"""Cities and entries from a spreadsheet: every fault by its cell, all or nothing, kept, undone."""

import time
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from awards_portal.db import db
from awards_portal.entries.models import Answer, Entry, Submission
from awards_portal.entries.queries import current_withdrawals, read_snapshot
from awards_portal.errors import Invalid, Refusal
from awards_portal.imports import queries, service
from awards_portal.imports.models import Import
from awards_portal.imports.values import Unreadable, value_of
from awards_portal.ledger import LedgerLine
from awards_portal.people.models import City, Person, RepresentativeRole, TeamRole
from awards_portal.programmes.forms import Question, QuestionType
from awards_portal.programmes.models import Edition
from awards_portal.sheets import Column, Sheet, Workbook, write_xlsx
from tests import factories
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("context")

HEAD = ("city", "country", "region", "category", "status", "c_title", "d_summary", "h_accuracy")
GOOD = ("Norrhavn", "Norway", "", "Open City", "submitted", "Night trams", "Trams at night.", "yes")
NEW = ("Sudhavn", "NO", "Europe", "digital-inclusion", "draft", "Classes for all", "", "")


@pytest.fixture
def edition(context: Flask) -> Edition:
    factories.city()
    return factories.edition(entries_per_city=3)


@pytest.fixture
def organiser(context: Flask) -> Person:
    return factories.team_member()


def xlsx(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> bytes:
    book = Workbook(
        "x",
        "UTC",
        [Sheet("Notes", [Column("a")], 0), Sheet("Entries", [Column(h) for h in head], len(rows), list(rows))],
    )
    to = BytesIO()
    write_xlsx(book, to)
    return to.getvalue()


def csv(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> bytes:
    return "\n".join(",".join(row) for row in [head, *rows]).encode()


def told(edition: Edition, content: bytes, kind: str = "entries") -> list[str]:
    return [fault.told for fault in service.read(edition, kind, content).faults]


def done(edition: Edition, content: bytes, by: Person, kind: str = "entries") -> Import:
    kept, reading = service.look(edition, kind, "table.xlsx", content, by)
    assert kept is not None, reading.faults
    return service.carry_out(kept, by)


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_entries_are_made_with_their_cities_answers_and_frozen_versions(edition: Edition, organiser: Person) -> None:
    kept, reading = service.look(edition, "entries", "table.xlsx", xlsx(GOOD, NEW), organiser)
    assert kept is not None
    assert (reading.rows, count(Entry), count(City)) == (2, 0, 1)
    made = service.carry_out(kept, organiser)
    assert {table: len(ids) for table, ids in made.made.items()} == {"city": 1, "entry": 2, "submission": 1}
    sent = db.session.scalars(select(Submission)).one()
    assert read_snapshot(sent)["imported"] == {"file": "table.xlsx", "sha256": kept.sha256, "row": 2}
    assert read_snapshot(sent)["answers"] == {
        "c_title": "Night trams",
        "c_category": "open-city",
        "d_summary": "Trams at night.",
        "h_accuracy": True,
    }
    draft = db.session.scalars(select(Entry).where(Entry.title == "Classes for all")).one()
    assert db.session.get_one(City, draft.city_id).name == "Sudhavn"
    assert db.session.scalars(
        select(Answer.question).where(Answer.entry_id == draft.id).order_by("question")
    ).all() == [
        "c_category",
        "c_title",
    ]
    events = db.session.scalars(select(LedgerLine.event).order_by(LedgerLine.id)).all()
    assert events == ["entry.imported", "entry.imported", "import.done"]
    assert queries.content(kept.id) is None
    with pytest.raises(Refusal, match="done already"):
        service.carry_out(made, organiser)


def test_each_fault_is_named_by_its_cell_and_nothing_is_kept(edition: Edition, organiser: Person) -> None:
    wrong = xlsx(
        GOOD,
        ("Norrhavn", "Utopia", "", "Open City", "draft", "A", "", ""),
        ("Sudhavn", "NO", "Atlantis", "Nothing", "sent", "B", "", ""),
        ("Norrhavn", "NO", "", "Open City", "submitted", "C", "word " * 21, "perhaps"),
        ("norrhavn", "NO", "", "open-city", "draft", "NIGHT  TRAMS", "", ""),
    )
    found = told(edition, wrong)
    assert [each.partition(": ")[0] for each in found] == [
        "Entries!B3",
        "Entries!C4, “Atlantis”",
        "Entries!D4, “Nothing”",
        "Entries!E4, “sent”",
        "Entries!G5",
        "Entries!H5, “perhaps”",
        "Entries!H5, “perhaps”",
        "Entries!A6, “norrhavn”",
    ]
    assert "“Utopia” is not a country's name" in found[0]
    assert "This has 21 words; at most 20 are allowed" in found[4]
    assert "of this title in this category already: row 2" in found[-1]
    assert service.look(edition, "entries", "x", wrong, organiser)[0] is None
    assert (count(Import), count(Entry)) == (0, 0)


def test_a_shifted_column_is_told_once(edition: Edition) -> None:
    rows = [(f"Town {n}", str(n), "Europe", "Open City", "draft", f"Title {n}", "", "") for n in range(1, 31)]
    assert told(edition, xlsx(*rows)) == [
        "Entries!B1: The column headed “country” holds numbers; is a column missing? If none is: Entries!B2: “1” is "
        "not a country's name or two-letter code, such as KR."
    ]
    dates = [("Norrhavn", "NO", "", "Open City", "draft", f"2026-05-{n:02d}", "", "") for n in range(1, 4)]
    assert told(edition, csv(*dates)) == ["F1: The column headed “c_title” holds dates; is a column missing?"]
    assert "E2, “x”: This cell stands beyond the last heading. Is the row shifted?" in told(
        edition, csv(("Norrhavn", "NO", "Open City", "draft", "x"), head=("city", "country", "category", "status"))
    )


def test_a_month_is_read_as_spreadsheets_keep_it() -> None:
    month = Question(key="m", type=QuestionType.MONTH, label="Month", section="A")
    for text in ("2024-06", "2024-06-30", "2024-06-30 00:00:00", "06/2024", "6.2024"):
        assert value_of(month, text) == "2024-06"
    # Whether the day or the month comes first cannot be known.
    assert value_of(month, "05/06/2024") == "05/06/2024"


def test_an_amount_says_which_of_the_currencies_of_the_question_it_is_in() -> None:
    budget = Question(key="b", type=QuestionType.MONEY, label="Budget", section="A", currencies=("KRW", "EUR"))
    assert value_of(budget, "125000 eur") == {"amount": "125000", "currency": "EUR"}
    for text in ("125.000 €", "125000", "125000 CHF"):
        with pytest.raises(Unreadable, match=r"such as 125000 KRW\. The currencies are KRW, EUR\."):
            value_of(budget, text)


def test_a_submitted_entry_needs_every_answer_and_a_draft_none(edition: Edition) -> None:
    head = HEAD[:6]
    assert told(edition, csv(GOOD[:6], head=head)) == [
        "A2, “Norrhavn”: A submitted entry needs “All of this is accurate”. Add a column with the heading h_accuracy, "
        "or import it as a draft.",
        "A2, “Norrhavn”: A submitted entry needs “Summary”. Add a column with the heading d_summary, or import it as a "
        "draft.",
    ]
    assert told(edition, csv(NEW[:6], head=head)) == []
    assert told(edition, b"a,b\n1,2")[0] == "A1: Row 1 has no heading “category”. Add the column."
    fourth = [(*GOOD[:4], "draft", f"Title {n}", "", "") for n in range(4)]
    assert told(edition, csv(*fourth)) == [
        "A5, “Norrhavn”: The city would have 4 entries; the edition takes at most 3."
    ]


def test_what_changed_since_it_was_shown_stops_the_whole_import(edition: Edition, organiser: Person) -> None:
    first, _ = service.look(edition, "entries", "a", csv(GOOD, NEW), organiser)
    second, _ = service.look(edition, "entries", "b", csv(NEW, GOOD), organiser)
    assert first is not None
    assert second is not None
    service.carry_out(first, organiser)
    with pytest.raises(Refusal, match="the portal changed since you looked"):
        service.carry_out(second, organiser)
    assert (count(Entry), count(City)) == (2, 2)


def test_an_import_is_undone_while_nothing_depends_on_it(edition: Edition, organiser: Person) -> None:
    kept = done(edition, csv(GOOD, NEW), organiser)
    with pytest.raises(Invalid, match="Write why"):
        service.undo(kept, " ", organiser)
    service.undo(kept, "The wrong file.", organiser)
    withdrawn = current_withdrawals(kept.made["entry"])
    assert {each.reason for each in withdrawn.values()} == {"The import of table.xlsx was undone: The wrong file."}
    assert len(withdrawn) == 2
    with pytest.raises(Refusal, match="undone already"):
        service.undo(kept, "Again", organiser)
    again = done(edition, csv(GOOD, NEW), organiser)
    entry = db.session.get_one(Entry, again.made["entry"][0])
    factories.assignment(factories.judge(edition), entry)
    with pytest.raises(Refusal, match=f"{entry.reference} is assigned to a judge, so the import stays"):
        service.undo(again, "Why not", organiser)


def test_cities_are_added_and_go_again(edition: Edition, organiser: Person) -> None:
    head = ("city", "country", "region", "type", "website")
    table = csv(("Norrhavn", "NO", "", "", ""), ("Öststad", "SE", "Europe", "region", "https://ost.example"), head=head)
    kept = done(edition, table, organiser, "cities")
    new = db.session.get_one(City, kept.made["city"][0])
    assert (new.name, new.slug, new.kind, new.website) == ("Öststad", "oststad", "region", "https://ost.example")
    representative = factories.representative(new, RepresentativeRole.LEAD)
    assert representative
    with pytest.raises(Refusal, match="Öststad is in use"):
        service.undo(kept, "x", organiser)
    other = done(edition, csv(("Vest", "NO", "Europe", "", ""), head=head), organiser, "cities")
    service.undo(other, "x", organiser)
    assert db.session.scalars(select(City.name).order_by(City.name)).all() == ["Norrhavn", "Öststad"]


def test_who_may_not_import(edition: Edition, organiser: Person) -> None:
    observer = factories.team_member(TeamRole.OBSERVER, name="Obe Observer")
    with pytest.raises(Refusal, match="read this and not change it"):
        service.look(edition, "entries", "x", csv(GOOD), observer)
    own = db.session.scalars(select(City)).one()
    speaker = factories.representative(own, name="Sven Speaker")
    from awards_portal.clock import now
    from awards_portal.people.models import TeamMember

    factories.put(TeamMember(person_id=speaker.id, role=TeamRole.ORGANISER, since=now()))
    with pytest.raises(Refusal, match="You speak for a city in this file"):
        done(edition, csv(GOOD), speaker)
    kept, _ = service.look(edition, "entries", "x", csv(GOOD), organiser)
    assert kept is not None
    with pytest.raises(Refusal, match="nothing to undo"):
        service.undo(kept, "x", organiser)


def test_a_thousand_entries_are_looked_at_and_made_in_seconds(edition: Edition, organiser: Person) -> None:
    rows = [
        (
            f"Town {n}",
            "NO",
            "Europe",
            "Open City",
            "submitted",
            f"Title {n}",
            "Said.",
            "yes",
        )
        for n in range(1000)
    ]
    content = xlsx(*rows)
    begun = time.process_time()
    kept, reading = service.look(edition, "entries", "many.xlsx", content, organiser)
    assert kept is not None, reading.faults[:3]
    with statements() as read:
        service.read(edition, "entries", content)
    with statements() as few:
        service.read(edition, "entries", xlsx(GOOD, NEW))
    assert len(read) == len(few)
    service.carry_out(kept, organiser)
    assert (count(Entry), count(Submission), count(City)) == (1000, 1000, 1001)
    assert time.process_time() - begun < 30
