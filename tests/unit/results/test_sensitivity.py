"""Would the winners change? Each variation is tried and the sentence says what moved."""

import pandas as pd

from awards_portal.results import Scale, sensitivity


def frame(rows: list[tuple[str, str, str, float | None]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["entry", "judge", "criterion", "score"])


CLEAR = frame([(e, j, c, s) for j in ("J1", "J2", "J3", "J4") for c in "qr" for e, s in (("A", 5), ("B", 3), ("C", 1))])


def test_a_clear_winner_stays_first_in_all_variations() -> None:
    found = sensitivity(CLEAR, scale=Scale(0, 5), top=2)
    assert not found.table["winners_change"].any()
    assert found.sentence.startswith("A stays first in all")
    assert set(found.table["kind"]) == {"judge", "weight", "method"}


def test_the_judge_who_made_the_winner_is_found() -> None:
    scores = frame([("A", "J1", "q", 5), ("B", "J1", "q", 0), ("A", "J2", "q", 3), ("B", "J2", "q", 4)])
    table = sensitivity(scores, top=1).table.set_index("variation")
    assert table.loc["without judge J1", "winners"] == ["B"]
    assert not table.loc["without judge J2", "winners_change"]
    assert table.loc["without judge J1", "entered"] == ["B"]


def test_each_weight_moves_five_points_both_ways_and_to_nothing() -> None:
    scores = frame([("A", "J1", "q", 5), ("A", "J1", "r", 0), ("B", "J1", "q", 0), ("B", "J1", "r", 4.8)])
    table = sensitivity(scores, weights={"q": 1, "r": 1}, top=1).table.set_index("variation")
    assert table.loc["q weighs 5 points less", "winners"] == ["B"]
    assert table.loc["r weighs 5 points more", "winners"] == ["B"]
    assert not table.loc["q weighs 5 points more", "winners_change"]
    assert table.loc["q weighs nothing", "winners"] == ["B"]


def test_a_missing_card_is_tried_at_both_ends_of_the_scale() -> None:
    scores = frame([("A", "J1", "q", 4), ("B", "J1", "q", 3), ("A", "J2", "q", 3), ("B", "J2", "q", None)])
    table = sensitivity(scores, scale=Scale(0, 5), top=1).table.set_index("variation")
    assert table.loc["J2's missing card of B at the highest step", "winners"] == ["B"]
    assert table.loc["J2's missing card of B at the lowest step", "winners"] == ["A"]


def test_a_card_that_was_expected_and_never_came_is_tried_too() -> None:
    scores = frame([("A", "J1", "q", 4), ("B", "J1", "q", 3), ("A", "J2", "q", 3)])
    expected = pd.DataFrame({"entry": ["B"], "judge": ["J2"]})
    found = sensitivity(scores, scale=Scale(0, 5), top=1, expected=expected)
    assert "J2's missing card of B at the highest step" in set(found.table["variation"])


def test_a_method_the_data_are_too_thin_for_is_noted_not_counted() -> None:
    scores = frame([("A", "J1", "q", 4), ("B", "J1", "q", 3)])
    row = sensitivity(scores).table.set_index("variation").loc["by the method adjusted"]
    assert "not enough to correct" in row["note"]
