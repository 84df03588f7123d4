"""What is public of an edition's results, for other programs: reads what was published, computes nothing."""

import json

from flask import Response, abort

from ... import clock
from ...awards.report_public import public_results
from ...programmes import queries
from . import blueprint


@blueprint.get("/editions/<key>/results.json")
def results(key: str) -> Response:
    """The awards as published, or that they were taken back; nothing before."""
    edition = queries.published_edition(key) or abort(404)
    found = public_results(edition, clock.now())
    if found is None:
        abort(404)
    return Response(json.dumps(found, ensure_ascii=False, indent=1), mimetype="application/json")
