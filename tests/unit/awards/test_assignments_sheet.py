"""The workbook's Assignments sheet: what was found, what was asked, what was stated, what was decided."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from awards_portal.awards.workbook.history import assignments_sheet

AT = datetime(2026, 3, 1, tzinfo=UTC)
FACTS = "by conflicted kind reason stated_at asked recused_at recused_by recusal_reason paper_by paper_at"
NOTHING: dict[str, Any] = dict.fromkeys(FACTS.split())
ENTRY = SimpleNamespace(id=1, category="open-city", reference="SSC26-0001", title="Night trams")


def told(**facts: Any) -> dict[str, Any]:
    given = {"entry_id": 1, "judge_id": 7, "judge": "Anna", "how": "matched", "at": AT, "detected": []}
    material = SimpleNamespace(places=[SimpleNamespace(entry=ENTRY)])
    sheet = assignments_sheet(material, [SimpleNamespace(**{**NOTHING, **given, **facts})])
    return dict(zip([column.title for column in sheet.columns], sheet.rows[0], strict=True))


def action(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("conflict kind", "declared or detected", "action", "action by", "action at"))


def test_what_was_found_is_told_with_what_became_of_it() -> None:
    assert action(told()) == (None, None, None, None, None)
    assert action(told(detected=["employer", "country"])) == ("country, employer", "detected", None, None, None)
    asked = told(detected=["country"], asked=["country", "history"], conflicted=False, stated_at=AT)
    assert action(asked) == ("country, history", "detected", "asked", "Anna", AT)


def test_what_a_judge_or_an_organiser_did_comes_before_what_was_found() -> None:
    stated = told(detected=["country"], asked=["country"], conflicted=True, kind="personal", reason="A", stated_at=AT)
    assert action(stated) == ("personal", "declared", "abstained", "Anna", AT)
    recused = told(detected=["country"], recused_at=AT, recused_by="Otto", recusal_reason="B")
    assert action(recused)[2:] == ("recused", "Otto", AT)
    assert recused["reason"] == "B"
