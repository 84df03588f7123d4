"""Anyone learns in a minute whether a project may enter an edition, and why not. Nothing is kept."""

from flask import abort, render_template, request
from flask_babel import gettext as _

from ... import clock
from ...programmes import eligibility as asked
from ...programmes import queries
from ..shared.told import sayings
from . import blueprint


@blueprint.get("/editions/<key>/eligibility")
def eligibility(key: str) -> str:
    """The questions; once all are answered, what stands in the way or the way on. Answers travel in the address."""
    edition = queries.published_edition(key) or abort(404)
    questions = asked.read_questions(edition.eligibility)
    if not questions:
        abort(404)
    said = sayings(edition)
    told = said.eligibility(edition.id, questions)
    names = {each.key: f"eligible-{each.key}" for each in questions}
    given = {each: request.args[name] for each, name in names.items() if name in request.args}
    open_ = asked.unanswered(told, given)
    wants = bool(request.args.get("answered"))
    return render_template(
        "public/eligibility.html",
        edition=edition,
        said=said,
        words=said.edition(edition),
        questions=told,
        given=given,
        answered=wants and not open_,
        wrong=asked.standing_in_the_way(told, given) if wants and not open_ else [],
        addressed={names[each]: value for each, value in given.items()},
        at=clock.now(),
        errors={names[each.key]: [_("Answer yes or no: %(q)s", q=each.question)] for each in open_} if wants else {},
    )
