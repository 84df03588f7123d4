"""Who a mailing is for, in plain values: each person once, and whether these are the people who were counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..mail.wording import Text
from ..text import canonical_json, sha256

# What the text may hold, by audience.
PLACEHOLDERS = {
    "entries": ("city", "closes", "edition", "entries", "link", "name", "portal"),
    "judges": ("edition", "left", "link", "name", "portal"),
}
# Who of a city's people a mailing about its entries goes to.
SPEAKERS = {"leads": ("lead",), "writers": ("lead", "editor"), "everybody": ("lead", "editor", "viewer")}
PROGRESS = ("late", "open")


@dataclass(frozen=True)
class Recipient:
    """One person, what the placeholders stand for in her letter, and the references it is about."""

    email: str
    name: str
    person_id: int | None
    given: dict[str, str]
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seen:
    """What somebody saw who confirms: how many recipients, a digest of them, a digest of the text."""

    count: int
    people: str
    text: str


def seen(recipients: Sequence[Recipient], text: Text) -> Seen:
    """What is seen when these recipients and this text are shown."""
    return Seen(len(recipients), fingerprint(recipients), sha256(canonical_json([text.subject, text.body])))


def fingerprint(recipients: Iterable[Recipient]) -> str:
    """Equal when the same people are written to about the same entries."""
    return sha256(canonical_json(sorted([each.email, *each.about] for each in recipients)))
