"""Cookies and forged requests."""

from flask import Flask
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from ...config import Settings
from . import access, kept

csrf = CSRFProtect()


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
    csrf.init_app(app)
    app.register_error_handler(CSRFError, _forged)


def _forged(_error: CSRFError) -> Response:
    return kept.too_old() if access.known() or access.is_open() else kept.signed_out()
