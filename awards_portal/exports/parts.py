"""Which rows belong to an edition, a city or a person: found along the foreign keys, so no table is forgotten."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, LargeBinary, Table, or_, select

from ..db import Base

# Tables of an edition that hold work under way and nothing that lasts.
PASSING = {"presence", "upload", "upload_piece"}
# Never exported: what lets somebody in, marks of a press of a button, and the text of a letter.
HIDDEN = {"mark", "body", "secret"}
HIDDEN_IN = {("letter", "key"), ("job", "key"), ("job", "arguments")}
# What a city may take home: nothing in it says who judged.
OF_ENTRY = ("answer", "answer_revision", "attachment", "submission", "withdrawal", "change_request")
OF_CITY = ("representative", "membership", "extension")
# Of the organising team's people a city knows what they did, not who they are.
TEAM_ONLY = {"by_id", "revoked_by_id", "withdrawn_by_id"}
DECIDED_BY_TEAM = {"change_request", "extension", "eligibility_decision"}


@dataclass(frozen=True)
class Part:
    """Rows of one table, the columns that are shown, and in which order."""

    table: Table
    rows: ColumnElement[bool]
    columns: Sequence[Column[object]]

    @property
    def name(self) -> str:
        """The table's name."""
        return self.table.name


def shown(table: Table, without: Collection[str] = ()) -> list[Column[object]]:
    """A table's columns without what nobody is shown."""
    return [
        column
        for column in table.columns
        if column.name not in HIDDEN
        and column.name not in without
        and not column.name.endswith(("_hash", "token"))
        and (table.name, column.name) not in HIDDEN_IN
        and not isinstance(column.type, LargeBinary)
        and not (table.name == "person" and column.name.startswith("second_factor"))
    ]


def tables() -> dict[str, Table]:
    """Every table by name, in the order in which they point at each other."""
    return {table.name: table for table in Base.metadata.sorted_tables}


def way_to_edition(table: Table, seen: tuple[str, ...] = ()) -> list[Column[object]] | None:
    """The columns that lead from a table's row to its edition, the shortest way; None when there is no way."""
    if "edition_id" in table.columns:
        return [table.columns["edition_id"]]
    best: list[Column[object]] | None = None
    for column in table.columns:
        for key in column.foreign_keys:
            other = key.column.table
            if column.nullable or other.name in {*seen, "person", "city", "edition", table.name}:
                continue
            way = way_to_edition(other, (*seen, table.name))
            if way is not None and (best is None or len(way) + 1 < len(best)):
                best = [column, *way]
    return best


def of_edition(edition_id: int) -> list[Part]:
    """Every table of an edition, in a fixed order."""
    found = []
    for table in tables().values():
        way = None if table.name in PASSING else way_to_edition(table)
        if table.name == "edition":
            found.append(Part(table, table.c.id == edition_id, shown(table)))
        elif way is not None:
            condition: ColumnElement[bool] = way[-1] == edition_id
            for column, following in zip(reversed(way[:-1]), reversed(way[1:]), strict=True):
                condition = column.in_(select(following.table.c.id).where(condition))
            found.append(Part(table, condition, shown(table)))
    return found


def of_city(city_id: int) -> list[Part]:
    """What belongs to a city: itself, its people, its entries with every text, file and version."""
    every = tables()
    entries = select(every["entry"].c.id).where(every["entry"].c.city_id == city_id)
    people = select(every["representative"].c.person_id).where(every["representative"].c.city_id == city_id)
    found = [
        Part(every["city"], every["city"].c.id == city_id, shown(every["city"])),
        Part(every["person"], every["person"].c.id.in_(people), shown(every["person"])),
        Part(every["entry"], every["entry"].c.city_id == city_id, shown(every["entry"])),
    ]
    for name in (*OF_CITY, *OF_ENTRY, "eligibility_decision"):
        table = every[name]
        rows = table.c.city_id == city_id if name in OF_CITY else table.c.entry_id.in_(entries)
        without = TEAM_ONLY if name in DECIDED_BY_TEAM else ()
        found.append(Part(table, rows, shown(table, without)))
    return found


def of_person(person_id: int) -> list[Part]:
    """What is kept of a person: every row that names her, what she did as a judge, what the ledger says she did."""
    found = []
    for table in tables().values():
        names = [c for c in table.columns if any(key.column.table.name == "person" for key in c.foreign_keys)]
        if table.name == "person":
            found.append(Part(table, table.c.id == person_id, shown(table)))
        elif table.name == "ledger_line":
            found.append(Part(table, table.c.actor_id == person_id, shown(table)))
        elif table.name == "letter":
            found.append(Part(table, table.c.person_id == person_id, shown(table)))
        elif names:
            found.append(Part(table, or_(*(column == person_id for column in names)), shown(table)))
    every = tables()
    judges = select(every["judge"].c.id).where(every["judge"].c.person_id == person_id)
    seats = select(every["assignment"].c.id).where(every["assignment"].c.judge_id.in_(judges))
    cards = select(every["scorecard"].c.id).where(every["scorecard"].c.assignment_id.in_(seats))
    more = {
        "conflict_statement": every["conflict_statement"].c.judge_id.in_(judges),
        "scorecard": every["scorecard"].c.assignment_id.in_(seats),
        "score": every["score"].c.scorecard_id.in_(cards),
    }
    found += [Part(every[name], rows, shown(every[name])) for name, rows in more.items()]
    return found
