"""Files of an entry, as its judge may read them."""

import mimetypes

from flask import abort
from werkzeug.wrappers import Response

from ... import clock
from ...judging import policy, queries
from ...judging.discussing import queries as discussions
from ...judging.discussing.policy import why_not_discuss
from ..shared import access
from ..shared.sending import send
from . import blueprint
from .desk import open_seat


@blueprint.get("/entries/<reference>/files/<int:attachment_id>")
def file(reference: str, attachment_id: int) -> Response:
    """A file that was submitted with the entry, to be saved on the judge's machine."""
    seat, at = open_seat(reference), clock.now()
    if policy.why_not_see(seat, at):
        # Who discusses an entry reads it after the round is closed, too.
        discussed = discussions.discussion_seat(access.visitor().person.id, reference, at)
        if discussed is None or why_not_discuss(discussed, at):
            abort(404)
        seat = discussed
    view = seat.view
    if view is None:
        abort(404)
    rows = queries.files_of(seat.assignment.entry_id)
    # Only what the version that counts holds and judges may see: not what the city added since.
    for seen in view.files:
        row = rows.get(seen.sha256)
        if row is not None and row.id == attachment_id:
            return send(row, name=_with_ending(seen.name, row.media_type))
    abort(404)


def _with_ending(name: str, media_type: str) -> str:
    # In a blind round the name says only what the file is; a reader's machine opens it by its ending.
    ending = mimetypes.guess_extension(media_type) or ""
    return name if "." in name else f"{name}{ending}"
