"""Cookies, forged requests, and what no database keeps: one character, and numbers that are too large."""

from flask import Flask, abort, request
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.routing import IntegerConverter, ValidationError
from werkzeug.wrappers import Response

from ...config import Settings
from . import access, kept

csrf = CSRFProtect()
# The largest number a key can be, in both databases.
LARGEST = 2**63 - 1


class Number(IntegerConverter):
    """A number in an address that can be a key. Nothing is at any other: it would be a fault far from here."""

    def to_python(self, value: str) -> int:
        """The number.

        Raises:
            ValidationError: it is too large, so the address is nobody's.
        """
        if len(value) > len(str(LARGEST)) or int(value) > LARGEST:
            raise ValidationError
        return int(super().to_python(value))


def init_app(app: Flask) -> None:
    """Set the session cookie up and refuse a POST that our own page did not make."""
    settings: Settings = app.config["SETTINGS"]
    secure = settings.public_url.startswith("https://")
    app.config.update(
        # The __Host- prefix binds the cookie to this host and to TLS; browsers refuse it on plain http.
        SESSION_COOKIE_NAME="__Host-portal" if secure else "portal",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # A page left open over a weekend must still save: the token lives as long as the session it is tied to.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    # Before the doors are hung: every address reads its numbers this way.
    app.url_map.converters["int"] = Number
    app.before_request(_leave_nul_out)
    csrf.init_app(app)
    app.register_error_handler(CSRFError, _forged)


def _leave_nul_out() -> None:
    # PostgreSQL takes no NUL in a text, and no keyboard makes one: nothing is at such an address, and what is typed or
    # searched for is read without it rather than failing far from here.
    if "\x00" in request.path:
        abort(404)
    if b"%00" in request.query_string:
        request.args = _without_nul(request.args)
    if any("\x00" in name or "\x00" in value for name, value in request.form.items(multi=True)):
        request.form = _without_nul(request.form)


def _without_nul(fields: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    return ImmutableMultiDict(
        [(name.replace("\x00", ""), value.replace("\x00", "")) for name, value in fields.items(multi=True)]
    )


def _forged(_error: CSRFError) -> Response:
    return kept.too_old() if access.known() or access.is_open() else kept.signed_out()
