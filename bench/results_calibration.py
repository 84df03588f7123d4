"""Do the intervals and chances hold? Many invented panels with known truth, in a minute or two.

    python bench/results_calibration.py [PANELS]

Prints, per kind of panel: Kendall's rank correlation of each method with the truth, how often the 90 % rank interval
holds the true rank (and how often the entry of true rank 1, the hardest, is held), and stated chances of being first
and among the top beside how often it came true. Where R is installed, lme4's rank correlation stands beside.
"""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import kendalltau, rankdata

sys.path.insert(0, str(Path(__file__).parents[1]))

from awards_portal.results import standings

METHODS = ("mean", "zscore", "borda", "adjusted")
TOP = 5


@dataclass(frozen=True)
class Kind:
    name: str
    entries: int
    judges: int
    cards: int  # an entry; equal to judges: everybody sees everything
    severity: float
    noise: float


KINDS = (
    Kind("regional: 40 entries, 12 judges, 3 cards, severe judges", 40, 12, 3, 9.0, 5.5),
    Kind("large: 90 entries, 30 judges, 4 cards", 90, 30, 4, 5.0, 6.0),
    Kind("complete: 30 entries, 7 judges", 30, 7, 7, 6.0, 6.0),
    Kind("noisy: 40 entries, 15 judges, 3 cards", 40, 15, 3, 4.0, 12.0),
)


def panel(kind: Kind, rng: np.random.Generator) -> tuple[pd.DataFrame, np.ndarray]:
    """One panel in steps of 2 on 0 to 100, and the truth its scores were drawn from."""
    truth = rng.normal(60, 6.5, kind.entries)
    severity = rng.normal(0, kind.severity, kind.judges)
    load = np.zeros(kind.judges)
    rows = []
    for entry in range(kind.entries):
        # Whoever has fewest cards comes first, chance decides among equals.
        seen = np.lexsort((rng.random(kind.judges), load))[: kind.cards]
        load[seen] += 1
        for judge in seen:
            score = truth[entry] + severity[judge] + rng.normal(0, kind.noise)
            rows.append((entry, int(judge), "overall", float(np.clip(2 * np.round(score / 2), 0, 100))))
    return pd.DataFrame(rows, columns=["entry", "judge", "criterion", "score"]), truth


def run(kind: Kind, panels: int) -> None:
    rng = np.random.default_rng(20)
    tau: dict[str, list[float]] = {method: [] for method in METHODS}
    held, held_best, chances, firsts, tops, among = [], [], [], [], [], []
    frames = []
    for at in range(panels):
        scores, truth = panel(kind, rng)
        true_rank = rankdata(-truth, method="min")
        for method in METHODS:
            sure = method == "adjusted"
            table = standings(scores, method=method, uncertainty=sure, top=TOP).table.set_index("entry").sort_index()
            tau[method].append(float(kendalltau(table["score"], truth).statistic))
            if sure:
                inside = (table["low"].to_numpy() <= true_rank) & (true_rank <= table["high"].to_numpy())
                held.append(inside.mean())
                held_best.append(inside[true_rank == 1].mean())
                chances.append(table["chance_first"].to_numpy())
                firsts.append(true_rank == 1)
                tops.append(table["chance_top_n"].to_numpy())
                among.append(true_rank <= TOP)
        if at < 40:
            frames.append(scores.assign(panel=at, truth=truth[scores["entry"]]))
    print(kind.name)
    listed = "  ".join(f"{method} {np.mean(each):.3f}" for method, each in tau.items())
    print(f"  rank correlation with the truth   {listed}")
    print(f"  lme4's on the first {len(frames)} panels    {lme4(pd.concat(frames))}", end="")
    print(f"  (adjusted on the same: {np.mean(tau['adjusted'][: len(frames)]):.3f})")
    print(f"  90 % rank intervals hold          {np.mean(held):.1%}  (of the true first {np.mean(held_best):.1%})")
    calibration("first", np.concatenate(chances), np.concatenate(firsts))
    calibration(f"top {TOP}", np.concatenate(tops), np.concatenate(among))


def calibration(what: str, stated: np.ndarray, came: np.ndarray) -> None:
    edges = [0.0, 0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0001]
    parts = []
    for low, high in itertools.pairwise(edges):
        inside = (stated >= low) & (stated < high)
        if inside.sum() >= 25:
            parts.append(f"{stated[inside].mean():.2f}>{came[inside].mean():.2f}")
    print(f"  chance of {what:6s} stated > came true  {'  '.join(parts)}")


def lme4(frames: pd.DataFrame) -> str:
    script = shutil.which("Rscript")
    if script is None:
        return "not measured: R is not installed here"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "panels.csv"
        frames.to_csv(path, index=False)
        code = (
            f"suppressMessages(library(lme4)); d <- read.csv('{path}'); d$entry <- factor(d$entry);"
            "d$judge <- factor(d$judge); t <- sapply(split(d, d$panel), function(p) {"
            "f <- fixef(suppressMessages(lmer(score ~ 0 + entry + (1 | judge), p)));"
            "cor(f, tapply(p$truth, p$entry, mean), method = 'kendall')}); cat(mean(t))"
        )
        ran = subprocess.run([script, "-e", code], capture_output=True, text=True, check=False)
        return f"{float(ran.stdout):.3f}" if ran.returncode == 0 else "not measured: R has no lme4 here"


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    for each in KINDS:
        run(each, number)
