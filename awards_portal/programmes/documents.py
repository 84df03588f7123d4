"""An edition as a document: what `flask edition load` reads. Pure: a document in, typed parts or sentences out.

The document is JSON: `{"key", "title", "theme", "description", "place", "reference_prefix", "time_zone", "opens",
"closes", "grace_minutes", "entries_per_city", "method", "tie_ladder", "awards", "conflicts": {…}, "announced",
"ceremony", "categories": [{"key", "title", "description"}], "eligibility":
[{"key", "question", "help", "right", "why"}], "rounds": [{"key", "title", "kind", "opens", "closes",
"judges_per_entry", "minimum_cards", "blind"}], "form": {…}, "rubric": {"scale": {"min", "max", "steps_per_point"},
"criteria": [{"key", "title", "weight", "guidance", "reads", "comment_below", "comment_above", "descriptors"}]}}`.
Dates are ISO 8601 with a zone (`2026-05-31T23:59:00+09:00`), or a distance from now (`-P30D`, `P45D`, `PT2H`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

from flask_babel import gettext as _

from ..errors import Invalid
from .conflicts import read_rules
from .eligibility import MOST, WORDS
from .forms import Form, read_form
from .models import AWARD_TITLES, RoundKind

_DISTANCE = re.compile(r"([+-]?)P(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?")
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_PREFIX = re.compile(r"[A-Z0-9]{2,12}")
METHODS = {"mean", "median", "trimmed", "zscore", "adjusted", "borda"}
TIE_RULES = {
    "heaviest_criterion",
    "criteria_by_weight",
    "more_firsts",
    "head_to_head",
    "smaller_spread",
    "median",
    "jury",
}


@dataclass(frozen=True)
class RoundPlan:
    """A round to be made."""

    key: str
    title: str
    kind: str
    opens_at: datetime
    closes_at: datetime
    judges_per_entry: int
    minimum_cards: int
    blind: bool


@dataclass(frozen=True)
class EditionPlan:
    """An edition to be made: everything checked, dates as moments."""

    values: dict[str, Any]
    categories: list[dict[str, str]]
    rounds: list[RoundPlan]
    form_document: dict[str, Any]
    form: Form
    scale: tuple[int, int, int]
    criteria: list[dict[str, Any]]


def moment(text: Any, at: datetime) -> datetime | None:
    """A date of a document as a moment; None when it is not one.

    Args:
        text: ISO 8601 with a zone, or a distance such as `-P30D` from `at`.
    """
    if not isinstance(text, str):
        return None
    found = _DISTANCE.fullmatch(text)
    if found and any(found.groups()[1:]):
        days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
        distance = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        return at - distance if found[1] == "-" else at + distance
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if parsed.tzinfo is None else parsed.astimezone(UTC)


class _Reader:
    def __init__(self, document: Mapping[str, Any], at: datetime) -> None:
        self.document = document
        self.at = at
        self.faults: list[str] = []

    def text(self, raw: Mapping[str, Any], name: str, where: str, *, needed: bool = True) -> str:
        value = raw.get(name, "")
        if not isinstance(value, str) or (needed and not value.strip()):
            self.faults.append(_("%(where)s: “%(name)s” is missing or is not a text.", where=where, name=name))
            return ""
        return value.strip()

    def whole(self, raw: Mapping[str, Any], name: str, where: str, default: int, least: int) -> int:
        value = raw.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            self.faults.append(
                _("%(where)s: “%(name)s” must be a whole number, at least %(n)s.", where=where, name=name, n=least)
            )
            return default
        return value

    def date(self, raw: Mapping[str, Any], name: str, where: str) -> datetime:
        found = moment(raw.get(name), self.at)
        if found is None:
            self.faults.append(
                _(
                    "%(where)s: “%(name)s” must be a date with its zone such as 2026-05-31T23:59:00+09:00, "
                    "or a distance from now such as P45D.",
                    where=where,
                    name=name,
                )
            )
            return self.at
        return found

    def parts(self, raw: Mapping[str, Any], name: str, where: str) -> list[Mapping[str, Any]]:
        value = raw.get(name, [])
        if not isinstance(value, list) or not value or not all(isinstance(part, Mapping) for part in value):
            self.faults.append(_("%(where)s: “%(name)s” must be a list with something in it.", where=where, name=name))
            return []
        return value

    def unique(self, keys: list[str], what: str) -> None:
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            self.faults.append(_("The %(what)s “%(key)s” is there twice.", what=what, key=key))


def read_edition(document: Mapping[str, Any], at: datetime) -> EditionPlan:
    """Read an edition's document.

    Args:
        at: what distances are counted from.

    Raises:
        Invalid: when it cannot be used; `fields["document"]` holds a sentence for each fault.
    """
    reader = _Reader(document, at)
    values = _values(reader)
    categories = []
    for part in reader.parts(document, "categories", _("The edition")):
        where = _("Category %(key)s", key=part.get("key", "?"))
        categories.append(
            {
                "key": reader.text(part, "key", where),
                "title": reader.text(part, "title", where),
                "description": reader.text(part, "description", where, needed=False),
            }
        )
    reader.unique([each["key"] for each in categories], _("category"))
    rounds = [_round(reader, part) for part in reader.parts(document, "rounds", _("The edition"))]
    reader.unique([each.key for each in rounds], _("round"))
    if rounds and rounds[-1].kind == RoundKind.CALIBRATION:
        reader.faults.append(
            _("Round %(key)s is practice: a round whose scores count must come after it.", key=rounds[-1].key)
        )
    for each in rounds:
        if each.opens_at < values["closes_at"] + timedelta(minutes=values["grace_minutes"]):
            reader.faults.append(
                _("Round %(key)s opens before entries close: judges would score what can still change.", key=each.key)
            )
    scale, criteria = _rubric(reader)
    form_document = document.get("form")
    form = None
    try:
        form = read_form(form_document if isinstance(form_document, dict) else {})
    except Invalid as error:
        reader.faults += error.fields.get("document", [error.sentence])
    if form is not None:
        _check_reading(reader, form, criteria)
    if reader.faults or form is None or not isinstance(form_document, dict):
        raise Invalid(_("The edition cannot be made from this document."), {"document": reader.faults})
    return EditionPlan(values, categories, rounds, form_document, form, scale, criteria)


def _values(reader: _Reader) -> dict[str, Any]:
    raw, where = reader.document, _("The edition")
    values: dict[str, Any] = {
        name: reader.text(raw, name, where, needed=name in {"key", "title", "reference_prefix", "time_zone"})
        for name in ("key", "title", "theme", "description", "place", "reference_prefix", "time_zone")
    }
    values["opens_at"] = reader.date(raw, "opens", where)
    values["closes_at"] = reader.date(raw, "closes", where)
    values["grace_minutes"] = reader.whole(raw, "grace_minutes", where, 0, 0)
    values["entries_per_city"] = reader.whole(raw, "entries_per_city", where, 2, 1)
    values["eligibility"] = _eligibility(reader)
    values["method"] = raw.get("method", "mean")
    values["tie_ladder"] = raw.get("tie_ladder", [])
    values["conflict_rules"], faults = read_rules(raw.get("conflicts", {}))
    reader.faults += faults
    values["award_titles"] = raw.get("awards", list(AWARD_TITLES))
    for name, column in (("announced", "announced_on"), ("ceremony", "ceremony_on")):
        values[column] = reader.date(raw, name, where).date() if raw.get(name) else None
    if values["key"] and not _KEY.fullmatch(values["key"]):
        reader.faults.append(_("The edition: “key” holds small letters, digits and hyphens only, such as ssc26."))
    if values["reference_prefix"] and not _PREFIX.fullmatch(values["reference_prefix"]):
        reader.faults.append(_("The edition: “reference_prefix” holds 2 to 12 capitals and digits, such as SSC26."))
    if values["time_zone"] and values["time_zone"] not in available_timezones():
        reader.faults.append(_("The edition: the time zone “%(zone)s” is not known.", zone=values["time_zone"]))
    if values["closes_at"] <= values["opens_at"]:
        reader.faults.append(_("The edition: it closes before it opens."))
    if values["method"] not in METHODS:
        reader.faults.append(_("The edition: “method” is one of %(known)s.", known=", ".join(sorted(METHODS))))
    if not isinstance(values["tie_ladder"], list) or not set(values["tie_ladder"]) <= TIE_RULES:
        reader.faults.append(
            _("The edition: “tie_ladder” lists rules of %(known)s.", known=", ".join(sorted(TIE_RULES)))
        )
    titles = values["award_titles"]
    if not isinstance(titles, list) or not titles or not all(isinstance(t, str) and t.strip() for t in titles):
        reader.faults.append(
            _('The edition: “awards” lists what the places of a category are called, such as ["Gold", "Silver"].')
        )
    return values


def _eligibility(reader: _Reader) -> list[dict[str, str]]:
    raw = reader.document.get("eligibility", [])
    if not isinstance(raw, list) or len(raw) > MOST or not all(isinstance(part, Mapping) for part in raw):
        reader.faults.append(_("The edition: “eligibility” lists at most %(most)d questions.", most=MOST))
        return []
    found = []
    for part in raw:
        where = _("Eligibility question %(key)s", key=part.get("key", "?"))
        question = {name: reader.text(part, name, where) for name in ("key", "question", "right", "why")}
        question["help"] = reader.text(part, "help", where, needed=False)
        if question["key"] and not _KEY.fullmatch(question["key"]):
            reader.faults.append(_("%(where)s: “key” holds small letters, digits and hyphens only.", where=where))
        if question["right"] not in WORDS:
            reader.faults.append(_("%(where)s: “right” is the answer that may enter, yes or no.", where=where))
        found.append(question)
    reader.unique([each["key"] for each in found], _("eligibility question"))
    return found


def _round(reader: _Reader, raw: Mapping[str, Any]) -> RoundPlan:
    where = _("Round %(key)s", key=raw.get("key", "?"))
    kind = raw.get("kind", RoundKind.SCORING.value)
    if kind not in set(RoundKind):
        reader.faults.append(_("%(where)s: “kind” is one of %(known)s.", where=where, known=", ".join(RoundKind)))
    found = RoundPlan(
        key=reader.text(raw, "key", where),
        title=reader.text(raw, "title", where),
        kind=str(kind),
        opens_at=reader.date(raw, "opens", where),
        closes_at=reader.date(raw, "closes", where),
        judges_per_entry=reader.whole(raw, "judges_per_entry", where, 3, 1),
        minimum_cards=reader.whole(raw, "minimum_cards", where, 1, 1),
        blind=raw.get("blind", False) is True,
    )
    if found.closes_at <= found.opens_at:
        reader.faults.append(_("%(where)s: it closes before it opens.", where=where))
    if found.minimum_cards > found.judges_per_entry:
        reader.faults.append(_("%(where)s: more scorecards are required than there are judges.", where=where))
    return found


def _rubric(reader: _Reader) -> tuple[tuple[int, int, int], list[dict[str, Any]]]:
    raw = reader.document.get("rubric")
    if not isinstance(raw, Mapping):
        reader.faults.append(_("The rubric is missing."))
        return (0, 5, 1), []
    scale = raw.get("scale") if isinstance(raw.get("scale"), Mapping) else {}
    assert isinstance(scale, Mapping)
    low = reader.whole(scale, "min", _("The scale"), 0, 0)
    high = reader.whole(scale, "max", _("The scale"), 5, 1)
    steps = reader.whole(scale, "steps_per_point", _("The scale"), 1, 1)
    if high <= low:
        reader.faults.append(_("The scale: “max” must be greater than “min”."))
    criteria = [_criterion(reader, part, low, high) for part in reader.parts(raw, "criteria", _("The rubric"))]
    reader.unique([each["key"] for each in criteria], _("criterion"))
    if criteria and not sum(each["weight"] for each in criteria):
        reader.faults.append(_("The rubric: all weights are zero, so no score would count."))
    return (low, high, steps), criteria


def _criterion(reader: _Reader, raw: Mapping[str, Any], low: int, high: int) -> dict[str, Any]:
    where = _("Criterion %(key)s", key=raw.get("key", "?"))
    descriptors = raw.get("descriptors", {})
    if not isinstance(descriptors, Mapping) or not all(
        isinstance(words, str) and str(step).isdecimal() and low <= int(step) <= high
        for step, words in descriptors.items()
    ):
        reader.faults.append(
            _(
                "%(where)s: “descriptors” maps points from %(low)s to %(high)s to words.",
                where=where,
                low=low,
                high=high,
            )
        )
        descriptors = {}
    reads = raw.get("reads", [])
    if not isinstance(reads, list) or not all(isinstance(key, str) for key in reads):
        reader.faults.append(_("%(where)s: “reads” must be a list of questions.", where=where))
        reads = []
    below, above = raw.get("comment_below"), raw.get("comment_above")
    return {
        "key": reader.text(raw, "key", where),
        "title": reader.text(raw, "title", where),
        "weight": reader.whole(raw, "weight", where, 0, 0),
        "guidance": reader.text(raw, "guidance", where, needed=False),
        "reads": list(reads),
        "comment_below": None if below is None else reader.whole(raw, "comment_below", where, 0, 0),
        "comment_above": None if above is None else reader.whole(raw, "comment_above", where, 0, 0),
        "descriptors": {str(step): str(words) for step, words in descriptors.items()},
    }


def _check_reading(reader: _Reader, form: Form, criteria: list[dict[str, Any]]) -> None:
    """Form and rubric must speak of each other's parts by the same names."""
    for criterion in criteria:
        for question in criterion["reads"]:
            if question not in form.questions:
                reader.faults.append(
                    _("Criterion %(key)s reads “%(q)s”, which the form does not ask.", key=criterion["key"], q=question)
                )
    known = {criterion["key"] for criterion in criteria}
    for asked in form.questions.values():
        for key in asked.criteria:
            if key not in known:
                reader.faults.append(
                    _("Question %(q)s is read for “%(key)s”, which the rubric does not have.", q=asked.key, key=key)
                )
