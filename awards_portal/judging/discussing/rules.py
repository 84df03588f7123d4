"""Pure questions about a discussion: what those who take part see, and how judges are called there."""

import base64
import hashlib
import hmac
from datetime import datetime
from typing import Any, Protocol

from flask_babel import gettext as _

from ...programmes.models import Disclosure

# Longer than anybody says at once.
LONGEST = 5_000


class Disclosing(Protocol):
    """What is asked of a round here."""

    id: Any
    discloses: Any
    closes_at: Any
    discusses_until: Any


def shows_scores(round_: Disclosing, at: datetime) -> bool:
    """Whether those who joined a discussion see each other's scores now."""
    if round_.discloses == Disclosure.COMPLETED:
        return True
    return bool(round_.discloses == Disclosure.CLOSED and at >= round_.closes_at)


def alias(secret: str, round_id: int, entry_id: int, judge_id: int) -> str:
    """What a judge is called where names are not told: the same on each page of one entry, another one elsewhere.

    Args:
        secret: the portal's own. Without it anybody who guesses the ids, small numbers, could tell who is who.
    """
    key = hashlib.sha256(b"alias in a discussion\n" + secret.encode()).digest()
    digest = hmac.digest(key, f"{round_id}/{entry_id}/{judge_id}".encode(), "sha256")
    return _("Judge %(letters)s", letters=base64.b32encode(digest).decode()[:3])
