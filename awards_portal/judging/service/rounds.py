"""The end of a round."""

from flask_babel import gettext as _

from ... import ledger
from ...db import hold, transaction
from ...errors import Refusal
from ...people.models import Person
from ...programmes.models import Round
from .. import queries
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
        running = queries.extensions_running(round_.id, moment.at)
        if moment.at >= round_.closes_at and not running:
            raise Refusal(_("This round is closed already."))
        # Whoever closes a round closes it for all: nobody has longer than that any more.
        for each in running:
            each.ended_at = moment.at
        before = round_.closes_at
        round_.closes_at = min(before, moment.at)
        ledger.write(
            "round.closed",
            actor=by,
            at=moment.at,
            subject=round_,
            label=round_.title,
            edition_id=round_.edition_id,
            before={"closes_at": before.isoformat()},
            after={"closes_at": round_.closes_at.isoformat()} | ({"extensions_ended": len(running)} if running else {}),
        )
    return round_
