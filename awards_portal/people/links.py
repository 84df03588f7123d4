"""Secrets that are handed out in letters and cookies: only their hash is stored."""

import hashlib
import secrets


def new_token() -> str:
    """A secret of 256 bits for one link or one session."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is stored of a secret that is handed out."""
    return hashlib.sha256(token.encode()).hexdigest()
