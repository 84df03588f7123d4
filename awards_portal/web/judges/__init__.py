"""For people on a panel: queue, conflicts, scorecards."""

from flask import Blueprint

from ..shared import access

blueprint = Blueprint("judges", __name__, url_prefix="/judging")
access.guard(blueprint, access.Audience.JUDGE)

# Routes attach themselves to the blueprint; they are imported last because they need it.
from . import conflict, discussion, files, history, offline, pairs, paper, practice, profile, queue, scorecard  # noqa: E402, F401
