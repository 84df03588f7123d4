"""The end of a round."""

from flask_babel import gettext as _

from ... import ledger
from ...db import hold, transaction
from ...errors import Refusal
from ...people.models import Person
from ...programmes.models import Round
from .permission import require_organiser


def close_round(round_: Round, by: Person) -> Round:
    """Close a round now. A score that is being saved is either in before this, or told that it came too late.

    Raises:
        Refusal: when it has not opened, or is closed.
    """
    with transaction() as moment:
        require_organiser(by)
        round_ = hold(round_)
        if moment.at <= round_.opens_at:
            raise Refusal(_("This round has not opened yet; move its dates instead."))
        if moment.at >= round_.closes_at:
            raise Refusal(_("This round is closed already."))
        before, round_.closes_at = round_.closes_at, moment.at
        ledger.write(
            "round.closed",
            actor=by,
            at=moment.at,
            subject=round_,
            label=round_.title,
            edition_id=round_.edition_id,
            before={"closes_at": before.isoformat()},
            after={"closes_at": moment.at.isoformat()},
        )
    return round_
