"""An edition as a document: what `flask edition load` reads and the browser builds. Pure: typed parts or sentences.

The document is JSON: `{"key", "title", "theme", "description", "place", "languages", "reference_prefix", "time_zone",
"called", "opens", "closes", "grace_minutes", "entries_per_city", "method", "tie_ladder", "awards", "conflicts": {…},
"announced", "ceremony", "categories": [{"key", "title", "description", "quotas"}], "eligibility": [{"key", "question",
"help", "right", "why"}], "rounds": [{"key", "title", "kind", "opens", "closes", "judges_per_entry", "minimum_cards",
"blind", and its settings (`round_settings.py`)}], "form": {…}, "rubric": {…}}` (`forms.py` and `rubrics.py` say what
these hold).
Dates are ISO 8601 with a zone (`2026-05-31T23:59:00+09:00`), or a distance from now (`-P30D`, `P45D`, `PT2H`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import available_timezones

from flask_babel import gettext as _

from ..errors import Invalid
from ..mail import quiet
from ..people.models import CityKind
from .conflicts import read_rules
from .dates import collisions, dates_of
from .eligibility import MOST, WORDS
from .form_reading import read_form
from .forms import Form
from .models import AWARD_TITLES, Category, Edition, Round, RoundKind
from .reading import Reader, Where
from .round_settings import (
    check_carrying,
    check_eligibility_round,
    check_groups,
    check_last,
    read_round_settings,
    round_settings_document,
)
from .rubrics import RubricPlan, check_reading, read_into

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
    discusses_until: datetime | None
    discloses: str
    names_judges: bool
    disagreement: int
    shows_total: bool
    carries: int
    groups: list[dict[str, Any]]


@dataclass(frozen=True)
class SettingsPlan:
    """An edition without its form and rubric: values by column, categories and rounds, dates as moments."""

    values: dict[str, Any]
    categories: list[dict[str, Any]]
    rounds: list[RoundPlan]


@dataclass(frozen=True)
class EditionPlan:
    """An edition to be made: everything checked, dates as moments."""

    settings: SettingsPlan
    form_document: dict[str, Any]
    form: Form
    rubric: RubricPlan


def read_edition(document: Mapping[str, Any], at: datetime, *, on_page: bool = False) -> EditionPlan:
    """Read an edition's document.

    Args:
        at: what distances are counted from.
        on_page: whether its sentences name fields as pages do.

    Raises:
        Invalid: when it cannot be used; `fields["document"]` holds a sentence for each fault, and so does each path.
    """
    reader = Reader(document, at, on_page=on_page)
    settings = _settings(reader)
    rubric = read_into(reader)
    form_document = document.get("form")
    form = None
    try:
        form = read_form(form_document if isinstance(form_document, dict) else {})
    except Invalid as error:
        for sentence in error.fields.get("document", [error.sentence]):
            reader.fault("form", sentence)
    if form is not None:
        check_reading(reader, form, rubric.criteria)
    reader.raise_faults(_("The edition cannot be made from this document."))
    assert form is not None
    assert isinstance(form_document, dict)
    return EditionPlan(settings, form_document, form, rubric)


def read_settings(
    document: Mapping[str, Any], at: datetime, *, partial: bool = False, before: Mapping[str, Any] | None = None
) -> SettingsPlan:
    """Read an edition's document without form and rubric, as pages of set-up change it.

    Args:
        partial: it is being made: no categories and no rounds yet are no fault.
        before: the document it replaces; what was wrong with that already keeps nobody from changing another part.

    Raises:
        Invalid: a sentence for each fault, by path.
    """
    reader = Reader(document, at, on_page=True)
    plan = _settings(reader, partial=partial)
    if before is not None:
        earlier = Reader(before, at, on_page=True)
        _settings(earlier, partial=partial)
        reader.faults = [fault for fault in reader.faults if fault not in earlier.faults]
    reader.raise_faults(_("This cannot be saved as it is. Nothing was changed."))
    return plan


def _settings(reader: Reader, *, partial: bool = False) -> SettingsPlan:
    values = _values(reader)
    edition = Where(_("The edition"))
    categories = [
        _category(reader, part) for part in reader.parts(reader.document, "categories", edition, needed=not partial)
    ]
    reader.unique([each["key"] for each in categories], _("category"), "categories")
    rounds = [_round(reader, part) for part in reader.parts(reader.document, "rounds", edition, needed=not partial)]
    reader.unique([each.key for each in rounds], _("round"), "rounds")
    check_last(reader, rounds, partial=partial)
    check_eligibility_round(reader, rounds)
    check_carrying(reader, rounds)
    check_groups(reader, rounds, str(values["method"]))
    # Dates that could not be read collide with nothing: one sentence for one fault.
    if all(reader.is_fine(path) for path in ("opens", "closes", "time_zone")):
        readable = [
            each
            for each in rounds
            if reader.is_fine(f"rounds.{each.key}.opens") and reader.is_fine(f"rounds.{each.key}.closes")
        ]
        for path, sentence in collisions(dates_of(SimpleNamespace(**values)), readable):
            reader.fault(path, sentence)
    return SettingsPlan(values, categories, rounds)


def _values(reader: Reader) -> dict[str, Any]:
    raw, where = reader.document, Where(_("The edition"))
    values: dict[str, Any] = {"key": reader.key(raw, where)}
    for name in ("title", "theme", "description", "place", "reference_prefix", "time_zone"):
        values[name] = reader.text(raw, name, where, needed=name in {"title", "reference_prefix", "time_zone"})
    if values["reference_prefix"] and not _PREFIX.fullmatch(values["reference_prefix"]):
        told = _("“%(name)s” holds 2 to 12 capitals and digits, such as SSC26.", name=reader.name("reference_prefix"))
        reader.fault("reference_prefix", f"{where.words}: {told}")
    if values["time_zone"] and values["time_zone"] not in available_timezones():
        reader.fault("time_zone", _("The edition: the time zone “%(zone)s” is not known.", zone=values["time_zone"]))
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


def _category(reader: Reader, raw: Mapping[str, Any]) -> dict[str, Any]:
    key = raw.get("key", "?")
    where = Where(_("Category %(key)s", key=key), f"categories.{key}.")
    quotas = raw.get("quotas", {})
    if (
        not isinstance(quotas, Mapping)
        or not set(quotas) <= set(CityKind)
        or not all(isinstance(n, int) and not isinstance(n, bool) and 0 <= n < 100 for n in quotas.values())
    ):
        reader.fault(
            f"{where.path}quotas",
            _(
                "%(where)s: “quotas” maps kinds of applicants (%(known)s) to the most awards they may get.",
                where=where.words,
                known=", ".join(CityKind),
            ),
        )
        quotas = {}
    return {
        "key": reader.key(raw, where),
        "title": reader.text(raw, "title", where),
        "description": reader.text(raw, "description", where, needed=False),
        "quotas": {str(kind): number for kind, number in quotas.items()},
    }


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


def _round(reader: Reader, raw: Mapping[str, Any]) -> RoundPlan:
    key = raw.get("key", "?")
    where = Where(_("Round %(key)s", key=key), f"rounds.{key}.")
    kind = raw.get("kind", RoundKind.SCORING.value)
    if kind not in set(RoundKind):
        told = _("%(where)s: “kind” is one of %(known)s.", where=where.words, known=", ".join(RoundKind))
        reader.fault(f"{where.path}kind", told)
    opens_at = reader.moment(raw, "opens", where)
    found = RoundPlan(
        key=reader.text(raw, "key", where),
        title=reader.text(raw, "title", where),
        kind=str(kind),
        opens_at=opens_at,
        closes_at=reader.moment(raw, "closes", where),
        judges_per_entry=reader.whole(raw, "judges_per_entry", where, 3, 1),
        minimum_cards=reader.whole(raw, "minimum_cards", where, 1, 1),
        blind=reader.flag(raw, "blind", where),
        **read_round_settings(reader, raw, where, opens_at),
    )
    if found.minimum_cards > found.judges_per_entry:
        told = _("%(where)s: more scorecards are required than there are judges.", where=where.words)
        reader.fault(f"{where.path}minimum_cards", told)
    return found


def settings_document(edition: Edition, categories: Sequence[Category], rounds: Sequence[Round]) -> dict[str, Any]:
    """A stored edition as its document, without form and rubric; `read_settings` reads it back to the same."""

    def day(value: Any) -> str | None:
        return None if value is None else value.isoformat()

    return {
        **{
            name: getattr(edition, name)
            for name in ("key", "title", "theme", "description", "place", "reference_prefix", "time_zone")
        },
        "languages": list(edition.languages),
        "called": day(edition.called_on),
        "opens": edition.opens_at.isoformat(),
        "closes": edition.closes_at.isoformat(),
        "grace_minutes": edition.grace_minutes,
        "quiet_hours": edition.quiet_hours,
        "announced": day(edition.announced_on),
        "ceremony": day(edition.ceremony_on),
        "entries_per_city": edition.entries_per_city,
        "method": edition.method,
        "tie_ladder": list(edition.tie_ladder),
        "awards": list(edition.award_titles),
        "conflicts": dict(edition.conflict_rules),
        "eligibility": [dict(each) for each in edition.eligibility],
        "categories": [
            {"key": each.key, "title": each.title, "description": each.description, "quotas": dict(each.quotas)}
            for each in categories
        ],
        "rounds": [
            {
                "key": each.key,
                "title": each.title,
                "kind": str(each.kind),
                "opens": each.opens_at.isoformat(),
                "closes": each.closes_at.isoformat(),
                "judges_per_entry": each.judges_per_entry,
                "minimum_cards": each.minimum_cards,
                "blind": each.blind,
                **round_settings_document(each),
            }
            for each in rounds
        ],
    }
