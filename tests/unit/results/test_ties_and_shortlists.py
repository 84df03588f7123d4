"""Ties are decided by the ladder set before, and shortlists keep what ties together."""

import pandas as pd
import pytest

from awards_portal.results import Quota, ScoresError, shortlist, standings


def scores(
    cards: dict[str, dict[str, tuple[int, ...]]], criteria: tuple[str, ...] = ("reach", "depth")
) -> pd.DataFrame:
    """`cards[judge][entry]` holds one step per criterion."""
    rows = [
        (entry, judge, criterion, step)
        for judge, seen in cards.items()
        for entry, steps in seen.items()
        for criterion, step in zip(criteria, steps, strict=True)
    ]
    return pd.DataFrame(rows, columns=["entry", "judge", "criterion", "score"])


TIED = scores({"J1": {"A": (5, 3), "B": (3, 5), "C": (1, 1)}, "J2": {"A": (4, 4), "B": (5, 3), "C": (2, 1)},
               "J3": {"A": (3, 3), "B": (2, 4), "C": (1, 1)}})  # fmt: skip


def decided(
    ladder: list[str], frame: pd.DataFrame = TIED, **options: object
) -> list[tuple[str, int, bool, str | None]]:
    table = standings(frame, tie_ladder=ladder, uncertainty=False, **options).table  # type: ignore[arg-type]
    columns = ["entry", "rank", "tied", "tie_decided_by"]
    return [(e, int(r), bool(t), d) for e, r, t, d in table[columns].itertuples(index=False)]


def test_without_a_ladder_equals_share_a_rank_and_the_next_is_skipped() -> None:
    assert decided([]) == [("A", 1, True, None), ("B", 1, True, None), ("C", 3, False, None)]


def test_the_heaviest_criterion_decides_and_is_named() -> None:
    result = decided(["heaviest_criterion"], weights={"reach": 1, "depth": 1})
    assert [row[:2] for row in result] == [("B", 1), ("A", 2), ("C", 3)]
    assert result[0][3] == "heaviest_criterion: depth"


def test_an_undecided_rule_passes_the_tie_on() -> None:
    same = scores({"J1": {"A": (4, 4), "B": (4, 4)}, "J2": {"A": (4, 4), "B": (4, 4)}})
    assert decided(["criteria_by_weight", "more_firsts", "head_to_head", "smaller_spread"], same) == [
        ("A", 1, True, None),
        ("B", 1, True, None),
    ]
    assert decided(["criteria_by_weight", "jury"], same, jury_order={"B": 1, "A": 2}) == [
        ("B", 1, False, "jury"),
        ("A", 2, False, "jury"),
    ]


def test_more_first_places_decide() -> None:
    frame = scores({"J1": {"A": (5,), "B": (4,)}, "J2": {"A": (5,), "B": (4,)}, "J3": {"A": (1,), "B": (3,)}}, ("q",))
    assert decided(["more_firsts"], frame) == [("A", 1, False, "more_firsts"), ("B", 2, False, "more_firsts")]
    assert decided(["head_to_head"], frame)[0] == ("A", 1, False, "head_to_head")
    assert decided(["smaller_spread"], frame)[0] == ("B", 1, False, "smaller_spread")


def ranked(*rows: tuple[str, int | None, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["entry", "rank", "type"])
    return frame.astype({"rank": "Int64"})


def test_a_tie_at_the_border_is_kept_together_and_said() -> None:
    found = shortlist(ranked(("A", 1, "city"), ("B", 2, "city"), ("C", 2, "city"), ("D", 4, "city")), 2, reserves=1)
    assert found.chosen == ["A", "B", "C"]
    assert found.reserves == ["D"]
    assert found.notes == ["3 entries for 2 places: those that share rank 2 are kept together."]


def test_an_entry_without_a_rank_is_never_chosen() -> None:
    found = shortlist(ranked(("A", 1, "city"), ("B", None, "city")), 2, reserves=3)
    assert (found.chosen, found.reserves) == (["A"], [])


def test_a_quota_brings_in_the_best_of_its_type_and_says_why() -> None:
    table = ranked(("A", 1, "city"), ("B", 2, "city"), ("C", 3, "city"), ("D", 4, "region"), ("E", 5, "region"))
    found = shortlist(table, 3, quotas={"region": 1}, reserves=1)
    assert found.chosen == ["A", "B", "D"]
    assert found.reserves == ["C"]
    reasons = found.table.set_index("entry")["reason"]
    assert "quota" in reasons["D"]
    assert "Passed over" in reasons["C"]


def test_a_quota_may_hold_a_type_back() -> None:
    table = ranked(("A", 1, "city"), ("B", 2, "city"), ("C", 3, "region"))
    assert shortlist(table, 2, quotas={"city": Quota(0, 1)}).chosen == ["A", "C"]


def test_each_category_has_its_own_shortlist() -> None:
    table = ranked(("A", 1, "parks"), ("B", 2, "parks"), ("C", 1, "water"))
    assert shortlist(table, 1, by="type").chosen == ["A", "C"]


def test_quotas_that_cannot_fit_are_refused() -> None:
    with pytest.raises(ScoresError, match="more places"):
        shortlist(ranked(("A", 1, "city")), 1, quotas={"city": 1, "region": 1})
