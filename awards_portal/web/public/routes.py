"""Pages open to anyone: home and the call of an edition."""

from datetime import datetime

from flask import abort, render_template

from ... import clock
from ...awards import queries as awards
from ...programmes import queries
from ...programmes.models import Edition
from ..shared.methods import method_in_words, tie_rule_in_words
from . import blueprint


@blueprint.get("/")
def home() -> str:
    """The editions that take entries now; otherwise what happens next."""
    at = clock.now()
    editions = queries.editions()
    return render_template(
        "public/home.html",
        at=at,
        open_now=[each for each in editions if each.opens_at <= at < each.closes_at],
        coming=sorted((each for each in editions if each.opens_at > at), key=_opens),
        closed=[each for each in editions if each.closes_at <= at],
        awarded=awards.editions_with_awards(at),
    )


def _opens(edition: Edition) -> datetime:
    return edition.opens_at


@blueprint.get("/editions/<key>")
def call(key: str) -> str:
    """The call: what may be entered, until when, and how it is judged."""
    edition = queries.published_edition(key) or abort(404)
    rubric = queries.current_rubric(edition.id)
    criteria = [] if rubric is None else queries.criteria(rubric.id)
    return render_template(
        "public/call.html",
        at=clock.now(),
        edition=edition,
        categories=queries.categories(edition.id),
        rounds=queries.rounds(edition.id),
        rubric=rubric,
        criteria=criteria,
        whole=sum(criterion.weight for criterion in criteria) or 1,
        method=method_in_words(edition.method),
        ladder=[tie_rule_in_words(rule) for rule in edition.tie_ladder],
        has_winners=awards.published(edition.id, clock.now()) is not None,
    )


@blueprint.get("/healthz")
def health() -> tuple[str, int, dict[str, str]]:
    """Alive: the process answers. It asks nothing of the database, so that a slow database does not restart the web."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}
