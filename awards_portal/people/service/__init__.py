"""Deeds on people: register, sign in and out, choose a password, invite, accept, leave."""

from .adding import add_city
from .inviting import (
    accept_invitation,
    decline,
    decline_invitation,
    invite,
    invite_representative,
    redeem,
    remove_representative,
    revoke_invitation,
)
from .leading import appoint_lead, change_role, hand_over
from .linking import ask_sign_in_link, use_sign_in_link
from .passwords import ask_reset, change_password, prove_it_is_you, reset_password
from .registering import confirm_registration, register
from .signing_in import end_other_sign_ins, end_sign_in, sign_in, sign_out
from .team import change_details, create_team_member

__all__ = [
    "accept_invitation",
    "add_city",
    "appoint_lead",
    "ask_reset",
    "ask_sign_in_link",
    "change_details",
    "change_password",
    "change_role",
    "confirm_registration",
    "create_team_member",
    "decline",
    "decline_invitation",
    "end_other_sign_ins",
    "end_sign_in",
    "hand_over",
    "invite",
    "invite_representative",
    "prove_it_is_you",
    "redeem",
    "register",
    "remove_representative",
    "reset_password",
    "revoke_invitation",
    "sign_in",
    "sign_out",
    "use_sign_in_link",
]
