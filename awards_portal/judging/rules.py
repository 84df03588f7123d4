"""Pure questions about a scorecard: what it says, what is missing, what it adds up to, in which order to read."""

import enum
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from statistics import median
from typing import Any, Protocol, TypeVar

from flask_babel import gettext as _

from ..errors import Invalid

# Longer than anybody writes for one criterion; keeps one request from filling the record.
MAX_CHARACTERS = 20_000
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
    """What is given on one criterion. No step means not scored, which is never zero."""

    step: int | None = None
    comment: str = ""


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
            "scores": {key: {"step": given.step, "comment": given.comment} for key, given in self.scores.items()},
            "comment_for_city": self.comment_for_city,
            "private_note": self.private_note,
        }


def content_of(document: Mapping[str, Any]) -> Content:
    """The content of a kept document."""
    return _content(
        {key: Given(each["step"], each["comment"]) for key, each in document["scores"].items()},
        document["comment_for_city"],
        document["private_note"],
    )


def _content(scores: Mapping[str, Given], comment_for_city: str, private_note: str) -> Content:
    # A criterion that was touched and emptied again says the same as one never touched.
    return Content({key: each for key, each in scores.items() if each != Given()}, comment_for_city, private_note)


def read_content(raw: Any, scale: Scale, criteria: Sequence[Weighted]) -> Content:
    """What a page sent, as content.

    Args:
        raw: `{"scores": {criterion key: {"step": int or null, "comment": text}}, "comment_for_city", "private_note"}`;
            what is left out is empty.

    Raises:
        Invalid: when it does not fit the scale or the rubric; `fields` names each part. Nothing of it is to be saved.
    """
    faults: dict[str, list[str]] = {}
    if not isinstance(raw, Mapping) or not isinstance(raw.get("scores", {}), Mapping):
        raise Invalid(_("The page sent something that could not be read. Open the scorecard again."))
    titles = {criterion.key: criterion.title for criterion in criteria}
    scores: dict[str, Given] = {}
    for key, each in raw.get("scores", {}).items():
        name = f"score-{key}"
        if key not in titles:
            faults[name] = [
                _("“%(key)s” is not a criterion of this round's rubric. Open the scorecard again.", key=str(key)[:60])
            ]
        elif not isinstance(each, Mapping):
            faults[name] = [_("%(title)s: the score could not be read. Choose it again.", title=titles[key])]
        else:
            step, fault = _step(each.get("step"), scale, titles[key])
            if fault:
                faults[name] = [fault]
            scores[key] = Given(step, _text(each.get("comment"), f"comment-{key}", faults))
    found = _content(
        scores,
        _text(raw.get("comment_for_city"), "comment_for_city", faults),
        _text(raw.get("private_note"), "private_note", faults),
    )
    if faults:
        raise Invalid(next(iter(faults.values()))[0], faults)
    return found


def _step(raw: Any, scale: Scale, title: str) -> tuple[int | None, str | None]:
    if raw is None or raw == "":
        return None, None
    top = top_step(scale)
    step = int(raw) if isinstance(raw, str) and raw.isdecimal() and raw.isascii() and len(raw) < 6 else raw
    if isinstance(step, int) and not isinstance(step, bool) and 0 <= step <= top:
        return step, None
    return None, _(
        "%(title)s: the score is not on the scale, which goes from %(low)s to %(high)s in steps of %(step)s. "
        "Choose one of its steps.",
        title=title,
        low=scale.scale_min,
        high=scale.scale_max,
        step=written(Fraction(1, scale.steps_per_point)),
    )


def _text(raw: Any, name: str, faults: dict[str, list[str]]) -> str:
    if raw is None:
        return ""
    if not isinstance(raw, str) or "\x00" in raw or any("\ud800" <= c <= "\udfff" for c in raw):
        faults[name] = [_("A comment holds a character that cannot be stored. Remove it and save again.")]
        return ""
    if len(raw) > MAX_CHARACTERS:
        faults[name] = [
            _(
                "A comment has %(n)s characters; up to %(max)s can be stored. Shorten it.",
                n=len(raw),
                max=MAX_CHARACTERS,
            )
        ]
    return raw.replace("\r\n", "\n").replace("\r", "\n")


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
    scored = [(c.weight, content.given(c.key).step) for c in criteria]
    given = [(weight, step) for weight, step in scored if step is not None]
    weight = sum(weight for weight, _step in given)
    value = None
    if weight:
        value = Fraction(100 * sum(weight * step for weight, step in given), weight * top_step(scale))
    return Total(value, len(given), len(criteria))


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
