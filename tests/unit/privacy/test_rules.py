"""Months are counted back by the calendar."""

from datetime import UTC, datetime

import pytest

from awards_portal.privacy.rules import months_before, read_months


@pytest.mark.parametrize(
    ("at", "months", "then"),
    [("2026-11-25", 1, "2026-10-25"), ("2026-03-31", 1, "2026-02-28"), ("2024-03-31", 1, "2024-02-29"),
     ("2026-01-15", 1, "2025-12-15"), ("2026-12-31", 240, "2006-12-31")],
)  # fmt: skip
def test_the_same_day_months_earlier(at: str, months: int, then: str) -> None:
    assert months_before(datetime.fromisoformat(at).replace(tzinfo=UTC), months).date().isoformat() == then


@pytest.mark.parametrize(("text", "months"), [("12", 12), (" 240 ", 240), ("0", None), ("241", None), ("²", None)])
def test_a_number_of_months_is_read(text: str, months: int | None) -> None:
    assert read_months(text) == months
