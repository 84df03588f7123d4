"""How long a file that was looked at waits to be imported. It may hold the names and addresses of people."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from ..db import db, transaction
from .models import Import

KEPT = timedelta(days=7)


def until(found: Import) -> datetime:
    """When a file that is not imported by then is let go."""
    return found.at + KEPT


def forget_unused(at: datetime) -> int:
    """Remove files that were looked at and not imported, with their records: nothing was made of them. How many."""
    with transaction():
        gone = db.session.execute(delete(Import).where(Import.done_at.is_(None), Import.at < at - KEPT))
        return gone.rowcount  # type: ignore[attr-defined,no-any-return]
