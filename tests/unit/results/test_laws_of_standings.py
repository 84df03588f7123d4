"""What must hold for any panel: order, labels, weights' size and other entries do not decide a rank they should not."""

from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awards_portal.results import METHODS, Scale, fingerprint, standings, totals

EXACT = ["mean", "median", "trimmed"]
CRITERIA = ["reach", "depth", "care"]


def frame(rows: list[tuple[str, str, str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["entry", "judge", "criterion", "score"])


@st.composite
def panels(draw: st.DrawFn, complete: bool = False, fewest: int = 1) -> pd.DataFrame:
    """A panel of up to six entries and five judges in whole steps 0 to 5 on one to three criteria."""
    n_entries, n_judges = draw(st.integers(max(fewest, 1), 6)), draw(st.integers(fewest, 5))
    criteria = CRITERIA[: draw(st.integers(1, 3))]
    pairs = [(e, j) for e in range(n_entries) for j in range(n_judges)]
    kept = pairs if complete else draw(st.lists(st.sampled_from(pairs), min_size=1, unique=True))
    return frame([(f"E{e}", f"J{j}", c, draw(st.integers(0, 5))) for e, j in kept for c in criteria])


def ranks(scores: pd.DataFrame, **options: Any) -> dict[Any, Any]:
    table = standings(scores, uncertainty=False, **options).table
    return {e: None if pd.isna(r) else int(r) for e, r in zip(table["entry"], table["rank"], strict=True)}


@settings(max_examples=25, deadline=None)
@given(panels(), st.randoms(use_true_random=False), st.sampled_from([m for m in METHODS if m != "adjusted"]))
def test_the_order_of_rows_does_not_matter(scores: pd.DataFrame, random: Any, method: str) -> None:
    order = list(range(len(scores)))
    random.shuffle(order)
    one = standings(scores, method=method)
    other = standings(scores.iloc[order], method=method)
    pd.testing.assert_frame_equal(one.table, other.table)
    pd.testing.assert_frame_equal(one.judges, other.judges)
    assert fingerprint(scores) == fingerprint(scores.iloc[order])


@settings(max_examples=60, deadline=None)
@given(panels(), st.lists(st.integers(1, 9), min_size=3, max_size=3), st.sampled_from(EXACT))
def test_doubling_all_weights_changes_nothing(scores: pd.DataFrame, numbers: list[int], method: str) -> None:
    weights = {c: numbers[at] for at, c in enumerate(scores["criterion"].unique())}
    doubled = {c: 2 * weight for c, weight in weights.items()}
    one = standings(scores, weights=weights, method=method, scale=Scale(0, 5), uncertainty=False)
    other = standings(scores, weights=doubled, method=method, scale=Scale(0, 5), uncertainty=False)
    pd.testing.assert_frame_equal(one.table, other.table)
    exact = totals(scores, weights, Scale(0, 5))["exact"].tolist()
    assert exact == totals(scores, doubled, Scale(0, 5))["exact"].tolist()


@settings(max_examples=60, deadline=None)
@given(panels(complete=True))
def test_a_judge_who_agrees_with_the_result_moves_no_place(scores: pd.DataFrame) -> None:
    before = ranks(scores)
    means = scores.groupby(["entry", "criterion"])["score"].mean()
    agreeing = frame([(e, "J9", c, Fraction(round(m * 60), 60)) for (e, c), m in means.items()])
    agreeing["score"] = [each * 60 for each in agreeing["score"]]
    larger = scores.assign(score=scores["score"] * 60)
    after = ranks(pd.concat([larger, agreeing.astype({"score": float})], ignore_index=True))
    assert after == before


@settings(max_examples=25, deadline=None)
@given(panels(), st.permutations(range(5)), st.sampled_from([m for m in METHODS if m != "adjusted"]))
def test_relabelling_judges_changes_nothing(scores: pd.DataFrame, order: list[int], method: str) -> None:
    renamed = scores.assign(judge=[f"K{order[int(j[1:])]}" for j in scores["judge"]])
    one, other = standings(scores, method=method).table, standings(renamed, method=method).table
    pd.testing.assert_frame_equal(one, other, rtol=1e-6, atol=1e-6)


@settings(max_examples=60, deadline=None)
@given(panels(complete=True, fewest=3), st.integers(-5, 5), st.integers(0, 4))
def test_a_constant_added_to_one_judge_moves_no_adjusted_place_on_a_complete_panel(
    scores: pd.DataFrame, constant: int, which: int
) -> None:
    judge = sorted(scores["judge"].unique())[which % scores["judge"].nunique()]
    moved = scores.assign(score=scores["score"] + constant * (scores["judge"] == judge))
    assert ranks(moved, method="adjusted") == ranks(scores, method="adjusted")


@settings(max_examples=40, deadline=None)
@given(panels(complete=True, fewest=3))
def test_on_a_complete_panel_adjusted_scores_are_the_means(scores: pd.DataFrame) -> None:
    table = standings(scores, method="adjusted", uncertainty=False).table
    assert table["score"].to_numpy() == pytest.approx(table["raw"].to_numpy(), abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(panels(), st.sampled_from([m for m in METHODS if m != "adjusted"]))
def test_an_entry_without_cards_is_unscored_and_changes_nobody(scores: pd.DataFrame, method: str) -> None:
    empty = frame([("Z", str(scores["judge"].iloc[0]), c, None) for c in scores["criterion"].unique()])
    result = standings(pd.concat([scores.astype({"score": object}), empty], ignore_index=True), method=method)
    assert result.unscored == ["Z"]
    assert int(result.table.set_index("entry").loc["Z", "judges"]) == 0
    without = standings(scores, method=method).table
    assert result.table.iloc[:-1]["rank"].tolist() == without["rank"].tolist()
    assert standings(scores, method=method, entries=["Z"], uncertainty=False).unscored == ["Z"]


@settings(max_examples=60, deadline=None)
@given(panels(fewest=2), st.sampled_from(EXACT))
def test_a_withdrawn_entry_only_closes_the_gap_it_leaves(scores: pd.DataFrame, method: str) -> None:
    """By a method that looks at each entry alone, the order of the others is what it was."""
    gone = sorted(scores["entry"].unique())[0]
    before, left = ranks(scores, method=method), scores[scores["entry"] != gone]
    if left.empty:
        return
    after = ranks(left, method=method)
    for one in after:
        ahead = sum(before[other] < before[one] for other in after)
        assert after[one] == ahead + 1


@pytest.mark.parametrize("largest", [2**15 - 1, 2**15, 2**22, 2**23 + 1, 2**31, 2**45])
@pytest.mark.parametrize("weights", [(1, 1), (3, 7), (2**23 - 1, 1)])
def test_no_unit_is_lost_however_large_the_numbers(largest: int, weights: tuple[int, int]) -> None:
    """Where a table of whole numbers is kept in fewer bits, and beyond."""
    given_scores = {("E0", "J0"): (largest, largest - 1), ("E1", "J0"): (largest - 1, -largest)}
    rows = [(e, j, c, s) for (e, j), both in given_scores.items() for c, s in zip(CRITERIA[:2], both, strict=True)]
    found = totals(frame(rows), dict(zip(CRITERIA[:2], weights, strict=True))).set_index(["entry", "judge"])
    for card, both in given_scores.items():
        assert found["exact"][card] == Fraction(sum(w * s for w, s in zip(weights, both, strict=True)), sum(weights))


@settings(max_examples=60, deadline=None)
@given(panels(), st.lists(st.integers(1, 9), min_size=3, max_size=3))
def test_totals_are_what_fractions_give(scores: pd.DataFrame, numbers: list[int]) -> None:
    weights = {c: Fraction(numbers[at], 7) for at, c in enumerate(scores["criterion"].unique())}
    found = totals(scores, weights, Scale(0, 5)).set_index(["entry", "judge"])
    for (entry, judge), card in scores.groupby(["entry", "judge"]):
        top = sum(
            (weights[c] * Fraction(int(s), 5) for c, s in zip(card["criterion"], card["score"], strict=True)),
            Fraction(),
        )
        assert found.loc[(entry, judge), "exact"] == 100 * top / sum(weights.values())


@settings(max_examples=25, deadline=None)
@given(panels(), st.sampled_from([m for m in METHODS if m != "adjusted"]))
def test_no_figure_of_a_ranked_entry_is_missing_or_out_of_bounds(scores: pd.DataFrame, method: str) -> None:
    table = standings(scores, method=method, scale=Scale(0, 5)).table
    assert table[["rank", "score", "raw", "median", "min", "max"]].notna().all(axis=None)
    assert (table["raw"].between(0, 100)).all()
    known = table.dropna(subset=["low"])
    assert (known["low"] <= known["rank"]).all()
    assert (known["rank"] <= known["high"]).all()
    assert known["chance_first"].between(0, 1).all()
    if len(known):
        assert known["chance_first"].sum() == pytest.approx(1)


def test_equal_means_tie_exactly_whatever_the_decimals() -> None:
    scores = frame([("A", "J1", "q", 0.1), ("A", "J2", "q", 0.2), ("A", "J3", "q", 0.6), ("B", "J1", "q", 0.3),
                    ("B", "J2", "q", 0.3), ("B", "J3", "q", 0.3), ("C", "J1", "q", 0.3)])  # fmt: skip
    assert ranks(scores) == {"A": 1, "B": 1, "C": 1}


def test_means_over_different_numbers_of_judges_tie_exactly() -> None:
    thirds = frame([("A", f"J{j}", "q", s) for j, s in enumerate([1, 2, 2])])
    sixths = frame([("B", f"J{j}", "q", s) for j, s in enumerate([1, 1, 2, 2, 2, 2])])
    assert ranks(pd.concat([thirds, sixths])) == {"A": 1, "B": 1}


def test_enormous_numbers_lose_no_unit() -> None:
    scores = frame(
        [("A", "J1", "q", 2**61 + 1), ("A", "J2", "q", 2**61), ("B", "J1", "q", 2**61), ("B", "J2", "q", 2**61)]
    )
    assert ranks(scores) == {"A": 1, "B": 2}


def test_types_of_labels_and_scores_do_not_change_the_fingerprint() -> None:
    numbers = frame([("1", "2", "q", 3), ("2", "2", "q", 4)])
    texts = pd.DataFrame({"judge": [2, 2], "score": ["4.0", "3"], "entry": [2, 1], "criterion": ["q", "q"]})
    assert fingerprint(numbers, {"q": 1}) == fingerprint(texts, {"q": Fraction(1)})
    assert fingerprint(numbers, {"q": 1}) != fingerprint(numbers, {"q": 2})
    assert fingerprint(numbers, None, {"method": "mean"}) != fingerprint(numbers, None, {"method": "median"})
    assert fingerprint(numbers) != fingerprint(numbers.assign(score=[3, np.nan]))
