"""Agreement figures: what they are where they exist, and nothing where the design does not allow them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from awards_portal.results import agreement, agreement_intervals, agreement_sentence

REFERENCE = Path(__file__).parents[2] / "data" / "reference"


def frame(table: list[list[float | None]], criterion: str = "q") -> pd.DataFrame:
    """`table[entry][judge]`, None for a card that is not there."""
    rows = [
        (f"E{e}", f"J{j}", criterion, value)
        for e, row in enumerate(table)
        for j, value in enumerate(row)
        if value is not None
    ]
    return pd.DataFrame(rows, columns=["entry", "judge", "criterion", "score"])


def test_judges_who_give_the_same_agree_perfectly() -> None:
    found = agreement(frame([[1, 1, 1], [2, 2, 2], [4, 4, 4]]))["q"]
    assert [found.icc21, found.icc2k, found.alpha_interval, found.alpha_ordinal, found.kendall_w] == [1, 1, 1, 1, 1]
    assert agreement_sentence("q", found) == "Judges read 'q' alike."


def test_judges_who_give_the_same_agree_perfectly_when_each_saw_a_part() -> None:
    found = agreement(frame([[1, 1, None], [None, 2, 2], [4, None, 4], [3, 3, 3]]))["q"]
    assert found.icc21 == pytest.approx(1, abs=1e-4)
    assert found.alpha_interval == pytest.approx(1)
    assert found.kendall_w is None


@pytest.mark.parametrize(
    "table",
    [[[3, 3], [3, 3]], [[1], [2], [3]], [[1, 2, 3]]],
    ids=["no spread", "one judge", "one entry"],
)
def test_figures_that_the_design_does_not_allow_are_missing_not_numbers(table: list[list[float | None]]) -> None:
    found = agreement(frame(table))["q"]
    for value in (found.icc21, found.icc2k, found.kendall_w):
        assert value is None or np.isfinite(value)
    assert found.icc21 is None
    assert found.kendall_w is None
    assert agreement_sentence("q", found).endswith(("tell how judges read 'q'.", "differently."))


def test_an_entry_met_once_only_each_gives_no_icc() -> None:
    assert agreement(frame([[1, None], [None, 2], [3, None], [None, 4]]))["q"].icc21 is None


def test_variance_components_reproduce_the_mean_squares_on_a_complete_panel() -> None:
    """The two routes to ICC(2,1) meet: leaving one card out moves the figure a little, not to another one."""
    rng = np.random.default_rng(5)
    table = (rng.normal(0, 3, 30)[:, None] + rng.normal(0, 1, 6) + rng.normal(0, 1, (30, 6))).round(2)
    whole = agreement(frame(table.tolist()))["q"]
    rows: list[list[float | None]] = table.tolist()
    rows[0][0] = None
    part = agreement(frame(rows))["q"]
    assert whole.complete
    assert not part.complete
    assert part.icc21 == pytest.approx(whole.icc21, abs=0.02)
    assert part.icc2k == pytest.approx(whole.icc2k, abs=0.02)


def test_kendalls_w_corrects_for_ties() -> None:
    # Ranks 1.5 1.5 3 and 1 2 3: sums 2.5 3.5 6, so S = 6.5; one tie of two, so T = 6; 12 S / (4 * 24 - 2 T) = 78 / 84.
    table: list[list[float | None]] = [[1, 1], [1, 2], [5, 3]]
    assert agreement(frame(table))["q"].kendall_w == pytest.approx(78 / 84)


def test_totals_come_under_overall_and_criteria_under_their_names() -> None:
    both = pd.concat([frame([[1, 2], [3, 4], [5, 5]], "reach"), frame([[2, 2], [1, 4], [5, 3]], "depth")])
    found = agreement(both)
    assert set(found) == {"reach", "depth", "overall"}
    assert all(each.complete for each in found.values())


def test_intervals_hold_the_figure_and_are_the_same_each_time() -> None:
    scores = pd.read_csv(REFERENCE / "shrout_fleiss_1979.csv")
    found = agreement(scores)["overall"]
    one, other = agreement_intervals(scores)["overall"], agreement_intervals(scores)["overall"]
    assert one == other
    for figure in ("icc21", "alpha_interval", "alpha_ordinal"):
        interval = one[figure]
        assert interval is not None
        assert interval[0] <= getattr(found, figure) <= interval[1]
