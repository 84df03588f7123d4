"""Who edits what right now, for the page's own script."""

from typing import Any

from flask import abort, jsonify, request
from werkzeug.wrappers import Response

from ... import clock
from ...entries import presence, queries
from ...entries.models import Entry
from ...programmes import queries as programmes
from ..shared import access
from . import blueprint
from .desk import Desk


@blueprint.get("/<reference>/presence")
def who_is_here(reference: str) -> Response:
    """Who else has a section open: `{"here": [{"section", "name"}]}`."""
    return _here(_entry(reference))


@blueprint.post("/<reference>/presence")
def beat(reference: str) -> Response:
    """Take `{"section"}` of an open page, or `{"section", "left": true}` of one just closed; answer as above."""
    entry = _entry(reference)
    sent = request.get_json(silent=True)
    section = sent.get("section") if isinstance(sent, dict) else None
    if not isinstance(section, str) or programmes.form_of(entry.form_version).section(section) is None:
        abort(404)
    person = access.visitor().person
    if isinstance(sent, dict) and sent.get("left") is True:
        presence.leave(entry, section, person)
    else:
        presence.beat(entry, section, person)
    return _here(entry)


def seen(desk: Desk) -> dict[str, Any]:
    """What a page says at first: names by section of who is here, and who saved last where."""
    me = access.visitor().person.id
    return {
        "here": presence.by_section(presence.others(desk.entry.id, me, desk.at)),
        "last_saves": presence.last_saves(desk.form, desk.answers, me, desk.at),
    }


def _entry(reference: str) -> Entry:
    found = queries.entry_for(access.visitor().person.id, reference)
    if found is None:
        abort(404)
    return found[0]


def _here(entry: Entry) -> Response:
    here = presence.others(entry.id, access.visitor().person.id, clock.now())
    return jsonify(here=[{"section": each.section, "name": each.name} for each in here])
