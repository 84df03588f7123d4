"""Asking many to judge at once, from a spreadsheet that was looked at: all of them, or nobody."""

from collections.abc import Sequence

from flask_babel import gettext as _

from ...db import transaction
from ...errors import Invalid, Refusal
from ...people.models import Person
from ...programmes.models import Edition
from ..guests import Guest
from ..models import Judge
from .inviting import invite_judge
from .permission import require_organiser


def invite_judges(edition: Edition, guests: Sequence[Guest], by: Person) -> list[Judge]:
    """Invite everybody of a list; each gets the letter of an invitation.

    Raises:
        Refusal: naming the first row that cannot be invited (any more); nobody is invited then.
    """
    with transaction():
        require_organiser(by)
        return [_invite(edition, guest, by) for guest in guests]


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
