"""The jury report says how each place came about; the one to publish names no judge, not even in a warning."""

from io import BytesIO

import pytest
from sqlalchemy import select

from awards_portal.awards import service
from awards_portal.awards.drafts import draft
from awards_portal.awards.report import download_report
from awards_portal.awards.workbook import without_names
from awards_portal.db import db
from awards_portal.errors import Refusal
from awards_portal.ledger import LedgerLine
from awards_portal.people.models import Person
from awards_portal.programmes.models import Edition, Rubric
from tests import factories
from tests.rooms.awards.test_publishing import closed, entry, the_round

pytestmark = pytest.mark.usefixtures("context")

# Dea has one card, which a warning says by name; her name holds that of another judge.
GIVEN = {
    "North": {"Anna": (5, 4.5), "Bo": (4.5, 4), "Cai": (4, 4)},
    "East": {"Anna": (4, 3), "Bo": (3, 3), "Cai": (2, 3)},
    "West": {"Anna": (3.5, 3), "Bo": (3, 4), "Cai": (2, 2), "Anna-Dea": (3, 3)},
    "South": {"Anna": (2, 2), "Bo": (2, 3), "Cai": (1, 2)},
}


def told_by(pdf: bytes) -> str:
    import pypdfium2  # type: ignore[import-untyped]

    pages = pypdfium2.PdfDocument(BytesIO(pdf))
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split()).replace("\u200b", "")


def words_of(edition: Edition, by: Person, *, is_public: bool, own: set[int] | None = None) -> str:
    round_ = the_round(edition)
    made, name = download_report(
        edition,
        round_,
        db.session.get_one(Rubric, round_.rubric_id),
        by=by,
        own_cities=own or set(),
        is_public=is_public,
    )
    assert name == f"ssc26-scoring-report{'-public' if is_public else ''}.pdf"
    return told_by(made)


def test_the_report_holds_method_weights_places_charts_decisions_and_awards() -> None:
    edition = closed(GIVEN)
    otto = factories.team_member(name="Otto First")
    with pytest.raises(Refusal, match="you speak for that city"):
        words_of(edition, otto, is_public=False, own={entry("West").city_id})
    decided = {"kind": "mention", "place": None, "reason": "#strong[It moved us]", "citation": "", "by": otto}
    service.decide(the_round(edition), entry("South"), **decided)  # type: ignore[arg-type]
    full, public = words_of(edition, otto, is_public=False), words_of(edition, otto, is_public=True)
    for part in (
        "A card's total = 100",
        "mean of the totals",
        "special mention",
        "#strong[It moved us]",
        "Would the winners change?",
        "Place by score with its 90 % interval",
        "gives less (left) or more (right)",
        "Where judges agree",
        "Gold",
    ):
        assert part in full, part
        assert part in public, part
    assert "Anna-Dea" in full
    for name in ("Anna", "Bo ", "Cai", "Dea"):
        assert name not in public
    assert "Judge 1" in public
    events = db.session.scalars(select(LedgerLine.event).filter_by(event="report.downloaded")).all()
    assert len(events) == 2


def test_what_names_no_judge_names_none_in_its_warnings() -> None:
    edition = closed(GIVEN)
    round_ = the_round(edition)
    computed = draft(edition, round_, db.session.get_one(Rubric, round_.rubric_id)).computed
    named = " ".join(computed.categories[0].warnings)
    assert "A judge with one card says next to nothing about severity: Anna-Dea" in named
    bare = " ".join(without_names(computed, "salt").categories[0].warnings)
    assert "next to nothing about severity: Judge" in bare
    assert "Dea" not in bare
