"""Scores carried from an earlier round: a weighted mean, exact where the method is, and certain where all is given."""

from fractions import Fraction

import pandas as pd
import pytest

from awards_portal.results import METHODS, Carried, Scale, ScoresError, sensitivity, standings

SCALE = Scale(0, 5)
SCORES = pd.DataFrame(
    [
        (entry, judge, "q", score)
        for entry, scores in {"A": (4, 3, 4), "B": (3, 3, 4), "C": (2, 3, 2)}.items()
        for judge, score in zip("XYZ", scores, strict=True)
    ],
    columns=["entry", "judge", "criterion", "score"],
)


def ranked(carried: Carried | None, **more: object) -> dict[str, tuple[int, float]]:
    found = standings(SCORES, scale=SCALE, carried=carried, **more)  # type: ignore[arg-type]
    return {row["entry"]: (row["rank"], row["score"]) for row in found.table.to_dict("records")}


def test_the_score_is_the_weighted_mean_of_both_rounds() -> None:
    found = ranked(Carried({"A": 50, "B": "200/3", "C": 0}, 40))
    assert found["A"][1] == pytest.approx(0.6 * 220 / 3 + 0.4 * 50)
    assert found["B"][1] == pytest.approx(0.6 * 200 / 3 + 0.4 * 200 / 3)
    assert [found[entry][0] for entry in "ABC"] == [2, 1, 3]


def test_equal_means_of_unequal_parts_tie_exactly() -> None:
    # A has 220/3 and B 200/3 in this round: by half each, B brings 20/3 more.
    exact = Carried({"A": Fraction(100, 3), "B": Fraction(40), "C": 0}, 50)
    assert [ranked(exact)[entry][0] for entry in "ABC"] == [1, 1, 3]
    nearly = Carried({"A": Fraction(100, 3), "B": 39.9999999999, "C": 0}, 50)
    assert [ranked(nearly)[entry][0] for entry in "ABC"] == [1, 2, 3]


@pytest.mark.parametrize("method", METHODS)
def test_nothing_carried_and_the_same_carried_by_all_move_no_place(method: str) -> None:
    plain = ranked(None, method=method)
    assert ranked(Carried({"A": 90, "B": 10}, 0), method=method) == plain
    alike = ranked(Carried(dict.fromkeys("ABC", 50), 99), method=method)
    assert {entry: rank for entry, (rank, _) in alike.items()} == {entry: rank for entry, (rank, _) in plain.items()}
    assert alike["A"][1] == pytest.approx(0.01 * plain["A"][1] + 0.99 * 50)


def test_an_entry_that_brings_nothing_has_this_round_alone_and_it_is_said() -> None:
    found = standings(SCORES, scale=SCALE, carried=Carried({"A": 0, "B": 0}, 90))
    assert found.winners == ["C"]
    assert any("No score of the earlier round" in each and "C" in each for each in found.warnings)
    assert found.own == pytest.approx({"A": 220 / 3, "B": 200 / 3, "C": 140 / 3})
    assert found.exact is not None
    assert found.exact["A"] == Fraction(22, 3)


def test_what_is_carried_decides_how_sure_the_places_are() -> None:
    table = standings(SCORES, scale=SCALE, carried=Carried({"A": 0, "B": 100, "C": 0}, 90)).table
    first = table[table["entry"] == "B"].iloc[0]
    assert (first["low"], first["high"], first["chance_first"]) == (1, 1, 1.0)
    # The same score of everybody from every judge says nothing; then what is carried alone decides.
    flat = standings(SCORES.assign(score=[3, 4, 3, 3, 3, 4, 4, 3, 3]), scale=SCALE, carried=Carried({"A": 1}, 50)).table
    assert flat["low"].notna().all()


def test_would_the_winners_change_counts_what_is_carried() -> None:
    alone = sensitivity(SCORES, scale=SCALE)
    carried = sensitivity(SCORES, scale=SCALE, carried=Carried({"A": 0, "B": 100, "C": 0}, 90))
    assert alone.winners == ["A"]
    assert carried.winners == ["B"]
    assert not carried.table["winners_change"].any()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (Carried({"A": 1}, 100), "less than 100"),
        (Carried({"A": 1}, -1), "0 or more"),
        (Carried({"A": "much"}, 40), 'What A brings from the earlier round, "much"'),
        (Carried({"A": "1/0"}, 40), "is not a number"),
    ],
)
def test_what_cannot_be_carried_is_said(given: Carried, told: str) -> None:
    with pytest.raises(ScoresError, match=told):
        standings(SCORES, scale=SCALE, carried=given)
