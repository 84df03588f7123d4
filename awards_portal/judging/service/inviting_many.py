"""Asking many to judge at once, from a spreadsheet that was looked at: all of them, or nobody."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from ... import ledger
from ...db import Transaction, db, hold, transaction
from ...errors import Invalid, Refusal
from ...people.models import Person
from ...programmes.models import Edition, Round
from .. import queries
from ..grouping.models import JudgeGroup
from ..grouping.policy import why_not_group
from ..grouping.writing import write_group
from ..guests import Guest
from ..models import Judge
from ..policy import why_not_revoke
from .inviting import invite_judge
from .permission import require_organiser


def invite_judges(edition: Edition, guests: Sequence[Guest], by: Person) -> list[Judge]:
    """Invite everybody of a list; each gets her letter, and her group in the rounds that weigh it.

    Raises:
        Refusal: naming the first row that cannot be invited (any more); nobody is invited then.
    """
    with transaction() as moment:
        require_organiser(by)
        judges = [_invite(edition, guest, by) for guest in guests]
        if any(guest.group for guest in guests):
            db.session.flush()
            _group(moment, [hold(each) for each in queries.rounds(edition.id)], guests, judges, by)
        return judges


def uninvite_judges(moment: Transaction, judge_ids: Sequence[int], reason: str, by: Person) -> None:
    """Inside a deed: judges who were invited together are no judges any more, and their links stop working.

    Raises:
        Refusal: when one of them has answered. The caller has asked what else hangs on them.
    """
    require_organiser(by)
    found = db.session.scalars(
        select(Judge)
        .where(Judge.id.in_(judge_ids))
        .options(joinedload(Judge.invitation))
        .order_by(Judge.id)
        .with_for_update(of=Judge)
        .execution_options(populate_existing=True)
    ).all()
    for judge in found:
        refusal = None if judge.revoked_at is not None else why_not_revoke(judge)
        if refusal:
            raise Refusal(refusal)
        if judge.invitation is not None and judge.invitation.revoked_at is None:
            hold(judge.invitation).revoked_at = moment.at
        ledger.write(
            "judge.uninvited",
            actor=by,
            at=moment.at,
            subject=judge,
            label=judge.name,
            edition_id=judge.edition_id,
            before={"email": judge.email, "organisation": judge.organisation},
            reason=reason,
        )
    db.session.flush()
    db.session.execute(delete(JudgeGroup).where(JudgeGroup.judge_id.in_(judge_ids)))
    db.session.execute(delete(Judge).where(Judge.id.in_(judge_ids)))


def _group(
    moment: Transaction, rounds: Sequence[Round], guests: Sequence[Guest], judges: Sequence[Judge], by: Person
) -> None:
    for guest, judge in zip(guests, judges, strict=True):
        fitting = [each for each in rounds if why_not_group(guest.group, each.groups) is None]
        if guest.group and not fitting:
            raise Refusal(
                _(
                    "Nobody was invited, because of row %(row)s: no round weighs a group “%(group)s” any more.",
                    row=guest.row,
                    group=guest.group,
                )
            )
        for round_ in fitting if guest.group else ():
            write_group(moment, round_, judge, "", guest.group, by)


def _invite(edition: Edition, guest: Guest, by: Person) -> Judge:
    try:
        return invite_judge(
            edition,
            guest.email,
            guest.name,
            guest.organisation,
            guest.country,
            guest.languages,
            guest.expertise,
            by=by,
        )
    except (Invalid, Refusal) as error:
        told = next(iter(error.fields.values()))[0] if isinstance(error, Invalid) and error.fields else error.sentence
        raise Refusal(
            _("Nobody was invited, because of row %(row)s: %(sentence)s", row=guest.row, sentence=told)
        ) from error
