"""The command line: `python -m awards_portal.results standings | agreement | sensitivity | pairwise | verify`."""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd

from .agreement import agreement
from .groups import GroupWeights
from .methods import METHODS
from .pairwise import pairwise
from .reading import UnreadableError, line_of, read_comparisons, read_scores
from .sensitivity import sensitivity
from .standings import Standings, standings
from .ties import RULES
from .values import Scale, ScoresError

VALUED = ("--weights", "--scale")
FORMATS = ("json", "csv", "table")
ABOUT = """From a CSV file of scores to results.

The file is UTF-8 with a header: entry, judge, criterion, score (further columns are allowed; an
empty score is a missing one, never zero). Without --scale scores are taken as they are, a card's
total being the weighted mean of its scores; with --scale totals run from 0 to 100. A card (one
judge's scores of one entry) that lacks a criterion which others have is not complete and does not
count, unless --allow-missing re-weights what is there. Every entry of the file is listed: one
without a complete card has rank null, score null and judges 0. Input that cannot be used ends with
one sentence on standard error and exit code 2."""


class UsageError(ValueError):
    """An option that cannot be used; its text says why."""


def _weights(text: str | None, option: str = "--weights") -> dict[Any, Fraction] | None:
    if text is None:
        return None
    found: dict[Any, Fraction] = {}
    for part in text.split(","):
        name, equals, value = part.rpartition("=")
        name = name.strip()
        if not equals or not name:
            raise UsageError(f'{option}: "{part.strip()}" is not written as name=weight.')
        if name in found:
            raise UsageError(f'{option}: "{name}" is named twice.')
        found[name] = _number(value, f'{option}: the weight of "{name}"')
    return found


def _number(text: str, what: str) -> Fraction:
    try:
        return Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        raise UsageError(f'{what} is "{text.strip()}", which is not a number.') from None


def _scales(text: str | None) -> Scale | dict[Any, Scale] | None:
    if text is None:
        return None
    if "=" not in text:
        return _scale(text)
    found: dict[Any, Scale] = {}
    for part in text.split(","):
        name, _, ends = part.rpartition("=")
        if not name.strip():
            raise UsageError(f'--scale: "{part.strip()}" is not written as criterion=lowest:highest.')
        if name.strip() in found:
            raise UsageError(f'--scale: "{name.strip()}" is named twice.')
        found[name.strip()] = _scale(ends)
    return found


def _scale(text: str) -> Scale:
    low, colon, high = text.partition(":")
    if not colon:
        raise UsageError(f'--scale: "{text.strip()}" is not written as lowest:highest, such as 0:5.')
    return Scale(_number(low, "--scale: the lowest step"), _number(high, "--scale: the highest step"))


def _plain(value: Any) -> Any:
    """A value JSON can carry: no NaN, no infinity, no types of numpy or pandas."""
    if value is None or value is pd.NA:
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _records(frame: pd.DataFrame, columns: Sequence[str]) -> list[dict[str, Any]]:
    return [{name: _plain(row[name]) for name in columns} for row in frame.to_dict("records")]


STANDING = ("entry", "rank", "score", "raw", "judges", "low", "high", "chance_first")
FULL_STANDING = (*STANDING[:2], "tied", "tie_decided_by", *STANDING[2:4], "raw_rank", "adjusted", "adjusted_rank",
                 *STANDING[4:], "chance_top_n", "median", "sd", "min", "max")  # fmt: skip


def as_json(result: Standings) -> dict[str, Any]:
    """Standings in the form the command line prints."""
    return {
        "method": result.method,
        "standings": _records(result.table, STANDING),
        "judges": _records(result.judges, ("judge", "cards", "severity", "se")),
        "variance": {name: _plain(value) for name, value in result.variance.items()},
        "warnings": result.warnings,
    }


