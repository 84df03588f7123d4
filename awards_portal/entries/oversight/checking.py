"""The round of eligibility: who is undecided, passed, returned and refused in it; closing it, opening it again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from ... import ledger
from ...db import hold, transaction
from ...errors import Invalid, Refusal
from ...people.models import Person
from ...programmes import queries as programmes
from ...programmes.models import Edition, Round
from .. import listing
from ..listing import EntryRow, Standing
from ..models import ChangeRequest, EligibilityDecision
from . import queries, round_policy
from .members import check_any_member

# What is looked at in the round, in the order it waits for somebody.
LOOKED_AT = (Standing.SUBMITTED, Standing.RETURNED, Standing.ELIGIBLE, Standing.REFUSED)
UNDECIDED = (Standing.SUBMITTED, Standing.RETURNED)


@dataclass(frozen=True)
class Checked:
    """An entry in the round. `days`: whole days that it has waited undecided, 0 once it is decided; `late`: the round
    closed over it. `newer`: a version came after the decision."""

    row: EntryRow
    decision: EligibilityDecision | None
    request: ChangeRequest | None
    days: int
    late: bool

    @property
    def newer(self) -> bool:
        """Whether the version that counts is not the one that was decided on."""
        return self.decision is not None and self.decision.submission.number != self.row.version


def checked(
    edition: Edition,
    round_: Round | None,
    at: datetime,
    *,
    search: str = "",
    category: str = "",
    standing: str = "",
    within: Collection[int] | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[list[Checked], int]:
    """Entries to be decided on, by reference, and how many fit. A constant number of statements."""
    rows, total = listing.entry_rows(
        edition.id,
        search=search,
        category=category,
        standing=standing,
        among=LOOKED_AT,
        within=within,
        limit=limit,
        offset=offset,
    )
    ids = [row.id for row in rows]
    decided, asked = queries.decisions_in_force(ids), queries.requests_unanswered(ids)
    over = round_ is not None and at >= round_.closes_at
    return [
        Checked(
            row,
            decided.get(row.id),
            asked.get(row.id) if row.standing is Standing.RETURNED else None,
            (at - row.submitted_at).days if row.standing in UNDECIDED and row.submitted_at else 0,
            over and row.standing in UNDECIDED and row.id not in decided,
        )
        for row in rows
    ], total


def undecided(edition_id: int, within: Collection[int] | None = None) -> Sequence[EntryRow]:
    """Entries, `within` these categories or in all, that wait for a decision, by reference."""
    rows, _total = listing.entry_rows(edition_id, among=UNDECIDED, within=within)
    decided = queries.decisions_in_force(row.id for row in rows)
    return [row for row in rows if row.id not in decided]


def close(edition: Edition, by: Person, *, leaving: bool = False) -> Sequence[str]:
    """Close the round of eligibility now. Answers the references of the entries that stay undecided.

    Args:
        leaving: the organiser knows that some are undecided.

    Raises:
        Refusal: not an organiser, no such round, or it is not open.
        Invalid: entries are undecided and that was not known.
    """
    with transaction() as moment:
        check_any_member(by)
        round_ = hold(_round(edition))
        refusal = round_policy.why_not_close(round_, moment.at)
        if refusal:
            raise Refusal(refusal)
        left = [row.reference for row in undecided(edition.id)]
        told = None if leaving else round_policy.why_not_leave(left)
        if told:
            raise Invalid(told, {"leaving": [told]})
        before, round_.closes_at = round_.closes_at, moment.at
        ledger.write(
            "round.closed",
            actor=by,
            at=moment.at,
            subject=round_,
            label=round_.title,
            edition_id=edition.id,
            before={"closes_at": before.isoformat()},
            after={"closes_at": round_.closes_at.isoformat(), "undecided": left},
        )
    return left


def reopen(edition: Edition, until: datetime | None, reason: str, by: Person) -> Round:
    """Open a closed round of eligibility again, whatever has begun since: what passes goes to the judges late.

    Args:
        until: when it closes again; None when no time could be read.

    Raises:
        Refusal: not an organiser, no such round, or it is not closed.
        Invalid: no time, one that is over, or no reason.
    """
    with transaction() as moment:
        check_any_member(by)
        round_ = hold(_round(edition))
        refusal = round_policy.why_not_reopen(round_, moment.at)
        if refusal:
            raise Refusal(refusal)
        reason = reason.strip()
        faults = round_policy.why_not_until(until, moment.at, reason, edition.time_zone)
        if faults or until is None:
            raise Invalid(" ".join(faults.values()), {key: [sentence] for key, sentence in faults.items()})
        before, round_.closes_at = round_.closes_at, until
        ledger.write(
            "round.reopened",
            actor=by,
            at=moment.at,
            subject=round_,
            label=round_.title,
            edition_id=edition.id,
            before={"closes_at": before.isoformat()},
            after={"closes_at": until.isoformat()},
            reason=reason,
        )
    return round_


def _round(edition: Edition) -> Round:
    found = programmes.eligibility_round(edition.id)
    if found is None:
        raise Refusal(_("This edition has no round of eligibility."))
    return found
