"""What the copy of an edition keeps of its translations."""

from ... import ledger
from ...db import Transaction, db
from . import queries
from .models import Translation


def take_along(source_id: int, target_id: int, moment: Transaction, by: ledger.Actor) -> None:
    """Copy the translations of an edition to the next one, within its transaction; answers to questions stay behind."""
    at = moment.at
    for each in queries.every_translation(source_id):
        if not each.place.startswith("enquiry."):
            values = {"language": each.language, "place": each.place, "text": each.text, "original": each.original}
            db.session.add(Translation(edition_id=target_id, by_id=by.id, at=at, **values))
