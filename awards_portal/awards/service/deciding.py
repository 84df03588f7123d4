"""The jury's word where sums do not decide."""

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from ... import ledger
from ...db import db, hold, transaction
from ...entries.models import Entry
from ...errors import Invalid, Refusal
from ...people.models import Person
from ...programmes.models import Edition, Round
from .. import policy, queries
from ..models import Decision, DecisionKind
from ..permission import require_handler


def decide(
    round_: Round, entry: Entry, *, kind: str, place: int | None, reason: str, citation: str, by: Person
) -> Decision:
    """Write a decision of the jury on an entry: a place, a special mention, or no place at all.

    Raises:
        Refusal: when this person takes no part, or the entry is in no results.
        Invalid: by field; when results are proposed or published, or another decision on the entry holds.
    """
    with transaction() as moment:
        # The edition is the lock: a decision and a proposal that arrive together happen one after the other.
        edition = hold(db.session.get_one(Edition, round_.edition_id))
        entry = hold(entry, joinedload(Entry.category), joinedload(Entry.city))
        require_handler(by, [entry])
        rivals = [row.id for row in queries.entry_rows(edition.id, entry.category.key, round_.id)]
        if entry.id not in rivals:
            raise Refusal(
                _("This entry takes no part: it is not submitted, not passed as eligible, withdrawn or refused.")
            )
        faults = policy.why_not_decide(
            kind,
            place,
            reason,
            entries=len(rivals),
            decided=any(each.entry_id == entry.id for each in queries.decisions(round_.id)),
            settled=queries.open_publication(edition.id) is not None,
        )
        if faults:
            raise Invalid(_("The decision is not written."), faults)
        decision = Decision(
            round_id=round_.id,
            entry_id=entry.id,
            kind=kind,
            place=place if kind == DecisionKind.PLACE else None,
            reason=reason.strip(),
            citation=citation.strip(),
            by_id=by.id,
            at=moment.at,
        )
        db.session.add(decision)
        ledger.write(
            "decision.taken",
            actor=by,
            at=moment.at,
            subject=entry,
            label=entry.reference,
            edition_id=edition.id,
            after={"kind": kind, "place": decision.place, "citation": decision.citation},
            reason=decision.reason,
        )
    return decision


def undo_decision(decision: Decision, by: Person) -> Decision:
    """Take a decision back. It stays in the record and counts no longer; twice is once.

    Raises:
        Refusal: when this person takes no part, or results are proposed or published.
    """
    with transaction() as moment:
        entry = db.session.get_one(Entry, decision.entry_id)
        edition = hold(db.session.get_one(Edition, entry.edition_id))
        decision = hold(decision)
        require_handler(by, [entry])
        if queries.open_publication(edition.id) is not None:
            raise Refusal(_("Results are proposed or published. Call that off first; then decide."))
        if decision.undone_at is None:
            decision.undone_at, decision.undone_by_id = moment.at, by.id
            ledger.write(
                "decision.undone",
                actor=by,
                at=moment.at,
                subject=entry,
                label=entry.reference,
                edition_id=edition.id,
                before={"kind": decision.kind, "place": decision.place},
            )
    return decision
