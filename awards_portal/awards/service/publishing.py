"""Results go public: one organiser proposes what she saw, a second confirms it, and it is frozen."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import joinedload

from ... import ledger, mail, queue
from ...db import Transaction, db, hold, transaction
from ...errors import Refusal
from ...people import queries as people
from ...people.models import Person
from ...programmes.models import Edition, Round, Rubric
from ...text import sha256
from .. import policy, queries
from ..drafts import Draft, draft
from ..models import Award, Confirmation, Publication, Retraction
from ..permission import who_may_confirm
from ..readiness import ready


def propose(
    edition: Edition,
    round_: Round,
    *,
    seen: str,
    embargo_until: datetime | None,
    winners_first: bool,
    by: Person,
) -> Publication:
    """Put the results of a round before a second organiser, exactly as they were seen.

    Args:
        seen: the fingerprint of what the page showed.

    Raises:
        Refusal: when something stands in the way, or the results are no longer those that were seen.
    """
    with transaction() as moment:
        edition, round_ = hold(edition), hold(round_)
        again = queries.open_publication(edition.id)
        if again is not None and again.proposed_by_id == by.id and again.fingerprint == seen:
            # The button was pressed twice.
            return again
        now = _as_seen(moment, edition, round_, by, seen)
        if (why_not := policy.why_not_embargo(embargo_until, moment.at)) is not None:
            raise Refusal(why_not)
        snapshot = now.snapshot()
        publication = Publication(
            edition_id=edition.id,
            round_id=round_.id,
            fingerprint=now.fingerprint,
            snapshot=snapshot,
            sha256=sha256(snapshot),
            embargo_until=embargo_until,
            winners_first=winners_first,
            proposed_by_id=by.id,
            proposed_at=moment.at,
        )
        db.session.add(publication)
        ledger.write(
            "awards.proposed",
            actor=by,
            at=moment.at,
            subject=publication,
            label=edition.title,
            edition_id=edition.id,
            after={
                "round": round_.key,
                "fingerprint": now.fingerprint,
                "awards": len(now.awards),
                "embargo_until": None if embargo_until is None else embargo_until.isoformat(),
            },
        )
        db.session.flush()
        for person in who_may_confirm(by.id, now.computed.scores.entries):
            mail.post(
                moment,
                "results-proposed",
                to=person.email,
                name=person.name,
                key=f"results-proposed:{publication.id}:{person.id}",
                person_id=person.id,
                edition_id=edition.id,
                edition=edition.title,
                proposer=by.name,
                link=mail.address("team publication", key=edition.key),
            )
    return publication


def publish(publication: Publication, *, seen: str, by: Person) -> Publication:
    """Confirm a proposal: results are computed again, compared with what was seen and proposed, and frozen as awards.

    They are public at once, or at the end of the embargo; letters follow (see `announcing`).

    Raises:
        Refusal: for who proposed it, when something stands in the way, or when anything has changed since.
    """
    with transaction() as moment:
        edition = hold(db.session.get_one(Edition, publication.edition_id))
        publication = hold(publication, joinedload(Publication.round))
        found = queries.outcome(publication.id)
        if found.confirmation is not None and found.confirmation.by_id == by.id:
            return publication
        why_not = policy.why_not_confirm(
            publication.proposed_by_id, by.id, found.confirmation is not None, found.retraction is not None
        ) or policy.why_changed(seen, publication.fingerprint)
        if why_not is not None:
            raise Refusal(why_not)
        now = _as_seen(moment, edition, publication.round, by, publication.fingerprint, confirming=True)
        db.session.add(Confirmation(publication_id=publication.id, by_id=by.id, at=moment.at))
        db.session.add_all(_awards(publication, now))
        ledger.write(
            "awards.published",
            actor=by,
            at=moment.at,
            subject=publication,
            label=edition.title,
            edition_id=edition.id,
            after={
                "fingerprint": publication.fingerprint,
                "sha256": publication.sha256,
                "awards": [f"{each.title}: {each.entry.reference}" for each in now.awards],
            },
        )
        first = None if publication.winners_first else publication.embargo_until
        queue.defer(moment, "awards.tell_winners", due_at=first, publication_id=publication.id)
        queue.defer(moment, "awards.tell_others", due_at=publication.embargo_until, publication_id=publication.id)
    return publication


def retract(publication: Publication, reason: str, by: Person) -> Retraction:
    """Call a proposal off, or take published results back; those who had a letter get another.

    Raises:
        Refusal: without a reason, when it was done already, or for whom it is not.
    """
    with transaction() as moment:
        edition = hold(db.session.get_one(Edition, publication.edition_id))
        publication = hold(publication)
        found = queries.outcome(publication.id)
        why_not = policy.why_not_handle(people.team_role(by.id), []) or policy.why_not_retract(
            found.retraction is not None, reason
        )
        if why_not is not None:
            raise Refusal(why_not)
        retraction = Retraction(publication_id=publication.id, by_id=by.id, at=moment.at, reason=reason.strip())
        db.session.add(retraction)
        was_published = found.confirmation is not None
        ledger.write(
            "awards.retracted" if was_published else "awards.called_off",
            actor=by,
            at=moment.at,
            subject=publication,
            label=edition.title,
            edition_id=edition.id,
            before={"fingerprint": publication.fingerprint},
            reason=retraction.reason,
        )
        if was_published:
            queue.defer(moment, "awards.tell_retraction", publication_id=publication.id)
    return retraction


def _as_seen(
    moment: Transaction, edition: Edition, round_: Round, by: Person, seen: str, *, confirming: bool = False
) -> Draft:
    """The results as they are now, when this person may publish them and they are those that were seen."""
    now = draft(edition, round_, db.session.get_one(Rubric, round_.rubric_id))
    own = _own_entries(by, now)
    if (why_not := policy.why_not_handle(people.team_role(by.id), own)) is not None:
        raise Refusal(why_not)
    obstacles = policy.why_not_publish(ready(edition, round_, now, confirming=confirming), moment.at)
    if obstacles:
        raise Refusal(" ".join(each.sentence for each in obstacles))
    if (changed := policy.why_changed(seen, now.fingerprint)) is not None:
        raise Refusal(changed)
    return now


def _awards(publication: Publication, now: Draft) -> Sequence[Award]:
    return [
        Award(
            publication_id=publication.id,
            position=position,
            entry_id=each.entry.id,
            city_id=each.entry.city_id,
            category=each.entry.category,
            category_title=each.entry.category_title,
            place=each.place,
            title=each.title,
            reference=each.entry.reference,
            project=each.entry.title,
            city=each.entry.city,
            country=each.entry.country,
            summary=each.summary,
            citation=each.citation,
        )
        for position, each in enumerate(now.awards)
    ]


def _own_entries(by: Person, now: Draft) -> list[str]:
    cities = people.own_cities(by.id)
    return [entry.reference for entry in now.computed.scores.entries if entry.city_id in cities]
