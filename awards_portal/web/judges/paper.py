"""Score sheets on paper, for the judge herself."""

from io import BytesIO

from flask import abort, send_file
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...documents.typesetting import CannotDraw
from ...errors import Refusal
from ...judging import paper
from ...programmes import queries as programmes
from ..shared import access
from . import blueprint


@blueprint.get("/editions/<key>/paper")
def paper_sheets(key: str) -> Response:
    """A PDF of what this judge may read in an edition, each entry with a sheet to fill in."""
    edition = programmes.edition_by_key(key) or abort(404)
    judge = next((each for each in access.visitor().judgeships if each.edition_id == edition.id), None) or abort(404)
    try:
        made = paper.sheets(judge, clock.now())
    except CannotDraw as fault:
        raise Refusal(_("The sheets could not be drawn. Try again; if it happens again, write to us.")) from fault
    if made is None:
        raise Refusal(_("There is nothing to put on paper: no entry is open to you now."))
    return send_file(BytesIO(made), "application/pdf", as_attachment=True, download_name=f"{key}-score-sheets.pdf")
