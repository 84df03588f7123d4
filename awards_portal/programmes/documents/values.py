"""What a document says of the edition itself, besides its categories and rounds."""

import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from flask_babel import gettext as _

from ...mail import quiet
from ..conflicts import read_rules
from ..eligibility import MOST, WORDS
from ..models import AWARD_TITLES
from ..reading import Reader, Where

_PREFIX = re.compile(r"[A-Z0-9]{2,12}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?")
METHODS = ("mean", "median", "trimmed", "zscore", "adjusted", "borda")
TIE_RULES = (
    "heaviest_criterion",
    "criteria_by_weight",
    "more_firsts",
    "head_to_head",
    "smaller_spread",
    "median",
    "jury",
)


def edition_values(reader: Reader) -> dict[str, Any]:
    """The edition's own values by column, dates as moments; every fault is told to the reader."""
    raw, where = reader.document, Where(_("The edition"))
    values: dict[str, Any] = {"key": reader.key(raw, where)}
    for name in ("title", "theme", "description", "place", "reference_prefix", "time_zone"):
        values[name] = reader.text(raw, name, where, needed=name in {"title", "reference_prefix", "time_zone"})
    if values["reference_prefix"] and not _PREFIX.fullmatch(values["reference_prefix"]):
        told = _("“%(name)s” holds 2 to 12 capitals and digits, such as SSC26.", name=reader.name("reference_prefix"))
        reader.fault("reference_prefix", told if reader.on_page else f"{where.words}: {told}")
    if values["time_zone"] and values["time_zone"] not in available_timezones():
        sentence = _(
            "The edition: the time zone “%(zone)s” is not known. "
            "Write continent and a large city, such as Europe/Zurich.",
            zone=values["time_zone"],
        )
        reader.fault("time_zone", sentence)
        values["time_zone"] = "UTC"
    values["languages"] = reader.texts(raw, "languages", where, ["en"]) or ["en"]
    if not all(_LANGUAGE.fullmatch(each) for each in values["languages"]):
        reader.fault("languages", _("The edition: languages are codes such as en, fr or pt-BR."))
    values["opens_at"] = reader.moment(raw, "opens", where)
    values["closes_at"] = reader.moment(raw, "closes", where)
    for name, column in (("called", "called_on"), ("announced", "announced_on"), ("ceremony", "ceremony_on")):
        values[column] = reader.day(raw, name, where, values["time_zone"])
    values["grace_minutes"] = reader.whole(raw, "grace_minutes", where, 0, 0)
    values["quiet_hours"] = reader.text({"quiet_hours": quiet.USUAL, **raw}, "quiet_hours", where, needed=False)
    if values["quiet_hours"] and quiet.read(values["quiet_hours"]) is None:
        reader.fault("quiet_hours", _("Quiet hours are written like 22:00-07:00, or left empty for none."))
    values["entries_per_city"] = reader.whole(raw, "entries_per_city", where, 2, 1)
    values["eligibility"] = _eligibility(reader)
    values["method"] = raw.get("method", "mean")
    values["tie_ladder"] = raw.get("tie_ladder", [])
    values["conflict_rules"], faults = read_rules(raw.get("conflicts", {}))
    for sentence in faults:
        reader.fault("conflicts", sentence)
    values["award_titles"] = raw.get("awards", list(AWARD_TITLES))
    if values["method"] not in METHODS:
        reader.fault("method", _("The edition: “method” is one of %(known)s.", known=", ".join(sorted(METHODS))))
    ladder = values["tie_ladder"]
    if not isinstance(ladder, list) or not set(ladder) <= set(TIE_RULES):
        known = ", ".join(sorted(TIE_RULES))
        reader.fault("tie_ladder", _("The edition: “tie_ladder” lists rules of %(known)s.", known=known))
    elif len(set(ladder)) < len(ladder):
        reader.fault("tie_ladder", _("The edition: a rule between equal scores is there twice. Name each once."))
    titles = values["award_titles"]
    if not isinstance(titles, list) or not titles or not all(isinstance(t, str) and t.strip() for t in titles):
        reader.fault(
            "awards",
            _('The edition: “awards” lists what the places of a category are called, such as ["Gold", "Silver"].'),
        )
    return values


def _eligibility(reader: Reader) -> list[dict[str, str]]:
    raw = reader.document.get("eligibility", [])
    if not isinstance(raw, list) or len(raw) > MOST or not all(isinstance(part, Mapping) for part in raw):
        reader.fault("eligibility", _("The edition: “eligibility” lists at most %(most)d questions.", most=MOST))
        return []
    found = []
    for part in raw:
        key = part.get("key", "?")
        where = Where(_("Eligibility question %(key)s", key=key), f"eligibility.{key}.")
        question = {"key": reader.key(part, where)}
        for name in ("question", "right", "why"):
            question[name] = reader.text(part, name, where)
        question["help"] = reader.text(part, "help", where, needed=False)
        if question["right"] and question["right"] not in WORDS:
            told = _("%(where)s: “right” is the answer that may enter, yes or no.", where=where.words)
            reader.fault(f"{where.path}right", told)
        found.append(question)
    reader.unique([each["key"] for each in found], _("eligibility question"), "eligibility")
    return found
