"""Weights of groups of judges: read from a form's lines, written back to them, refused in a sentence."""

from typing import Any

import pytest
from flask import Flask

from awards_portal.programmes.group_weights import groups_as_lines, typed_groups, why_not_grouped, why_not_groups

JURY: dict[str, Any] = {"group": "jury", "weight": 50}


def test_lines_are_read_and_written_back() -> None:
    read = typed_groups(" jury = 50,\n\nCity  council=25\n")
    assert read == [JURY, {"group": "City council", "weight": 25}]
    assert groups_as_lines(read) == "jury = 50\nCity council = 25"
    assert groups_as_lines(typed_groups("jury\nx = half")) == "jury\nx = half"


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        ([], None),
        ([JURY], None),
        ("jury=50", "write one a line"),
        ([{"group": "jury"}], "write one a line"),
        (typed_groups("jury"), "write one a line"),
        ([{**JURY, "weight": 0}], "“jury” is a whole number from 1 to 1000"),
        (typed_groups("jury = -5"), "“jury” is a whole number from 1 to 1000"),
        (typed_groups("jury = many"), "“jury” is a whole number"),
        ([JURY, {"group": "Jury", "weight": 2}], "“Jury” is there twice"),
        ([{**JURY, "group": "a,b"}], "no comma"),
        ([{**JURY, "group": "a" * 41}], "at most 40 characters"),
        ([{"group": f"g{n}", "weight": 1} for n in range(11)], "at most 10"),
    ],
)
def test_what_cannot_be_weighed_is_said(context: Flask, groups: Any, words: str | None) -> None:
    told = why_not_groups(groups)
    assert told is None if words is None else told is not None and words in told


def test_only_the_mean_knows_groups(context: Flask) -> None:
    assert why_not_grouped([JURY], "mean") is None
    assert why_not_grouped([], "median") is None
    assert "by the mean only" in (why_not_grouped([JURY], "median") or "")
