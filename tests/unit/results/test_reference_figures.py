"""The figures agree with those that R and the papers give for the same scores."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kendalltau

from awards_portal.results import agreement, standings
from awards_portal.results.mixed import fit_crossed, fit_severity
from awards_portal.results.totals import cards

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
PRECISION = 1e-5


def scores_of(name: str) -> pd.DataFrame:
    return pd.read_csv(REFERENCE / f"{name}.csv")


def answers_of(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((REFERENCE / f"{name}.json").read_text())
    return found


@pytest.mark.parametrize("name", ["shrout_fleiss_1979", "sim_regional"])
def test_the_severity_correction_agrees_with_lme4(name: str) -> None:
    expected = answers_of(name)["adjusted"]
    result = standings(scores_of(name), method="adjusted")
    assert result.variance["judge"] == pytest.approx(expected["var_judge"], rel=PRECISION)
    assert result.variance["residual"] == pytest.approx(expected["var_residual"], rel=PRECISION)
    assert result.table.set_index("entry")["score"].to_dict() == pytest.approx(expected["entry"], rel=PRECISION)
    severity = result.judges.set_index("judge")["severity"].to_dict()
    assert severity == pytest.approx(expected["judge_effect"], rel=PRECISION)


@pytest.mark.parametrize("name", ["shrout_fleiss_1979", "sim_regional"])
def test_standard_errors_of_the_entries_agree_with_lme4(name: str) -> None:
    expected = answers_of(name)["adjusted"]["se_entry"]
    found = cards(scores_of(name))
    fit = fit_severity(found.totals(), found.entry, found.judge, len(found.entries), len(found.judges))
    assert dict(zip(found.entries, fit.entry_se, strict=True)) == pytest.approx(expected, rel=PRECISION)


@pytest.mark.parametrize("name", ["shrout_fleiss_1979", "sim_regional"])
def test_variances_with_entries_and_judges_random_agree_with_lme4(name: str) -> None:
    expected = answers_of(name)["shrunken"]
    found = cards(scores_of(name))
    fit = fit_crossed(found.totals(), found.entry, found.judge, len(found.entries), len(found.judges))
    assert fit.mean == pytest.approx(expected["mean"], rel=PRECISION)
    assert fit.entry_variance == pytest.approx(expected["var_entry"], rel=PRECISION)
    assert fit.judge_variance == pytest.approx(expected["var_judge"], rel=PRECISION)
    assert fit.residual_variance == pytest.approx(expected["var_residual"], rel=PRECISION)


@pytest.mark.parametrize("name", ["shrout_fleiss_1979", "sim_regional"])
def test_raw_means_agree_with_r(name: str) -> None:
    result = standings(scores_of(name))
    assert result.table.set_index("entry")["raw"].to_dict() == pytest.approx(answers_of(name)["raw_mean"])


def test_agreement_on_a_complete_design_agrees_with_the_papers_table() -> None:
    expected = answers_of("shrout_fleiss_1979")
    found = agreement(scores_of("shrout_fleiss_1979"))["overall"]
    assert found.complete
    assert (found.entries, found.judges) == (6, 4)
    assert found.icc21 == pytest.approx(expected["icc"]["icc21"], rel=1e-9)
    assert found.icc2k == pytest.approx(expected["icc"]["icc2k"], rel=1e-9)
    assert found.kendall_w == pytest.approx(expected["kendall_w"], rel=1e-9)
    assert found.alpha_interval == pytest.approx(expected["alpha_interval"], rel=1e-9)


def test_alpha_with_missing_data_agrees_with_krippendorffs_example() -> None:
    found = agreement(scores_of("krippendorff_2011"))["overall"]
    assert found.alpha_ordinal == pytest.approx(0.815, abs=5e-4)
    assert found.alpha_interval == pytest.approx(0.849, abs=5e-4)
    assert found.kendall_w is None
    assert not found.complete


@pytest.mark.parametrize(("method", "key"), [("mean", "raw"), ("zscore", "z"), ("adjusted", "adjusted")])
def test_each_method_comes_as_close_to_the_truth_as_r_does(method: str, key: str) -> None:
    expected = answers_of("sim_regional")["truth_tau"][key]
    truth = pd.read_csv(REFERENCE / "sim_regional.truth.csv").set_index("entry")["truth"]
    table = standings(scores_of("sim_regional"), method=method, uncertainty=False).table.set_index("entry")
    assert kendalltau(table["score"], truth[table.index]).statistic == pytest.approx(expected, abs=0.002)


def test_both_ways_round_the_severity_model_give_the_same_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Panels with more judges than entries are solved from the entries' side."""
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(
        [(f"E{e}", f"J{j}") for e in range(12) for j in rng.choice(40, 9, replace=False)], columns=["entry", "judge"]
    )
    effect = {f"J{j}": rng.normal(0, 2) for j in range(40)}
    frame["criterion"] = "overall"
    frame["score"] = [round(60 + effect[j] + rng.normal(), 2) for j in frame["judge"]]
    found = cards(frame)
    given = (found.totals(), found.entry, found.judge, len(found.entries), len(found.judges))
    one = fit_severity(*given)
    monkeypatch.setattr("awards_portal.results.mixed.severity.MANY_JUDGES", 1)
    other = fit_severity(*given)
    assert other.judge_variance == pytest.approx(one.judge_variance, rel=1e-5)
    assert other.entry_effect == pytest.approx(one.entry_effect, rel=1e-6)
    assert other.entry_se == pytest.approx(one.entry_se, rel=1e-5)
    assert other.judge_effect == pytest.approx(one.judge_effect, rel=1e-4, abs=1e-6)
    assert other.judge_se == pytest.approx(one.judge_se, rel=1e-5)
