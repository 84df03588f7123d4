"""Commands: `flask --app wsgi …`."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the portal's commands to `flask`."""
