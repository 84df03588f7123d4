"""Addresses that came with a request, and may be followed only when they are our own."""

from urllib.parse import urlsplit


def own_address(address: str | None) -> str | None:
    """The address when it is a path of this portal; None for anything that leads elsewhere."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or any(ord(c) < 32 for c in address) or "\\" in address:
        return None
    return address
