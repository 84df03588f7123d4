"""Where an edition stands and what is next, in words and as a line of time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from ...programmes.models import COUNTING, Edition, Round, RoundKind
from ...programmes.rules import deadline


@dataclass(frozen=True)
class Stop:
    """A stop on the line: a moment, or a day when only that is known. `state`: past, today (the next one) or empty."""

    what: str
    at: datetime | None
    day: date | None
    state: str


def stops(edition: Edition, rounds: Sequence[Round], at: datetime, titles: Mapping[int, str]) -> list[Stop]:
    """The dates of an edition in order; the first one that is not over is marked. `titles`: of rounds, by id."""
    found: list[tuple[str, datetime | None, date | None]] = [
        (_("Entries open"), edition.opens_at, None),
        (_("Entries close"), edition.closes_at, None),
    ]
    for each in rounds:
        if each.kind == RoundKind.CALIBRATION:
            continue
        found.append((_("%(round)s begins", round=titles[each.id]), each.opens_at, None))
        found.append((_("%(round)s ends", round=titles[each.id]), each.closes_at, None))
    if edition.announced_on:
        found.append((_("Results are announced"), None, edition.announced_on))
    if edition.ceremony_on:
        found.append((_("Ceremony"), None, edition.ceremony_on))
    today = at.astimezone(ZoneInfo(edition.time_zone)).date()

    def order(stop: tuple[str, datetime | None, date | None]) -> datetime:
        return stop[1] or datetime.combine(stop[2] or today, datetime.max.time(), UTC)

    found.sort(key=order)
    over = [moment < at if moment is not None else (day or today) < today for _what, moment, day in found]
    following = over.index(False) if False in over else len(found)
    return [Stop(*stop, "past" if over[n] else "today" if n == following else "") for n, stop in enumerate(found)]


def judging(rounds: Sequence[Round]) -> list[Round]:
    """The rounds in which entries are judged: practice is the judges' own affair, eligibility the organising team's."""
    return [each for each in rounds if each.kind in COUNTING]


def what_now(
    edition: Edition, rounds: Sequence[Round], at: datetime, titles: Mapping[int, str], *, has_winners: bool
) -> str:
    """What happens at this moment, in a sentence; what follows is on the line of time. `titles`: of rounds, by id."""
    if at < edition.opens_at:
        return _("Entries are not open yet.")
    if at < deadline(edition.closes_at, edition.grace_minutes):
        return _("Entries are open.")
    if has_winners:
        return _("The winners are known.")
    current = next((each for each in judging(rounds) if each.opens_at <= at < each.closes_at), None)
    if current is not None:
        return _("Entries are closed, and the judges read them: %(round)s.", round=titles[current.id])
    if any(at < each.opens_at for each in judging(rounds)):
        return _("Entries are closed. The organising team checks them before the judges read them.")
    return _("Entries are closed and judged. The results come next.")
