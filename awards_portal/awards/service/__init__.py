"""Deeds on results: decide, propose, publish, retract, download. Loads pandas: import it late."""

from .deciding import decide, undo_decision
from .downloading import download_workbook
from .publishing import propose, publish, retract
from .ruling import change_rules
from .shortlisting import make_shortlist, undo_shortlist

__all__ = [
    "change_rules",
    "decide",
    "download_workbook",
    "make_shortlist",
    "propose",
    "publish",
    "retract",
    "undo_decision",
    "undo_shortlist",
]
