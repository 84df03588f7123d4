"""What may be done in a pairwise final, and the sentence for what may not."""

from flask_babel import gettext as _

FEWEST, MOST = 2, 20


def why_not_open(top: int | None, finalists: int, published: bool) -> str | None:
    """Why a pairwise final cannot be opened so.

    Args:
        top: down to which place entries are compared.
        finalists: how many entries that gives.
    """
    if published:
        return _("Results are proposed or published. Call that off first.")
    if top is None or not FEWEST <= top <= MOST:
        return _("Write a number from %(least)s to %(most)s.", least=FEWEST, most=MOST)
    if finalists < FEWEST:
        return _("Fewer than two entries of this category have a place, so there is nothing to compare.")
    return None


def why_not_answer(closed: bool, unseen: str | None) -> str | None:
    """Why a judge's answer to a pair is not taken.

    Args:
        unseen: why she may not read one of the two entries.
    """
    if closed:
        return _("The comparing is closed. Thank you for your answers.")
    return unseen


def why_not_choice(choice: str) -> str | None:
    """Why an answer is none."""
    if choice not in {"first", "second", "neither"}:
        return _("Choose the better entry, or say that you cannot tell.")
    return None
