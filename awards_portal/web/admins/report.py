"""Results as files: JSON for other programs, reports as PDF."""

import json
from io import BytesIO

from flask import Response, abort, request, send_file

from ... import clock
from ...awards import policy, report_closing
from ...awards.packing import MEDIA_TYPES
from ..shared import access, recorded
from . import blueprint
from .entries import edition_or_404
from .results import edition_and_round
from .rounds import own_cities


@recorded.file(blueprint, "/editions/<key>/results.json")
def results_json(key: str) -> Response:
    """A round's results for other programs; judges are numbered. `?round=` names another than the last."""
    edition, round_, rubric = edition_and_round(key)
    # Late: pandas takes a second to load, and only these pages need it.
    from ...awards.drafts import draft
    from ...awards.report_json import results_as_json

    drafted = draft(edition, round_, rubric, uncertainty=True)
    own = [each.reference for each in drafted.computed.scores.entries if each.city_id in own_cities()]
    if policy.why_not_download(own) is not None:
        abort(404)
    return Response(
        json.dumps(results_as_json(drafted, clock.now()), ensure_ascii=False, allow_nan=False, indent=1),
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{key}-{round_.key}-results.json"'},
    )


@blueprint.post("/editions/<key>/report")
def jury_report(key: str) -> Response:
    """The jury report of a round as PDF, for the team or to publish. A post, because the ledger keeps who took it."""
    edition, round_, rubric = edition_and_round(key)
    variant = request.form.get("variant", "full")
    if variant not in {"full", "public"}:
        abort(404)
    # Late, as above.
    from ...awards.report import download_report

    made, name = download_report(
        edition,
        round_,
        rubric,
        by=access.visitor().person,
        own_cities=own_cities(),
        is_public=variant == "public",
    )
    return send_file(BytesIO(made), "application/pdf", as_attachment=True, download_name=name, max_age=0)


@blueprint.post("/editions/<key>/closing-report")
def closing_report(key: str) -> Response:
    """The closing report of an edition. A post, because the ledger keeps who took it."""
    edition = edition_or_404(key)
    shape = request.form.get("format", "pdf")
    if shape not in report_closing.SHAPES:
        abort(404)
    made, name = report_closing.download_closing(edition, shape, access.visitor().person, own_cities())
    return send_file(
        BytesIO(made), MEDIA_TYPES.get(shape, "application/pdf"), as_attachment=True, download_name=name, max_age=0
    )
