"""How long standings take, beside the least that could do the same sums, in one run.

    python bench/results_speed.py

1. Mean standings of 1,000,000 scores (10,000 entries x 10 judges x 10 criteria) against a bare numpy.bincount of
   the same codes to the same means, and against a pandas groupby.
2. The severity correction on 73,000 scores (1,128 entries, 2,972 judges); beside it lme4 where R is installed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from awards_portal.results import Scale, standings
from awards_portal.results.mixed import fit_severity

ENTRIES, JUDGES, CRITERIA = 10_000, 10, 10


def best_of(run: Callable[[], object], times: int = 7) -> float:
    """Seconds of the fastest run."""
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        run()
        found.append(time.perf_counter() - begin)
    return min(found)


def million() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    n = ENTRIES * JUDGES * CRITERIA
    cell = rng.permutation(n)
    return pd.DataFrame(
        {
            "entry": pd.Categorical.from_codes(cell // (JUDGES * CRITERIA), categories=range(ENTRIES)),
            "judge": pd.Categorical.from_codes(cell // CRITERIA % JUDGES, categories=range(JUDGES)),
            "criterion": pd.Categorical.from_codes(cell % CRITERIA, categories=[f"c{at}" for at in range(CRITERIA)]),
            "score": rng.integers(0, 6, n),
        }
    )


def means() -> None:
    scores = million()
    weights = {f"c{at}": 1 + at % 3 for at in range(CRITERIA)}
    factor = np.array([weights[f"c{at}"] for at in range(CRITERIA)], dtype=np.float64)
    entry, judge, criterion = (scores[name].cat.codes.to_numpy() for name in ("entry", "judge", "criterion"))
    score = scores["score"].to_numpy()

    def bare() -> np.ndarray:
        card = np.bincount(entry.astype(np.int64) * JUDGES + judge, weights=score * factor[criterion])
        return np.bincount(np.arange(len(card)) // JUDGES, weights=card / factor.sum()) / JUDGES

    def portal() -> pd.DataFrame:
        return standings(scores, weights=weights, scale=Scale(0, 5), uncertainty=False, severity=False).table

    def groupby() -> pd.Series:
        weighted = scores["score"] * factor[criterion]
        cards = weighted.groupby([scores["entry"], scores["judge"]], observed=True).sum() / factor.sum()
        return cards.groupby("entry", observed=True).mean()

    table = portal().set_index("entry")["raw"]
    expected = bare() * 20
    assert np.allclose(table[np.arange(ENTRIES)].to_numpy(), expected)
    base, ours, pandas = best_of(bare), best_of(portal), best_of(groupby)
    print(f"mean standings, {len(scores):,} scores")
    print(f"  bare bincount   {base * 1000:8.1f} ms")
    print(f"  standings       {ours * 1000:8.1f} ms   {ours / base:.1f} x")
    print(f"  pandas groupby  {pandas * 1000:8.1f} ms   {pandas / base:.1f} x")


def corrected() -> None:
    rng = np.random.default_rng(2)
    n_entries, n_judges, n = 1_128, 2_972, 73_000
    cell = rng.choice(n_entries * n_judges, n, replace=False)
    entry, judge = cell // n_judges, cell % n_judges
    y = 3 + rng.normal(0, 0.5, n_entries)[entry] + rng.normal(0, 0.4, n_judges)[judge] + rng.normal(0, 1.2, n)
    y = np.clip(np.round(y), 1, 5)
    frame = pd.DataFrame({"entry": entry, "judge": judge, "criterion": "overall", "score": y.astype(np.int64)})
    alone = best_of(lambda: fit_severity(y, entry, judge, n_entries, n_judges), 3)
    whole = best_of(lambda: standings(frame, method="adjusted", uncertainty=False), 3)
    print(f"severity correction, {n:,} scores, {n_entries:,} entries, {n_judges:,} judges")
    print(f"  model alone     {alone:8.2f} s")
    print(f"  standings       {whole:8.2f} s")
    script = shutil.which("Rscript")
    if script is None:
        print("  lme4            not measured: R is not installed here")
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scores.csv"
        frame.to_csv(path, index=False)
        code = (
            f"suppressMessages(library(lme4)); d <- read.csv('{path}'); d$entry <- factor(d$entry);"
            "d$judge <- factor(d$judge);"
            "cat(system.time(lmer(score ~ 0 + entry + (1 | judge), d))[['elapsed']], ' ');"
            "cat(system.time(lmer(score ~ 1 + (1 | entry) + (1 | judge), d))[['elapsed']])"
        )
        ran = subprocess.run([script, "-e", code], capture_output=True, text=True, check=False)
        if ran.returncode:
            print("  lme4            not measured: R has no lme4 here")
            return
        fixed, random = ran.stdout.split()
        print(
            f"  lme4            {float(fixed):8.2f} s with entries fixed (the same model), {random} s with both random"
        )


if __name__ == "__main__":
    means()
    corrected()
