"""Deeds of judging, one topic a file; each is one transaction."""

from .arranging import (
    add_member,
    assign,
    assign_whole_panel,
    clear_conflict,
    form_panel,
    propose_whole_panel,
    recuse,
    remove_member,
    unassign,
)
from .conflicts import state_conflict
from .rounds import close_round
from .scoring import Outcome, Saved, complete, reopen, save_scores

__all__ = [
    "Outcome",
    "Saved",
    "add_member",
    "assign",
    "assign_whole_panel",
    "clear_conflict",
    "close_round",
    "complete",
    "form_panel",
    "propose_whole_panel",
    "recuse",
    "remove_member",
    "reopen",
    "save_scores",
    "state_conflict",
    "unassign",
]
