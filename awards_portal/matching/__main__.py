"""The command line: `python -m awards_portal.matching PROBLEM.json` prints who judges what as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .assign import match
from .problem import ProblemError, read

ABOUT = """Match judges and entries of a JSON file.

The file holds {"entries": [{"id", "category"}], "judges": [{"id", "max_load", "min_load"?, "categories"?, "region"?}],
"conflicts": [[judge, entry]], "preferences": [[judge, entry, weight]], "per_entry": 3, "keep": [[judge, entry]]}, and
if you like "exclusions": [[judge, entry]], which bar like conflicts and are counted apart.
Printed is {"assignments": [[judge, entry]], "loads": {}, "connected": true, "unmet": []}. What could not be had is
named in "unmet", each with the rules that stop it and with changes of which each would help. How well the judges are
connected, and how many entries have judges of at least two regions, is said in sentences on standard error.
A file that cannot be used ends with one sentence there and exit code 2."""


def _load(path: Path) -> Any:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise ProblemError(f"There is no file {path}.") from None
    except OSError as error:
        raise ProblemError(f"The file {path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise ProblemError("The file is not UTF-8. Save it as JSON in UTF-8.") from None
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ProblemError(f"Line {error.lineno} of the file is not JSON: {error.msg}.") from None
    except (RecursionError, ValueError):
        raise ProblemError("The file is not a problem: it is nested too deeply or holds a number too long.") from None


def main(arguments: Sequence[str] | None = None) -> int:
    """Match one file; returns 0, or 2 with one sentence on standard error."""
    parser = argparse.ArgumentParser(
        prog="python -m awards_portal.matching",
        description=ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("problem", type=Path, metavar="PROBLEM.json")
    options = parser.parse_args(arguments)
    try:
        problem = read(_load(options.problem))
    except ProblemError as error:
        print(error, file=sys.stderr)
        return 2
    found = match(problem)
    print(json.dumps(found.as_dict(), ensure_ascii=False))
    # Whoever reads the answer with a program gets what is documented and nothing else.
    print(*found.in_words(), sep="\n", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
