"""How firmly a design is connected, against a search of all ways to part its judges."""

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awards_portal.matching import design as designs
from awards_portal.matching import match, read
from awards_portal.matching.__main__ import main
from awards_portal.matching.design import design_of, in_words, least_cut
from tests.unit.matching.test_matching import panel


def least_by_search(entries: list[list[int]], judges: int) -> int:
    """The fewest entries that have judges on both sides, over all ways to part the judges."""
    others = range(1, judges)
    sides = [{0, *some} for size in range(judges - 1) for some in combinations(others, size)]
    return min(sum(0 < len(side & set(one)) < len(set(one)) for one in entries) for side in sides)


@settings(max_examples=150, deadline=None)
@given(
    st.integers(2, 7).flatmap(
        lambda n: st.tuples(st.just(n), st.lists(st.lists(st.integers(0, n - 1), max_size=4), max_size=12))
    )
)
def test_the_least_cut_is_that_of_an_exhaustive_search(drawn: tuple[int, list[list[int]]]) -> None:
    judges, entries = drawn
    assert least_cut(entries, judges) == (least_by_search(entries, judges), True)


def flags(*entries: list[int], judges: int) -> "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]":
    found = np.zeros((len(entries), judges), dtype=bool)
    for at, some in enumerate(entries):
        found[at, some] = True
    return found


def test_one_entry_that_holds_two_groups_together_is_told() -> None:
    found = design_of(flags([0, 1], [0, 1], [1, 2], [2, 3], [2, 3], judges=5))
    assert (found.judges, found.pieces, found.hangs_by, found.exact) == (4, 1, 1, True)
    # Two and two and one shared entry, in six pairs.
    assert (found.shared, found.meeting) == (pytest.approx(5 / 6), pytest.approx(3 / 6))
    assert in_words(found, "abcde") == [
        "Severity can be compared between all judges.",
        "They hang together by 1 entry: without them two groups of judges would share none.",
        "Two judges share 0.8 entries in the mean; 50% of all pairs share any.",
    ]


def test_judges_who_share_no_entry_with_the_rest_are_named() -> None:
    found = design_of(flags([0, 1], [1, 2], [3, 4], [5], judges=6))
    assert (found.pieces, found.apart, found.hangs_by) == (3, ((3, 4), (5,)), 0)
    assert in_words(found, "abcdef")[:3] == [
        "The judges are in 3 pieces; severity cannot be compared between them.",
        "These judges share no entry with the rest: d, e.",
        "This judge shares no entry with the rest: f.",
    ]


def test_nobody_and_one_judge_have_nothing_to_compare() -> None:
    for found in (design_of(flags(judges=3)), design_of(flags([1], [1], judges=3))):
        assert (found.hangs_by, found.shared, found.apart) == (0, 0.0, ())
        assert "nobody to compare" in in_words(found, "abc")[0]


def test_a_large_design_is_told_exactly() -> None:
    found = match(read(panel(300, 40, 3)))
    assert (found.design.exact, found.design.pieces, found.connected) == (True, 1, True)
    assert 1 < found.design.hangs_by <= min(found.loads.values())


def test_the_command_line_says_it_beside_the_documented_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(panel(20, 4, 2)))
    assert main([str(path)]) == 0
    out, err = capsys.readouterr()
    assert list(json.loads(out)) == ["assignments", "loads", "connected", "unmet"]
    assert err.splitlines()[0] == "Severity can be compared between all judges."


def test_without_the_time_to_settle_it_the_number_is_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(designs, "MOST_ROUNDS", 1)
    assert least_cut([[0, 1], [1, 2], [2, 3], [3, 0], [0, 2], [1, 3]], 4) == (3, False)
