"""Why not: what a judge may do with an entry, from the first question to the revision of a scorecard."""

from collections.abc import Collection, Sequence
from datetime import datetime

from flask_babel import gettext as _

from ... import clock
from ...programmes.models import Round
from ..detection import Found, blocking
from ..seats import Seat


def why_closed(round_: Round, at: datetime, closes_at: datetime | None = None) -> str | None:
    """Why nothing can be scored at this moment, whatever the entry. The closing time itself is too late.

    Args:
        closes_at: when scoring closes for one judge (see `Seat.closes_at`); None: for everybody.
    """
    closes_at = closes_at or round_.closes_at
    zone = round_.edition.time_zone
    if at < round_.opens_at:
        return _("Scoring opens on %(at)s. Come back then.", at=clock.tell(round_.opens_at, zone))
    if at >= closes_at:
        return _(
            "Scoring closed on %(at)s. Write to the organising team if something kept you from it.",
            at=clock.tell(closes_at, zone),
        )
    return None


def why_away(seat: Seat) -> str | None:
    """Why nothing of the entry is this judge's any more, whatever the time."""
    if seat.assignment.judge.declined_at is not None or seat.assignment.judge.accepted_at is None:
        return _("You do not take part in judging this edition.")
    if seat.recusal is not None:
        return _("The organising team took you off this entry. Its reason: %(reason)s", reason=seat.recusal.reason)
    if seat.speaks:
        return _(
            "This entry is closed to you: nobody judges a city they speak for. The organising team finds another judge."
        )
    if seat.withdrawn or seat.submission is None:
        return _(
            "This entry is out of the competition: it was withdrawn or refused, or is not passed as eligible. "
            "There is nothing to score."
        )
    return None


def why_not_state(seat: Seat, at: datetime) -> str | None:
    """Why the judge may not say now whether there is a conflict."""
    away = why_away(seat)
    if away:
        return away
    if at >= seat.closes_at:
        return why_closed(seat.assignment.round, at, seat.closes_at)
    if seat.statement is not None and seat.statement.conflicted:
        return _(
            "You have stated a conflict with this entry, so it is closed to you. "
            "Ask the organising team if that was a mistake."
        )
    return None


def why_not_deny(found: Sequence[Found], asked: Collection[str] | None) -> str | None:
    """Why the judge may not say that there is no conflict.

    Args:
        found: what the portal found between judge and city; nothing in a blind round, where it would tell the city.
        asked: what the page asked about; None when nothing is said on a page.
    """
    if blocking(found) is not None:
        return _(
            "By this edition's rules you may not judge this entry. State the conflict, or write to the organising team "
            "if this is a mistake."
        )
    if asked is not None and not {str(each.likeness) for each in found if each.asks} <= set(asked):
        return _("Something has come to light since this page was opened. Read the questions again, then answer.")
    return None


def why_not_see(seat: Seat, at: datetime) -> str | None:
    """Why the judge may not read the entry now. The doors show nothing at all then."""
    stands = why_not_state(seat, at) or why_closed(seat.assignment.round, at, seat.closes_at)
    if stands:
        return stands
    if seat.statement is None:
        return _("Say first whether you have a conflict with this entry. Then it opens.")
    return _why_practise(seat, at)


def _why_practise(seat: Seat, at: datetime) -> str | None:
    # What was begun stays open: practice that is given late must not lock a judge out of her own work.
    if seat.practice_until is not None and at < seat.practice_until and seat.card is None:
        return _("Practice comes first: complete the practice scorecard in your queue. Then this entry opens.")
    return None


def why_not_skip(seat: Seat, at: datetime) -> str | None:
    """Why this entry cannot be put off, or taken up again."""
    stands = why_not_state(seat, at)
    if stands:
        return stands
    if seat.card is not None and seat.card.completed_at is not None:
        return _("This scorecard is completed: there is nothing left to put off.")
    return None


def why_not_score(seat: Seat, at: datetime) -> str | None:
    """Why the judge may not change the scores of this entry now."""
    unseen = why_not_see(seat, at)
    if unseen:
        return unseen
    if seat.card is not None and seat.card.completed_at is not None:
        return _("This scorecard is completed. Revise it first; then it can be changed until the round closes.")
    return None


def why_not_reopen(seat: Seat, at: datetime) -> str | None:
    """Why the judge may not take a completed scorecard up again."""
    unseen = why_not_see(seat, at)
    if unseen:
        return unseen
    if seat.card is None or seat.card.completed_at is None:
        return _("This scorecard is not completed; it can be changed as it is.")
    if seat.is_practice:
        return _("A practice scorecard stays as it was completed: you have been shown how others scored.")
    if seat.joined:
        return _(
            "You have joined the discussion of this entry, so the scorecard stays as you completed it. "
            "Propose a change of a score in the discussion."
        )
    return None


def why_not_compare(seat: Seat, at: datetime) -> str | None:
    """Why the judge may not see how others scored the practice entry."""
    stands = why_away(seat)
    if stands:
        return stands
    if seat.statement is None or seat.statement.conflicted:
        return why_not_state(seat, at) or _("Say first whether you have a conflict with this entry. Then it opens.")
    if seat.card is None or seat.card.completed_at is None:
        return _("Complete your own practice scorecard first. Then you see how others scored.")
    return None


def why_too_late(seat: Seat, at: datetime) -> str | None:
    """Why scores that come now are kept in the record and do not count: the judge may score, only not any longer."""
    if seat.statement is None or seat.statement.conflicted or why_away(seat) or _why_practise(seat, at):
        return None
    return why_not_score(seat, at) if at >= seat.assignment.round.opens_at else None
