"""Why not, for mailings: each function answers the sentence that says why not, or None."""

from flask_babel import gettext as _
from flask_babel import ngettext

from ..mail import placeholders
from ..mail.wording import LONGEST, LONGEST_SUBJECT, Text
from .rules import PLACEHOLDERS, Seen

LONGEST_REASON = 1_000


def why_changed(before: Seen, now: Seen) -> str | None:
    """Why what was seen is not what would be sent."""
    more = now.count - before.count
    again = _("Nothing was sent. Look again, then confirm.")
    if more > 0:
        told = ngettext("%(num)d person more than you saw fits now.", "%(num)d people more than you saw fit now.", more)
    elif more < 0:
        told = ngettext(
            "%(num)d person fewer than you saw fits now.", "%(num)d people fewer than you saw fit now.", -more
        )
    elif now.people != before.people:
        told = _("Others than you saw, or other entries of theirs, fit now.")
    elif now.text != before.text:
        told = _("The text is not the one you saw.")
    else:
        return None
    return f"{told} {again}"


def why_not_again(address: str, others: int) -> str | None:
    """Why the same text does not go again. `others`: how many more than this one person got it within a day."""
    if not address:
        return None
    if others:
        who = ngettext("%(address)s and %(num)d other", "%(address)s and %(num)d others", others, address=address)
    else:
        who = address
    return _(
        "Exactly this text went to %(who)s within the last day. Nothing is mailed twice: change the text or the "
        "filter.",
        who=who,
    )


def faults(audience: str, text: Text, reason: str) -> dict[str, list[str]]:
    """Why this cannot be sent, by field; what is no placeholder is told with its line."""
    allowed = PLACEHOLDERS[audience]
    found = {
        "subject": placeholders.faults(text.subject, allowed),
        "body": placeholders.faults(text.body, allowed),
        "reason": [],
    }
    if not text.subject.strip():
        found["subject"] = [_("Write a subject: without one the letter looks like junk.")]
    if not text.body.strip():
        found["body"] = [_("Write the text.")]
    if len(text.subject) > LONGEST_SUBJECT:
        found["subject"].append(_("A subject has at most %(n)d characters.", n=LONGEST_SUBJECT))
    if len(text.body) > LONGEST:
        found["body"].append(_("A letter has at most %(n)d characters.", n=LONGEST))
    if not reason.strip():
        found["reason"] = [_("Say why this is sent: your colleagues read it beside the mailing.")]
    elif len(reason) > LONGEST_REASON:
        found["reason"] = [_("Keep the reason to %(n)d characters.", n=LONGEST_REASON)]
    return {name: sentences for name, sentences in found.items() if sentences}
