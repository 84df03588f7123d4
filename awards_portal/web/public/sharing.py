"""How the portal is found and shared: pictures for links, the map for search engines, news as a feed."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from xml.etree import ElementTree

from flask import Response, abort, current_app, send_file, url_for
from flask_babel import gettext as _

from ... import clock
from ...assemblies import queries as assemblies
from ...awards import queries as awards
from ...documents import cards
from ...people.profiles import queries as profiles
from ...programmes import queries
from ..shared.addresses import whole
from ..shared.language import in_language, languages
from ..shared.places import place_names
from . import blueprint

ATOM = "http://www.w3.org/2005/Atom"
MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
# Behind these doors nobody finds anything without signing in.
PRIVATE = ("/account/", "/entries/", "/judging/", "/team/", "/development/")


@blueprint.get("/cards/portal.png")
def card() -> Response:
    """The picture of the portal itself."""
    return _picture("", current_app.config["SETTINGS"].name)


@blueprint.get("/cards/<kind>/<slug>.png")
def card_of(kind: str, slug: str) -> Response:
    """The picture of a page that anybody may read: what it is of, and its title."""
    told = {"edition": _edition, "city": _city, "past": _past, "assembly": _assembly}.get(kind)
    found = None if told is None else told(slug)
    if found is None:
        abort(404)
    return _picture(*found)


def _edition(key: str) -> tuple[str, str] | None:
    found = queries.published_edition(key)
    return None if found is None else (found.theme, found.title)


def _city(slug: str) -> tuple[str, str] | None:
    found = profiles.listed_city(slug, awards.wins_by_city(clock.now()))
    return None if found is None else (place_names().get(found.country, found.country), found.name)


def _past(key: str) -> tuple[str, str] | None:
    found = awards.past_edition(key)
    return None if found is None else (_("Winners"), f"{found.edition.award} {found.edition.year}")


def _assembly(slug: str) -> tuple[str, str] | None:
    found = assemblies.assembly(slug)
    return None if found is None or found.published_at is None else (f"{found.place}, {found.year}", found.title)


def _picture(kicker: str, title: str) -> Response:
    made = cards.draw(kicker, title, current_app.config["SETTINGS"].name)
    response = send_file(BytesIO(made), mimetype="image/png", max_age=86400)
    # Whoever shows the link fetches the picture from its own page.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@blueprint.get("/robots.txt")
def robots() -> Response:
    """What search engines may read: everything that anybody may."""
    lines = ["User-agent: *", *_disallowed(), f"Sitemap: {whole('/sitemap.xml')}"]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def _disallowed() -> Iterable[str]:
    paths = {in_language(path, code): None for path in PRIVATE for code in languages()}
    return (f"Disallow: {path}" for path in paths)


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """The address of every page that anybody may read, in every language."""
    root = ElementTree.Element("urlset", xmlns=MAP)
    for path in _paths():
        for code in languages():
            found = whole(in_language(path, code))
            ElementTree.SubElement(ElementTree.SubElement(root, "url"), "loc").text = found
    return _xml(root, "application/xml")


def _paths() -> Iterable[str]:
    at = clock.now()
    yield from (url_for(f"public.{name}") for name in ("home", "hall", "cities", "assemblies", "receipts_form"))
    for edition in queries.editions():
        yield url_for("public.call", key=edition.key)
    for edition in awards.editions_with_awards(at):
        yield url_for("public.winners", key=edition.key)
    for won in awards.hall(at).rows:
        if won.reference is not None:
            yield url_for("public.award", key=won.edition_key, reference=won.reference)
    for past, _known in awards.past_editions():
        yield url_for("public.past_edition", key=past.key)
    for assembly in assemblies.published():
        yield url_for("public.assembly", slug=assembly.slug)
    for row in profiles.directory(also=awards.wins_by_city(at))[0]:
        yield url_for("public.city", slug=row.slug)


@blueprint.get("/news.atom")
def news() -> Response:
    """Calls that opened, winners and assemblies that were published: the latest thirty, as a feed."""
    found = sorted(_news(), key=lambda each: (each[0], each[2]), reverse=True)[:30]
    root = ElementTree.Element("feed", xmlns=ATOM)
    title = current_app.config["SETTINGS"].name
    _said(root, title=title, id=whole("/news.atom"), updated=_moment(found[0][0] if found else None))
    ElementTree.SubElement(root, "link", rel="self", href=whole("/news.atom"))
    ElementTree.SubElement(ElementTree.SubElement(root, "author"), "name").text = title
    for at, words, path, summary in found:
        entry = ElementTree.SubElement(root, "entry")
        _said(entry, title=words, id=whole(path), updated=_moment(at), summary=summary)
        ElementTree.SubElement(entry, "link", href=whole(path))
    return _xml(root, "application/atom+xml")


def _news() -> Iterable[tuple[datetime, str, str, str]]:
    at = clock.now()
    for edition in queries.editions_begun(at):
        since = max(edition.opens_at, edition.published_at or edition.opens_at)
        words = _("The call is open: %(edition)s", edition=edition.title)
        yield since, words, url_for("public.call", key=edition.key), edition.theme
    for edition, since in awards.announcements(at):
        words = _("Winners of the %(edition)s", edition=edition.title)
        yield since, words, url_for("public.winners", key=edition.key), edition.theme
    for assembly in assemblies.published():
        if assembly.published_at is not None:
            yield assembly.published_at, assembly.title, url_for("public.assembly", slug=assembly.slug), assembly.place


def _said(of: ElementTree.Element, **texts: str) -> None:
    for name, text in texts.items():
        ElementTree.SubElement(of, name).text = text


def _moment(at: datetime | None) -> str:
    return "1970-01-01T00:00:00Z" if at is None else at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _xml(root: ElementTree.Element, mimetype: str) -> Response:
    text = ElementTree.tostring(root, encoding="unicode")
    return Response(f'<?xml version="1.0" encoding="utf-8"?>\n{text}', mimetype=mimetype)
