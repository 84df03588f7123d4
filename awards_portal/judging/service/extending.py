"""More time for one judge in a round: judged under the round's lock, as its closing and every score are."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from ... import clock, ledger, mail
from ...db import db, hold, transaction
from ...errors import Invalid, NotHere
from ...people.models import Person
from ...programmes.models import Round
from .. import policy
from ..models import Judge, JudgeExtension
from .permission import require_organiser


def extend_judge(round_: Round, judge: Judge, until: datetime | None, reason: str, by: Person) -> JudgeExtension:
    """Let one judge score longer than the others. The last extension holds; the judge gets a letter.

    Args:
        until: the first moment at which it is too late; None when no time could be read.

    Raises:
        NotHere: when the judge is not of the round's edition.
        Refusal: not an organiser.
        Invalid: for a time that is over or not after the round's close, or without a reason; by field.
    """
    with transaction() as moment:
        judge = hold(judge)
        round_ = hold(round_, joinedload(Round.edition))
        require_organiser(by)
        if judge.edition_id != round_.edition_id:
            raise NotHere(_("%(name)s judges another edition.", name=judge.name))
        faults = policy.why_not_extend_judge(judge, round_, until, moment.at, reason)
        if faults or until is None:
            raise Invalid(next(iter(faults.values())), {name: [told] for name, told in faults.items()})
        made = JudgeExtension(
            round_id=round_.id, judge_id=judge.id, until=until, reason=reason.strip(), by_id=by.id, at=moment.at
        )
        db.session.add(made)
        ledger.write(
            "judge.extended",
            actor=by,
            at=moment.at,
            subject=judge,
            label=judge.name,
            edition_id=round_.edition_id,
            after={"round": round_.key, "until": until.isoformat()},
            reason=reason.strip(),
        )
        mail.post(
            moment,
            "judge-extension",
            to=judge.email,
            name=judge.name,
            person_id=judge.person_id,
            edition_id=round_.edition_id,
            round=round_.title,
            until=clock.tell(until, round_.edition.time_zone),
            reason=reason.strip(),
            link=mail.address("judging"),
        )
        db.session.flush()
    return made
