"""Open to anyone: home, the call, categories, winners."""

from flask import Blueprint

from ..shared import access, pages

blueprint = Blueprint("public", __name__)
access.guard(blueprint, access.Audience.ANYONE)
pages.same_for_all(blueprint, but=("health", "development_mail", "development_catalogue"))

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
    sharing,
    winners,
)
