"""Open to anyone known: register, sign in and out, invitation, password."""

from flask import Blueprint

from ..shared import access

blueprint = Blueprint("account", __name__, url_prefix="/account")
access.guard(blueprint, access.Audience.KNOWN)

# Routes attach themselves to the blueprint; they are imported last because they need it.
from . import routes  # noqa: E402, F401
