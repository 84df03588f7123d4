"""How long matching takes from file to file, and how full and level it is, beside the least there could be.

    python bench/matching_speed.py

13,000 entries x 800 judges x 5 judges an entry, and 73 x 7 x 3, each as `python -m awards_portal.matching PROBLEM.json`
runs it: start, read, match, print. The baseline fills places in one pass, each entry taking the judges with the
lightest load who may see it: quick, and what a spreadsheet would do.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[1]


def problem(entries: int, judges: int, per_entry: int, *, categories: int, tight: bool) -> dict[str, Any]:
    """A panel with conflicts, preferences, categories, kept pairs; `tight` leaves judges hardly any room."""
    rng = np.random.default_rng(entries)
    room = -(-entries * per_entry // judges) + (1 if tight else 30)
    names = [f"c{n}" for n in range(categories)]
    # Half of the judges see two thirds of the categories, the others all.
    seen = [sorted(rng.choice(names, max(1, 2 * categories // 3), replace=False).tolist()) for _ in range(judges)]
    rows = [{"id": f"e{n}", "category": names[n % categories]} for n in range(entries)]
    people = [{"id": f"j{n}", "max_load": room, "min_load": room // 3} for n in range(judges)]
    # Half of the judges come from one of five regions.
    for each in people:
        each["region"] = str(
            rng.choice(["Asia", "Europe", "Africa", "Americas", "Oceania"], p=[0.5, 0.2, 0.15, 0.1, 0.05])
        )
    for each, some in zip(people[::2], seen, strict=False):
        each["categories"] = some
    pairs = {(int(rng.integers(judges)), int(rng.integers(entries))) for _ in range(4 * entries)}
    conflicts, liked = sorted(pairs)[::4], sorted(pairs)[1::4] + sorted(pairs)[2::4]
    kept = [(j, e) for j, e in sorted(pairs)[3::40] if names[e % categories] in people[j].get("categories", names)]
    return {
        "entries": rows,
        "judges": people,
        "per_entry": per_entry,
        "conflicts": [[f"j{j}", f"e{e}"] for j, e in conflicts],
        "preferences": [[f"j{j}", f"e{e}", int(rng.integers(1, 10))] for j, e in liked],
        "keep": [[f"j{j}", f"e{e}"] for j, e in kept],
    }


def in_one_pass(given: dict[str, Any]) -> tuple[int, list[int]]:
    """Filled places and loads when each entry takes the lightest judges who may see it."""
    loads = {judge["id"]: 0 for judge in given["judges"]}
    conflicts = {tuple(pair) for pair in given["conflicts"]}
    filled = 0
    for entry in given["entries"]:
        may = [
            judge["id"]
            for judge in given["judges"]
            if entry["category"] in judge.get("categories", [entry["category"]])
            and loads[judge["id"]] < judge["max_load"]
            and (judge["id"], entry["id"]) not in conflicts
        ]
        for judge in sorted(may, key=loads.__getitem__)[: given["per_entry"]]:
            loads[judge] += 1
            filled += 1
    return filled, list(loads.values())


def measure(entries: int, judges: int, per_entry: int, **more: Any) -> None:
    given = problem(entries, judges, per_entry, **more)
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "problem.json", Path(folder) / "answer.json"
        path.write_text(json.dumps(given))
        begin = time.perf_counter()
        with out.open("wb") as file:
            command = [sys.executable, "-m", "awards_portal.matching", str(path)]
            told = subprocess.run(command, cwd=ROOT, check=True, stdout=file, stderr=subprocess.PIPE, text=True).stderr
        took = time.perf_counter() - begin
        answer = json.loads(out.read_text())
    loads, pairs = answer["loads"].values(), {tuple(pair) for pair in answer["assignments"]}
    weights = {(j, e): w for j, e, w in given["preferences"]}
    conflicts = {tuple(pair) for pair in given["conflicts"]}
    assert len(pairs) == len(answer["assignments"])
    assert not pairs & conflicts
    assert {tuple(pair) for pair in given["keep"]} <= pairs
    assert max(Counter(e for _, e in pairs).values()) <= per_entry
    print(f"{entries:,} entries x {judges} judges x {per_entry}, {more}")
    print(
        f"  matching       {took:6.2f} s   {len(pairs):,} of {entries * per_entry:,} places   loads {min(loads)} to "
        f"{max(loads)}   preference {sum(weights.get(pair, 0) for pair in pairs):,} of {sum(weights.values()):,}   "
        f"connected {answer['connected']}   unmet {len(answer['unmet'])}"
    )
    print(*(f"    {sentence}" for sentence in told.splitlines()), sep="\n")
    begin = time.perf_counter()
    filled, simple = in_one_pass(given)
    took = time.perf_counter() - begin
    print(f"  in one pass    {took:6.2f} s   {filled:,} places   loads {min(simple)} to {max(simple)}")


if __name__ == "__main__":
    measure(73, 7, 3, categories=1, tight=False)
    measure(73, 7, 3, categories=6, tight=True)
    measure(13_000, 800, 5, categories=1, tight=False)
    measure(13_000, 800, 5, categories=12, tight=False)
    measure(13_000, 800, 5, categories=12, tight=True)
