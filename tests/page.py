"""A test client that reads pages as a person does and checks every page it gets."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any, ClassVar
from urllib.parse import urlsplit

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from awards_portal import clock
from awards_portal.db import db, transaction
from awards_portal.people.links import hash_token
from awards_portal.people.models import Person, SignIn

# Blocks of data, which no browser runs.
DATA = {"application/json", "application/ld+json"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    """What a page says: title, headings, links, forms with their fields, and all of its text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.title = ""
        self.h1: list[str] = []
        self.links: dict[str, str] = {}
        self.forms: list[dict[str, Any]] = []
        self.labels: set[str] = set()
        self.wrapped: set[str] = set()
        self.words: list[str] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self._catch: dict[str, list[str]] = {}
        self._link = ""
        self._select: tuple[str, bool] | None = None
        self._textarea = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a: dict[str, str] = {k: v or "" for k, v in attrs}
        if tag not in VOID:
            self._open.append(tag)
        if "style" in a:
            self.faults.append(f"inline style on <{tag}>")
        self.faults += [f"inline handler {k} on <{tag}>" for k in a if k.startswith("on")]
        if tag == "script" and not a.get("src") and a.get("type") not in DATA:
            self.faults.append("inline script")
        if tag == "style":
            self.faults.append("inline style sheet")
        for name in ("src", "href", "action"):
            told_only = a.get("rel") == "canonical" or "hreflang" in a
            if tag != "a" and not told_only and a.get(name, "").startswith(("http:", "https:", "//")):
                self.faults.append(f"<{tag}> asks somebody else: {a[name]}")
        if tag in {"title", "h1", "a", "option", "textarea", "button"}:
            self._catch[tag] = []
        if tag == "a":
            self._link = a.get("href", "")
        if tag == "label":
            self.labels.add(a.get("for", ""))
        if tag == "form":
            self.forms.append(
                {"action": a.get("action", ""), "method": a.get("method", "get").lower(), "fields": {}, "a": a}
            )
        if tag in {"input", "select", "textarea"}:
            self._field(tag, a)
        if tag == "option" and self._select and "selected" in a:
            self._put(self._select[0], a.get("value", ""), many=self._select[1])
        if tag == "img" and "alt" not in a:
            self.faults.append(f"image without alt: {a.get('src')}")

    def _field(self, tag: str, a: dict[str, str]) -> None:
        kind = a.get("type", "text")
        named = a.get("id", "") in self.labels or "aria-label" in a or "aria-labelledby" in a or "label" in self._open
        if kind not in {"hidden", "submit", "button", "image"} and not named:
            self.wrapped.add(f"{tag} {a.get('name')} id={a.get('id')}")
        name = a.get("name")
        if not name:
            return
        if tag == "select":
            self._select = (name, "multiple" in a)
        elif tag == "textarea":
            self._textarea = name
        elif kind in {"checkbox", "radio"}:
            if "checked" in a:
                self._put(name, a.get("value", "on"), many=kind == "checkbox")
        elif kind not in {"submit", "button", "file", "image"}:
            self._put(name, a.get("value", ""), many=True)

    def _put(self, name: str, value: str, *, many: bool) -> None:
        if not self.forms:
            return
        fields = self.forms[-1]["fields"]
        if many and name in fields:
            fields[name] = [*(fields[name] if isinstance(fields[name], list) else [fields[name]]), value]
        else:
            fields[name] = value

    def handle_endtag(self, tag: str) -> None:
        while self._open and tag in self._open:
            if self._open.pop() == tag:
                break
        said = " ".join("".join(self._catch.pop(tag, [])).split()) if tag != "textarea" else ""
        if tag == "title" and not self.title:
            self.title = said
        elif tag == "h1":
            self.h1.append(said)
        elif tag == "a":
            self.links.setdefault(said, self._link)
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._put(self._textarea, "".join(self._catch.pop(tag, [])).removeprefix("\n"), many=False)

    def handle_data(self, data: str) -> None:
        for caught in self._catch.values():
            caught.append(data)
        if not {"script", "style"} & set(self._open):
            self.words.append(data)

    @property
    def text(self) -> str:
        """Everything a reader sees, spaces folded."""
        return " ".join(" ".join(self.words).split())

    def form(self, action: str = "") -> dict[str, Any]:
        """The first form whose action contains this."""
        for form in self.forms:
            if action in form["action"]:
                return form
        raise AssertionError(f"no form with action {action!r}; there are {[f['action'] for f in self.forms]}")

    def check(self) -> None:
        """What holds for every page: one h1, a title, labelled fields, nothing inline, nobody else asked."""
        faults = list(self.faults)
        if len(self.h1) != 1:
            faults.append(f"{len(self.h1)} h1: {self.h1}")
        if not self.title:
            faults.append("no title")
        faults += [f"no label: {f}" for f in self.wrapped if re.sub(r".* id=", "", f) not in self.labels]
        if "<html lang=" not in self.html:
            faults.append("no language")
        assert not faults, "; ".join(faults)


