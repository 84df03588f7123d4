"""The command line: `python -m awards_portal.results standings | agreement | sensitivity | pairwise | verify`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

import pandas as pd

from .agreement import agreement
from .options import (
    UsageError,
    carried_of,
    groups_of,
    joined,
    ladder_of,
    parser,
    refuse_unknown,
    scales_of,
    weights_of,
)
from .pairwise import pairwise
from .printing import as_json, full_rows, plain, print_rows, records, say, weighed_in_words, weighed_of
from .reading import UnreadableError, line_of, read_comparisons, read_scores
from .sensitivity import sensitivity
from .standings import Standings, standings
from .values import ScoresError


def _standings(options: argparse.Namespace, scores: pd.DataFrame) -> None:
    weights, scale = weights_of(options.weights), scales_of(options.scale)
    ladder, groups, carried = ladder_of(options), groups_of(options.groups, scores), carried_of(options)

    weighed = weighed_of(options.carried, carried, groups)
    rules = weighed_in_words(weighed)

    def rank(part: pd.DataFrame) -> Standings:
        used = set(part["criterion"])
        # A category may use some of the criteria only; weights were checked against the whole file before.
        return standings(
            part,
            weights=None if weights is None else {name: each for name, each in weights.items() if name in used},
            scale=scale if not isinstance(scale, dict) else {n: each for n, each in scale.items() if n in used},
            method=options.method,
            tie_ladder=ladder,
            required=() if options.allow_missing else None,
            top=options.top,
            groups=groups,
            carried=carried,
        )

    if not options.by:
        result = rank(scores)
        if options.format == "json":
            print(json.dumps({**as_json(result), **weighed}, ensure_ascii=False, allow_nan=False, indent=1))
        else:
            print_rows(full_rows(result), options.format)
            say([*rules, *result.warnings])
        return
    if options.by not in scores.columns:
        raise UsageError(f'--by: the file has no column "{options.by}".')
    parts = {str(name): rank(_by_itself(part)) for name, part in scores.groupby(options.by, sort=True)}
    if options.format == "json":
        together: dict[str, Any] = {"method": options.method, "standings": [], "judges": [], "variance": {}, **weighed}
        together["warnings"] = [f"{name}: {each}" for name, result in parts.items() for each in result.warnings]
        for name, result in parts.items():
            shown = as_json(result)
            for key in ("standings", "judges"):
                together[key] += [{options.by: name, **row} for row in shown[key]]
            together["variance"][name] = shown["variance"]
        print(json.dumps(together, ensure_ascii=False, allow_nan=False, indent=1))
        return
    rows = [{options.by: name, **row} for name, each in parts.items() for row in full_rows(each)]
    print_rows(rows, options.format)
    say([*rules, *(f"{name}: {each}" for name, result in parts.items() for each in result.warnings)])


def _by_itself(part: pd.DataFrame) -> pd.DataFrame:
    """A part of the scores that knows only of its own entries, judges and criteria."""
    labels = {name: part[name].cat.remove_unused_categories() for name in ("entry", "judge", "criterion")}
    return part.assign(**labels)


def _agreement(options: argparse.Namespace, scores: pd.DataFrame) -> None:
    found = agreement(scores, weights_of(options.weights), scales_of(options.scale))
    shown = {str(name): {key: plain(value) for key, value in each.as_dict().items()} for name, each in found.items()}
    if options.format == "json":
        print(json.dumps(shown, ensure_ascii=False, allow_nan=False, indent=1))
    else:
        print_rows([{"criterion": name, **row} for name, row in shown.items()], options.format)


def _sensitivity(options: argparse.Namespace, scores: pd.DataFrame) -> None:
    groups, carried = groups_of(options.groups, scores), carried_of(options)
    weighed = weighed_of(options.carried, carried, groups)
    found = sensitivity(
        scores,
        weights=weights_of(options.weights),
        scale=scales_of(options.scale),
        method=options.method,
        tie_ladder=ladder_of(options),
        required=() if options.allow_missing else None,
        top=options.top,
        groups=groups,
        carried=carried,
    )
    rows = [{str(name): plain(value) for name, value in row.items()} for row in found.table.to_dict("records")]
    if options.format == "json":
        shown = {
            "method": options.method,
            "winners": [plain(each) for each in found.winners],
            "top": [plain(each) for each in found.top],
            "sentence": found.sentence,
            "variations": rows,
            **weighed,
        }
        print(json.dumps(shown, ensure_ascii=False, allow_nan=False, indent=1))
        return
    flat = [{name: ", ".join(map(str, v)) if isinstance(v, list) else v for name, v in row.items()} for row in rows]
    print_rows(flat, options.format)
    say(weighed_in_words(weighed))
    print(found.sentence, file=sys.stderr)


def _pairwise(options: argparse.Namespace) -> None:
    found = pairwise(read_comparisons(options.scores))
    rows = records(found.table, list(found.table.columns))
    if options.format != "json":
        print_rows(rows, options.format)
        say(found.warnings)
        return
    shown = {
        "model": "bradley-terry",
        "entries": rows,
        "comparisons": found.comparisons,
        "ties": found.ties,
        "pieces": found.pieces,
        "used_prior": found.used_prior,
        "warnings": found.warnings,
    }
    print(json.dumps(shown, ensure_ascii=False, allow_nan=False, indent=1))


def _verify(arguments: Sequence[str]) -> int:
    # Late: nobody else here needs what reads workbooks.
    from . import verify

    return verify.main(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code (0, or 2 with one sentence on standard error)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["verify"]:
        return _verify(given[1:])
    options = parser().parse_args(joined(given))
    try:
        if options.command == "pairwise":
            _pairwise(options)
            return 0
        scores = read_scores(options.scores)
        refuse_unknown(options, scores)
        if options.command == "standings":
            _standings(options, scores)
        elif options.command == "sensitivity":
            _sensitivity(options, scores)
        else:
            _agreement(options, scores)
    except ScoresError as error:
        where = "" if error.row is None else f"Line {line_of(options.scores, error.row)}: "
        print(f"{where}{error}", file=sys.stderr)
        return 2
    except (UnreadableError, UsageError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
