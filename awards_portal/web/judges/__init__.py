"""For people on a panel: queue, conflicts, scorecards."""

from flask import Blueprint

from ...entries.values import as_text, filled_rows, is_empty
from ..shared import access

blueprint = Blueprint("judges", __name__, url_prefix="/judging")
access.guard(blueprint, access.Audience.JUDGE)


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {"as_text": as_text, "is_empty": is_empty, "filled_rows": filled_rows}


# Routes attach themselves to the blueprint; they are imported last because they need it.
from . import conflict, queue, scorecard  # noqa: E402, F401
