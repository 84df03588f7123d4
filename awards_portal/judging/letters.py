"""Letters to a judge about one of her entries."""

from typing import Any

from .. import mail
from ..db import Transaction
from .seats import Seat


def post(moment: Transaction, kind: str, seat: Seat, **values: Any) -> None:
    """Write a letter to the judge of a seat, as `mail.post`. It names the entry as it was submitted."""
    judge, entry = seat.assignment.judge, seat.assignment.entry
    mail.post(
        moment,
        kind,
        to=judge.email,
        name=judge.name,
        person_id=judge.person_id,
        edition_id=entry.edition_id,
        entry=seat.title,
        reference=entry.reference,
        **values,
    )
