"""Why not, where an edition has a round of eligibility: what the organising team decides, it decides within it."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from ... import clock
from ...programmes.models import Round

# So many references are named in one sentence; the page lists them all.
NAMED = 12


def why_not_now(round_: Round | None, at: datetime) -> str | None:
    """Why nobody decides on eligibility at this moment. `round_` comes with its edition; None: the edition has none."""
    if round_ is None:
        return None
    zone = round_.edition.time_zone
    if at < round_.opens_at:
        return _(
            "Eligibility is decided from %(at)s, when round %(round)s opens.",
            at=clock.tell(round_.opens_at, zone),
            round=round_.title,
        )
    if at >= round_.closes_at:
        return _(
            "Round %(round)s closed on %(at)s, so eligibility is no longer decided. Open it again under Eligibility, "
            "with a reason.",
            at=clock.tell(round_.closes_at, zone),
            round=round_.title,
        )
    return None


def why_not_return(round_: Round | None, passed: bool, at: datetime) -> str | None:
    """Why an entry is not returned at this moment. One that has passed may be asked for changes at any time."""
    return None if passed else why_not_now(round_, at)


def why_not_close(round_: Round, at: datetime) -> str | None:
    """Why a round of eligibility cannot be closed now."""
    if at < round_.opens_at:
        return _("This round has not opened yet; move its dates instead.")
    if at >= round_.closes_at:
        return _("This round is closed already.")
    return None


def why_not_leave(references: Sequence[str]) -> str | None:
    """Why the round is not closed without a word about these entries, on which nobody has decided."""
    if not references:
        return None
    named = ", ".join(references[:NAMED]) + (" …" if len(references) > NAMED else "")
    return ngettext(
        "%(num)d entry is undecided and would not go to the judges: %(named)s. Decide on it, or tick the box.",
        "%(num)d entries are undecided and would not go to the judges: %(named)s. Decide on them, or tick the box.",
        len(references),
        named=named,
    )


def why_not_reopen(round_: Round, at: datetime) -> str | None:
    """Why a round of eligibility cannot be opened again."""
    if at < round_.closes_at:
        return _("This round is not closed; move its dates instead.")
    return None


def why_not_until(until: datetime | None, at: datetime, reason: str, zone: str) -> dict[str, str]:
    """Why the round is not opened again until then, by field."""
    faults = {}
    if until is None:
        faults["until"] = _("Write the day and the time, or choose them: 2026-05-31 18:00, for example.")
    elif until <= at:
        faults["until"] = _("%(until)s is over. Choose a later time.", until=clock.tell(until, zone))
    if not reason:
        faults["reason"] = _("Write why: it stays in the record.")
    return faults
