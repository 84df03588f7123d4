"""For people who represent a city: its entries."""

from flask import Blueprint

from ...entries.values import as_text, filled_rows, is_empty
from ...text import count_words
from ..shared import access

blueprint = Blueprint("applicants", __name__, url_prefix="/entries")
access.guard(blueprint, access.Audience.REPRESENTATIVE)


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {"as_text": as_text, "is_empty": is_empty, "filled_rows": filled_rows, "count_words": count_words}


# Routes attach themselves to the blueprint; they are imported last because they need it.
from . import answers, entry, home, sections, submitting  # noqa: E402, F401
