"""What a page sent for a scorecard, read as content or refused part by part. Pure."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _

from ..errors import Invalid
from .rules import NOT_APPLICABLE, Content, Given, Scale, Weighted, content_from, given_as, top_step, written

# Longer than anybody writes for one criterion; keeps one request from filling the record.
MAX_CHARACTERS = 20_000


def read_content(raw: Any, scale: Scale, criteria: Sequence[Weighted]) -> Content:
    """What a page sent, as content.

    Args:
        raw: `{"scores": {criterion key: {"step": int, null or "na", "comment": text}}, "comment_for_city",
            "private_note"}`; what is left out is empty.

    Raises:
        Invalid: when it does not fit the scale or the rubric; `fields` names each part. Nothing of it is to be saved.
    """
    faults: dict[str, list[str]] = {}
    if not isinstance(raw, Mapping) or not isinstance(raw.get("scores", {}), Mapping):
        raise Invalid(_("The page sent something that could not be read. Open the scorecard again."))
    titles = {criterion.key: criterion.title for criterion in criteria}
    may_not_apply = {criterion.key for criterion in criteria if criterion.na_allowed}
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
            answer: int | str | None = NOT_APPLICABLE
            if each.get("step") != NOT_APPLICABLE:
                answer, fault = _step(each.get("step"), scale, titles[key])
                if fault:
                    faults[name] = [fault]
            elif key not in may_not_apply:
                faults[name] = [_("%(title)s applies to every entry. Choose a score.", title=titles[key])]
            scores[key] = given_as(answer, _text(each.get("comment"), f"comment-{key}", faults))
    found = content_from(
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
