"""What every template may use."""

from typing import Any

from flask import Flask, current_app, g


def init_app(app: Flask) -> None:
    """Give templates the visitor and the portal's own name."""
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    visitor = g.get("visitor")
    return {
        "visitor": visitor,
        "current_person": None if visitor is None else visitor.person,
        "portal_name": current_app.config["SETTINGS"].name,
        "environment": current_app.config["SETTINGS"].environment,
    }
