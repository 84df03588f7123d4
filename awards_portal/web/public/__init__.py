"""Open to anyone: home, the call, categories, winners."""

from flask import Blueprint

from ..shared import access

blueprint = Blueprint("public", __name__)
access.guard(blueprint, access.Audience.ANYONE)

# Routes attach themselves to the blueprint; they are imported last because they need it.
from . import assemblies, cities, development, hall, receipts, results, routes, winners  # noqa: E402, F401
