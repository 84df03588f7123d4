"""Routes of this door."""

from . import blueprint

__all__ = ["blueprint"]
