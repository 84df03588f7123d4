"""Open to anyone known: register, sign in and out, invitation, password."""

from flask import Blueprint

from ..shared import access, language
from . import words

blueprint = Blueprint("account", __name__, url_prefix="/account")
access.guard(blueprint, access.Audience.KNOWN)
language.speaks(blueprint, but=("proposed_logo", "signed_page"))
for filter_ in (words.kind_in_words, words.role_in_words, words.list_twice):
    blueprint.add_app_template_filter(filter_)

# Routes attach themselves to the blueprint; they are imported last because they need it.
from . import (  # noqa: E402, F401
    city_team,
    details,
    invitations,
    lead,
    linking,
    membership,
    my_data,
    passwords,
    profile,
    registering,
    routes,
    second_factor,
)
