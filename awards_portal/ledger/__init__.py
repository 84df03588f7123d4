"""History: who did what, when, before and after. A line is written in the deed's own transaction and never changed.

`write` adds a line; `reading` answers the organising team's view; `sealing` chains the lines so that a change shows.
"""

from .lines import Actor, LedgerLine, System, in_words, write

__all__ = ["Actor", "LedgerLine", "System", "in_words", "write"]
