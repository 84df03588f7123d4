"""Open to anyone: home, the call, categories, winners."""

from flask import Blueprint

from ..shared import access

blueprint = Blueprint("public", __name__)
access.guard(blueprint, access.Audience.ANYONE)

# Routes attach themselves to the blueprint; they are imported last because they need it.
from . import (  # noqa: E402, F401
    assemblies,
    certificates,
    cities,
    development,
    eligibility,
    hall,
    receipts,
    results,
    routes,
    winners,
)
