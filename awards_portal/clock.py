"""The one clock. Everything is UTC; a time zone is applied only where a person reads or types a time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, available_timezones


def now() -> datetime:
    """The current time, aware, in UTC. Deeds use the transaction's own clock instead (see `db.transaction`)."""
    return datetime.now(UTC)


def tell(at: datetime, zone: str) -> str:
    """A moment as a sentence names it, with its zone: `1 March 2026, 23:59 (Asia/Seoul, UTC+09:00)`."""
    # Loaded here: the cellar uses the clock's module and knows no language.
    from babel import Locale
    from flask_babel import get_locale

    local = at.astimezone(ZoneInfo(zone))
    offset = local.strftime("%z")
    locale = Locale.parse(get_locale() or "en")
    told = locale.datetime_formats["medium"].format(local.strftime("%H:%M"), tell_day(local.date()))
    where = "UTC" if zone == "UTC" else f"{zone.replace('_', ' ')}, UTC{offset[:3]}:{offset[3:]}"
    # Isolated: among letters that run from the right, the zone and its sign would change places.
    return f"{told} (\u2068{where}\u2069)" if locale.text_direction == "rtl" else f"{told} ({where})"


def tell_day(day: date, *, with_weekday: bool = False) -> str:
    """A day as a sentence names it: `1 March 2026`, `Sunday, 1 March 2026`."""
    from babel import Locale
    from babel.dates import format_date
    from flask_babel import get_locale

    locale = Locale.parse(get_locale() or "en")
    if locale.language == "en":
        return str(format_date(day, "EEEE, d MMMM y" if with_weekday else "d MMMM y", locale=locale))
    return str(format_date(day, "full" if with_weekday else "long", locale=locale))


# A slip of the finger is not kept: a day at the edge of the calendar cannot be told in every zone.
YEARS = range(1900, 3000)


def read(text: str, zone: str) -> datetime | None:
    """A day and a time typed in a zone, as a browser sends them (`2026-03-01T23:59`); None if it is none.

    A time that the clocks skip in spring is none; of one that they show twice in autumn the earlier is meant. A day
    alone is none: nobody can tell which end of it was meant.
    """
    if ":" not in text:
        return None
    try:
        typed = datetime.fromisoformat(text.strip())
        if typed.year not in YEARS:
            return None
        if typed.tzinfo is not None:
            return typed.astimezone(UTC)
        found = typed.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        again = found.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return found if again == typed else None


def zones() -> set[str]:
    """Names of the time zones there are."""
    return available_timezones()


def tell_left(until: datetime, at: datetime) -> str:
    """How long is left at a moment, in the two largest units."""
    from flask_babel import gettext as _
    from flask_babel import ngettext

    minutes = int((until - at).total_seconds() // 60)
    if minutes < 1:
        return _("Less than a minute left.") if until > at else _("No time is left.")
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    told = [
        words
        for number, words in (
            (days, ngettext("%(num)d day", "%(num)d days", days)),
            (hours, ngettext("%(num)d hour", "%(num)d hours", hours)),
            (minutes, ngettext("%(num)d minute", "%(num)d minutes", minutes)),
        )
        if number
    ][:2]
    return _("%(time)s left.", time=", ".join(told))
