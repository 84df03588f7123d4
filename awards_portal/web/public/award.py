"""The page of one winning entry: its awards as published, and what was hung beside them."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ... import clock
from ...awards import queries as awards
from ...programmes import queries
from ..shared.places import place_names
from ..shared.sending import picture
from ..shared.told import sayings
from . import blueprint


@blueprint.get("/editions/<key>/winners/<reference>")
def award(key: str, reference: str) -> str | Response:
    """What an entry won, with photograph, summary and the jury's words; taken back, the winners' page tells why."""
    edition = queries.published_edition(key) or abort(404)
    at = clock.now()
    won = awards.awards_of(edition.id, reference, at)
    if not won:
        found = awards.published(edition.id, at)
        if found is not None and found.retraction is not None:
            return redirect(url_for("public.winners", key=key))
        abort(404)
    said = sayings(edition)
    return render_template(
        "public/award.html",
        edition=edition,
        words=said.edition(edition),
        titles={
            each.category_title: said.text(edition.id, f"category.{each.category}.title", each.category_title)
            for each in won
        },
        won=won,
        city=won[0].of_city,
        shown=awards.showings([won[0].entry_id]).get(won[0].entry_id),
        countries=place_names(),
    )


@blueprint.get("/editions/<key>/winners/<reference>/photo")
def award_photo(key: str, reference: str) -> Response:
    """The photograph, `size=small` for lists. Its address carries its digest, so that browsers may keep it."""
    edition = queries.published_edition(key) or abort(404)
    won = awards.awards_of(edition.id, reference, clock.now())
    shown = awards.showings([won[0].entry_id]).get(won[0].entry_id) if won else None
    if shown is None or shown.photo_sha256 is None or shown.small_sha256 is None:
        abort(404)
    digest, size = shown.photo_sha256, shown.photo_size or 0
    if request.args.get("size") == "small":
        digest, size = shown.small_sha256, shown.small_size or 0
    response = picture(digest, size, "image/jpeg", kept=request.args.get("v") == digest[:10])
    # Whoever shows a link to the page fetches it from its own.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