def _print_rows(rows: list[dict[str, Any]], shape: str) -> None:
    if not rows:
        return
    if shape == "csv":
        writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return
    texts = [list(rows[0]), *([_text(value) for value in row.values()] for row in rows)]
    widths = [max(len(line[at]) for line in texts) for at in range(len(texts[0]))]
    for line in texts:
        print("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())


def _text(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def _standings(options: argparse.Namespace, scores: pd.DataFrame) -> None:
    weights, scale = _weights(options.weights), _scales(options.scale)
    ladder, groups = _ladder(options), _groups(options.groups, scores)

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
        )

    if not options.by:
        result = rank(scores)
        if options.format == "json":
            print(json.dumps(as_json(result), ensure_ascii=False, allow_nan=False, indent=1))
        else:
            _print_rows(_records(result.table, FULL_STANDING), options.format)
            _say(result.warnings)
        return
    if options.by not in scores.columns:
        raise UsageError(f'--by: the file has no column "{options.by}".')
    parts = {str(name): rank(_by_itself(part)) for name, part in scores.groupby(options.by, sort=True)}
    if options.format == "json":
        together: dict[str, Any] = {"method": options.method, "standings": [], "judges": [], "variance": {}}
        together["warnings"] = [f"{name}: {each}" for name, result in parts.items() for each in result.warnings]
        for name, result in parts.items():
            shown = as_json(result)
            for key in ("standings", "judges"):
                together[key] += [{options.by: name, **row} for row in shown[key]]
            together["variance"][name] = shown["variance"]
        print(json.dumps(together, ensure_ascii=False, allow_nan=False, indent=1))
        return
    rows = [{options.by: name, **row} for name, each in parts.items() for row in _records(each.table, FULL_STANDING)]
    _print_rows(rows, options.format)
    _say([f"{name}: {each}" for name, result in parts.items() for each in result.warnings])


def _groups(text: str | None, scores: pd.DataFrame) -> GroupWeights | None:
    """Weights of groups of judges, the group of each judge read from the column "group"."""
    if text is None:
        return None
    if "group" not in scores.columns:
        raise UsageError('--groups: the file has no column "group" that says which group each judge is in.')
    weights = _weights(text, "--groups") or {}
    pairs = scores[["judge", "group"]].assign(group=scores["group"].fillna("").str.strip()).drop_duplicates()
    twice = pairs["judge"].duplicated()
    if twice.any():
        raise UsageError(f'--groups: the judge "{pairs["judge"][twice].iloc[0]}" is in two groups. Keep one.')
    unknown = [name for name in weights if name not in set(pairs["group"])]
    if unknown:
        raise UsageError(f'--groups: the weights name the group "{unknown[0]}", in which there is no judge.')
    of_judge = {judge: group or None for judge, group in zip(pairs["judge"], pairs["group"], strict=True)}
    return GroupWeights(of_judge, weights)


def _by_itself(part: pd.DataFrame) -> pd.DataFrame:
    """A part of the scores that knows only of its own entries, judges and criteria."""
    labels = {name: part[name].cat.remove_unused_categories() for name in ("entry", "judge", "criterion")}
    return part.assign(**labels)


def _refuse_unknown(options: argparse.Namespace, scores: pd.DataFrame) -> None:
    known = scores["criterion"].cat.categories.tolist()
    scales = _scales(options.scale)
    named = [("--weights", name) for name in _weights(options.weights) or {}]
    named += [("--scale", name) for name in scales] if isinstance(scales, dict) else []
    for option, name in named:
        if name not in known:
            raise UsageError(
                f'{option} names the criterion "{name}", which no score uses. In the file: {", ".join(known)}.'
            )


def _say(warnings: Sequence[str]) -> None:
    for each in warnings:
        print(f"Note: {each}", file=sys.stderr)


def _agreement(options: argparse.Namespace, scores: pd.DataFrame) -> None:
    found = agreement(scores, _weights(options.weights), _scales(options.scale))
    shown = {str(name): {key: _plain(value) for key, value in each.as_dict().items()} for name, each in found.items()}
    if options.format == "json":
        print(json.dumps(shown, ensure_ascii=False, allow_nan=False, indent=1))
    else:
        _print_rows([{"criterion": name, **row} for name, row in shown.items()], options.format)


def _sensitivity(options: argparse.Namespace, scores: pd.DataFrame) -> None:
    found = sensitivity(
        scores,
        weights=_weights(options.weights),
        scale=_scales(options.scale),
        method=options.method,
        tie_ladder=_ladder(options),
        required=() if options.allow_missing else None,
        top=options.top,
    )
    rows = [{str(name): _plain(value) for name, value in row.items()} for row in found.table.to_dict("records")]
    if options.format == "json":
        shown = {
            "method": options.method,
            "winners": [_plain(each) for each in found.winners],
            "top": [_plain(each) for each in found.top],
            "sentence": found.sentence,
            "variations": rows,
        }
        print(json.dumps(shown, ensure_ascii=False, allow_nan=False, indent=1))
        return
    flat = [{name: ", ".join(map(str, v)) if isinstance(v, list) else v for name, v in row.items()} for row in rows]
    _print_rows(flat, options.format)
    print(found.sentence, file=sys.stderr)


def _pairwise(options: argparse.Namespace) -> None:
    found = pairwise(read_comparisons(options.scores))
    rows = _records(found.table, list(found.table.columns))
    if options.format != "json":
        _print_rows(rows, options.format)
        _say(found.warnings)
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


def _ladder(options: argparse.Namespace) -> list[str]:
    return [name.strip() for name in options.ties.split(",")] if options.ties else []


def _verify(arguments: Sequence[str]) -> int:
    # Late: nobody else here needs what reads workbooks.
    from . import verify

    return verify.main(arguments)


def _top(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f'"{text}" is not a whole number of 1 or more.')
    return int(text)


def _joined(given: Sequence[str]) -> list[str]:
    """The arguments, a scale that begins below zero tied to its name: argparse would read -5:5 as an option."""
    found: list[str] = []
    for each in given:
        if found and found[-1] in VALUED and each.startswith("-") and not each.startswith("--"):
            found[-1] += f"={each}"
        else:
            found.append(each)
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m awards_portal.results",
        description=ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="standings | agreement | sensitivity | pairwise | verify"
    )
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("scores", type=Path, metavar="SCORES.csv", help="entry, judge, criterion, score")
    shared.add_argument("--weights", help='such as "a=2,b=1"; equal weights when left out')
    shared.add_argument("--scale", help='"0:5" for all criteria, or "a=0:5,b=1:10"; totals then run from 0 to 100')
    shared.add_argument("--format", choices=FORMATS, default="json")
    ranking = argparse.ArgumentParser(add_help=False)
    ranking.add_argument("--method", choices=list(METHODS), default="mean", help=_listed(METHODS))
    ranking.add_argument("--ties", help=f"rules for equal scores, in order: {_listed(RULES)}; else shared ranks")
    ranking.add_argument("--top", type=_top, default=3, help="how many places count as the top (default 3)")
    ranking.add_argument("--allow-missing", action="store_true", help="count cards with gaps, re-weighting the rest")
    rank = commands.add_parser(
        "standings", parents=[shared, ranking], help="ranked entries, judges' severity, intervals", description=ABOUT
    )
    rank.add_argument(
        "--groups",
        help='such as "jury=50,council=25,public=25": weights of groups of judges, named in a column "group"',
    )
    rank.add_argument("--by", metavar="COLUMN", help="rank each value of this column (such as category) by itself")
    commands.add_parser(
        "agreement",
        parents=[shared],
        help="how far judges agree, per criterion and overall",
        description="ICC(2,1), ICC(2,k), Krippendorff's alpha and Kendall's W per criterion, and under "
        '"overall" on the totals. icc2k takes the harmonic mean number of judges an entry as k '
        "when judges saw different entries.",
    )
    commands.add_parser(
        "sensitivity",
        parents=[shared, ranking],
        help="would the winners change?",
        description="Ranks again without each judge, with each weight moved by 5 points and to nothing, by each other "
        "method, and with each missing card at the ends of the scale.",
    )
    pairs = commands.add_parser(
        "pairwise",
        help="an order from comparisons of two at a time",
        description="Strengths by the model of Bradley and Terry (log-odds against the mean entry) with 90 %% "
        "intervals. The file is UTF-8 CSV with a header: first, second, preferred (one of the two; empty: cannot "
        "tell, which counts half for each). Further columns are allowed.",
    )
    pairs.add_argument("scores", type=Path, metavar="COMPARISONS.csv", help="first, second, preferred")
    pairs.add_argument("--format", choices=FORMATS, default="json")
    commands.add_parser("verify", add_help=False, help="recompute what a workbook states")
    return parser


def _listed(choices: dict[str, str]) -> str:
    return "; ".join(f"{name}: {words}" for name, words in choices.items()).replace("%", "%%")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code (0, or 2 with one sentence on standard error)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["verify"]:
        return _verify(given[1:])
    options = _parser().parse_args(_joined(given))
    try:
        if options.command == "pairwise":
            _pairwise(options)
            return 0
        scores = read_scores(options.scores)
        _refuse_unknown(options, scores)
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
