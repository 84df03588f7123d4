"""A document read: an edition to be made, or its settings as pages of set-up change them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from flask_babel import gettext as _

from ...errors import Invalid
from ...people.models import CityKind
from ..dates import collisions, dates_of
from ..form_reading import read_form
from ..forms import Form
from ..models import RoundKind
from ..quotas import kinds_in_words
from ..reading import Reader, Where
from ..round_settings import (
    check_carrying,
    check_eligibility_round,
    check_groups,
    check_last,
    read_round_settings,
)
from ..rubrics import RubricPlan, check_reading, read_into
from .values import edition_values


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
    values = edition_values(reader)
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


def _category(reader: Reader, raw: Mapping[str, Any]) -> dict[str, Any]:
    key = raw.get("key", "?")
    where = Where(_("Category %(key)s", key=key), f"categories.{key}.")
    quotas = raw.get("quotas", {})
    if not isinstance(quotas, Mapping) or not set(quotas) <= set(CityKind):
        reader.fault(
            f"{where.path}quotas",
            _(
                "%(where)s: “quotas” maps kinds of applicants (%(known)s) to the most awards they may get.",
                where=where.words,
                known=", ".join(CityKind),
            ),
        )
        quotas = {}
    for kind, most in quotas.items():
        if not isinstance(most, int) or isinstance(most, bool) or not 0 <= most < 100:
            words = kinds_in_words()[kind]
            told = _("“%(kind)s”: write a whole number from 0 to 99, or nothing where there is no limit.", kind=words)
            reader.fault(f"{where.path}quotas.{kind}", told if reader.on_page else f"{where.words}: {told}")
    return {
        "key": reader.key(raw, where),
        "title": reader.text(raw, "title", where),
        "description": reader.text(raw, "description", where, needed=False),
        "quotas": {str(kind): number for kind, number in quotas.items()},
    }


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
