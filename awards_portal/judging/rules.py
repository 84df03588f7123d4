"""Pure questions about a scorecard: what it says, what is missing, what it adds up to, in which order to read."""

import enum
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from statistics import median
from typing import Any, Protocol, TypeVar

from flask_babel import gettext as _

# What stands in the place of a step where a criterion does not apply to an entry.
NOT_APPLICABLE = "na"
T = TypeVar("T")


class State(enum.StrEnum):
    """Where one judge stands with one entry."""

    NOT_STATED = "conflict not stated"
    NOT_STARTED = "not started"
    STARTED = "started"
    COMPLETED = "completed"
    ABSTAINED = "conflict stated"
    RECUSED = "taken off"
    WITHDRAWN = "entry withdrawn"


# An assignment in one of these states brings no scorecard: its entry needs another judge.
AWAY = frozenset({State.ABSTAINED, State.RECUSED, State.WITHDRAWN})


class Scale(Protocol):
    """A rubric's scale: whole points from `scale_min` to `scale_max`, each cut into `steps_per_point` steps."""

    scale_min: Any
    scale_max: Any
    steps_per_point: Any


class Weighted(Protocol):
    """What is asked of a criterion here."""

    key: Any
    title: Any
    weight: Any
    comment_below: Any
    comment_above: Any
    na_allowed: Any


def top_step(scale: Scale) -> int:
    """The highest step of a scale; the lowest is 0."""
    return int((scale.scale_max - scale.scale_min) * scale.steps_per_point)


def points(scale: Scale, step: int) -> Fraction:
    """A step as points on the scale, exactly."""
    return Fraction(int(scale.scale_min)) + Fraction(step, int(scale.steps_per_point))


def written(value: Fraction) -> str:
    """Points as they are written: 3, 3.5, 3.25."""
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.4f}".rstrip("0")


@dataclass(frozen=True)
class Given:
    """What is given on one criterion. No step means not scored, which is never zero; or that it does not apply."""

    step: int | None = None
    comment: str = ""
    not_applicable: bool = False

    @property
    def answer(self) -> int | str | None:
        """The step, or that there can be none, as it is kept and sent."""
        return NOT_APPLICABLE if self.not_applicable else self.step

    @property
    def is_answered(self) -> bool:
        """Whether the judge said something on the criterion."""
        return self.step is not None or self.not_applicable


def given_as(answer: Any, comment: str) -> Given:
    """What is given, from an answer as it is kept: a step, none, or that there can be none."""
    return Given(None, comment, True) if answer == NOT_APPLICABLE else Given(answer, comment)


def told(scale: Scale, given: Given) -> str:
    """What is given on a criterion, as it is read: points, N/A, or a dash."""
    if given.not_applicable:
        return _("N/A")
    return "–" if given.step is None else written(points(scale, given.step))


@dataclass(frozen=True)
class Content:
    """All that a scorecard says."""

    scores: Mapping[str, Given] = field(default_factory=dict)
    comment_for_city: str = ""
    private_note: str = ""

    def given(self, key: str) -> Given:
        """What is given on a criterion; nothing where it was never touched."""
        return self.scores.get(key, Given())

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given at all."""
        return self == Content()

    def document(self) -> dict[str, Any]:
        """The content as it is kept in the record and sent to the page's script."""
        return {
            "scores": {key: {"step": given.answer, "comment": given.comment} for key, given in self.scores.items()},
            "comment_for_city": self.comment_for_city,
            "private_note": self.private_note,
        }


def content_of(document: Mapping[str, Any]) -> Content:
    """The content of a kept document."""
    return content_from(
        {key: given_as(each["step"], each["comment"]) for key, each in document["scores"].items()},
        document["comment_for_city"],
        document["private_note"],
    )


def content_from(scores: Mapping[str, Given], comment_for_city: str, private_note: str) -> Content:
    """A sheet from its parts."""
    # A criterion that was touched and emptied again says the same as one never touched.
    return Content({key: each for key, each in scores.items() if each != Given()}, comment_for_city, private_note)


@dataclass(frozen=True)
class Missing:
    """Something a scorecard needs before it is complete. `field` is the id of where to give it."""

    field: str
    sentence: str


