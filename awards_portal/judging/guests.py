"""A spreadsheet of people to invite as judges: read whole, each fault named by its cell. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from ..people import rules as people
from ..sheets.reading import cell_name
from ..text import name_key, normal_email

MAX_GUESTS = 500
LONGEST = 300
# Headings as they may be spelled, by what they hold.
HEADINGS = {
    "name": {"name", "judge", "full name"},
    "email": {"email", "e-mail", "mail", "mail address", "email address", "e-mail address", "address"},
    "organisation": {"organisation", "organization", "affiliation", "employer", "institution"},
    "country": {"country", "country code"},
    "languages": {"languages", "language"},
    "expertise": {"expertise", "fields", "topics"},
    "group": {"group", "group of judges"},
}
NEEDED = ("name", "email", "organisation")


@dataclass(frozen=True)
class Guest:
    """Somebody to invite. `row` is the line of the spreadsheet, as its program counts."""

    row: int
    name: str
    email: str
    organisation: str
    country: str | None
    languages: list[str]
    expertise: list[str]
    # The group of judges that she is of in every round that weighs it; empty: none.
    group: str = ""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell, in a sentence that begins with its name."""

    cell: str
    sentence: str


@dataclass(frozen=True)
class Reading:
    """What a spreadsheet says: people, faults, and headings that were not understood."""

    guests: tuple[Guest, ...]
    faults: tuple[Fault, ...]
    unread: tuple[str, ...]


def several(text: str) -> list[str]:
    """Words separated by commas or semicolons."""
    parts = text.replace("\x00", "").replace(";", ",").split(",")
    return [part[:60] for part in (" ".join(each.split()) for each in parts) if part][:20]


def read_guests(
    table: Sequence[Sequence[str]],
    known: Collection[str],
    countries: Sequence[Mapping[str, str]],
    groups: Sequence[str] = (),
) -> Reading:
    """Read a table whose first row holds headings.

    Args:
        known: addresses of who is among the edition's judges already.
        countries: names of countries by code, a mapping a language; the codes do as well.
        groups: what rounds of the edition call their groups of judges.
    """
    columns: dict[str, int] = {}
    unread: list[str] = []
    faults: list[Fault] = []
    for at, heading in enumerate(table[0] if table else []):
        what = next((what for what, spelled in HEADINGS.items() if name_key(heading) in spelled), None)
        if what in columns:
            faults.append(_fault(0, at, _("“%(heading)s” is there twice.", heading=heading[:60])))
        elif what is not None:
            columns[what] = at
        elif heading:
            unread.append(heading[:60])
    for what in NEEDED:
        if what not in columns:
            faults.append(
                Fault(cell_name(0, 0), _("Row 1 has no heading “%(heading)s”. Add the column.", heading=what))
            )
    if faults:
        return Reading((), tuple(faults), tuple(unread))
    named = {name_key(name): code for each in countries for code, name in each.items()}
    named |= {code.casefold(): code for each in countries for code in each}
    guests: list[Guest] = []
    first: dict[str, str] = {}
    for at, row in enumerate(table[1:], start=1):
        if not any(row):
            continue
        cells = {what: (row[column] if column < len(row) else "") for what, column in columns.items()}
        place = {what: cell_name(at, column) for what, column in columns.items()}
        email = normal_email(cells["email"])
        faults += [Fault(place[what], f"{place[what]}: {sentence}") for what, sentence in _wrong(cells, named, groups)]
        if email in first:
            faults.append(
                _fault(at, columns["email"], _("%(email)s is in %(cell)s already.", email=email, cell=first[email]))
            )
        elif email in known:
            told = _("%(email)s is among the judges already. Remove the row.", email=email)
            faults.append(_fault(at, columns["email"], told))
        first.setdefault(email, place["email"])
        guests.append(
            Guest(
                at + 1,
                " ".join(cells["name"].split()),
                email,
                " ".join(cells["organisation"].split()),
                named.get(name_key(cells.get("country", ""))),
                several(cells.get("languages", "")),
                several(cells.get("expertise", "")),
                _group(cells.get("group", ""), groups) or "",
            )
        )
    faults = [*_shifted(table, columns["email"]), *faults]
    if not guests:
        faults.append(Fault("A2", _("A2: there is nobody below the headings.")))
    if len(guests) > MAX_GUESTS:
        faults.append(Fault("A1", _("At most %(n)s people are invited at once. Split the table.", n=MAX_GUESTS)))
    return Reading(() if faults else tuple(guests), tuple(faults), tuple(unread))


def _shifted(table: Sequence[Sequence[str]], at: int) -> list[Fault]:
    """When no row has an address where it belongs and all have one in another column: said once, before the cells."""
    rows = [row for row in table[1:] if any(row)]
    others = [
        column
        for column in range(len(table[0]))
        if rows and all("@" in "".join(row[column : column + 1]) for row in rows)
    ]
    if not others or any("@" in "".join(row[at : at + 1]) for row in rows):
        return []
    heading = cell_name(0, at)
    told = _(
        "%(cell)s: the addresses stand in column %(there)s, not below “%(heading)s”. "
        "A column is missing or too many, or two headings are exchanged.",
        cell=heading,
        there=cell_name(0, others[0])[:-1],
        heading=table[0][at],
    )
    return [Fault(heading, told)]


def _fault(row: int, column: int, sentence: str) -> Fault:
    cell = cell_name(row, column)
    return Fault(cell, f"{cell}: {sentence}")


def _group(text: str, groups: Sequence[str]) -> str | None:
    """A group as the round writes it; empty for none, None for one that no round has."""
    return "" if not text else next((each for each in groups if name_key(each) == name_key(text)), None)


def _wrong(cells: Mapping[str, str], named: Mapping[str, str], groups: Sequence[str]) -> list[tuple[str, str]]:
    found = []
    wrong = people.why_not_name(" ".join(cells["name"].split()))
    if wrong:
        found.append(("name", wrong))
    try:
        validate_email(normal_email(cells["email"]), check_deliverability=False)
    except EmailNotValidError:
        found.append(
            ("email", _("“%(text)s” is not a mail address such as name@example.org.", text=cells["email"][:80]))
        )
    if not cells["organisation"] or len(cells["organisation"]) > LONGEST or "\x00" in cells["organisation"]:
        found.append(("organisation", _("Write where the judge works, at most %(n)s characters.", n=LONGEST)))
    country = cells.get("country", "")
    if country and name_key(country) not in named:
        found.append(
            ("country", _("“%(text)s” is not a country's name or two-letter code, such as KR.", text=country[:60]))
        )
    if _group(group := cells.get("group", ""), groups) is None:
        told = _("no round of this edition weighs a group “%(text)s”.", text=group[:60])
        if groups:
            told = f"{told} {_('Its groups are: %(known)s.', known=', '.join(groups))}"
        found.append(("group", told))
    return found
