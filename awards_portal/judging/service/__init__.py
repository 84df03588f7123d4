"""Deeds of judging, one topic a file; each is one transaction."""

from .arranging import assign, assign_whole_panel, propose_whole_panel
from .conflicts import state_conflict
from .ending import clear_conflict, recuse, unassign
from .excluding import end_exclusion, exclude, exclude_city
from .extending import extend_judge
from .inviting import accept_invitation, decline_invitation, invite_again, invite_judge, revoke_invitation
from .inviting_many import invite_judges, uninvite_judges
from .listing import assign_listed, propose_listed
from .matching import assign_matching, propose_matching
from .moving import consent_to_move, propose_move
from .nudging import nudge
from .panels import add_member, form_panel, remove_member, seat_judges
from .paper import score_from_paper, state_from_paper
from .practice import assign_practice, set_anchor
from .profile import change_profile
from .profile import of as profile_of
from .queueing import skip, take_up
from .returning import return_card
from .rounds import close_round
from .scoring import Outcome, Saved, complete, reopen, save_scores
from .substitution import able_instead, propose_substitutes, reassign, substitute

__all__ = [
    "Outcome",
    "Saved",
    "able_instead",
    "accept_invitation",
    "add_member",
    "assign",
    "assign_listed",
    "assign_matching",
    "assign_practice",
    "assign_whole_panel",
    "change_profile",
    "clear_conflict",
    "close_round",
    "complete",
    "consent_to_move",
    "decline_invitation",
    "end_exclusion",
    "exclude",
    "exclude_city",
    "extend_judge",
    "form_panel",
    "invite_again",
    "invite_judge",
    "invite_judges",
    "nudge",
    "profile_of",
    "propose_listed",
    "propose_matching",
    "propose_move",
    "propose_substitutes",
    "propose_whole_panel",
    "reassign",
    "recuse",
    "remove_member",
    "reopen",
    "return_card",
    "revoke_invitation",
    "save_scores",
    "score_from_paper",
    "seat_judges",
    "set_anchor",
    "skip",
    "state_conflict",
    "state_from_paper",
    "substitute",
    "take_up",
    "unassign",
    "uninvite_judges",
]
