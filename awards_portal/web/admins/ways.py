"""The pages of one edition as its navigation shows them: groups of pages, and which page lies within which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from flask import g, get_template_attribute, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from ...programmes.models import Edition
from ..shared import access
from . import blueprint

# Addresses that do not begin as the page's within which they lie: what follows the edition's own, and that page's.
ELSEWHERE = {
    "setup/criteria": "setup/rubric",
    "setup/scale": "setup/rubric",
    "setup/sections": "setup/form",
    "setup/questions": "setup/form",
    "comparison": "setup",
    "call": "setup",
    "discussions": "disagreement",
    "rounds": "shortlist",
    "awards": "publication",
}


@dataclass(frozen=True)
class Way:
    """A page of the navigation. `values` are further parts of its address; `whole`: it tells of every edition."""

    name: str
    words: str
    values: Mapping[str, Any] = field(default_factory=dict)
    whole: bool = False

    @property
    def endpoint(self) -> str:
        """What `url_for` calls it."""
        return f"admins.{self.name}"

    def address(self, key: str) -> str:
        """Where it is, for the edition with this key."""
        edition: dict[str, Any] = {"edition" if self.whole else "key": key}
        return url_for(self.endpoint, **edition, **self.values)


def groups() -> list[tuple[str, list[Way]]]:
    """Every page of an edition that needs no further choice, in the order in which an edition goes by."""
    one, many = "part", "parts"
    return [
        (_("Overview"), [Way("dashboard", _("Overview"))]),
        (
            _("Set-up"),
            [
                Way("setup", _("Checklist")),
                Way(one, _("Name, place and limits"), {"part": "details"}),
                Way(one, _("Dates"), {"part": "dates"}),
                Way(many, _("Categories"), {"parts": "categories"}),
                Way(many, _("Questions asked first"), {"parts": "eligibility"}),
                Way("form", _("Form")),
                Way("rubric", _("Rubric")),
                Way(many, _("Rounds"), {"parts": "rounds"}),
                Way(one, _("Places and awards"), {"part": "scoring"}),
                Way(one, _("Conflicts of interest"), {"part": "conflicts"}),
                Way("translations", _("Translations")),
                Way("copy_form", _("Copy this edition")),
            ],
        ),
        (
            _("Entries"),
            [
                Way("entries", _("All entries")),
                Way("eligibility", _("Eligibility")),
                Way("entries", _("Change requests"), {"standing": "returned"}),
                Way("extensions", _("Extensions")),
                Way("enquiries", _("Questions and answers")),
                Way("imports", _("Imports")),
            ],
        ),
        (
            _("Judging"),
            [
                Way("judges", _("Judges")),
                Way("panels", _("Panels")),
                Way("groups", _("Groups of judges")),
                Way("assignments", _("Assignments")),
                Way("progress", _("Progress")),
                Way("disagreement", _("Disagreement")),
            ],
        ),
        (
            _("Results"),
            [
                Way("standings", _("Standings")),
                Way("rules", _("Rules of the results")),
                Way("shortlists", _("Shortlist")),
                Way("meeting_list", _("Jury meetings")),
                Way("pairwise_list", _("Pairwise final")),
                Way("publication", _("Publication")),
                Way("feedback", _("Feedback for cities")),
            ],
        ),
        (
            _("Letters"),
            [
                Way("letter_texts", _("Wording of letters")),
                Way("mailings", _("Mailings")),
                Way("outbox", _("Outbox"), whole=True),
                *_of_coordinator(),
            ],
        ),
        (_("Records"), [Way("ledger", _("Ledger")), Way("exports", _("Exports"))]),
    ]


def _of_coordinator() -> list[Way]:
    """What others find within another page that is closed to a coordinator."""
    return [] if access.visitor().coordinated is None else [Way("new_mailing", _("Write to cities"))]


def reaches(way: Way) -> bool:
    """Whether this visitor finds something there."""
    return access.visitor().coordinated is None or way.endpoint in access.COORDINATING


def _near(path: str, way: str) -> bool:
    return path == way or path.startswith(f"{way}/")


def _here(home: str, pages: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The page that is shown now, or within which it lies: the one that says most of its address."""
    path = request.path
    for begins, of in ELSEWHERE.items():
        if _near(path, f"{home}/{begins}"):
            path = f"{home}/{of}/"
    fit = []
    for each in pages:
        way, _mark, query = each["href"].partition("?")
        said = dict(parse_qsl(query))
        near = path == way if way == home else _near(path, way)
        if near and said.items() <= request.args.to_dict().items():
            fit.append((len(way), len(said), each))
    return max(fit, key=lambda each: each[:2])[2] if fit else None


def edition_ways(edition: Edition) -> dict[str, Any]:
    """The navigation of an edition for this visitor: `groups` of pages, and the group that is shown (`here`).

    A page's `current` is "page" when it is shown, "true" when what is shown lies within it.
    """
    known: dict[str, Any] = g.get("ways", {})
    if known.get("edition") == edition.key:
        return known
    told: list[dict[str, Any]] = []
    for words, ways in groups():
        pages = [
            {"words": each.words, "href": each.address(edition.key), "current": ""} for each in ways if reaches(each)
        ]
        if pages:
            told.append({"words": words, "href": pages[0]["href"], "pages": pages})
    page = _here(f"/team/editions/{edition.key}", [each for group in told for each in group["pages"]])
    if page is not None:
        page["current"] = "page" if request.path == page["href"].partition("?")[0] else "true"
    here = next((each for each in told if page in each["pages"]), None)
    g.ways = found = {"edition": edition.key, "groups": told, "here": here, "page": page}
    return found


def edition_navigation(edition: Edition) -> Markup:
    """The navigation as it stands on the page: the layout is everybody's and knows nothing of it."""
    return Markup(get_template_attribute("admins/_ways.html", "navigation")(edition, edition_ways(edition)))  # noqa: S704


def edition_crumbs(edition: Edition, last: Sequence[tuple[str, str]] = ()) -> list[tuple[str, str]]:
    """The way from the team's home to a page of an edition: the edition, then the page within which it lies.

    Args:
        last: what comes after the edition, where the page knows better than its address.
    """
    home = url_for("admins.home")
    crumbs = [(home, _("Editions"))]
    page = edition_ways(edition)["page"]
    if access.visitor().coordinated is not None:
        crumbs.append((f"{home}#edition-{edition.key}", edition.title))
    elif request.endpoint != "admins.dashboard":
        crumbs.append((url_for("admins.dashboard", key=edition.key), edition.title))
    if last:
        return [*crumbs, *last]
    setup = url_for("admins.setup", key=edition.key)
    if page is not None and page["href"] != setup and _near(request.path, setup):
        crumbs.append((setup, _("Set-up")))
    if page is not None and page["current"] == "true":
        crumbs.append((page["href"], page["words"]))
    return crumbs


@blueprint.context_processor
def _known() -> dict[str, Any]:
    return {"edition_navigation": edition_navigation, "edition_crumbs": edition_crumbs}
