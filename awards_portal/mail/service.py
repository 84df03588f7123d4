"""What the organising team does with letters: send a failed one again, note one that came back, try the mail."""

from flask_babel import gettext as _

from .. import ledger, queue
from ..db import hold, transaction
from ..errors import Invalid, Refusal
from ..ledger import Actor
from . import policy
from .models import Letter, LetterState
from .outbox import post, post_text
from .post_office import LINK_GONE
from .wording import Text


def has_lost_its_link(letter: Letter) -> bool:
    """Whether the one-time link of a letter was taken out when it left."""
    return letter.secret and letter.body == LINK_GONE


def resend(letter: Letter, by: Actor, role: str | None) -> Letter:
    """Have a failed letter tried again from the beginning, as the same letter. One that waits is tried at once.

    Raises:
        Refusal: not an organiser, the letter was sent, or its one-time link is gone.
    """
    with transaction() as moment:
        letter = hold(letter)
        why_not = policy.why_not_write(role) or policy.why_not_resend(letter.state, has_lost_its_link(letter))
        if why_not:
            raise Refusal(why_not)
        if letter.state == LetterState.FAILED:
            ledger.write(
                "letter.sent_again",
                actor=by,
                at=moment.at,
                subject=letter,
                label=f"{letter.kind}, {letter.to_address}",
                edition_id=letter.edition_id,
                before={"tries": letter.attempts, "problem": letter.problem},
            )
            letter.state, letter.attempts = LetterState.WAITING, 0
        letter.next_try_at = moment.at
        moment.afterwards(queue.ring)
        return letter


def came_back(letter: Letter, words: str, by: Actor, role: str | None) -> Letter:
    """Note that a letter that had left came back, with what the answer says: it counts as failed from now on.

    Raises:
        Refusal: not an organiser, or the letter was not sent.
        Invalid: without words, or with too many of them.
    """
    words = " ".join(words.split())
    with transaction() as moment:
        letter = hold(letter)
        why_not = policy.why_not_write(role) or policy.why_not_came_back(letter.state, "")
        if why_not:
            raise Refusal(why_not)
        fault = policy.why_no_words(words) or policy.why_not_came_back(letter.state, words)
        if fault:
            raise Invalid(fault, {"words": [fault]})
        before, letter.problem, letter.state = letter.state, _("Came back: %(words)s", words=words), LetterState.FAILED
        ledger.write(
            "letter.came_back",
            actor=by,
            at=moment.at,
            subject=letter,
            label=f"{letter.kind}, {letter.to_address}",
            edition_id=letter.edition_id,
            before={"state": before},
            after={"state": letter.state},
            reason=words,
        )
        return letter


def send_test(mark: str, by: Actor, address: str, role: str | None, text: Text | None = None) -> None:
    """Write a test letter to oneself, with a text of its own if one is given; the same mark again is the same letter.

    Raises:
        Refusal: not an organiser.
    """
    why_not = policy.why_not_write(role)
    if why_not:
        raise Refusal(why_not)
    with transaction() as moment:
        to = {"to": address, "name": by.name, "key": f"test:{by.id}:{mark}"[:200], "person_id": by.id}
        written = post(moment, "test", **to) if text is None else post_text(moment, "test", text, **to)
        if written is not None:
            ledger.write("letter.tested", actor=by, at=moment.at, subject=written, label=address)
