"""Judging data that is taken or opened: a GET asks, the POST behind its button writes the ledger line and answers.

A view that gives a file, or shows somebody's scorecard, is registered here instead of on its blueprint. Its own checks
run first, so that what is nobody's to see is 404 and not in the ledger.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from flask import Blueprint, current_app, g, make_response, redirect, render_template, request, url_for
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from ... import ledger
from ...db import transaction
from ...programmes import queries as programmes
from . import access

View = Callable[..., Any]
# How long what was opened can be read again without another line.
OPEN_FOR = 3600


def about(subject: Any, label: str) -> None:
    """Say what this answer is about, for the line."""
    g.recorded = (subject, label)


def file(blueprint: Blueprint, path: str) -> Callable[[View], View]:
    """Register a file of judging data, or a list that has one: a GET asks, `POST …/file` records and gives it."""

    def register(view: View) -> View:
        name = view.__name__
        take = f"{blueprint.name}.take_{name}"

        @wraps(view)
        def show(**values: Any) -> Any:
            made = view(**values)
            return _ask(take, values, "file") if _is_file(made) else made

        def taken(**values: Any) -> Any:
            g.as_file = True
            made = view(**values)
            if _is_file(made):
                content = made.get_data()
                named = made.headers["Content-Disposition"].partition('filename="')[2].rstrip('"')
                _write(
                    "judging.downloaded",
                    values,
                    None,
                    named,
                    {"sha256": sha256(content).hexdigest(), "bytes": len(content)},
                )
            return made

        taken.__doc__ = f"The file of {name}. A post, because the ledger keeps who took it."
        blueprint.add_url_rule(path, name, show, methods=["GET"])
        blueprint.add_url_rule(f"{path}/file", f"take_{name}", taken, methods=["POST"])
        return show

    return register


def page(blueprint: Blueprint, path: str) -> Callable[[View], View]:
    """Register a page that shows a scorecard: it asks, `POST …/opening` records and opens it for an hour."""

    def register(view: View) -> View:
        name = view.__name__
        way = f"{blueprint.name}.open_{name}"

        @wraps(view)
        def show(**values: Any) -> Any:
            made = view(**values)
            return made if _is_open(url_for(f"{blueprint.name}.{name}", **values)) else _ask(way, values, "page")

        def opened(**values: Any) -> Response:
            view(**values)
            subject, label = g.recorded
            _write("scorecard.viewed", values, subject, label, None)
            here = url_for(f"{blueprint.name}.{name}", **values)
            return redirect(f"{here}?opened={_signer().dumps([access.visitor().person.id, here])}", 303)

        opened.__doc__ = f"Open {name}. A post, because the ledger keeps who read it."
        blueprint.add_url_rule(path, name, show, methods=["GET"])
        blueprint.add_url_rule(f"{path}/opening", f"open_{name}", opened, methods=["POST"])
        return show

    return register


def _is_file(made: Any) -> bool:
    return isinstance(made, Response) and made.mimetype in {"text/csv", "application/json"}


def _ask(way: str, values: dict[str, Any], what: str) -> Response:
    words: dict[str, Any] = {**request.args.to_dict(flat=False), **values}
    return make_response(render_template("admins/recorded.html", action=url_for(way, **words), what=what))


def _write(event: str, values: dict[str, Any], subject: Any, label: str, after: dict[str, Any] | None) -> None:
    edition = programmes.edition_by_key(values["key"])
    with transaction() as moment:
        ledger.write(
            event,
            actor=access.visitor().person,
            at=moment.at,
            subject=subject or edition,
            label=label,
            edition_id=None if edition is None else edition.id,
            after=after,
        )


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="recorded")


def _is_open(here: str) -> bool:
    try:
        told = _signer().loads(request.args.get("opened", ""), max_age=OPEN_FOR)
    except BadData:
        return False
    return bool(told == [access.visitor().person.id, here])
