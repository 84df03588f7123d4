"""Files by content: a digest names them, size and digest are checked on every read."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Choose the storage the settings name."""
