"""Moving a submitted entry to another category: proposed by the organising team, answered by a lead of the city.

Consent submits the last version again with the other category, whatever the deadline: what judges read, what lists know
the entry by and what is frozen stay one. Whether judging stands in the way is asked by `judging.service.moving`.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ... import ledger, mail
from ...db import Transaction, db, hold, transaction
from ...errors import Invalid, Refusal
from ...people import queries as people
from ...people.models import Person, RepresentativeRole
from ...programmes import queries as programmes
from ...programmes.models import Category
from .. import letters, snapshots
from .. import queries as entries
from ..models import Answer, AnswerRevision, Entry, RevisionKind, Submission
from ..service.submitting import freeze
from ..whole import WHOLE
from . import policy, queries
from .members import check_member, who_hears
from .models import CategoryMove, MoveOutcome

_LOADED = (
    joinedload(CategoryMove.origin),
    joinedload(CategoryMove.target),
    joinedload(CategoryMove.by),
    joinedload(CategoryMove.ended_by),
)


def moves(entry_id: int) -> Sequence[CategoryMove]:
    """Every proposal for an entry with its categories and people, the newest first."""
    return db.session.scalars(
        select(CategoryMove).where(CategoryMove.entry_id == entry_id).options(*_LOADED).order_by(CategoryMove.id.desc())
    ).all()


def open_move(entry_id: int) -> CategoryMove | None:
    """The proposal that waits for the city's answer."""
    return db.session.scalar(
        select(CategoryMove).where(CategoryMove.entry_id == entry_id, CategoryMove.ended_at.is_(None)).options(*_LOADED)
    )


def open_moves(entry_ids: Iterable[int]) -> Mapping[int, CategoryMove]:
    """The proposals that wait for an answer among these entries, by entry."""
    rows = db.session.scalars(
        select(CategoryMove)
        .where(CategoryMove.entry_id.in_(list(entry_ids)), CategoryMove.ended_at.is_(None))
        .options(*_LOADED)
        .order_by(CategoryMove.id)
    )
    return {row.entry_id: row for row in rows}


def propose(entry: Entry, target: Category | None, reason: str, by: Person) -> CategoryMove:
    """Ask a city whether its entry may compete in another category. Asking the same again is the same act.

    Raises:
        Refusal: neither an organiser nor the category's coordinator, somebody who speaks for the city, nothing
            submitted, withdrawn, refused, or asked already.
        Invalid: no other category, or no reason.
    """
    with transaction() as moment:
        entry = hold(entry, *WHOLE)
        check_member(by, entry.city_id, entry.category_id)
        reason, waiting = reason.strip(), open_move(entry.id)
        if waiting is not None and target is not None and (waiting.target_id, waiting.reason) == (target.id, reason):
            return waiting
        refusal = policy.why_not_propose_move(
            entries.latest_submission(entry.id) is not None,
            entries.current_withdrawal(entry.id) is not None,
            queries.terms_of(entry).is_refused,
            waiting is not None,
        )
        if refusal:
            raise Refusal(refusal)
        known = target if target is not None and target.edition_id == entry.edition_id else None
        faults = policy.why_not_this_move(None if known is None else known.id, entry.category_id, reason)
        if faults or known is None:
            raise Invalid(" ".join(faults.values()), {key: [sentence] for key, sentence in faults.items()})
        made = CategoryMove(
            entry_id=entry.id,
            origin_id=entry.category_id,
            target_id=known.id,
            reason=reason,
            at=moment.at,
            by_id=by.id,
        )
        db.session.add(made)
        _write("category_move.proposed", moment, entry, by, reason, entry.category.key, known.key)
        for person in entries.speakers(entry.city_id):
            letters.post(
                moment,
                "category-move",
                entry,
                person,
                origin=entry.category.title,
                target=known.title,
                reason=reason,
                entry=mail.address("entry", reference=entry.reference),
            )
        return made


def take_back(move: CategoryMove, reason: str, by: Person) -> None:
    """Take a proposal back before the city has answered.

    Raises:
        Refusal: neither an organiser nor the category's coordinator, somebody who speaks for the city, or answered
            before.
        Invalid: without a reason.
    """
    with transaction() as moment:
        entry = hold(db.session.get_one(Entry, move.entry_id), *WHOLE)
        move = hold(move, *_LOADED)
        check_member(by, entry.city_id, entry.category_id)
        _end(moment, entry, move, MoveOutcome.TAKEN_BACK, reason, by)
        for person in entries.speakers(entry.city_id):
            _tell(moment, "category-move-ended", entry, move, person, mail.address("entry", reference=entry.reference))


