"""Judging data that is taken or read is in the ledger.

A view that gives a file is registered here instead of on its blueprint: a GET asks, the POST behind its button writes
the line and gives it. A page that is read writes its line by itself. The view's own checks run first, so that what is
nobody's to see is 404 and not in the ledger.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from typing import Any

from flask import Blueprint, g, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from ... import clock, ledger
from ...db import transaction
from ...ledger import reading
from ...programmes import queries as programmes
from ...programmes.models import Edition
from . import access

View = Callable[..., Any]
# A page that was read is another line when it is read later than this.
AGAIN_AFTER = timedelta(hours=1)


def about(subject: Any, label: str) -> None:
    """Say what a page is about, for its line: the row, and how a person would name it, an entry's reference first."""
    g.recorded = (subject, label)


def file(blueprint: Blueprint, path: str) -> Callable[[View], View]:
    """Register a file of judging data, or a list that has one: a GET asks, `POST …/file` records and gives it."""

    def register(view: View) -> View:
        name = view.__name__
        take = f"{blueprint.name}.take_{name}"

        @wraps(view)
        def show(**values: Any) -> Any:
            made = view(**values)
            return _ask(take, values) if _is_file(made) else made

        def taken(**values: Any) -> Any:
            g.as_file = True
            made = view(**values)
            if _is_file(made):
                content = made.get_data()
                named = made.headers["Content-Disposition"].partition('filename="')[2].rstrip('"')
                after = {"sha256": sha256(content).hexdigest(), "bytes": len(content)}
                edition = programmes.edition_by_key(values["key"])
                _write("judging.downloaded", edition, edition, named, after)
            return made

        taken.__doc__ = f"The file of {name}. A post, because the ledger keeps who took it."
        blueprint.add_url_rule(path, name, show, methods=["GET"])
        blueprint.add_url_rule(f"{path}/file", f"take_{name}", taken, methods=["POST"])
        return show

    return register


def viewed(what: str) -> Callable[[View], View]:
    """Mark a page of sums, places, scorecards or comments: who reads it is in the ledger as `<what>.viewed`.

    The one thing a GET writes, once an hour for each reader and page. The line is part of no deed and changes nothing
    that is read; a button in front of each such page would keep people from reading, not from prying. Whoever was
    brought here by a link did read it.
    """

    def register(view: View) -> View:
        @wraps(view)
        def show(**values: Any) -> Any:
            made = view(**values)
            if request.method == "GET" and not _is_file(made):
                _write_once(f"{what}.viewed", values)
            return made

        return show

    return register


def _is_file(made: Any) -> bool:
    return isinstance(made, Response) and made.mimetype in {"text/csv", "application/json"}


def _ask(way: str, values: dict[str, Any]) -> Response:
    words: dict[str, Any] = {**request.args.to_dict(flat=False), **values}
    return make_response(render_template("admins/recorded.html", action=url_for(way, **words)))


def _scope(values: dict[str, Any], edition: Edition) -> str:
    # An entry's reference comes first: by it the ledger hides lines from who speaks for its city.
    named = [str(value) for name, value in values.items() if name != "key"]
    asked = {name: request.args.get(name, "") for name in ("round", "category")}
    # Of an address only what the edition has: a link that somebody else wrote must not say what its reader saw, nor
    # invented rounds fill the ledger.
    if asked["round"] and asked["round"] in {each.key for each in programmes.rounds(edition.id)}:
        named.append(asked["round"])
    if asked["category"] and asked["category"] in {each.key for each in programmes.categories(edition.id)}:
        named.append(asked["category"])
    return ", ".join(named) or edition.key


def _write_once(event: str, values: dict[str, Any]) -> None:
    edition = programmes.edition_by_key(values["key"])
    if edition is None:
        return
    subject, label = g.pop("recorded", None) or (None, _scope(values, edition))
    about = subject or edition
    if not reading.is_written(event, access.visitor().person.id, about, label, clock.now() - AGAIN_AFTER):
        _write(event, edition, about, label, None)


def _write(event: str, edition: Edition | None, subject: Any, label: str, after: dict[str, Any] | None) -> None:
    with transaction() as moment:
        ledger.write(
            event,
            actor=access.visitor().person,
            at=moment.at,
            subject=subject,
            label=label,
            edition_id=None if edition is None else edition.id,
            after=after,
        )
