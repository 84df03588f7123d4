"""What may be done in a meeting of the jury, and the sentence for what may not."""

from flask_babel import gettext as _

from ..models import MeetingOrder


def why_not_open(order: str, entries: int) -> str | None:
    """Why a meeting cannot be opened so."""
    if order not in set(MeetingOrder):
        return _("Choose the order of the entries.")
    if not entries:
        return _("No entry stands in this round, so there is nothing to meet about.")
    return None


def why_not_go_on(closed: bool) -> str | None:
    """Why nothing can be written in a meeting any more."""
    if closed:
        return _("This meeting is closed and its minutes are written. Open another meeting.")
    return None


def why_not_discuss(closed: bool, kept_away: bool, told: bool) -> str | None:
    """Why an entry is not shown.

    Args:
        kept_away: whether somebody must leave the room for it.
        told: whether those were named and asked to leave.
    """
    if (why_not := why_not_go_on(closed)) is not None:
        return why_not
    if kept_away and not told:
        return _("Somebody must leave the room before this entry is shown. Read who, then show it.")
    return None


def why_not_write_on(closed: bool, on_screen: bool) -> str | None:
    """Why nothing is noted or decided on an entry."""
    if (why_not := why_not_go_on(closed)) is not None:
        return why_not
    if not on_screen:
        return _("Show the entry first: then those who are kept from it have left the room.")
    return None
