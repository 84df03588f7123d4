"""Why not: each function answers the sentence that says why something cannot be done and the way out, or None."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from .. import clock
from ..people.models import RepresentativeRole
from ..programmes.models import Edition
from ..programmes.rules import deadline
from .oversight.rules import USUAL, Terms
from .rules import Gap


def last_moment(edition: Edition, terms: Terms = USUAL) -> datetime:
    """The first moment at which it is too late for a city: its extension when that is later than the deadline."""
    usual = deadline(edition.closes_at, edition.grace_minutes)
    return usual if terms.extended_to is None else max(usual, terms.extended_to)


def closing_time(edition: Edition, terms: Terms = USUAL) -> datetime:
    """The closing time to tell a city: its extension's, or the edition's, to which the written grace is added apart."""
    last = last_moment(edition, terms)
    return last if last == terms.extended_to else edition.closes_at


def why_closed(edition: Edition, at: datetime, terms: Terms = USUAL) -> str | None:
    """Why entries are not taken at this moment."""
    if at < edition.opens_at:
        return _(
            "Entries open on %(opens)s. Come back then.",
            opens=clock.tell(edition.opens_at, edition.time_zone),
        )
    last = last_moment(edition, terms)
    if at >= last:
        return _(
            "The deadline passed on %(last)s. Write to the organising team if something kept you from it.",
            last=clock.tell(last, edition.time_zone),
        )
    return None


def why_not_write_ever(role: RepresentativeRole | None) -> str | None:
    """Why this person may not change anything of the entry, whenever it is."""
    if role in {RepresentativeRole.LEAD, RepresentativeRole.EDITOR}:
        return None
    return _why_not_lead(role, _("You may read this and not change it. Ask a lead of your city to make you an editor."))


def why_not_start(
    role: RepresentativeRole | None, edition: Edition, entries: int, at: datetime, terms: Terms = USUAL
) -> str | None:
    """Why this person may not start another entry. `entries` counts what the city has now."""
    reader = why_not_write_ever(role)
    if reader:
        return reader
    closed = why_closed(edition, at, terms)
    if closed:
        return closed
    if entries >= edition.entries_per_city:
        return _(
            "Your city has %(entries)d entries in this edition, which is the limit. "
            "Change one of them, or withdraw one to make room.",
            entries=entries,
        )
    return None


def why_refused(terms: Terms) -> str | None:
    """Why nothing more can be done with an entry that the organising team refused."""
    if terms.refused_because is None:
        return None
    return _(
        "The organising team refused this entry as not eligible. Its reason: %(reason)s "
        "Write to the organising team if you think that this is a mistake.",
        reason=terms.refused_because,
    )


def why_not_write(
    role: RepresentativeRole | None,
    edition: Edition,
    withdrawn: bool,
    at: datetime,
    terms: Terms = USUAL,
    question: str | None = None,
) -> str | None:
    """Why this person may not change answers or files: those of one question, or, without one, any at all.

    While a change request runs after the deadline, only the questions it reopens can be changed.
    """
    reader = why_not_write_ever(role) or why_refused(terms)
    if reader:
        return reader
    closed = why_closed(edition, at, terms)
    if closed and not terms.reopens(at):
        return closed
    if closed and question is not None and question not in terms.asked:
        return _(
            "Entries are closed. The organising team asked you to change other questions only; "
            "this one stays as it was submitted."
        )
    if withdrawn:
        return _("This entry is withdrawn. Bring it back first; then it can be changed.")
    return None


def why_not_submit(
    role: RepresentativeRole | None, edition: Edition, withdrawn: bool, at: datetime, terms: Terms = USUAL
) -> str | None:
    """Why this person may not submit, whatever the answers say."""
    if role is not RepresentativeRole.LEAD:
        return _why_not_lead(role, _("Only a lead of your city submits. Ask one of them; what you wrote is saved."))
    return why_not_write(role, edition, withdrawn, at, terms)


def why_too_late(edition: Edition, withdrawn: bool, at: datetime, terms: Terms = USUAL) -> str | None:
    """Why an entry that could be submitted otherwise cannot be: the deadline alone."""
    if withdrawn or terms.is_refused or at < last_moment(edition, terms) or terms.reopens(at):
        return None
    return why_closed(edition, at, terms)


def why_nothing_to_submit(gaps: Sequence[Gap], unchanged_since: tuple[int, datetime] | None, zone: str) -> str | None:
    """Why what is written now cannot become a version. `unchanged_since` is the version that says the same."""
    if unchanged_since is not None:
        number, at = unchanged_since
        return _(
            "Nothing has changed since version %(number)d was submitted on %(at)s. That version counts; "
            "you need do nothing.",
            number=number,
            at=clock.tell(at, zone),
        )
    if gaps:
        questions = len({gap.question.key for gap in gaps})
        if questions == 1:
            return _("One question still needs you before this can be submitted.")
        return _("%(number)d questions still need you before this can be submitted.", number=questions)
    return None


def why_not_withdraw(role: RepresentativeRole | None, withdrawn: bool) -> str | None:
    """Why this person may not withdraw the entry."""
    if role is not RepresentativeRole.LEAD:
        return _why_not_lead(role, _("Only a lead of your city withdraws an entry. Ask one of them."))
    if withdrawn:
        return _("This entry is withdrawn already.")
    return None


def why_not_return(
    role: RepresentativeRole | None, edition: Edition, withdrawn: bool, entries: int, at: datetime, terms: Terms = USUAL
) -> str | None:
    """Why this person may not bring a withdrawn entry back."""
    if role is not RepresentativeRole.LEAD:
        return _why_not_lead(role, _("Only a lead of your city brings an entry back. Ask one of them."))
    if not withdrawn:
        return _("This entry is not withdrawn; nothing needs to be brought back.")
    closed = why_closed(edition, at, terms)
    if closed:
        return closed
    if entries >= edition.entries_per_city:
        return _(
            "Your city has %(entries)d other entries in this edition, which is the limit. Withdraw one to make room.",
            entries=entries,
        )
    return None


def _why_not_lead(role: RepresentativeRole | None, sentence: str) -> str:
    return sentence if role is not None else _("You no longer speak for this city. Ask one of its leads to invite you.")
