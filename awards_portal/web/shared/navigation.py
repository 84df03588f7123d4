"""The bar of a workspace: the places that are this visitor's."""

from typing import Any

from flask import Flask, g, request, url_for
from flask_babel import gettext as _

from .access import Visitor


def init_app(app: Flask) -> None:
    """Give templates `nav_items`."""
    app.context_processor(lambda: {"nav_items": nav_items(g.get("visitor"))})


def nav_items(visitor: Visitor | None) -> list[dict[str, Any]]:
    """What stands in the bar: dicts of label, href, current."""
    if visitor is None:
        return []
    items = []
    if visitor.team is not None:
        items.append(_item(_("Organising team"), "admins.home", "admins"))
    if visitor.judgeships:
        items.append(_item(_("Judging"), "judges.home", "judges"))
    if visitor.cities:
        items.append(_item(_("Entries"), "applicants.home", "applicants"))
    for seat in visitor.cities:
        items.append(
            {
                "label": _("Team of %(city)s", city=seat.city.name),
                "href": url_for("account.city_team", slug=seat.city.slug),
                "current": request.path == url_for("account.city_team", slug=seat.city.slug),
            }
        )
    items.append(_item(_("Your account"), "account.details", "account.details"))
    return items


def _item(label: str, endpoint: str, door: str) -> dict[str, Any]:
    here = request.endpoint or ""
    return {"label": label, "href": url_for(endpoint), "current": here == door or here.startswith(door + ".")}
