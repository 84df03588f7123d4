"""What a deed can answer when it does not do what was asked. Each carries the sentence a person reads."""

from collections.abc import Mapping
from typing import Any


class PortalError(Exception):
    """Base of everything the portal refuses; `str(error)` is a sentence fit to be shown."""

    status = 400

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Refusal(PortalError):
    """A policy says no. The sentence says why not and, where there is one, the way out."""

    status = 409


class Invalid(PortalError):
    """What was sent does not fit the rules. `fields` maps a field's name to its sentences."""

    status = 422

    def __init__(self, sentence: str, fields: Mapping[str, list[str]] | None = None) -> None:
        super().__init__(sentence)
        self.fields: dict[str, list[str]] = dict(fields or {})


class TooFast(PortalError):
    """Too many tries in a short time. The sentence says how long to wait."""

    status = 429


class FasterElsewhere(PortalError):
    """Somebody saved the same thing first. Both texts are kept: `theirs` is stored, `yours` set aside."""

    status = 409

    def __init__(self, sentence: str, *, yours: Any, theirs: Any, revision: int) -> None:
        super().__init__(sentence)
        self.yours = yours
        self.theirs = theirs
        self.revision = revision


class NotHere(PortalError):
    """There is no such thing, or it is not this person's to reach: the two must look alike."""

    status = 404
