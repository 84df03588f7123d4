"""What the command line understands: options read into weights, scales and groups, or refused in words."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd

from .carrying import Carried
from .groups import GroupWeights
from .methods import METHODS
from .reading import read_earlier
from .ties import RULES
from .values import Scale

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


def weights_of(text: str | None, option: str = "--weights") -> dict[Any, Fraction] | None:
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
        found[name] = number_of(value, f'{option}: the weight of "{name}"')
    return found


def number_of(text: str, what: str) -> Fraction:
    try:
        return Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        raise UsageError(f'{what} is "{text.strip()}", which is not a number.') from None


def scales_of(text: str | None) -> Scale | dict[Any, Scale] | None:
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
    return Scale(number_of(low, "--scale: the lowest step"), number_of(high, "--scale: the highest step"))


def groups_of(text: str | None, scores: pd.DataFrame) -> GroupWeights | None:
    """Weights of groups of judges, the group of each judge read from the column "group"."""
    if text is None:
        return None
    if "group" not in scores.columns:
        raise UsageError('--groups: the file has no column "group" that says which group each judge is in.')
    weights = weights_of(text, "--groups") or {}
    pairs = scores[["judge", "group"]].assign(group=scores["group"].fillna("").str.strip()).drop_duplicates()
    twice = pairs["judge"].duplicated()
    if twice.any():
        raise UsageError(f'--groups: the judge "{pairs["judge"][twice].iloc[0]}" is in two groups. Keep one.')
    unknown = [name for name in weights if name not in set(pairs["group"])]
    if unknown:
        raise UsageError(f'--groups: the weights name the group "{unknown[0]}", in which there is no judge.')
    of_judge = {judge: group or None for judge, group in zip(pairs["judge"], pairs["group"], strict=True)}
    return GroupWeights(of_judge, weights)


def carried_of(options: argparse.Namespace) -> Carried | None:
    """What the file of an earlier round's scores brings, by its weight in per cent."""
    if (options.carried is None) != (options.carries is None):
        raise UsageError("--carried and --carries belong together: the file of the earlier scores, and their weight.")
    if options.carried is None:
        return None
    return Carried(read_earlier(options.carried), number_of(options.carries, "--carries: the weight in per cent"))


def refuse_unknown(options: argparse.Namespace, scores: pd.DataFrame) -> None:
    known = scores["criterion"].cat.categories.tolist()
    scales = scales_of(options.scale)
    named = [("--weights", name) for name in weights_of(options.weights) or {}]
    named += [("--scale", name) for name in scales] if isinstance(scales, dict) else []
    for option, name in named:
        if name not in known:
            raise UsageError(
                f'{option} names the criterion "{name}", which no score uses. In the file: {", ".join(known)}.'
            )


def ladder_of(options: argparse.Namespace) -> list[str]:
    return [name.strip() for name in options.ties.split(",")] if options.ties else []


def _top(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f'"{text}" is not a whole number of 1 or more.')
    return int(text)


def joined(given: Sequence[str]) -> list[str]:
    """The arguments, a scale that begins below zero tied to its name: argparse would read -5:5 as an option."""
    found: list[str] = []
    for each in given:
        if found and found[-1] in VALUED and each.startswith("-") and not each.startswith("--"):
            found[-1] += f"={each}"
        else:
            found.append(each)
    return found


def parser() -> argparse.ArgumentParser:
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
    ranking.add_argument(
        "--groups",
        help='such as "jury=50,council=25,public=25": weights of groups of judges, named in a column "group"',
    )
    ranking.add_argument(
        "--carried",
        type=Path,
        metavar="EARLIER.csv",
        help="entry, score: what entries bring from an earlier round, on the scale of the totals",
    )
    ranking.add_argument("--carries", metavar="PER_CENT", help="what the earlier score weighs, such as 40")
    rank = commands.add_parser(
        "standings", parents=[shared, ranking], help="ranked entries, judges' severity, intervals", description=ABOUT
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
