"""What is over: counted before it goes, removed in one deed with its line in the ledger."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Delete, delete, func, or_, select, update

from .. import ledger
from ..db import Transaction, db, hold, transaction
from ..entries.models import Entry, Submission
from ..errors import Invalid, Refusal
from ..judging.models import Assignment, Judge, Scorecard
from ..mail.models import Letter, LetterState
from ..people import queries as people
from ..people.models import (
    Person,
    Registration,
    Representative,
    SignIn,
    SignInAttempt,
    SignInLink,
    TeamMember,
    Token,
)
from ..programmes.models import Edition
from . import policy
from .forgetting import NOWHERE, forget
from .models import KeptKind, RetentionRule
from .rules import LONGEST, months_before, read_months


def rules() -> dict[str, RetentionRule]:
    """The rules by kind."""
    rows = db.session.scalars(select(RetentionRule).order_by(RetentionRule.kind))
    return {row.kind: row for row in rows}


def counts(at: datetime) -> dict[str, int]:
    """How much of each kind with a rule is over; at most two statements a kind."""
    return {kind: _count(kind, months_before(at, rule.months)) for kind, rule in rules().items()}


def _count(kind: str, before: datetime) -> int:
    if kind == KeptKind.SIGN_INS:
        return sum(
            db.session.scalar(select(func.count()).select_from(table).where(fits)) or 0
            for table, fits in _sign_ins(before).items()
        )
    if kind == KeptKind.LETTERS:
        return db.session.scalar(select(func.count()).select_from(Letter).where(*_letters(before))) or 0
    return db.session.scalar(select(func.count()).select_from(Person).where(*_contacts(before))) or 0


def contacts_over(at: datetime, limit: int) -> Sequence[Person]:
    """The contacts of cities that would go now, by name, as many as are asked for; none without a rule."""
    rule = rules().get(KeptKind.CONTACTS)
    if rule is None:
        return []
    question = select(Person).where(*_contacts(months_before(at, rule.months)))
    return db.session.scalars(question.order_by(Person.name, Person.id).limit(limit)).all()


def kept_for_good(hidden: Collection[int] = ()) -> dict[str, int]:
    """How much there is of what has no rule, because the database refuses to change its history: by kind.

    Args:
        hidden: cities whose judging does not count: whoever speaks for one learns nothing of it.
    """
    drafts = (
        select(func.count())
        .select_from(Entry)
        .where(~select(Submission.id).where(Submission.entry_id == Entry.id).exists())
    )
    notes = (
        select(func.count())
        .select_from(Scorecard)
        .join(Assignment, Assignment.id == Scorecard.assignment_id)
        .join(Entry, Entry.id == Assignment.entry_id)
        .where(Scorecard.private_note != "", Entry.city_id.not_in(list(hidden)))
    )
    sent = select(func.count()).select_from(Submission)
    return {
        "submissions": db.session.scalar(sent) or 0,
        "drafts": db.session.scalar(drafts) or 0,
        "notes": db.session.scalar(notes) or 0,
    }


def _sign_ins(before: datetime) -> Mapping[Any, ColumnElement[bool]]:
    over = or_(SignIn.ended_at.is_not(None), SignIn.expires_at < before)
    return {
        SignIn: (SignIn.last_seen_at < before) & over,
        SignInAttempt: SignInAttempt.at < before,
        SignInLink: SignInLink.expires_at < before,
        Token: Token.expires_at < before,
        Registration: Registration.expires_at < before,
    }


def _letters(before: datetime) -> list[ColumnElement[bool]]:
    return [Letter.created_at < before, Letter.state != LetterState.WAITING, Letter.body != ""]


def _contacts(before: datetime) -> list[ColumnElement[bool]]:
    """People who only ever spoke for cities, whose last edition's ceremony is past, and who did not sign in since."""
    day = func.coalesce(Edition.ceremony_on, Edition.announced_on)
    recent = or_(day >= before.date(), day.is_(None) & (Edition.closes_at >= before))
    busy = (
        select(Representative.person_id)
        .join(Entry, Entry.city_id == Representative.city_id)
        .join(Edition, Edition.id == Entry.edition_id)
        .where(recent)
    )
    return [
        Person.id.in_(select(Representative.person_id)),
        Person.id.not_in(busy),
        Person.id.not_in(select(TeamMember.person_id)),
        Person.id.not_in(select(Judge.person_id).where(Judge.person_id.is_not(None))),
        Person.id.not_in(select(SignIn.person_id).where(SignIn.last_seen_at >= before)),
        Person.created_at < before,
        ~Person.email.endswith(f"@{NOWHERE}"),
    ]


def _require_admin(by: Person) -> None:
    refusal = policy.why_not_retain(people.team_role(by.id))
    if refusal:
        raise Refusal(refusal)


def set_rules(typed: Mapping[str, str], by: Person) -> None:
    """Say how many months each kind is kept; an empty field keeps it for good.

    Raises:
        Refusal: not an admin.
        Invalid: something that is no number of months; `fields` maps kinds to sentences.
    """
    with transaction() as moment:
        _require_admin(by)
        wanted = {kind: typed.get(kind, "").strip() for kind in KeptKind}
        wrong = [kind for kind, text in wanted.items() if text and read_months(text) is None]
        if wrong:
            sentence = _("Write a number of months from 1 to %(n)d, or leave it empty to keep all of it.", n=LONGEST)
            raise Invalid(sentence, {kind: [sentence] for kind in wrong})
        now = rules()
        before = {kind: row.months for kind, row in now.items()}
        after = {str(kind): months for kind, text in wanted.items() if (months := read_months(text)) is not None}
        if before == after:
            return
        for kind, months in after.items():
            row = now.get(kind)
            if row is None:
                db.session.add(RetentionRule(kind=kind, months=months, at=moment.at, by_id=by.id))
            elif row.months != months:
                row.months, row.at, row.by_id = months, moment.at, by.id
        db.session.execute(delete(RetentionRule).where(RetentionRule.kind.in_(set(before) - set(after))))
        ledger.write("retention.changed", actor=by, at=moment.at, label="retention", before=before, after=after)


def carry_out(by: Person) -> dict[str, int]:
    """Remove what is over, by the rules in force; how much of each kind went.

    Raises:
        Refusal: not an admin, or nothing is over.
    """
    with transaction() as moment:
        _require_admin(by)
        cuts = {kind: months_before(moment.at, rule.months) for kind, rule in rules().items()}
        # Counted before anything goes, as the page counts: a contact that goes takes sign-ins along.
        gone = {kind: count for kind, cut in cuts.items() if (count := _count(kind, cut))}
        if not gone:
            raise Refusal(_("Nothing is over. Everything is younger than the rules say."))
        for kind in gone:
            _remove(moment, kind, cuts[kind])
        ledger.write("retention.carried_out", actor=by, at=moment.at, label="retention", after=gone)
        return gone


def _remove(moment: Transaction, kind: str, before: datetime) -> None:
    if kind == KeptKind.SIGN_INS:
        for table, fits in _sign_ins(before).items():
            goes: Delete = delete(table).where(fits)
            db.session.execute(goes.execution_options(synchronize_session=False))
    elif kind == KeptKind.LETTERS:
        db.session.execute(
            update(Letter).where(*_letters(before)).values(body="").execution_options(synchronize_session=False)
        )
    else:
        for person in db.session.scalars(select(Person).where(*_contacts(before)).order_by(Person.id)).all():
            forget(moment, hold(person))
