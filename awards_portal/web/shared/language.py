"""Language and time zone of the reader."""

from flask import Flask, current_app, g
from flask_babel import Babel


def init_app(app: Flask) -> None:
    """Every string a person reads goes through gettext. English is the only catalogue so far."""
    Babel(app, default_locale="en", default_timezone="UTC", locale_selector=_locale, timezone_selector=_time_zone)


def _locale() -> str:
    return "en"


def _time_zone() -> str:
    visitor = g.get("visitor")
    zone = visitor.person.time_zone if visitor is not None else None
    return zone or str(current_app.config.get("BABEL_DEFAULT_TIMEZONE", "UTC"))