@contextmanager
def apart(app: Flask) -> Iterator[None]:
    """A context of its own, as every real request has: a test that holds one open shares nothing with it.

    Afterwards the test reads what was written meanwhile, not what it saw before.
    """
    with app.app_context():
        yield
    if has_app_context():
        db.session.rollback()


class Browser(FlaskClient):
    """Cookies and requests, each request apart from the test and from other browsers."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        """Make a request."""
        # Read whole: a file left open would be told as a fault of a later test.
        options.setdefault("buffered", True)
        with apart(self.application):
            return super().open(*args, **options)


class PageClient:
    """Follows links and sends forms; every HTML answer is checked (`Page.check`)."""

    SKIP: ClassVar[set[int]] = {301, 302, 303, 304, 307, 308}

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.http = Browser(app, app.response_class, use_cookies=True)
        self.response: TestResponse

    def sign_in(self, person: Person) -> "PageClient":
        """Be this person, without the sign-in page (which has tests of its own)."""
        token = secrets.token_urlsafe(16)
        with apart(self.app), transaction() as moment:
            db.session.add(
                SignIn(
                    person_id=person.id,
                    token_hash=hash_token(token),
                    created_at=moment.at,
                    last_seen_at=moment.at,
                    expires_at=moment.at.replace(year=moment.at.year + 1),
                    user_agent="test",
                    address="127.0.0.1",
                )
            )
        with self.http.session_transaction() as session:
            session["sign_in"] = token
            session["seen"] = int(clock.now().timestamp())
        return self

    def is_signed_in(self) -> bool:
        """Whether this browser holds a session that has not been ended."""
        with self.http.session_transaction() as session:
            token = session.get("sign_in")
        with apart(self.app):
            found = None if token is None else db.session.scalar(select(SignIn).filter_by(token_hash=hash_token(token)))
            return found is not None and found.ended_at is None

    def open(self, method: str, path: str, *, status: int | None = None, follow: bool = True, **options: Any) -> Page:
        """Make a request, follow redirects, check the status (default: any success) and the page."""
        self.response = self.http.open(path, method=method, environ_overrides={"portal.raise": True}, **options)
        while follow and self.response.status_code in self.SKIP:
            self.response = self.http.get(self.response.headers["Location"], environ_overrides={"portal.raise": True})
        got = self.response.status_code
        wanted = status if status is not None else (got if got < 400 else 200)
        assert got == wanted, f"{method} {path} answered {got}: {Page(self.response.text).text[:500]}"
        if "text/html" not in self.response.headers.get("Content-Type", ""):
            page = Page("")
            page.html = ""
            return page
        page = Page(self.response.text)
        if got not in self.SKIP:
            page.check()
        return page

    def get(self, path: str, **options: Any) -> Page:
        """Open a page."""
        return self.open("GET", path, **options)

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> Page:
        """Post with a valid CSRF token, as any of our pages would."""
        return self.open("POST", path, data={"csrf_token": self.csrf(), **(data or {})}, **options)

    def send(
        self, page: Page, action: str = "", *, at: str | None = None, status: int | None = None, **values: Any
    ) -> Page:
        """Fill the form of a page (found by part of its action) and send it."""
        form = page.form(action)
        path = form["action"] or at or urlsplit(self.response.request.path).path
        return self.open(form["method"].upper(), path, data={**form["fields"], **values}, status=status)

    def csrf(self) -> str:
        """A token that belongs to this browser's session."""
        with apart(self.app), self.app.test_request_context():
            from flask import session as in_request
            from flask_wtf.csrf import generate_csrf

            with self.http.session_transaction() as session:
                in_request.update(session)
                token = generate_csrf()
                session.update(in_request)
        return str(token)
