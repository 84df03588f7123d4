"""One judge of an edition as the organising team reads the profile."""

from flask import abort, render_template
from flask_babel import get_locale
from werkzeug.wrappers import Response

from ...judging import queries
from ...judging.models import Judge
from ...programmes.vocabularies import countries
from ..shared.sending import show_picture
from . import blueprint
from .entries import edition_or_404


def _judge(key: str, judge_id: int) -> Judge:
    edition = edition_or_404(key)
    return (None if judge_id >= 2**63 else queries.judge_in(edition.id, judge_id)) or abort(404)


@blueprint.get("/editions/<key>/judges/<int:judge_id>")
def judge(key: str, judge_id: int) -> str:
    """What a judge says of herself."""
    found = _judge(key, judge_id)
    names = countries(get_locale().language)
    return render_template("admins/judge.html", edition=found.edition, judge=found, names=names)


@blueprint.get("/editions/<key>/judges/<int:judge_id>/photo")
def judge_photo(key: str, judge_id: int) -> Response:
    """A judge's photo."""
    return show_picture(_judge(key, judge_id))
