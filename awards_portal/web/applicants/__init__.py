"""For people who represent a city: its entries."""

from flask import Blueprint

from ..shared import access

blueprint = Blueprint("applicants", __name__, url_prefix="/entries")
access.guard(blueprint, access.Audience.REPRESENTATIVE)

# Routes attach themselves to the blueprint; they are imported last because they need it.
from . import answers, entry, home, sections, submitting  # noqa: E402, F401