def missing(content: Content, scale: Scale, criteria: Sequence[Weighted]) -> list[Missing]:
    """What keeps a scorecard from being completed, in the rubric's order."""
    found = []
    for criterion in criteria:
        given = content.given(criterion.key)
        if given.not_applicable:
            continue
        if given.step is None:
            found.append(Missing(f"score-{criterion.key}", _("%(title)s: choose a score.", title=criterion.title)))
        elif given.comment.strip():
            continue
        elif wants_comment(given.step, scale, criterion.comment_below):
            found.append(
                Missing(
                    f"comment-{criterion.key}",
                    _(
                        "%(title)s: a score below %(below)s needs a comment that says why.",
                        title=criterion.title,
                        below=criterion.comment_below,
                    ),
                )
            )
        elif wants_praise(given.step, scale, criterion.comment_above):
            found.append(
                Missing(
                    f"comment-{criterion.key}",
                    _(
                        "%(title)s: a score above %(above)s needs a comment that says why.",
                        title=criterion.title,
                        above=criterion.comment_above,
                    ),
                )
            )
    if not found and not any(c.weight and content.given(c.key).step is not None for c in criteria):
        found = [
            Missing(
                f"score-{criterion.key}",
                _("A scorecard cannot be N/A throughout. Choose a score on one criterion that counts at least."),
            )
            for criterion in criteria
            if criterion.weight
        ][:1]
    return found


def wants_praise(step: int, scale: Scale, comment_above: int | None) -> bool:
    """Whether a score this high must be explained."""
    return comment_above is not None and points(scale, step) > comment_above


def wants_comment(step: int, scale: Scale, comment_below: int | None) -> bool:
    """Whether a score this low must be explained."""
    return comment_below is not None and points(scale, step) < comment_below


@dataclass(frozen=True)
class Total:
    """The weighted mean of what is scored so far, from 0 to 100; None when nothing is. Unscored is not zero."""

    value: Fraction | None
    scored: int
    criteria: int

    @property
    def words(self) -> str:
        """The total as a judge reads it."""
        if self.value is None:
            return _("Nothing scored yet.")
        if self.scored < self.criteria:
            return _(
                "%(total)s of 100 so far, from %(scored)s of %(criteria)s criteria",
                total=f"{float(self.value):.1f}",
                scored=self.scored,
                criteria=self.criteria,
            )
        return _("%(total)s of 100", total=f"{float(self.value):.1f}")


def total(content: Content, scale: Scale, criteria: Sequence[Weighted]) -> Total:
    """The running total of a scorecard."""
    answers = [(c.weight, content.given(c.key)) for c in criteria]
    given = [(weight, each.step) for weight, each in answers if each.step is not None]
    weight = sum(weight for weight, _step in given)
    value = None
    if weight:
        value = Fraction(100 * sum(weight * step for weight, step in given), weight * top_step(scale))
    return Total(value, sum(each.is_answered for _weight, each in answers), len(criteria))


# With fewer there is no distribution to speak of.
FEWEST_FOR_SPREAD = 3


def spread_in_words(totals: Iterable[Fraction | None]) -> str:
    """How a judge has scored so far, in words: how many, from where to where, the middle; empty for too few."""
    given = sorted(total for total in totals if total is not None)
    if len(given) < FEWEST_FOR_SPREAD:
        return ""
    return _(
        "Your other %(n)s completed scorecards run from %(low)s to %(high)s, the middle is %(middle)s of 100.",
        n=len(given),
        low=f"{float(given[0]):.1f}",
        high=f"{float(given[-1]):.1f}",
        middle=f"{float(median(given)):.1f}",
    )


def shuffled(things: Iterable[tuple[int, T]], judge_id: int, round_id: int) -> list[T]:
    """Things with their ids in an order of this judge's own, so that no entry is always read first.

    The order is the same at each visit, and stays the same for the rest when things come or go.
    """
    return [thing for _key, _id, thing in sorted((_key(judge_id, round_id, i), i, t) for i, t in things)]


def _key(judge_id: int, round_id: int, thing_id: int) -> str:
    return hashlib.sha256(f"{judge_id}/{round_id}/{thing_id}".encode()).hexdigest()
