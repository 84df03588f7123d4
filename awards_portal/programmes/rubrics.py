"""A rubric's document read: scale and criteria. Pure; used by whoever makes a rubric, by file or by browser.

`{"scale": {"min", "max", "steps_per_point"}, "criteria": [{"key", "title", "weight", "guidance", "reads",
"comment_below", "comment_above", "na", "descriptors"}]}`
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from .forms import Form
from .models import Criterion, Rubric
from .reading import Reader, Where

Scale = tuple[int, int, int]
USUAL_SCALE: Scale = (0, 5, 2)
# More steps than this fit no row of a scorecard.
MOST_STEPS = 101


@dataclass(frozen=True)
class RubricPlan:
    """A rubric to be made: everything checked. `scale` is lowest, highest and steps in a point."""

    scale: Scale
    criteria: list[dict[str, Any]]


def read_rubric(raw: Any, at: datetime, *, partial: bool = False, on_page: bool = False) -> RubricPlan:
    """Read a rubric's document alone.

    Args:
        partial: it is being made: no criteria yet is no fault.

    Raises:
        Invalid: a sentence for each fault.
    """
    reader = Reader({"rubric": raw}, at, on_page=on_page)
    plan = read_into(reader, partial=partial)
    reader.raise_faults(_("The rubric cannot be used as it is."))
    return plan


def read_into(reader: Reader, *, partial: bool = False) -> RubricPlan:
    """Read the rubric of a larger document; faults go to its reader."""
    raw = reader.document.get("rubric")
    if not isinstance(raw, Mapping):
        reader.fault("rubric", _("The rubric is missing."))
        return RubricPlan(USUAL_SCALE, [])
    given = raw.get("scale")
    scale: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    where = Where(_("The scale"), "rubric.scale.")
    low = reader.whole(scale, "min", where, 0, 0)
    high = reader.whole(scale, "max", where, 5, 1)
    steps = reader.whole(scale, "steps_per_point", where, 1, 1)
    if high <= low:
        reader.fault("rubric.scale.max", _("The scale: its highest score must be greater than its lowest (max, min)."))
    elif (high - low) * steps + 1 > MOST_STEPS:
        reader.fault(
            "rubric.scale.steps_per_point",
            _(
                "The scale has %(n)d steps; a scorecard shows at most %(most)d.",
                n=(high - low) * steps + 1,
                most=MOST_STEPS,
            ),
        )
    parts = reader.parts(raw, "criteria", Where(_("The rubric"), "rubric."), needed=not partial)
    criteria = [_criterion(reader, part, low, high) for part in parts]
    reader.unique([each["key"] for each in criteria], _("criterion"), "rubric.criteria")
    return RubricPlan((low, high, steps), criteria)


def _criterion(reader: Reader, raw: Mapping[str, Any], low: int, high: int) -> dict[str, Any]:
    key = raw.get("key", "?")
    where = Where(_("Criterion %(key)s", key=key), f"rubric.criteria.{key}.")
    descriptors = raw.get("descriptors", {})
    if not isinstance(descriptors, Mapping) or not all(
        isinstance(words, str) and str(step).isdecimal() for step, words in descriptors.items()
    ):
        reader.fault(
            f"{where.path}descriptors",
            _(
                "%(where)s: “descriptors” maps points from %(low)s to %(high)s to words.",
                where=where.words,
                low=low,
                high=high,
            ),
        )
        descriptors = {}
    beyond = [str(step) for step in descriptors if not low <= int(step) <= high]
    if beyond:
        reader.fault(
            f"{where.path}descriptors",
            _(
                "%(where)s has words for %(points)s points, and the scale goes from %(low)s to %(high)s. Remove them.",
                where=where.words,
                points=", ".join(beyond),
                low=low,
                high=high,
            ),
        )
    reads = reader.texts(raw, "reads", where, [])
    found: dict[str, Any] = {
        "key": reader.text(raw, "key", where),
        "title": reader.text(raw, "title", where),
        "weight": reader.whole(raw, "weight", where, 0, 1),
        "guidance": reader.text(raw, "guidance", where, needed=False),
        "reads": list(reads),
        "descriptors": {str(step): str(words) for step, words in descriptors.items()},
    }
    for name in ("comment_below", "comment_above"):
        found[name] = None if raw.get(name) is None else reader.whole(raw, name, where, 0, 0)
    found["na_allowed"] = reader.flag(raw, "na", where)
    return found


def check_reading(reader: Reader, form: Form, criteria: list[dict[str, Any]]) -> None:
    """Form and rubric must speak of each other's parts by the same names."""
    for criterion in criteria:
        for question in criterion["reads"]:
            if question not in form.questions:
                reader.fault(
                    f"rubric.criteria.{criterion['key']}.reads",
                    _(
                        "Criterion %(key)s reads “%(q)s”, which the form does not ask.",
                        key=criterion["key"],
                        q=question,
                    ),
                )
    known = {criterion["key"] for criterion in criteria}
    for asked in form.questions.values():
        for key in asked.criteria:
            if key not in known:
                reader.fault(
                    f"form.{asked.key}.criteria",
                    _("Question %(q)s is read for “%(key)s”, which the rubric does not have.", q=asked.key, key=key),
                )


def rubric_document(rubric: Rubric, criteria: Sequence[Criterion]) -> dict[str, Any]:
    """A stored rubric as its document."""
    return {
        "scale": {
            "min": rubric.scale_min,
            "max": rubric.scale_max,
            "steps_per_point": rubric.steps_per_point,
        },
        "criteria": [
            {
                "key": each.key,
                "title": each.title,
                "weight": each.weight,
                "guidance": each.guidance,
                "reads": list(each.reads),
                "comment_below": each.comment_below,
                "comment_above": each.comment_above,
                "na": each.na_allowed,
                "descriptors": dict(each.descriptors),
            }
            for each in criteria
        ],
    }
