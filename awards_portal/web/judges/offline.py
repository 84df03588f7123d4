"""Working without a network: a pack of what this judge may read, kept in her browser by a worker of ours.

What is kept is bound to the person: every answer of this door names her in a header, and the worker and the pages throw
a pack away that is another's. The server keeps nothing of it.
"""

import re
from functools import cache

from flask import g, jsonify, make_response, render_template
from werkzeug.wrappers import Response

from ... import clock
from ...config import ROOT
from ...judging import queries
from ...judging.packs import Packable, packable
from ...judging.rules import shuffled
from ...judging.seats import Seat
from ..shared import access
from ..shared.assets import asset, stylesheet
from ..shared.headers import WITH_WORKER
from . import blueprint

OWNER = "Pack-Owner"
JS = ROOT / "static" / "js"
# What the judges' pages ask for; what these ask for in their turn is found.
SCRIPTS = ("time", "once", "packs-away", "offline", "offline-page", "scorecard", "scorecards-done")


@blueprint.after_request
def _name_reader(answer: Response) -> Response:
    visitor = g.get("visitor")
    if visitor is not None:
        answer.headers[OWNER] = str(visitor.person.id)
    return answer


@blueprint.get("/offline")
def offline() -> Response:
    """Choose what to keep, see what is kept and what is still to be sent, throw the pack away."""
    found = _packable()
    page = make_response(
        render_template("judges/offline.html", found=found, assets=sum(_size(name) for name in _files()))
    )
    page.headers["Content-Security-Policy"] = WITH_WORKER
    return page


@blueprint.get("/offline/contents")
def offline_contents() -> Response:
    """What may be kept now, for the scripts: a pack loses what is not named here."""
    return jsonify(
        person=access.visitor().person.id,
        entries=[{"reference": each.reference, "title": each.title, "mark": each.mark} for each in _packable().entries],
        assets=[stylesheet(), asset("img/mark.svg"), *(f"/static/{name}" for name in _files())],
    )


@blueprint.get("/offline/absent")
def offline_absent() -> str:
    """What is shown without a network for an address that is not in the pack."""
    return render_template("judges/absent.html")


@blueprint.get("/worker.js")
def worker() -> Response:
    """The service worker. Served from here it can reach the judges' pages and nothing else."""
    answer = make_response((JS / "offline-worker.js").read_text(encoding="utf-8"))
    answer.headers["Content-Type"] = "text/javascript; charset=utf-8"
    return answer


def _packable() -> Packable:
    seats = queries.seats_of(access.visitor().person.id)
    return packable(_ordered(seats), queries.files_by_entry({seat.assignment.entry_id for seat in seats}), clock.now())


def _ordered(seats: list[Seat]) -> list[Seat]:
    """In the order of the queue: the judge's own, round by round."""
    rounds = dict.fromkeys(seat.assignment.round_id for seat in seats)
    return [
        seat
        for round_id in rounds
        for mine in [[each for each in seats if each.assignment.round_id == round_id]]
        for seat in shuffled([(each.assignment.entry_id, each) for each in mine], mine[0].assignment.judge_id, round_id)
    ]


@cache
def _files() -> tuple[str, ...]:
    """The static files a page of the pack needs besides those it names itself: what scripts ask for, and fonts."""
    found, left = set(), set(SCRIPTS)
    while left:
        name = left.pop()
        found.add(name)
        left |= set(re.findall(r'(?:from|import\() ?"\./([\w-]+)\.js"', (JS / f"{name}.js").read_text())) - found
    fonts = sorted((ROOT / "static" / "fonts").glob("*.woff2"))
    return (*(f"js/{name}.js" for name in sorted(found)), *(f"fonts/{path.name}" for path in fonts))


def _size(name: str) -> int:
    return (ROOT / "static" / name).stat().st_size
