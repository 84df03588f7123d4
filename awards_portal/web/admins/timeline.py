"""The dates of an edition with today among them, in the same words wherever the organising team reads them."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from ...programmes.models import Edition, Round


def steps(edition: Edition, rounds: Sequence[Round]) -> list[tuple[datetime, str]]:
    """The moments at which something begins or ends, with what it is, first of the entries, then of each round."""
    found = [(edition.opens_at, _("Entries open")), (edition.closes_at, _("Entries close"))]
    for each in rounds:
        found.append((each.opens_at, _("%(round)s opens", round=each.title)))
        found.append((each.closes_at, _("%(round)s closes", round=each.title)))
    return found


def timeline(edition: Edition, rounds: Sequence[Round], at: datetime) -> list[dict[str, Any]]:
    """Every date of an edition in order, with today among them; `is_day` where no hour is meant."""
    zone = ZoneInfo(edition.time_zone)
    dates = steps(edition, rounds)
    days = {
        _("Call is published"): edition.called_on,
        _("Results are announced"): edition.announced_on,
        _("Ceremony"): edition.ceremony_on,
    }
    for words, day in days.items():
        if day is not None:
            dates.append((datetime.combine(day, time(12), zone), words))
    dates.sort(key=lambda step: step[0])
    # A day is told without the noon that puts it in its place.
    told = [
        {"at": moment, "what": words, "state": "past" if moment <= at else "", "is_day": words in days}
        for moment, words in dates
    ]
    place = sum(moment <= at for moment, _words in dates)
    told.insert(place, {"at": at, "what": _("Today"), "state": "today"})
    return told
