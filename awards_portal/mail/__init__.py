"""Letters: the outbox. A letter is a row written in the deed's transaction; sending it comes later."""

from .addresses import address
from .outbox import post

__all__ = ["address", "post"]
