"""What may be done with feedback, and the sentence for what may not."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from .. import clock


def why_not_clear(is_released: bool, seen: int, last: int, source: str, now: str) -> str | None:
    """Why what was read cannot be cleared: what counts is another text, or judges wrote something else since."""
    if is_released:
        return _("This feedback is released: cities have read it. Take the release back before you change a text.")
    if seen != last:
        return _("A colleague cleared this entry while you read it. Look at both texts, then clear again.")
    if source != now:
        return _("The judges' comments changed while you read them. Read them again, then clear.")
    return None


def why_not_release(
    confirmed: bool, public_from: datetime | None, due: datetime, zone: str, at: datetime
) -> str | None:
    """Why feedback cannot go to the cities at a time. `public_from`: the end of the embargo of the results."""
    if not confirmed:
        return _("The results are not published. Publish them first: feedback follows them.")
    if public_from is not None and due < public_from:
        return _(
            "The results are public from %(at)s; feedback cannot come before them.", at=clock.tell(public_from, zone)
        )
    if due < at:
        told = clock.tell(due, zone)
        return _("%(due)s is over. Choose a later time, or leave it empty to release at once.", due=told)
    return None


def why_not_leave(unread: int) -> str | None:
    """Why feedback does not go out while this many entries have comments that nobody cleared."""
    if not unread:
        return None
    return ngettext(
        "%(num)d entry has comments that nobody has cleared. Clear them, or tick the box to release it without them.",
        "%(num)d entries have comments that nobody has cleared. Clear them, or tick the box to release them without.",
        unread,
    )


def why_not_withdraw(is_withdrawn: bool, reason: str) -> str | None:
    """Why a release is not taken back."""
    if is_withdrawn:
        return _("This release was taken back before.")
    if not reason.strip():
        return _("Write why it is taken back: it stays in the record.")
    return None


def why_running(is_released: bool) -> str:
    """Why there is no second release beside the one that holds."""
    if is_released:
        return _("The feedback is released. Take that back first to release it anew.")
    return _("A release is planned. Take it back first to plan another.")
