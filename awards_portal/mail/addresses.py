"""Addresses that letters point to. They begin with the portal's own public address, never with a request's Host.

The patterns are written here because a room that writes a letter does not know the doors; a test holds each of them
against the routes.
"""

from urllib.parse import quote

from flask import current_app
from flask_babel import get_locale

from ..config import Settings
from ..translations import prefix

PATTERNS: dict[str, str] = {
    "home": "/",
    "sign in": "/account/sign-in",
    "sign-in link": "/account/sign-in-link/{token}",
    "forgotten password": "/account/forgotten-password",
    "new password": "/account/new-password/{token}",
    "registration": "/account/registrations/{token}",
    "invitation": "/account/invitations/{token}",
    "city": "/cities/{slug}",
    "city profile": "/account/cities/{slug}/profile",
    "city membership": "/account/cities/{slug}/membership",
    "city team": "/account/cities/{slug}",
    "entries": "/entries/",
    "entry": "/entries/{reference}",
    "team entries": "/team/editions/{key}/entries",
    "team entry": "/team/editions/{key}/entries/{reference}",
    "team publication": "/team/editions/{key}/publication",
    "judging": "/judging/",
    "discussion": "/judging/entries/{reference}/discussion",
    "winners": "/editions/{key}/winners",
    "receipt": "/entries/{reference}/receipt",
    "certificates": "/certificates",
    "feedback": "/entries/{reference}/feedback",
}


# Behind these doors everything is in English so far.
ENGLISH_ONLY = ("/entries/", "/judging/", "/team/")


def address(name: str, **values: str) -> str:
    """The full address of a page, for a letter, in the language of whoever caused it. Values are quoted.

    Raises:
        KeyError: for a name or value that is not in PATTERNS.
    """
    path = PATTERNS[name].format_map({key: quote(value, safe="") for key, value in values.items()})
    settings: Settings = current_app.config["SETTINGS"]
    code = str(get_locale() or "en")
    if code in settings.languages and code != "en" and not path.startswith(ENGLISH_ONLY):
        path = f"/{prefix(code)}{path}"
    return settings.public_url.rstrip("/") + path
