"""Passwords at rest: argon2id, and the same time spent whether or not an account exists."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app


@cache
def _hasher(fast: bool) -> PasswordHasher:
    # RFC 9106's second choice (64 MiB, 3 passes); tests hash hundreds of times and need no strength.
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1) if fast else PasswordHasher()


def _own() -> PasswordHasher:
    return _hasher(current_app.config["SETTINGS"].environment == "test")


@cache
def _nobody(fast: bool) -> str:
    return _hasher(fast).hash("nobody has this password")


def hashed(password: str) -> str:
    """What is stored of a password."""
    return _own().hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether this is the password. Without a stored one the same work is done, and the answer is no."""
    try:
        return _own().verify(stored or _nobody(_own() is _hasher(True)), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(stored: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _own().check_needs_rehash(stored)
