"""Recompute what a results workbook states, from its sheets Scores and Criteria alone.

    python -m awards_portal.results verify WORKBOOK.xlsx
    python -m awards_portal.results verify SNAPSHOT.json

Every rank, score, total and mean is computed again by the method, weights, scale and tie rules written in the workbook
and compared with the cells, with the columns "as exported", and with the fingerprint in README. Exit code 0: all
agree. 1: something differs; each difference is printed. 2: the file cannot be verified; one sentence says why.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from .frozen import CannotRecomputeError, recompute
from .workbook_cells import CannotVerifyError, read
from .workbook_compared import Verification

__all__ = ["CannotVerifyError", "Verification", "main", "read", "verify"]


def verify(path: Path) -> Verification:
    """Read a workbook and compare everything in it with what its scores and weights give.

    Raises:
        CannotVerifyError: when it cannot be computed; the text says why.
    """
    found = Verification(read(path))
    found.check()
    return found


def _verify_snapshot(path: Path) -> int:
    try:
        found = recompute(path)
    except CannotRecomputeError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    told = f"{found.entries} entries and {found.scores} scores"
    for sentence in found.differences:
        sys.stdout.write(f"{sentence}\n")
    if found.differences:
        count = len(found.differences)
        sys.stdout.write(f"{count} difference{'' if count == 1 else 's'} in {told}.\n")
        return 1
    sys.stdout.write(f"The snapshot agrees: {told}, {found.rules}, computed again.\n")
    return 0


def main(arguments: Sequence[str]) -> int:
    """Verify a workbook or snapshot; returns 0 (agrees), 1 (differs, each told) or 2 (cannot be verified)."""
    parser = argparse.ArgumentParser(
        prog="python -m awards_portal.results verify",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("workbook", type=Path, metavar="WORKBOOK.xlsx|SNAPSHOT.json")
    path = parser.parse_args(arguments).workbook
    if path.suffix.lower() == ".json":
        return _verify_snapshot(path)
    try:
        found = verify(path)
    except CannotVerifyError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for note in found.notes:
        sys.stderr.write(f"Note: {note}\n")
    for sentence in found.differences:
        sys.stdout.write(f"{sentence}\n")
    entries, scores = len(found.sheets["Results"].rows), len(found.scores)
    if found.differences:
        count = len(found.differences)
        sys.stdout.write(f"{count} difference{'' if count == 1 else 's'} in {entries} entries and {scores} scores.\n")
        return 1
    sys.stdout.write(
        f"The workbook agrees: {entries} entries and {scores} scores, {found.rules_in_words}, computed again.\n"
    )
    return 0
