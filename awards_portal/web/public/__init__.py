"""Open to anyone: home, the call, categories, winners."""

from flask import Blueprint

from ..shared import access, language, pages

blueprint = Blueprint("public", __name__)
access.guard(blueprint, access.Audience.ANYONE)
pages.same_for_all(blueprint, but=("health", "development_mail", "development_catalogue"))

# Files, pictures and lists for machines are the same in every language.
language.speaks(
    blueprint,
    but=(
        "health",
        "development_mail",
        "development_catalogue",
        "assembly_file",
        "award_photo",
        "city_logo",
        "juror_photo",
        "card",
        "card_of",
        "results",
        "robots",
        "sitemap",
        "news",
    ),
)

# Routes attach themselves to the blueprint; they are imported last because they need it.
from . import (  # noqa: E402, F401
    assemblies,
    award,
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
