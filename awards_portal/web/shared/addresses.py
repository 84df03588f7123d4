"""Addresses: those that came with a request, followed only when they are our own; ours in full, for others to keep."""

from urllib.parse import urlsplit

from flask import current_app


def own_address(address: str | None) -> str | None:
    """The address when it is a path of this portal; None for anything that leads elsewhere."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or any(ord(c) < 32 for c in address) or "\\" in address:
        return None
    return address


def whole(path: str) -> str:
    """A path of this portal as a full address, which never comes from a request's Host."""
    return str(current_app.config["SETTINGS"].public_url).rstrip("/") + path