def decline(move: CategoryMove, reason: str, by: Person) -> None:
    """Leave the entry where it is; the organising team reads why.

    Raises:
        Refusal: not a lead of the city, or over before.
        Invalid: without a reason.
    """
    with transaction() as moment:
        entry = _held_by_lead(move, by)
        move = hold(move, *_LOADED)
        _end(moment, entry, move, MoveOutcome.DECLINED, reason, by)
        _tell_proposer(moment, entry, move)


def consent(move: CategoryMove, by: Person) -> Submission:
    """Move the entry: its last version is submitted again with the other category.

    Raises:
        Refusal: not a lead of the city, over before, withdrawn or refused meanwhile.
    """
    with transaction() as moment:
        entry = _held_by_lead(move, by)
        move = hold(move, *_LOADED)
        last = entries.latest_submission(entry.id)
        refusal = policy.why_not_answer_move(
            move.ended_at is not None,
            entries.current_withdrawal(entry.id) is not None or queries.terms_of(entry).is_refused,
        )
        if refusal or last is None:
            raise Refusal(refusal or "")
        _end(moment, entry, move, MoveOutcome.CONSENTED, None, by)
        form = programmes.form_of(entry.form_version)
        question = form.category_question
        if question is not None:
            _answer(moment, entry, question.key, move.target.key, by)
        keys = set() if question is None else {question.key}
        said = snapshots.amended(
            entries.read_snapshot(last), dict.fromkeys(keys, move.target.key), entries.all_attachments(entry.id), keys
        )
        entry.category = move.target
        made = freeze(moment, entry, by, secrets.token_hex(16), snapshots.content(form, *said), last.number + 1)
        _tell_proposer(moment, entry, move)
        return made


def _held_by_lead(move: CategoryMove, by: Person) -> Entry:
    entry = hold(db.session.get_one(Entry, move.entry_id), *WHOLE)
    if entries.role_of(by.id, entry.city_id) is not RepresentativeRole.LEAD:
        raise Refusal(_("Only a lead of your city answers this. Ask one of them."))
    return entry


def _end(
    moment: Transaction, entry: Entry, move: CategoryMove, outcome: MoveOutcome, reason: str | None, by: Person
) -> None:
    over = policy.why_not_answer_move(move.ended_at is not None, False)
    if over:
        raise Refusal(over)
    reason = None if reason is None else reason.strip()
    if reason == "":
        sentence = _("Write why: the other side reads it, and it stays in the record.")
        raise Invalid(sentence, {"because": [sentence]})
    move.outcome, move.ended_at, move.ended_by_id, move.ended_because = outcome, moment.at, by.id, reason
    event = {
        MoveOutcome.CONSENTED: "category_move.consented",
        MoveOutcome.DECLINED: "category_move.declined",
        MoveOutcome.TAKEN_BACK: "category_move.taken_back",
    }[outcome]
    _write(event, moment, entry, by, reason, move.origin.key, move.target.key)


def _write(
    event: str, moment: Transaction, entry: Entry, by: Person, reason: str | None, origin: str, target: str
) -> None:
    ledger.write(
        event,
        actor=by,
        at=moment.at,
        subject=entry,
        label=entry.reference,
        edition_id=entry.edition_id,
        before={"category": origin},
        after={"category": target},
        reason=reason,
    )


def _answer(moment: Transaction, entry: Entry, key: str, value: str, by: Person) -> None:
    """The answer that says the category, as if the lead had typed it: what is written and what counts stay one."""
    current = entries.answers(entry.id).get(key)
    if current is None:
        current = Answer(entry_id=entry.id, question=key, revision=0)
        db.session.add(current)
    if current.value == value:
        return
    current.value, current.revision = value, current.revision + 1
    current.changed_at, current.changed_by_id = moment.at, by.id
    db.session.add(
        AnswerRevision(
            entry_id=entry.id,
            question=key,
            kind=RevisionKind.SAVED,
            revision=current.revision,
            value=value,
            at=moment.at,
            by_id=by.id,
        )
    )


def _tell_proposer(moment: Transaction, entry: Entry, move: CategoryMove) -> None:
    page = mail.address("team entry", key=entry.edition.key, reference=entry.reference)
    found = who_hears(move.by, move.origin_id, entry.category.id)
    hers = people.coordinated(move.by_id)
    if hers and found == [move.by] and entry.category.id not in hers:
        # The entry has left the coordinator's sight: a link to it would find nothing.
        page = mail.address("team entries", key=entry.edition.key)
    for person in found:
        _tell(moment, "category-move-ended", entry, move, person, page)


def _tell(moment: Transaction, kind: str, entry: Entry, move: CategoryMove, person: Person, page: str) -> None:
    letters.post(
        moment,
        kind,
        entry,
        person,
        city=entry.city.name,
        origin=move.origin.title,
        target=move.target.title,
        outcome=str(move.outcome),
        because=move.ended_because or "",
        entry=page,
    )
