"""Cookies and forged requests."""

from flask import Flask
from flask_wtf import CSRFProtect

from ...config import Settings

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
