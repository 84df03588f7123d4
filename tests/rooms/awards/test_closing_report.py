"""The closing report counts entries and cities, judges' work, dates, awards, files and letters, and holds no score."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from awards_portal import clock, queue
from awards_portal.awards import service
from awards_portal.awards.report_closing import Part, download_closing, parts
from awards_portal.db import db, transaction
from awards_portal.entries.models import Entry
from awards_portal.ledger import LedgerLine
from awards_portal.people.models import City
from tests import factories
from tests.rooms.awards.test_publishing import COVERED, closed, entry, organisers, propose, the_round

pytestmark = pytest.mark.usefixtures("context")


def by_key(found: list[Part]) -> dict[str, Part]:
    return {part.key: part for part in found}


def test_cities_are_told_from_entries_and_awards_wait_until_they_are_public() -> None:
    edition = closed({**COVERED, "South": {"Anna": (2, 2), "Bo": None}, "=1+1": {"Anna": (1, 1), "Bo": (1, 2)}})
    factories.representative(db.session.get_one(City, entry("North").city_id), name="North Lead")
    with transaction():
        # East enters twice: two entries, one city.
        db.session.get_one(Entry, entry("West").id).city_id = entry("East").city_id
    first, second = organisers()
    assert by_key(parts(edition, clock.now()))["Awards"].rows == []
    words = {"kind": "left_out", "place": None, "reason": "One card.", "citation": "", "by": first}
    service.decide(the_round(edition), entry("South"), **words)  # type: ignore[arg-type]
    proposal = propose(edition, first)
    service.publish(proposal, seen=proposal.fingerprint, by=second)
    queue.sweep()
    found = by_key(parts(edition, clock.now()))
    assert found["Categories"].rows[-1] == ["All", 5, 5, 0, 0, 5, 4, 4]
    assert [row[1:] for row in found["Judges"].rows] == [
        ["Anna", "Institute of Anna", 5, 5, 0, 0, 0],
        ["Bo", "Institute of Bo", 5, 4, 1, 0, 0],
    ]
    assert found["Awards"].rows[0][1] == "Gold"
    assert ["Award", 1] in [list(row[:2]) for row in found["Letters"].rows]
    assert {"Results proposed", "Results confirmed", "Call opens"} <= {row[0] for row in found["Timeline"].rows}


def test_the_report_is_a_workbook_and_a_document_and_who_took_it_is_kept() -> None:
    import pypdfium2  # type: ignore[import-untyped]

    edition = closed()
    otto = factories.team_member(name="Otto First")
    made, name = download_closing(edition, "xlsx", otto)
    assert name == "ssc26-closing-report.xlsx"
    book = CalamineWorkbook.from_filelike(BytesIO(made))
    assert book.sheet_names[:3] == ["Categories", "Regions", "Countries"]
    assert book.get_sheet_by_name("Categories").to_python()[-1][:3] == ["All", 4.0, 4.0]
    drawn, name = download_closing(edition, "pdf", otto)
    assert name == "ssc26-closing-report.pdf"
    pages = pypdfium2.PdfDocument(BytesIO(drawn))
    drawn_words = "\n".join(page.get_textpage().get_text_range() for page in pages)
    words = " ".join(drawn_words.split())
    # A column squeezed to nothing breaks the words in it and sets them over the next one's.
    assert "Open City" in drawn_words
    for part in ("Closing report", "Entries by category", "Work of the judges", "Call opens", "Nothing to report."):
        assert part in words
    lines = db.session.scalars(select(LedgerLine.after).filter_by(event="closing_report.downloaded")).all()
    assert [each["format"] for each in lines if each] == ["xlsx", "pdf"]
