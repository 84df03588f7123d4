"""Headers of every answer, and what is believed of a request's own headers."""

import secrets

import structlog
from flask import Flask, Response, current_app, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from ...config import Settings
from ...db import db

# 'self' only, nothing inline, nobody else asked: an injected script has nowhere to run and nowhere to send.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'none'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

# Only the page that sets the worker of judges up may start one.
WITH_WORKER = POLICY.replace("worker-src 'none'", "worker-src 'self'")


def init_app(app: Flask) -> None:
    """Set the headers of every answer and give every request an id."""
    settings: Settings = app.config["SETTINGS"]
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.before_request(_name_request)
    app.after_request(_set_headers)


def _name_request() -> None:
    g.request_id = secrets.token_hex(8)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=g.request_id)
    db.session.info["request_id"] = g.request_id


def _set_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
    headers["X-Request-Id"] = g.get("request_id", "")
    if current_app.config["SETTINGS"].environment == "production":
        headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
    if request.endpoint not in {"static", "assets.style"}:
        headers.add("Vary", "Cookie")
        if g.get("visitor") is not None:
            headers["Cache-Control"] = "no-store"
        else:
            headers.setdefault("Cache-Control", "no-cache, private")
    return response
