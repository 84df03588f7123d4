"""Releasing an edition's feedback at a time: what cities read is frozen then, and each is told once."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from .. import ledger, mail, queue
from ..db import db, hold, transaction
from ..errors import Invalid, Refusal
from ..people import queries as people
from ..people.models import Person
from ..programmes.models import Edition, Round
from ..queue import work
from . import feedback_policy, feedback_queries, queries
from .feedback import State, sheets
from .models import Feedback, FeedbackRelease
from .permission import require_handler


def release(
    edition: Edition, round_: Round, due: datetime | None, by: Person, *, leaving: bool = False
) -> FeedbackRelease:
    """Plan the release for a time, or at once. The same again is the same act.

    Args:
        leaving: that entries whose comments nobody has cleared go out without comments.

    Raises:
        Refusal: not an organiser, or one who speaks for a city in the round; another release holds.
        Invalid: results are not published by then, the time is over, or comments wait that are not to be left.
    """
    with transaction() as moment:
        edition, round_ = hold(edition), hold(round_)
        found = sheets(edition, round_).values()
        require_handler(by, (sheet.entry for sheet in found))
        running = feedback_queries.release(edition.id)
        if running is not None and running.by_id == by.id and due in {None, running.due_at}:
            return running
        if running is not None:
            raise Refusal(feedback_policy.why_running(running.released_at is not None))
        results = queries.open_publication(edition.id)
        why_not = feedback_policy.why_not_release(
            results is not None and queries.outcome(results.id).confirmation is not None,
            None if results is None else results.embargo_until,
            due or moment.at,
            edition.time_zone,
            moment.at,
        )
        unread = 0 if leaving else sum(each.state in {State.OPEN, State.CHANGED} for each in found)
        why = {"due": why_not, "leaving": feedback_policy.why_not_leave(unread)}
        faults = {name: [sentence] for name, sentence in why.items() if sentence is not None}
        if faults:
            raise Invalid(next(iter(faults.values()))[0], faults)
        made = FeedbackRelease(
            edition_id=edition.id, round_id=round_.id, due_at=due or moment.at, at=moment.at, by_id=by.id
        )
        db.session.add(made)
        db.session.flush()
        ledger.write(
            "feedback.release_planned",
            actor=by,
            at=moment.at,
            subject=made,
            label=edition.title,
            edition_id=edition.id,
            after={"due_at": made.due_at.isoformat()},
        )
        queue.defer(
            moment, "awards.release_feedback", key=f"feedback:{made.id}", due_at=made.due_at, release_id=made.id
        )
        return made


def withdraw(release_: FeedbackRelease, reason: str, by: Person) -> FeedbackRelease:
    """Take a release back: cities no longer read their feedback. What was frozen stays in the record.

    Raises:
        Refusal: for whom it is not, taken back before, or without a reason.
    """
    with transaction() as moment:
        edition = hold(db.session.get_one(Edition, release_.edition_id))
        release_ = hold(release_)
        found = sheets(edition, db.session.get_one(Round, release_.round_id))
        require_handler(by, (sheet.entry for sheet in found.values()))
        if (why_not := feedback_policy.why_not_withdraw(release_.withdrawn_at is not None, reason)) is not None:
            raise Invalid(why_not, {"because": [why_not]})
        release_.withdrawn_at, release_.withdrawn_by_id = moment.at, by.id
        release_.withdrawn_because = reason.strip()
        ledger.write(
            "feedback.release_withdrawn",
            actor=by,
            at=moment.at,
            subject=release_,
            label=edition.title,
            edition_id=edition.id,
            reason=release_.withdrawn_because,
        )
        return release_


@work("awards.release_feedback")
def release_now(release_id: int) -> None:
    """Freeze what each city reads, and write to it; a second time changes nothing."""
    with transaction() as moment:
        found = db.session.scalar(
            select(FeedbackRelease).where(FeedbackRelease.id == release_id).options(joinedload(FeedbackRelease.edition))
        )
        if found is None:
            return
        edition = hold(found.edition)
        found = hold(found)
        results = queries.published(edition.id, moment.at)
        if found.withdrawn_at is not None or found.released_at is not None:
            return
        if results is None or results.retraction is not None:
            # Taken back since: nobody gets feedback on results that do not stand.
            return
        for sheet in sheets(edition, db.session.get_one(Round, found.round_id)).values():
            db.session.add(Feedback(release_id=found.id, entry_id=sheet.entry.id, document=sheet.document))
            for seat in people.representatives(sheet.entry.city_id):
                mail.post(
                    moment,
                    "feedback",
                    to=seat.person.email,
                    name=seat.person.name,
                    # Once an entry and person, however often it is released again.
                    key=f"feedback:{sheet.entry.id}:{seat.person_id}",
                    person_id=seat.person_id,
                    edition_id=edition.id,
                    edition=edition.title,
                    reference=sheet.entry.reference,
                    project=sheet.entry.title,
                    city=sheet.entry.city,
                    page=mail.address("feedback", reference=sheet.entry.reference),
                )
        found.released_at = moment.at
        ledger.write(
            "feedback.released",
            actor=ledger.System(),
            at=moment.at,
            subject=found,
            label=edition.title,
            edition_id=edition.id,
        )
