"""Reading a document part by part: every fault is a path and a sentence, so all is mended in one go. Pure.

A path names where a fault is: `closes`, `categories.open-city.title`, `rounds.scoring.opens`, `rubric.criteria.impact`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from flask_babel import gettext as _

from .. import clock
from ..errors import Invalid

_DISTANCE = re.compile(r"([+-]?)P(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?")
KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def label(name: str) -> str:
    """What a field of a document is called on a page."""
    return {
        "key": _("Short name"),
        "title": _("Title"),
        "theme": _("Theme"),
        "description": _("Description"),
        "place": _("Place of the ceremony"),
        "languages": _("Languages"),
        "reference_prefix": _("Beginning of references"),
        "time_zone": _("Time zone"),
        "called": _("Call is published"),
        "opens": _("Opening"),
        "closes": _("Deadline"),
        "grace_minutes": _("Grace in minutes"),
        "quiet_hours": _("Quiet hours of letters"),
        "announced": _("Results are announced"),
        "ceremony": _("Ceremony"),
        "entries_per_city": _("Entries a city may enter"),
        "method": _("How scores become places"),
        "tie_ladder": _("Between equal scores"),
        "weights": _("Weights of the criteria"),
        "awards": _("Awards of a category"),
        "question": _("Question"),
        "help": _("Help"),
        "right": _("Answer that may enter"),
        "why": _("Sentence for the other answer"),
        "kind": _("Kind"),
        "judges_per_entry": _("Judges for each entry"),
        "minimum_cards": _("Scorecards that an entry needs"),
        "blind": _("Blind"),
        "discussion_ends": _("End of the discussion"),
        "discloses": _("Whose scores those who discuss see"),
        "names_judges": _("Judges read each other's names"),
        "disagreement": _("Points of 100 that are a disagreement"),
        "shows_total": _("Scorecards tell their total"),
        "carries": _("Weight of the round before, in per cent"),
        "groups": _("Groups of judges and what each weighs"),
        "weight": _("Weight"),
        "guidance": _("Guidance"),
        "reads": _("Answers that judges read for it"),
        "comment_below": _("Comment required below"),
        "comment_above": _("Comment required above"),
        "na": _("May be not applicable"),
        "min": _("Lowest score"),
        "max": _("Highest score"),
        "steps_per_point": _("Steps in a point"),
    }.get(name, name)


@dataclass(frozen=True)
class Where:
    """A part of a document: in words for its sentences, as a prefix for its paths."""

    words: str
    path: str = ""


def moment(text: Any, at: datetime) -> datetime | None:
    """A date of a document as a moment; None when it is not one.

    Args:
        text: ISO 8601 with a zone, or a distance such as `-P30D` from `at`.
    """
    if not isinstance(text, str):
        return None
    found = _DISTANCE.fullmatch(text)
    try:
        if found and any(found.groups()[1:]):
            days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
            distance = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
            told = at - distance if found[1] == "-" else at + distance
        else:
            told = datetime.fromisoformat(text)
        return told.astimezone(UTC) if told.tzinfo is not None and told.year in clock.YEARS else None
    except (ValueError, OverflowError):
        return None


class Reader:
    """Reads one document. `faults` holds every fault as path and sentence.

    Args:
        at: what distances are counted from.
        on_page: the fields were filled in on a page, so sentences name them as the page does.
    """

    def __init__(self, document: Mapping[str, Any], at: datetime, *, on_page: bool = False) -> None:
        self.document = document
        self.at = at
        self.on_page = on_page
        self.faults: list[tuple[str, str]] = []

    def fault(self, path: str, sentence: str) -> None:
        """Note what is wrong."""
        if (path, sentence) not in self.faults:
            self.faults.append((path, sentence))

    def _said(self, where: Where, name: str, sentence: str) -> None:
        self.fault(where.path + name, sentence if self.on_page else f"{where.words}: {sentence}")

    def name(self, name: str) -> str:
        """What to call a field."""
        return label(name) if self.on_page else name

    def is_fine(self, path: str) -> bool:
        """Whether nothing was found at this path."""
        return all(path != each for each, _sentence in self.faults)

    def raise_faults(self, sentence: str) -> None:
        """Raise what was found.

        Raises:
            Invalid: when anything was; `fields["document"]` holds all sentences, and each path its own.
        """
        if self.faults:
            fields: dict[str, list[str]] = {"document": [told for _path, told in self.faults]}
            for path, told in self.faults:
                fields.setdefault(path, []).append(told)
            raise Invalid(sentence, fields)

    def text(self, raw: Mapping[str, Any], name: str, where: Where, *, needed: bool = True) -> str:
        """A text, trimmed."""
        value = raw.get(name, "")
        if not isinstance(value, str) or (needed and not value.strip()):
            told = _("Fill in “%(name)s”.") if self.on_page else _("“%(name)s” is missing or is not a text.")
            self._said(where, name, told % {"name": self.name(name)})
            return ""
        return value.strip()

    def key(self, raw: Mapping[str, Any], where: Where) -> str:
        """A key as addresses bear it."""
        value = self.text(raw, "key", where)
        if value and not KEY.fullmatch(value):
            sentence = _("“%(name)s” holds small letters, digits and hyphens only, such as ssc26.")
            self._said(where, "key", sentence % {"name": self.name("key")})
        return value

    def whole(self, raw: Mapping[str, Any], name: str, where: Where, default: int, least: int) -> int:
        """A whole number, not smaller than `least`."""
        value = raw.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value < 2**31:
            told = _("“%(name)s” must be a whole number, at least %(n)s.", name=self.name(name), n=least)
            self._said(where, name, told)
            return default
        return value

    def flag(self, raw: Mapping[str, Any], name: str, where: Where) -> bool:
        """Yes or no."""
        value = raw.get(name, False)
        if not isinstance(value, bool):
            self._said(where, name, _("“%(name)s” must be true or false.", name=self.name(name)))
            return False
        return value

    def moment(self, raw: Mapping[str, Any], name: str, where: Where) -> datetime:
        """A moment; a fault and now when it is none."""
        found = moment(raw.get(name), self.at)
        if found is None:
            told = _(
                "“%(name)s” must be a date with its zone such as 2026-05-31T23:59:00+09:00, "
                "or a distance from now such as P45D.",
                name=self.name(name),
            )
            if self.on_page:
                told = _("“%(name)s”: write the day and the time, such as 2026-05-31T18:00.", name=self.name(name))
            self._said(where, name, told)
            return self.at
        return found

    def day(self, raw: Mapping[str, Any], name: str, where: Where, zone: str) -> date | None:
        """A day, or none: `2026-05-31`, or a moment, of which the day in the edition's zone is meant."""
        text = raw.get(name)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except (TypeError, ValueError):
            found = moment(text, self.at)
        if found is None:
            self._said(where, name, _("“%(name)s” must be a day such as 2026-05-31.", name=self.name(name)))
            return None
        return found.astimezone(ZoneInfo(zone if zone in available_timezones() else "UTC")).date()

    def parts(self, raw: Mapping[str, Any], name: str, where: Where, *, needed: bool = True) -> list[Mapping[str, Any]]:
        """A list of objects."""
        value = raw.get(name, [])
        if isinstance(value, list) and not value and not needed:
            return []
        if not isinstance(value, list) or not value or not all(isinstance(part, Mapping) for part in value):
            told = _("“%(name)s” must be a list with something in it.", name=name)
            if self.on_page and not value:
                told = {
                    "categories": _("Add at least one category."),
                    "rounds": _("Add at least one round."),
                    "criteria": _("Add at least one criterion."),
                }.get(name, told)
            self._said(where, name, told)
            return []
        return value

    def texts(self, raw: Mapping[str, Any], name: str, where: Where, default: list[str]) -> list[str]:
        """A list of texts with something in each."""
        value = raw.get(name, default)
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self._said(where, name, _("“%(name)s” must be a list of texts.", name=self.name(name)))
            return default
        return [item.strip() for item in value]

    def unique(self, keys: list[str], what: str, path: str) -> None:
        """No key twice."""
        for key in sorted({key for key in keys if key and keys.count(key) > 1}):
            self.fault(f"{path}.{key}", _("The %(what)s “%(key)s” is there twice.", what=what, key=key))
