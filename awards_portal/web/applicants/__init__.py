"""For people who represent a city: its entries."""

from flask import Blueprint, request

from ...documents.uploads import accepted
from ...entries.receiving import LARGEST_PIECE
from ..shared import access

blueprint = Blueprint("applicants", __name__, url_prefix="/entries")
access.guard(blueprint, access.Audience.REPRESENTATIVE)


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {"accepted": accepted}


# A page of a section may bring several files; a single answer is text.
LIMITS = {
    "applicants.save_section": 64_000_000,
    "applicants.add_file": 32_000_000,
    "applicants.answer": 2_000_000,
    "applicants.take_piece": LARGEST_PIECE,
    "applicants.begin_upload": 10_000,
}


@blueprint.url_value_preprocessor
def _limit(endpoint: str | None, _values: dict[str, object] | None) -> None:
    # Set before anything reads the body: what is larger is refused by its announced length.
    if endpoint in LIMITS:
        request.max_content_length = LIMITS[endpoint]


# Routes attach themselves to the blueprint; they are imported last because they need it.
from . import (  # noqa: E402, F401
    answers,
    certificate,
    copied,
    entry,
    feedback,
    files,
    history,
    home,
    language,
    moving,
    presence,
    reading,
    sections,
    starting,
    submitting,
    uploads,
)
