"""The one clock. Everything is UTC; a time zone is applied only where a person reads or types a time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The current time, aware, in UTC. Deeds use the transaction's own clock instead (see `db.transaction`)."""
    return datetime.now(UTC)


def tell(at: datetime, zone: str) -> str:
    """A moment as a sentence names it, with its zone: `1 March 2026, 23:59 (Asia/Seoul, UTC+09:00)`."""
    # Loaded here: the cellar uses the clock's module and knows no language.
    from babel.dates import format_datetime
    from flask_babel import get_locale

    local = at.astimezone(ZoneInfo(zone))
    offset = local.strftime("%z")
    told = format_datetime(local, "d MMMM y, HH:mm", locale=get_locale() or "en")
    return f"{told} ({zone.replace('_', ' ')}, UTC{offset[:3]}:{offset[3:]})"


def read(text: str, zone: str) -> datetime | None:
    """A moment typed in a zone, as a browser sends it (`2026-03-01T23:59`); None if it is none.

    A time that the clocks skip or show twice in spring or autumn is the earlier reading.
    """
    try:
        typed = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return (typed.replace(tzinfo=ZoneInfo(zone)) if typed.tzinfo is None else typed).astimezone(UTC)
