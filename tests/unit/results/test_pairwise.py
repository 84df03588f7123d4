"""Pairs to an order: known answers, and laws that hold whatever was compared."""

import json
import math
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awards_portal.results import ScoresError, next_pair, pairwise
from awards_portal.results.__main__ import main

Rows = list[tuple[str, str, str | None]]


def frame(rows: Rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["first", "second", "preferred"])


def strengths(rows: Rows) -> dict[str, float]:
    table = pairwise(frame(rows)).table
    return dict(zip(table["entry"], table["strength"], strict=True))


NAMES = ("A", "B", "C", "D")
pairs = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda each: each[0] != each[1])
comparison = pairs.flatmap(lambda each: st.tuples(st.just(each[0]), st.just(each[1]), st.sampled_from([*each, None])))
comparisons = st.lists(comparison, min_size=1, max_size=25)


def test_two_entries_differ_by_the_log_of_the_odds_with_its_known_error() -> None:
    rows: Rows = [("A", "B", "A")] * 6 + [("B", "A", "B")] * 2
    found = pairwise(frame(rows))
    assert strengths(rows)["A"] - strengths(rows)["B"] == pytest.approx(math.log(3), abs=1e-10)
    # The variance of a log-odds is 1/6 + 1/2; each strength is half the difference.
    first = found.table.iloc[0]
    assert (first["high"] - first["low"]) / 2 == pytest.approx(1.6448536 * math.sqrt(1 / 6 + 1 / 2) / 2, rel=1e-6)
    assert (found.used_prior, found.warnings, found.pieces) == (False, [], 1)


def test_a_tie_counts_half_for_each() -> None:
    rows: Rows = [("A", "B", "A"), ("A", "B", "A"), ("A", "B", None), ("A", "B", None)]
    assert strengths(rows)["A"] - strengths(rows)["B"] == pytest.approx(math.log(3 / 1), abs=1e-10)
    assert pairwise(frame([("A", "B", None)])).table["rank"].tolist() == [1, 1]


def test_a_round_of_three_agrees_with_hunters_iteration() -> None:
    wins = {("A", "B"): 3, ("B", "A"): 1, ("B", "C"): 4, ("C", "B"): 2, ("A", "C"): 5, ("C", "A"): 2}
    rows: Rows = [(one, other, one) for (one, other), n in wins.items() for _ in range(n)]
    # The MM algorithm of Hunter (2004), equation 3.
    gamma = dict.fromkeys("ABC", 1.0)
    for _ in range(3000):
        gamma = {
            i: sum(n for (one, _o), n in wins.items() if one == i)
            / sum((wins[i, j] + wins[j, i]) / (gamma[i] + gamma[j]) for j in "ABC" if j != i)
            for i in "ABC"
        }
    mean = sum(math.log(each) for each in gamma.values()) / 3
    assert strengths(rows) == pytest.approx({i: math.log(each) - mean for i, each in gamma.items()}, abs=1e-8)


@settings(max_examples=25, deadline=None)
@given(comparisons, st.randoms(use_true_random=False), st.permutations(NAMES))
def test_neither_the_order_of_rows_nor_names_nor_sides_decide(rows: Rows, random: object, names: list[str]) -> None:
    called = dict(zip(NAMES, names, strict=True))
    mixed = [(called[b], called[a], called[better] if better else None) for a, b, better in rows]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    before, after = strengths(rows), strengths(mixed)
    assert {called[name]: value for name, value in before.items()} == pytest.approx(after, abs=1e-7)


@settings(max_examples=25, deadline=None)
@given(comparisons)
def test_every_figure_is_finite_and_an_interval_holds_its_figure(rows: Rows) -> None:
    found = pairwise(frame(rows), NAMES)
    table = found.table
    assert table.drop(columns="entry").apply(lambda each: each.map(math.isfinite)).all(axis=None)
    assert (table["low"] <= table["strength"]).all()
    assert (table["strength"] <= table["high"]).all()
    assert (table["rank_low"] <= table["rank_high"]).all()
    assert table["strength"].sum() == pytest.approx(0, abs=1e-8)
    assert table["chance_first"].sum() == pytest.approx(1)
    assert table["preferred"].sum() == len(rows)


def test_a_winner_of_everything_and_groups_never_compared_are_said() -> None:
    won = pairwise(frame([("A", "B", "A"), ("A", "B", "A")]))
    assert won.used_prior
    assert "weak prior" in won.warnings[0]
    apart = pairwise(frame([("A", "B", "A"), ("C", "D", "D")]))
    assert apart.pieces == 2
    assert "2 groups that were never compared" in apart.warnings[0]
    assert pairwise(frame([])).warnings == ["There is nothing to compare."]


def test_the_next_pair_is_the_one_that_tells_most() -> None:
    every = [("A", "B"), ("A", "C"), ("B", "C")]
    assert next_pair(frame([]), ["A", "B", "C"], every) == ("A", "B")
    known: Rows = [("A", "B", "A"), ("B", "A", "B")] * 5
    assert next_pair(frame(known), ["A", "B", "C"], every) == ("A", "C")
    lost: Rows = [*known, *([("A", "C", "A")] * 10), *([("B", "C", None)] * 2)]
    assert next_pair(frame(lost), ["A", "B", "C"], every) == ("B", "C")
    assert next_pair(frame(known), ["A", "B", "C"], []) is None


def test_the_command_prints_the_order_and_names_the_line_of_a_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("first,second,preferred,judge\nA,B,A,1\nB,A,A,2\nA,B,B,3\nA,B,,4\n")
    assert main(["pairwise", str(path), "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert [each["entry"] for each in shown["entries"]] == ["A", "B"]
    assert shown["entries"][0]["strength"] == pytest.approx(math.log(2.5 / 1.5) / 2)
    assert (shown["comparisons"], shown["ties"]) == (4, 1)
    path.write_text("first;second;preferred\nA;B;C\n")
    assert main(["pairwise", str(path)]) == 2
    assert 'Line 2: "C" is preferred, but the pair is "A" and "B".' in capsys.readouterr().err
    path.write_text("first,second\nA,B\n")
    assert main(["pairwise", str(path)]) == 2
    assert 'The column "preferred" is missing.' in capsys.readouterr().err
    with pytest.raises(ScoresError, match="compared with itself"):
        pairwise(frame([("A", "A", "A")]))
