"""The reader's language, which stands in the address and nowhere else, and the reader's time zone.

`/ko/cities` is `/cities` in Korean; English has no prefix. Doors that speak other languages say so with `speaks`; all
others are in English until their catalogues exist.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from babel.support import NullTranslations
from flask import Blueprint, Flask, current_app, g, has_request_context, request
from flask_babel import Babel, Domain, get_locale
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from ...config import Settings
from ...translations import OWN_NAMES, catalogues, prefix, tag
from . import sentences
from .addresses import own_address, whole

ARGUMENT = "lang"


@dataclass(frozen=True)
class Elsewhere:
    """This page in one of the portal's languages."""

    tag: str
    name: str
    address: str
    whole: str
    current: bool


class Catalogues(Domain):
    """Catalogues straight from their files, each read when its language is first asked for."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        # Every sentence of a page asks: to put a locale's name together costs more than to find its catalogue.
        self.known: dict[tuple[str, str | None], NullTranslations] = {}

    def get_translations(self) -> NullTranslations:
        """The strings of the language of this request."""
        locale = get_locale()
        key = ("en", None) if locale is None else (locale.language, locale.script)
        found = self.known.get(key)
        if found is None:
            code = "_".join(filter(None, key))
            spoken = code != "en" and code in self.settings.languages
            folder = self.settings.translations_dir
            found = catalogues.translations(code, folder) if spoken else NullTranslations()
            self.known[key] = found
        return found


def init_app(app: Flask) -> None:
    """Every string a person reads goes through gettext, in the language of the address."""
    babel = Babel()
    babel.init_app(app, default_locale="en", default_timezone="UTC", locale_selector=spoken, timezone_selector=_zone)
    babel.domain_instance = Catalogues(app.config["SETTINGS"])
    sentences.init_app(app, babel.domain_instance.get_translations)
    app.url_value_preprocessor(_take)
    app.url_defaults(_give)
    app.jinja_env.globals.update(language_tag=language_tag, languages_here=languages_here)


def speaks(blueprint: Blueprint, *, but: Iterable[str]) -> None:
    """Give a door's pages an address in every language; `but` names views that are the same in all of them."""
    left_out = {f"{blueprint.name}.{name}" for name in but}
    blueprint.record_once(
        lambda state: state.app.extensions.setdefault("speaks", {}).update({blueprint.name: left_out})
    )


def add_addresses(app: Flask) -> None:
    """Add the addresses with a language in front; the doors hang already."""
    prefixes = [prefix(code) for code in app.config["SETTINGS"].languages if code != "en"]
    doors: dict[str, set[str]] = app.extensions.get("speaks", {})
    for rule in list(app.url_map.iter_rules()) if prefixes else []:
        left_out = doors.get(rule.endpoint.partition(".")[0])
        if left_out is None or rule.endpoint in left_out:
            continue
        app.add_url_rule(
            f"/<any({', '.join(map(repr, prefixes))}):{ARGUMENT}>{rule.rule}",
            rule.endpoint,
            app.view_functions[rule.endpoint],
            methods=(rule.methods or set()) - {"HEAD", "OPTIONS"},
        )


def languages() -> tuple[str, ...]:
    """The languages the portal speaks, English first."""
    found: tuple[str, ...] = current_app.config["SETTINGS"].languages
    return found


def spoken() -> str:
    """The language of this request's address, by its code; English outside a request."""
    if not has_request_context():
        return "en"
    return _by_prefix().get(request.path.split("/", 2)[1], "en")


def language_tag() -> str:
    """The language of this page as HTML names it."""
    return tag(str(get_locale()))


def languages_here() -> list[Elsewhere]:
    """This page in each language, the query kept; empty where there is no choice."""
    if len(languages()) < 2 or request.url_rule is None or (bare := _bare(request.path)) is None:
        return []
    query = request.query_string.decode(errors="replace")
    found = []
    for code in languages():
        path = _prefixed(bare, code)
        address = f"{path}?{_going_on_in(query, code)}" if query else path
        found.append(Elsewhere(tag(code), OWN_NAMES[code], address, whole(path), code == spoken()))
    return found


def in_language(address: str, code: str) -> str:
    """An address of this portal in a language, where its page speaks it; otherwise the same address."""
    if not own_address(address):
        return address
    parts = urlsplit(address)
    bare = _bare(parts.path)
    if bare is None:
        return address
    return _prefixed(bare, code) + (f"?{parts.query}" if parts.query else "")


def _by_prefix() -> dict[str, str]:
    return {prefix(code): code for code in languages() if code != "en"}


def _prefixed(bare: str, code: str) -> str:
    return bare if code == "en" else f"/{prefix(code)}{bare}"


def _bare(path: str) -> str | None:
    """The path without its language, when a page is there that speaks several."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    bare = path.removeprefix(f"/{first}") if first in _by_prefix() else path
    try:
        endpoint, _values = current_app.url_map.bind("").match(bare or "/", method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return bare if current_app.url_map.is_endpoint_expecting(endpoint, ARGUMENT) else None


def _going_on_in(query: str, code: str) -> str:
    """The query with the page that follows in the same language."""
    if "next=" not in query:
        return query
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode([(name, in_language(value, code) if name == "next" else value) for name, value in pairs])


def _take(_endpoint: str | None, values: dict[str, object] | None) -> None:
    # The views do not ask for it: they speak the language that `spoken` tells.
    if values is not None:
        values.pop(ARGUMENT, None)


def _give(endpoint: str, values: dict[str, object]) -> None:
    """Links of a page stay in its language, to wherever it is spoken."""
    if ARGUMENT in values or not has_request_context():
        return
    code = spoken()
    if code != "en" and current_app.url_map.is_endpoint_expecting(endpoint, ARGUMENT):
        values[ARGUMENT] = prefix(code)


def _zone() -> str:
    visitor = g.get("visitor")
    zone = visitor.person.time_zone if visitor is not None else None
    return zone or str(current_app.config.get("BABEL_DEFAULT_TIMEZONE", "UTC"))
