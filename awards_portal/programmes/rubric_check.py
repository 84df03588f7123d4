"""What an organiser should look at before judges score with a rubric. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import combinations
from typing import Any

from flask_babel import gettext as _

# Below this share of all weights even the full scale moves a total by less than most judges' noise.
FAINT = 0.03
# Two titles that are as alike as this probably ask the same.
ALIKE = 0.75


def share(criterion: Mapping[str, Any], criteria: Sequence[Mapping[str, Any]]) -> float:
    """What part of the whole a criterion weighs, from 0 to 1."""
    whole = sum(each["weight"] for each in criteria)
    return criterion["weight"] / whole if whole else 0.0


def findings(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Everything to look at, as the key of a criterion and a sentence.

    Args:
        document: a rubric's, as `rubrics.read_rubric` takes it.
    """
    criteria, scale = document["criteria"], document["scale"]
    points = [str(n) for n in range(scale["min"], scale["max"] + 1)]
    found = []
    for each in criteria:
        found += [(each["key"], told) for told in _of_one(each, criteria, points)]
    return found + [found_ for pair in combinations(criteria, 2) for found_ in _of_two(*pair)]


def _of_one(own: Mapping[str, Any], criteria: Sequence[Mapping[str, Any]], points: Sequence[str]) -> Iterator[str]:
    weight, title = share(own, criteria), own["title"]
    if weight == 0:
        yield _("“%(title)s” weighs nothing: its scores cannot matter.", title=title)
    elif weight < FAINT:
        yield _("“%(title)s” weighs less than 3 %%: its scores hardly matter.", title=title)
    elif weight > 0.5 and len(criteria) > 1:
        yield _("“%(title)s” weighs more than all the others together: it alone can decide.", title=title)
    bare = [point for point in points if not own["descriptors"].get(point, "").strip()]
    if bare:
        yield _("“%(title)s”: no words for %(points)s points.", title=title, points=", ".join(bare))
    below, above = own.get("comment_below"), own.get("comment_above")
    low, high = int(points[0]), int(points[-1])
    if (below is not None and below > high) or (above is not None and above < low):
        yield _("“%(title)s”: a comment is required with every score.", title=title)
    elif below is not None and below <= low:
        yield _("“%(title)s”: no score is below %(n)s, so that rule never asks for a comment.", title=title, n=below)
    elif above is not None and above >= high:
        yield _("“%(title)s”: no score is above %(n)s, so that rule never asks for a comment.", title=title, n=above)
    if not own["reads"]:
        yield _("“%(title)s”: no answer is named that judges read for it.", title=title)


def _of_two(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    titles = (one["title"].casefold(), other["title"].casefold())
    if SequenceMatcher(None, *titles, autojunk=False).ratio() >= ALIKE:
        yield (
            other["key"],
            _("“%(one)s” and “%(other)s” sound alike: do they ask the same?", one=one["title"], other=other["title"]),
        )
    if one["reads"] and set(one["reads"]) == set(other["reads"]):
        yield (
            other["key"],
            _(
                "“%(one)s” and “%(other)s” are judged by the same answers: they may overlap.",
                one=one["title"],
                other=other["title"],
            ),
        )
