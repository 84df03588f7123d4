"""Pages open to anyone: home and the call of an edition."""

from datetime import datetime

from flask import abort, render_template
from werkzeug.wrappers import Response

from ... import clock
from ...awards import queries as awards
from ...judging import queries as judging
from ...programmes import changes, eligibility, queries, quotas
from ...programmes.enquiries.queries import enquiries
from ...programmes.group_weights import groups_in_words
from ...programmes.models import Edition
from ...programmes.translated.told import Sayings
from ..shared.methods import method_in_words, tie_rule_in_words
from ..shared.places import place_names
from ..shared.sending import picture
from ..shared.told import sayings
from . import blueprint
from .stages import stops, what_now


@blueprint.get("/")
def home() -> str:
    """The editions that take entries now; otherwise what happens next, and who won last."""
    at = clock.now()
    editions = queries.editions()
    open_now = [each for each in editions if each.opens_at <= at < each.closes_at]
    awarded = awards.editions_with_awards(at)
    closed = [each for each in editions if each.closes_at <= at]
    judged = [each for each in closed if each.id not in {known.id for known in awarded}]
    said = sayings(*editions)
    return render_template(
        "public/home.html",
        at=at,
        open_now=open_now,
        said=said,
        words={each.id: said.edition(each) for each in editions},
        categories={each.id: said.categories(queries.categories(each.id)) for each in open_now[:1]},
        coming=sorted((each for each in editions if each.opens_at > at), key=_opens),
        # An edition that waits for its results; one that never had any is of the past after a year.
        waiting=[(each, _what_now(each, said, at)) for each in judged[:2] if (at - each.closes_at).days < 366],
        closed=closed,
        awarded=awarded,
        last=awards.last_winners(at, 3),
        names=place_names(),
    )


def _what_now(edition: Edition, said: Sayings, at: datetime) -> str:
    rounds = queries.rounds(edition.id)
    return what_now(edition, rounds, at, said.rounds(rounds), has_winners=False)


def _opens(edition: Edition) -> datetime:
    return edition.opens_at


@blueprint.get("/editions/<key>")
def call(key: str) -> str:
    """The call: what may be entered, until when, how it is judged, what changed, what others asked."""
    at = clock.now()
    edition = queries.published_edition(key) or abort(404)
    rubric, rounds = queries.current_rubric(edition.id), queries.rounds(edition.id)
    criteria = [] if rubric is None else queries.criteria(rubric.id)
    said = sayings(edition)
    titles = said.rounds(rounds)
    has_winners = awards.published(edition.id, at) is not None
    categories = queries.categories(edition.id)
    return render_template(
        "public/call.html",
        at=at,
        edition=edition,
        said=said,
        words=said.edition(edition),
        titles=titles,
        eligibility=said.eligibility(edition.id, eligibility.read_questions(edition.eligibility)),
        categories=said.categories(categories),
        quotas={each.key: quotas.told(each.quotas) for each in categories},
        stops=stops(edition, rounds, at, titles),
        now_in_words=what_now(edition, rounds, at, titles, has_winners=has_winners),
        changes=[(each, changes.told(each, edition.time_zone)) for each in queries.public_changes(edition.id)],
        enquiries=enquiries(edition.id),
        jury=judging.public_jury(edition),
        names=place_names(),
        rubric=rubric,
        criteria=said.criteria(edition.id, criteria),
        whole=sum(criterion.weight for criterion in criteria) or 1,
        method=method_in_words(edition.method),
        carrying=[each for each in rounds if each.carries],
        grouping=[each for each in rounds if each.groups],
        groups_in_words=groups_in_words,
        ladder=[tie_rule_in_words(rule) for rule in edition.tie_ladder],
        has_winners=has_winners,
    )


@blueprint.get("/editions/<key>/jury/<digest>")
def juror_photo(key: str, digest: str) -> Response:
    """The photo of a judge who agreed to be shown. Kept by nobody: when she takes that back, it is gone at once."""
    edition = queries.published_edition(key) or abort(404)
    found = judging.public_photo(edition, digest) or abort(404)
    response = picture(*found, kept=False)
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/healthz")
def health() -> tuple[str, int, dict[str, str]]:
    """Alive: the process answers. It asks nothing of the database, so that a slow database does not restart the web."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}
