"""Deciding whether an entry may be judged."""

from flask_babel import gettext as _

from ... import clock, ledger, mail
from ...db import db, hold, transaction
from ...errors import Invalid, Refusal
from ...people.models import Person
from ...programmes import queries as programmes
from .. import letters
from .. import queries as entries
from ..models import EligibilityDecision, EligibilityOutcome, Entry
from ..whole import WHOLE
from . import policy, queries, round_policy
from .members import check_member


def decide(entry: Entry, outcome: str, reason: str, by: Person, seen: int) -> EligibilityDecision:
    """Say whether an entry may be judged. The last decision counts: a new one, with its reason, revokes it.
    The same decision on the same version again is the same act.

    Args:
        outcome: a word of `EligibilityOutcome`.
        seen: the version that was read; another one that came meanwhile is not decided on unread.

    Raises:
        Refusal: neither an organiser nor its category's coordinator, somebody who speaks for the city,
            outside the edition's round of eligibility,
            nothing to decide, or a newer version.
        Invalid: no outcome, or no reason where one is needed.
    """
    with transaction() as moment:
        entry = hold(entry, *WHOLE)
        check_member(by, entry.city_id, entry.category_id)
        submission = entries.latest_submission(entry.id)
        round_ = programmes.eligibility_round(entry.edition_id, share=True)
        refusal = round_policy.why_not_now(round_, moment.at) or policy.why_not_decide(
            submission is not None, entries.current_withdrawal(entry.id) is not None
        )
        if refusal or submission is None:
            raise Refusal(refusal or "")
        if submission.number != seen:
            raise Refusal(
                _("Version %(n)d was submitted while you read. Read it first, then decide.", n=submission.number)
            )
        last = queries.decisions_in_force([entry.id]).get(entry.id)
        if last is not None and (last.outcome, last.reason, last.submission_id) == (
            outcome,
            reason.strip(),
            submission.id,
        ):
            return last
        told = policy.why_not_this_decision(None if last is None else last.outcome, outcome, reason)
        if told:
            raise Invalid(told, {"reason" if outcome in set(EligibilityOutcome) else "outcome": [told]})
        decision = EligibilityDecision(
            entry_id=entry.id, submission=submission, outcome=outcome, reason=reason.strip(), at=moment.at, by=by
        )
        db.session.add(decision)
        ledger.write(
            "eligibility.decided",
            actor=by,
            at=moment.at,
            subject=entry,
            label=entry.reference,
            edition_id=entry.edition_id,
            before=None if last is None else {"outcome": last.outcome, "version": last.submission.number},
            after={"outcome": outcome, "version": submission.number},
            reason=reason.strip() or None,
        )
        for person in entries.speakers(entry.city_id):
            letters.post(
                moment,
                "eligibility",
                entry,
                person,
                version=submission.number,
                passed=outcome == EligibilityOutcome.PASSED,
                changed=last is not None and last.outcome != outcome,
                reason=reason.strip(),
                at=clock.tell(moment.at, entry.edition.time_zone),
                entry=mail.address("entry", reference=entry.reference),
            )
        return decision
