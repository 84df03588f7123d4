"""Pages that are the same for everybody: an ETag each, and a moment's memory that spares drawing them again.

Kept for two seconds and for whoever sends no cookie, so a rush of visitors costs one drawing; every commit of this
process empties it. Only such pages are compressed: one that holds a secret would tell it by its length (BREACH).
"""

import gzip
import hashlib
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakSet

from flask import Blueprint, Flask, Response, g, request, session
from sqlalchemy import event

from ... import clock
from ...db import db

LASTS = timedelta(seconds=2)
MOST = 300
KINDS = {"text/html", "text/plain", "application/atom+xml", "application/xml"}
Key = tuple[str, ...]


@dataclass(frozen=True)
class Kept:
    """An answer as it went out, and the same compressed."""

    at: datetime
    headers: list[tuple[str, str]]
    etag: str
    body: bytes
    compressed: bytes


class Pages:
    """In front of the application: answers again what it has just answered to somebody else."""

    def __init__(self, application: Any) -> None:
        self.application = application
        self.kept: dict[Key, Kept] = {}

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request (WSGI)."""
        if environ["REQUEST_METHOD"] != "GET" or "HTTP_COOKIE" in environ or "HTTP_RANGE" in environ:
            found: Iterable[bytes] = self.application(environ, start)
            return found
        key = (
            environ.get("HTTP_HOST", ""),
            environ.get("PATH_INFO", ""),
            environ.get("QUERY_STRING", ""),
            # Apart: run together, one visitor's two headers could be made to look like another's.
            environ.get("HTTP_ACCEPT_LANGUAGE", ""),
            environ.get("HTTP_ACCEPT", ""),
        )
        kept = self.kept.get(key)
        if kept is None or abs(clock.now() - kept.at) > LASTS:
            made = self._ask(environ, start, key)
            if not isinstance(made, Kept):
                return made
            kept = made
        return self._answer(kept, environ, start)

    def _ask(self, environ: dict[str, Any], start: Callable[..., Any], key: Key) -> Kept | Iterable[bytes]:
        head: list[Any] = []
        generation = self.kept
        # Whether it is still there is asked of us: the application answers in full.
        asked = environ.pop("HTTP_IF_NONE_MATCH", None)

        def begin(*told: Any) -> Callable[[bytes], None]:
            head.append(told)
            return lambda _body: None

        found = self.application(environ, begin)
        try:
            body = b"".join(found)
        finally:
            if hasattr(found, "close"):
                found.close()
        if asked is not None:
            environ["HTTP_IF_NONE_MATCH"] = asked
        status, headers = head[0][0], head[0][1]
        if not environ.get("portal.same_for_all") or not status.startswith("200"):
            start(status, headers)
            return [body]
        etag = next((value for name, value in headers if name == "ETag"), "")
        own = [(name, value) for name, value in headers if name not in {"Content-Length", "X-Request-Id"}]
        kept = Kept(clock.now(), own, etag, body, gzip.compress(body, 6))
        if len(self.kept) >= MOST:
            self.kept = {}
        # Something was committed while it was drawn: it may be of before.
        if generation is self.kept:
            self.kept[key] = kept
        return kept

    def _answer(self, kept: Kept, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        headers = [*kept.headers, ("X-Request-Id", secrets.token_hex(8))]
        if kept.etag and kept.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start("304 NOT MODIFIED", [each for each in headers if each[0] != "Content-Type"])
            return [b""]
        body = kept.body
        if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
            body = kept.compressed
            headers.append(("Content-Encoding", "gzip"))
        start("200 OK", [*headers, ("Content-Length", str(len(body)))])
        return [body]

    def forget(self) -> None:
        """Draw everything anew from now on."""
        self.kept = {}


_every: WeakSet[Pages] = WeakSet()


@event.listens_for(db.session, "after_commit")
def _forget(_session: Any) -> None:
    for each in _every:
        each.forget()


def init_app(app: Flask) -> None:
    """Stand in front of the application."""
    pages = Pages(app.wsgi_app)
    _every.add(pages)
    app.extensions["pages"] = pages
    app.wsgi_app = pages  # type: ignore[assignment]


def same_for_all(blueprint: Blueprint, *, but: Iterable[str]) -> None:
    """Give a door's pages an ETag, and mark those that are the same for whoever is not signed in."""
    left_out = {f"{blueprint.name}.{name}" for name in but}

    @blueprint.after_request
    def mark(response: Response) -> Response:
        if (
            response.status_code != 200
            or response.mimetype not in KINDS
            or request.method not in {"GET", "HEAD"}
            or request.endpoint in left_out
            or g.get("visitor") is not None
            # A page that wrote into the session, or holds the safety mark of a form, is this visitor's own.
            or session.modified
            or g.get("csrf_token") is not None
            or "Content-Disposition" in response.headers
        ):
            return response
        response.headers["Cache-Control"] = "public, no-cache"
        response.vary.add("Accept-Encoding")
        response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:20], weak=True)
        request.environ["portal.same_for_all"] = True
        response.make_conditional(request)
        return response
