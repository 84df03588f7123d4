"""The mixed models against the textbook likelihood, written out with whole matrices and searched by brute force."""

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from scipy.optimize import minimize

from awards_portal.results import agreement, standings

Floats = NDArray[np.float64]
PRECISION = 1e-4


def panel(seed: int, entries: int, judges: int, cards: tuple[int, int], severity: float = 8.0) -> pd.DataFrame:
    """Whole scores of entries with between `cards[0]` and `cards[1]` judges each."""
    rng = np.random.default_rng(seed)
    worth, lean = rng.normal(60, 9, entries), rng.normal(0, severity, judges)
    rows = [
        (f"E{e:02}", f"J{j:02}", "q", float(np.rint(worth[e] + lean[j] + rng.normal(0, 6))))
        for e in range(entries)
        for j in rng.choice(judges, rng.integers(cards[0], cards[1] + 1), replace=False)
    ]
    return pd.DataFrame(rows, columns=["entry", "judge", "criterion", "score"])


def in_pieces() -> pd.DataFrame:
    """Two panels that share no judge, and a judge who saw one entry."""
    other = panel(5, 8, 4, (2, 4)).replace({"entry": "E", "judge": "J"}, {"entry": "F", "judge": "K"}, regex=True)
    alone = pd.DataFrame([("E00", "J99", "q", 71.0)], columns=["entry", "judge", "criterion", "score"])
    return pd.concat([panel(4, 9, 5, (2, 4)), other, alone], ignore_index=True)


DESIGNS = {
    "incomplete": panel(1, 20, 6, (3, 3)),
    "unbalanced": panel(2, 15, 7, (1, 6)),
    "more judges than entries": panel(3, 8, 20, (5, 9)),
    "in pieces, one judge with one card": in_pieces(),
    "complete": panel(6, 12, 5, (5, 5)),
    "judges who do not differ": panel(10, 25, 6, (3, 4), severity=0.0),
}


def indicator(column: "pd.Series[str]") -> tuple[Floats, list[str]]:
    wide = pd.get_dummies(column)
    return wide.to_numpy(dtype=float), [str(each) for each in wide.columns]


def reml(y: Floats, fixed: Floats, random: list[Floats]) -> tuple[Floats, float, Floats, Floats]:
    """Variances, the noise's, the fixed effects and the first factor's predictions where the deviance is lowest."""

    def parts(ratios: Floats) -> tuple[Floats, Floats, Floats]:
        cover = np.eye(len(y)) + sum(ratio * each @ each.T for ratio, each in zip(ratios, random, strict=True))
        inverse = np.linalg.inv(cover)
        inner = fixed.T @ inverse @ fixed
        return cover, inverse, inner

    def deviance(roots: Floats) -> float:
        cover, inverse, inner = parts(roots**2)
        left = y - fixed @ np.linalg.solve(inner, fixed.T @ inverse @ y)
        free = len(y) - fixed.shape[1]
        return float(
            np.linalg.slogdet(cover)[1] + np.linalg.slogdet(inner)[1] + free * np.log(left @ inverse @ left / free)
        )

    tries = [
        minimize(deviance, np.full(len(random), start), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12})
        for start in (0.3, 1.5)
    ]
    ratios = min(tries, key=lambda each: each.fun).x ** 2
    _, inverse, inner = parts(ratios)
    effects = np.linalg.solve(inner, fixed.T @ inverse @ y)
    left = y - fixed @ effects
    noise = float(left @ inverse @ left / (len(y) - fixed.shape[1]))
    return ratios * noise, noise, effects, ratios[0] * random[0].T @ inverse @ left


@pytest.mark.parametrize("design", list(DESIGNS))
def test_the_severity_correction_is_where_the_likelihood_is_highest(design: str) -> None:
    scores = DESIGNS[design]
    entries, entry_names = indicator(scores["entry"])
    judges, judge_names = indicator(scores["judge"])
    variances, noise, effects, predicted = reml(scores["score"].to_numpy(), entries, [judges])
    found = standings(scores, method="adjusted", uncertainty=False)
    assert found.variance["judge"] == pytest.approx(variances[0], rel=PRECISION, abs=1e-6)
    assert found.variance["residual"] == pytest.approx(noise, rel=PRECISION)
    assert found.table.set_index("entry")["score"].to_dict() == pytest.approx(
        dict(zip(entry_names, effects, strict=True)), rel=PRECISION
    )
    assert found.judges.set_index("judge")["severity"].to_dict() == pytest.approx(
        dict(zip(judge_names, predicted, strict=True)), rel=PRECISION, abs=1e-5
    )
    said = " ".join(found.warnings)
    assert ("2 groups that share no judge" in said) == ("in pieces" in design)
    assert ("one card says next to nothing about severity: J99" in said) == ("in pieces" in design)
    assert (variances[0] < 1e-6) == ("do not differ" in design)


@pytest.mark.parametrize("design", ["incomplete", "unbalanced", "judges who do not differ"])
def test_icc_of_an_incomplete_design_follows_from_the_highest_likelihood(design: str) -> None:
    scores = DESIGNS[design]
    entries, judges = indicator(scores["entry"])[0], indicator(scores["judge"])[0]
    (of_entries, of_judges), noise, _, _ = reml(
        scores["score"].to_numpy(), np.ones((len(scores), 1)), [entries, judges]
    )
    found = agreement(scores)["q"]
    usual = entries.shape[1] / (1 / entries.sum(axis=0)).sum()
    rest = of_judges + noise
    assert found.icc21 == pytest.approx(of_entries / (of_entries + rest), rel=PRECISION)
    assert found.icc2k == pytest.approx(of_entries / (of_entries + rest / usual), rel=PRECISION)
    assert found.kendall_w is None
    assert not found.complete


def test_alpha_follows_from_all_pairs_of_an_entry_and_all_pairs_at_all() -> None:
    scores = DESIGNS["unbalanced"]
    counts = scores.groupby("entry")["score"].transform("size")
    pairable = scores[counts > 1]
    values = pairable["score"].to_numpy()
    same = pairable["entry"].to_numpy()[:, None] == pairable["entry"].to_numpy()[None, :]
    weight = same / (pairable.groupby("entry")["score"].transform("size").to_numpy()[:, None] - 1)
    times = [(values == each).sum() for each in np.unique(values)]
    middle = np.cumsum(times) - np.array(times) / 2
    level = np.searchsorted(np.unique(values), values)
    for name, place in (("alpha_interval", values), ("alpha_ordinal", middle[level])):
        apart = (place[:, None] - place[None, :]) ** 2
        n = len(values)
        expected = 1 - (apart * weight).sum() / n / (apart.sum() / (n * (n - 1)))
        assert getattr(agreement(scores)["q"], name) == pytest.approx(expected, rel=1e-9)
