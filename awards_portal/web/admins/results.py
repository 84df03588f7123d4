"""Standings, the explanation of each place, and the download."""

from typing import TYPE_CHECKING

from flask import abort, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from ...awards import packing, policy, queries
from ...db import db
from ...programmes import queries as programmes
from ...programmes.group_weights import groups_in_words
from ...programmes.models import Edition, Round, Rubric
from ..shared import access, lists, recorded
from ..shared.methods import decided_in_words, method_in_words, tie_rule_in_words
from . import blueprint
from .rounds import own_cities

if TYPE_CHECKING:
    from ...awards.standings import RoundStandings


# Of a longer category the chart draws the first places; the table below has all.
MOST_DRAWN = 40


def edition_and_round(key: str) -> tuple[Edition, Round, Rubric]:
    """The edition and the round asked for by `?round=`, else its latest round; 404 where there is none."""
    edition = queries.edition_by_key(key)
    if edition is None:
        abort(404)
    rounds = queries.rounds(edition.id)
    wanted = request.values.get("round")
    found = next((r for r in reversed(rounds) if wanted in (None, r.key)), None)
    if found is None:
        abort(404)
    return edition, found, db.session.get_one(Rubric, found.rubric_id)


def _compute(key: str, category: str | None, *, together: bool = False) -> "RoundStandings":
    # Late: pandas takes a second to load, and only these pages need it.
    from ...awards import standings

    return standings.compute(*edition_and_round(key), category=category, together=together)


@blueprint.get("/editions/<key>/standings")
@recorded.viewed("standings")
def standings(key: str) -> str:
    """Places per category, with who scored what."""
    together = request.args.get("over") == "all"
    computed = _compute(key, None if together else request.args.get("category") or None, together=together)
    hidden = own_cities()
    own = {
        category.key: policy.why_not_analyse(
            [place.entry.reference for place in category.places if place.entry.city_id in hidden]
        )
        for category in computed.categories
    }
    return render_template(
        "admins/standings.html",
        standings=computed,
        why_not={key: sentence for key, sentence in own.items() if sentence},
        together=together,
        most_drawn=MOST_DRAWN,
        hidden=hidden,
        method=method_in_words(computed.method),
        decided_in_words=decided_in_words,
        changes=queries.rules_changes(computed.scores.edition.id),
        method_in_words=method_in_words,
        groups_in_words=groups_in_words,
        tie_rule_in_words=tie_rule_in_words,
        ladder=[tie_rule_in_words(rule) for rule in computed.scores.edition.tie_ladder],
    )


@blueprint.get("/editions/<key>/standings/<reference>")
@recorded.viewed("explanation")
def explanation(key: str, reference: str) -> str:
    """From one place down to each judge, criterion and weight."""
    computed = _compute(key, None)
    for category in computed.categories:
        for place in category.places:
            if place.entry.reference == reference and place.entry.city_id not in own_cities():
                return render_template(
                    "admins/explanation.html",
                    standings=computed,
                    category=category,
                    place=place,
                    method=method_in_words(computed.method),
                )
    abort(404)


@blueprint.get("/editions/<key>/standings/analysis/<category_key>")
@recorded.viewed("analysis")
def analysis(key: str, category_key: str) -> str:
    """How sure a category's places are: would the winners change, who is harsh, where judges agree."""
    edition, round_, rubric = edition_and_round(key)
    category = next((each for each in programmes.categories(edition.id) if each.key == category_key), None)
    if category is None:
        abort(404)
    rows = queries.entry_rows(edition.id, category_key)
    why_not = policy.why_not_analyse([row.reference for row in rows if row.city_id in own_cities()])
    # Late, as above.
    from ...awards.analysis import analyse

    found = None if why_not else analyse(edition, round_, rubric, category_key)
    ranked = [] if found is None else [place for place in found.category.places if place.rank is not None]
    return render_template(
        "admins/analysis.html",
        edition=edition,
        round=round_,
        category=category,
        why_not=why_not,
        analysis=found,
        # A thousand entries by sixty judges fit no page and no reader: what stands a row an entry comes by fifty.
        listing=lists.listing(lambda limit, offset: (ranked[offset : offset + (limit or lists.SIZE)], len(ranked))),
    )


@blueprint.post("/editions/<key>/workbook")
def workbook(key: str) -> Response:
    """The workbook of a round, with the category the page showed. A post, because the ledger keeps who took it.

    That of a large round, and any other with `later`, is long work.
    """
    shape, category = request.form.get("format", "xlsx"), request.form.get("category") or None
    edition, round_, rubric = edition_and_round(key)
    variant = request.form.get("variant", "full")
    if (
        shape not in packing.MEDIA_TYPES
        or variant not in {"full", "public"}
        or (category and not queries.has_category(edition.id, category))
    ):
        abort(404)
    if request.form.get("later") or packing.is_large(round_.id):
        job = packing.order_workbook(
            edition,
            round_,
            category=category,
            shape=shape,
            is_public=variant == "public",
            by=access.visitor().person,
            own_cities=own_cities(),
            mark=request.form.get("mark", "")[:64],
        )
        return redirect(url_for("admins.work_item", job_id=job.id), 303)
    # Late, as above.
    from ...awards import service

    file, name = service.download_workbook(
        edition,
        round_,
        rubric,
        category=category,
        shape=shape,
        by=access.visitor().person,
        own_cities=own_cities(),
        is_public=variant == "public",
    )
    return send_file(file, packing.MEDIA_TYPES[shape], as_attachment=True, download_name=name, max_age=0)
