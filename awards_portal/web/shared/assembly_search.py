"""What is looked for on the page of an assembly: it stands in the address, for the public and for the team."""

from datetime import date
from typing import Any

from werkzeug.wrappers import Response

from ...assemblies import seeking
from ...assemblies.models import Assembly, Participant
from ...assemblies.queries import Contents
from ...sheets import Column
from . import lists
from .places import document_words, place_names

PROGRAMME = [*map(Column, ("day", "hours", "session", "speakers", "presentations"))]
PEOPLE = [*map(Column, ("name", "office", "organisation", "country"))]


def search(contents: Contents) -> dict[str, Any]:
    """What a page needs to show the lines that fit, and the form that looks for them."""
    days, kinds = seeking.days(contents), seeking.kinds(contents)
    wanted = seeking.Wanted(lists.asked("q"), lists.asked("day", days), lists.asked("kind", kinds))
    fitting = seeking.sought(contents, wanted)

    def ask(limit: int | None, offset: int) -> tuple[list[Participant], int]:
        people = list(fitting.participants)
        return people[offset : offset + (limit or len(people))], len(people)

    return {
        "contents": fitting,
        "people": lists.listing(ask),
        "wanted": wanted,
        "is_searched": bool(wanted) or seeking.count(contents) >= seeking.WORTH_SEARCHING,
        "fits_nothing": bool(wanted) and not seeking.count(fitting),
        "days": [(each, date.fromisoformat(each)) for each in days],
        "kinds_here": [(kind, words) for kind, words in document_words().items() if kind in kinds],
        "kinds": document_words(),
    }


def csv_of(assembly: Assembly, found: dict[str, Any]) -> Response:
    """The lines that fit as a file: the programme, or with `list=participants` the people."""
    contents: Contents = found["contents"]
    if lists.asked("list") == "participants":
        names = place_names()
        rows = [
            [each.name, each.office, each.organisation, names.get(each.country or "", each.country)]
            for each in contents.participants
        ]
        return lists.csv_file(f"{assembly.slug}-participants", PEOPLE, rows)
    sessions = [
        [
            each.on.isoformat(),
            each.hours,
            each.title,
            each.speakers,
            "; ".join(offered.document.title for offered in contents.documents.get(each.id, [])),
        ]
        for each in contents.sessions
    ]
    return lists.csv_file(f"{assembly.slug}-programme", PROGRAMME, sessions)
