"""What changed in an edition since its call was published, in words. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from ..clock import tell, tell_day
from .differences import rubric_differences
from .models import EditionChange
from .reading import label
from .round_settings import ROUND_SETTINGS

_MOMENTS = {"opens", "closes", "discussion_ends"}
_DAYS = {"called", "announced", "ceremony"}
_LAST = {"announced", "ceremony"}


@dataclass(frozen=True)
class Told:
    """One thing that changed: what it is called, and what it was and is in words; both empty when it takes a page."""

    what: str
    before: str
    after: str


def told(change: EditionChange, zone: str) -> list[Told]:
    """Everything that one change changed, times in this zone."""
    # The days on which an edition ends come last, as on the calendar; the rest as it was written down.
    names = sorted(change.before, key=lambda name: name in _LAST)
    return [found for name in names for found in _told(name, change.before[name], change.after[name], zone)]


def between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Told]:
    """What two editions say otherwise, both as documents; times in the zone of the later one."""
    zone = after["time_zone"]
    return [
        found
        for name in after
        if before.get(name) != after[name]
        for found in _told(name, before.get(name), after[name], zone)
    ]


def _told(name: str, before: Any, after: Any, zone: str) -> list[Told]:
    if name == "categories":
        return _parts(before, after, ("title", "description", "quotas"), zone)
    if name == "rounds":
        plain = ("title", "opens", "closes", "judges_per_entry", "minimum_cards", "blind")
        return _parts(before, after, (*plain, *ROUND_SETTINGS), zone)
    if name == "form":
        words = _("Form, version %(n)s: entries started before keep theirs", n=after["number"])
        return [Told(words, "", "")]
    if name == "rubric":
        return [Told(each.sentence, "", "") for each in rubric_differences(before, after)]
    if name == "eligibility":
        return [Told(_("Questions asked before an entry is started"), "", "")]
    if name == "conflicts":
        return [Told(_("Conflicts of interest"), "", "")]
    if name in {"method", "tie_ladder"}:
        return [Told(label(name), "", "")]
    return [Told(label(name), _words(name, before, zone), _words(name, after, zone))]


def _parts(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], names: tuple[str, ...], zone: str
) -> list[Told]:
    was, now = {each["key"]: each for each in before}, {each["key"]: each for each in after}
    found = [Told(was[key]["title"], _("there"), _("taken away")) for key in was if key not in now]
    found += [Told(now[key]["title"], "", _("added")) for key in now if key not in was]
    for key, own in now.items():
        if key not in was:
            continue
        for name in names:
            if was[key].get(name) != own.get(name):
                what = _part(own, name)
                plain = name in _MOMENTS or name not in {"quotas", "blind", "description", *ROUND_SETTINGS}
                found.append(
                    Told(
                        what,
                        _words(name, was[key].get(name), zone) if plain else "",
                        _words(name, own.get(name), zone) if plain else "",
                    )
                )
    if not found:
        found.append(Told(_("Order"), "", ""))
    return found


def _part(own: Mapping[str, Any], name: str) -> str:
    if name == "opens":
        return _("%(round)s begins", round=own["title"])
    if name == "closes":
        return _("%(round)s ends", round=own["title"])
    return _("%(part)s: %(what)s", part=own["title"], what=label(name))


def _words(name: str, value: Any, zone: str) -> str:
    if value in (None, ""):
        return _("not said")
    if name in _MOMENTS:
        return tell(datetime.fromisoformat(value), zone)
    if name in _DAYS:
        return tell_day(date.fromisoformat(value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
