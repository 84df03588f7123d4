"""Pages open to anyone: home and the call of an edition."""

from datetime import datetime

from flask import abort, render_template
from flask_babel import gettext as _

from ... import clock
from ...programmes import queries
from ...programmes.models import Edition
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
    )


def _opens(edition: Edition) -> datetime:
    return edition.opens_at


@blueprint.get("/editions/<key>")
def call(key: str) -> str:
    """The call: what may be entered, until when, and how it is judged."""
    edition = queries.edition_by_key(key) or abort(404)
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
        method=_method(edition.method),
        ladder=[_rule(rule) for rule in edition.tie_ladder],
    )


def _method(method: str) -> str:
    """How scores become places, in a sentence. An unknown method is told by its name, never guessed."""
    return {
        "mean": _("Places follow the mean of the judges' completed scorecards."),
        "median": _("Places follow the median of the judges' completed scorecards."),
        "trimmed": _("Places follow the mean of the scorecards without the highest and the lowest."),
        "zscore": _("Places follow the mean of the scorecards, each judge's brought to the same mean and spread."),
        "adjusted": _("Places follow the mean of the scorecards, corrected for how severe each judge is."),
        "borda": _("Places follow the judges' orders of the entries they share."),
    }.get(method, _("Places follow the method “%(method)s”.", method=method))


def _rule(rule: str) -> str:
    """A rule of the tie ladder in words: what is better comes first."""
    return {
        "heaviest_criterion": _("the higher mean on the criterion with the largest weight"),
        "criteria_by_weight": _("the higher mean on each criterion in turn, largest weight first"),
        "more_firsts": _("more judges who placed the entry first"),
        "head_to_head": _("more judges who preferred it to the others it is tied with"),
        "smaller_spread": _("the smaller spread between its judges"),
        "median": _("the higher median"),
        "jury": _("the decision of the jury"),
    }.get(rule, rule)


@blueprint.get("/healthz")
def health() -> tuple[str, int, dict[str, str]]:
    """Alive: the process answers. It asks nothing of the database, so that a slow database does not restart the web."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}
