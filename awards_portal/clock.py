"""The one clock. Everything is UTC; a time zone is applied only where a person reads or types a time."""

from datetime import UTC, datetime


def now() -> datetime:
    """The current time, aware, in UTC. Deeds use the transaction's own clock instead (see `db.transaction`)."""
    return datetime.now(UTC)
