"""Why not, for letters: each function answers the sentence that says why not, or None."""

from flask_babel import gettext as _

from .models import LetterState

# The roles of the organising team that write; the room of people is above this one.
WRITE = ("admin", "organiser")


def why_not_write(role: str | None) -> str | None:
    """Why this person sends nothing. `role` is her place in the organising team, None without one."""
    if role is None:
        return _("Only the organising team does this.")
    if role not in WRITE:
        return _("You may read this and not change it. Ask an organiser.")
    return None


def why_not_resend(state: str, link_gone: bool) -> str | None:
    """Why a letter does not go out again. `link_gone`: its one-time link was taken out when it left."""
    if state == LetterState.SENT:
        return _("This letter was sent. Nothing is mailed twice: if it came back to you, say so first.")
    if link_gone:
        return _("The one-time link of this letter is gone. Do again what it was written for, and a new one is made.")
    return None


def why_not_came_back(state: str, words: str) -> str | None:
    """Why a letter cannot be noted as come back with these words; no words when only asked whether it could be."""
    if state != LetterState.SENT:
        return _("Only a letter that was sent can come back.")
    if len(words) > 1000:
        return _("Keep it to 1,000 characters: what the other server wrote in its first lines is enough.")
    return None


def why_no_words(words: str) -> str | None:
    """Why nothing can be noted without a word."""
    return None if words else _("Write what the answer says, such as “550 No such user here”.")
