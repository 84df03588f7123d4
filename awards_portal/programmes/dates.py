"""Which dates of an edition collide, in sentences that name both. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from ..clock import tell
from .models import COUNTING, RoundKind
from .rules import deadline


class Stretch(Protocol):
    """A round, planned or stored."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def opens_at(self) -> datetime: ...
    @property
    def closes_at(self) -> datetime: ...


@dataclass(frozen=True)
class Dates:
    """The dates of an edition that stand between its call and its ceremony."""

    zone: str
    called_on: date | None
    opens_at: datetime
    closes_at: datetime
    grace_minutes: int
    announced_on: date | None
    ceremony_on: date | None


def dates_of(edition: Any) -> Dates:
    """The dates of a stored or planned edition."""
    return Dates(
        edition.time_zone,
        edition.called_on,
        edition.opens_at,
        edition.closes_at,
        edition.grace_minutes,
        edition.announced_on,
        edition.ceremony_on,
    )


def follow(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Move what comes after the deadline along with it: by as much on the clock of the zone as the deadline moved.

    A date that `after` changes itself stays as it says. Both are documents of one edition; `after` is changed.
    """
    try:
        _follow(before, after, ZoneInfo(before["time_zone"]))
    except (ValueError, OverflowError):
        # A deadline that is none, or beyond any calendar: whoever reads the document says so.
        return


def _follow(before: dict[str, Any], after: dict[str, Any], zone: ZoneInfo) -> None:
    was = datetime.fromisoformat(before["closes"])
    here, there = _clock(was, zone), _clock(datetime.fromisoformat(after["closes"]), zone)
    moved = there - here
    # Days of the calendar: a week later but at noon instead of in the evening is seven days, not six and some hours.
    days = there.date() - here.date()
    for name in ("announced", "ceremony"):
        if before[name] and after.get(name) == before[name]:
            after[name] = (date.fromisoformat(before[name]) + days).isoformat()
    earlier = {each["key"]: each for each in before["rounds"]}
    for part in after["rounds"]:
        for name in ("opens", "closes", "discussion_ends"):
            old = earlier[part["key"]].get(name)
            if old and part.get(name) == old and datetime.fromisoformat(old) >= was:
                part[name] = (_clock(datetime.fromisoformat(old), zone) + moved).replace(tzinfo=zone).isoformat()


def _clock(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def collisions(dates: Dates, rounds: Sequence[Stretch]) -> list[tuple[str, str]]:
    """Every collision as the path of the date to move and a sentence that names both dates."""
    return [*_of_edition(dates), *(found for each in rounds for found in _of_round(dates, rounds, each))]


def _of_edition(dates: Dates) -> Iterator[tuple[str, str]]:
    zone = dates.zone
    if dates.closes_at <= dates.opens_at:
        yield (
            "closes",
            _(
                "The edition closes before it opens: the deadline is %(closes)s, the opening %(opens)s.",
                closes=tell(dates.closes_at, zone),
                opens=tell(dates.opens_at, zone),
            ),
        )
    opening = dates.opens_at.astimezone(ZoneInfo(zone)).date()
    if dates.called_on is not None and dates.called_on > opening:
        yield (
            "called",
            _(
                "The call is published on %(call)s, after entries open on %(opens)s.",
                call=dates.called_on,
                opens=opening,
            ),
        )
    if dates.ceremony_on and dates.announced_on and dates.ceremony_on < dates.announced_on:
        yield (
            "ceremony",
            _(
                "The ceremony is on %(ceremony)s, before results are announced on %(announced)s.",
                ceremony=dates.ceremony_on,
                announced=dates.announced_on,
            ),
        )
    closing = dates.closes_at.astimezone(ZoneInfo(zone)).date()
    for path, day in (("announced", dates.announced_on), ("ceremony", dates.ceremony_on)):
        if day is not None and day < closing:
            sentence = (
                _("Results are announced on %(day)s, before entries close on %(closes)s.", day=day, closes=closing)
                if path == "announced"
                else _("The ceremony is on %(day)s, before entries close on %(closes)s.", day=day, closes=closing)
            )
            yield path, sentence


def _of_round(dates: Dates, rounds: Sequence[Stretch], own: Stretch) -> Iterator[tuple[str, str]]:
    zone, last = dates.zone, deadline(dates.closes_at, dates.grace_minutes)
    if own.closes_at <= own.opens_at:
        yield (
            f"rounds.{own.key}.closes",
            _(
                "Round “%(round)s” closes before it opens: it closes %(closes)s and opens %(opens)s.",
                round=own.title,
                closes=tell(own.closes_at, zone),
                opens=tell(own.opens_at, zone),
            ),
        )
    if own.kind == RoundKind.ELIGIBILITY:
        yield from _of_eligibility(dates, rounds, own)
    elif own.opens_at < last:
        yield (
            f"rounds.{own.key}.opens",
            _(
                "Round “%(round)s” opens before entries close: judges would score what can still change. "
                "It opens %(opens)s, entries are taken until %(last)s.",
                round=own.title,
                opens=tell(own.opens_at, zone),
                last=tell(last, zone),
            ),
        )
    if own.kind == RoundKind.FINAL:
        for other in rounds:
            if other.kind == RoundKind.SCORING and other.closes_at > own.opens_at:
                yield (
                    f"rounds.{own.key}.opens",
                    _(
                        "Round “%(round)s” opens before round “%(other)s” is over: it opens %(opens)s, "
                        "the other closes %(closes)s.",
                        round=own.title,
                        other=other.title,
                        opens=tell(own.opens_at, zone),
                        closes=tell(other.closes_at, zone),
                    ),
                )
    day = own.closes_at.astimezone(ZoneInfo(zone)).date()
    if own.kind in COUNTING and dates.announced_on is not None and dates.announced_on < day:
        yield (
            "announced",
            _(
                "Results are announced on %(day)s, before round “%(round)s” closes on %(closes)s.",
                day=dates.announced_on,
                round=own.title,
                closes=day,
            ),
        )


def _of_eligibility(dates: Dates, rounds: Sequence[Stretch], own: Stretch) -> Iterator[tuple[str, str]]:
    """It may begin while entries come in, but ends after the last one came and before the first one is scored."""
    zone, last = dates.zone, deadline(dates.closes_at, dates.grace_minutes)
    if own.closes_at <= last:
        yield (
            f"rounds.{own.key}.closes",
            _(
                "Round “%(round)s” closes before entries close: nobody could decide on what comes last. "
                "It closes %(closes)s, entries are taken until %(last)s.",
                round=own.title,
                closes=tell(own.closes_at, zone),
                last=tell(last, zone),
            ),
        )
    for other in rounds:
        if other.kind in COUNTING and other.opens_at < own.closes_at:
            yield (
                f"rounds.{other.key}.opens",
                _(
                    "Round “%(round)s” opens before round “%(other)s” is over: it opens %(opens)s, "
                    "the other closes %(closes)s.",
                    round=other.title,
                    other=own.title,
                    opens=tell(other.opens_at, zone),
                    closes=tell(own.closes_at, zone),
                ),
            )
