"""Why not: what the organising team may enter from a judge's paper, on her behalf."""

from datetime import datetime

from flask_babel import gettext as _

from ... import clock
from ..seats import Seat
from .arranging import why_not_take_part


def _why_away(seat: Seat, at: datetime) -> str | None:
    judge, round_ = seat.assignment.judge, seat.assignment.round
    away = why_not_take_part(judge)
    if away:
        return away
    if seat.recusal is not None:
        return _("%(name)s was taken off this entry.", name=judge.name)
    if seat.speaks:
        return _("%(name)s speaks for this entry's city. Take the judge off.", name=judge.name)
    if seat.withdrawn or seat.submission is None:
        return _("The entry is withdrawn or refused, or is not passed as eligible.")
    if seat.is_practice:
        return _("Practice is not entered from paper: nothing of it counts.")
    if at < round_.opens_at:
        return _("Scoring opens on %(at)s.", at=clock.tell(round_.opens_at, round_.edition.time_zone))
    if at >= round_.closes_at:
        return _(
            "Scoring closed on %(at)s. What is on paper can no longer be entered.",
            at=clock.tell(round_.closes_at, round_.edition.time_zone),
        )
    if seat.statement is not None and seat.statement.conflicted:
        return _("%(name)s has stated a conflict with this entry.", name=judge.name)
    return None


def why_not_state_from_paper(seat: Seat, at: datetime) -> str | None:
    """Why the judge's word on conflicts may not be entered from paper."""
    return _why_away(seat, at)


def why_not_score_from_paper(seat: Seat, at: datetime) -> str | None:
    """Why the judge's scores may not be entered from paper."""
    away, name = _why_away(seat, at), seat.assignment.judge.name
    if away:
        return away
    if seat.statement is None:
        return _("Enter first what %(name)s says on conflicts: it stands on the paper too.", name=name)
    if seat.practice_until is not None and at < seat.practice_until and seat.card is None:
        return _("Practice comes first: %(name)s has not completed the practice scorecard.", name=name)
    if seat.card is not None and seat.card.completed_at is not None:
        return _("This scorecard is completed. Return it to %(name)s first.", name=name)
    return None
