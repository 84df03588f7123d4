"""Reminding judges who are late: exactly those who were shown, and nobody twice a day."""

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from ... import clock, ledger, mail
from ...db import db, hold, transaction
from ...errors import Refusal
from ...people import queries as people
from ...people.models import Person
from ...programmes.models import Round
from .. import policy, queries
from ..models import Judge, Nudge
from ..progress import fingerprint
from .permission import require_reminding


def nudge(round_: Round, seen: str, by: Person) -> list[Judge]:
    """Write to every judge of a round who is late. Entries of cities that `by` speaks for do not count, nor
    those of categories that a coordinator has not.

    Args:
        seen: the fingerprint of who was shown to be late.

    Raises:
        Refusal: when nobody is to be reminded, or others than those who were shown.
    """
    with transaction() as moment:
        within = require_reminding(by)
        round_ = hold(round_, joinedload(Round.edition))
        mine = people.own_cities(by.id)
        found = queries.progress_in(round_, moment.at, mine, within)
        late = [each for each in found if each.may_be_nudged(moment.at)]
        stands = policy.why_not_nudge(round_, moment.at, len(late), sum(each.late > 0 for each in found))
        if stands:
            raise Refusal(stands)
        if fingerprint(late) != seen:
            raise Refusal(
                _("Something has changed since you looked: others would be reminded. Look at it again first.")
            )
        judges = [each.judge for each in late]
        for judge in judges:
            db.session.add(Nudge(round_id=round_.id, judge_id=judge.id, by_id=by.id, at=moment.at))
            mail.post(
                moment,
                "nudge",
                to=judge.email,
                name=judge.name,
                person_id=judge.person_id,
                edition_id=round_.edition_id,
                edition=round_.edition.title,
                round=round_.title,
                closes=clock.tell(round_.closes_at, round_.edition.time_zone),
                link=mail.address("judging"),
            )
            ledger.write(
                "judge.nudged",
                actor=by,
                at=moment.at,
                subject=judge,
                label=judge.name,
                edition_id=round_.edition_id,
                after={"round": round_.key},
            )
        db.session.flush()
    return judges
