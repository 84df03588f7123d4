"""Numbers of an archive's own instead of the portal's: a running number would tell its reader how much there is of
other cities, of judges and of letters to them."""

from typing import Any

from sqlalchemy import Table

# Columns that hold another table's key without a foreign key.
POINTING = {
    ("job", "owner_id"): "person",
    ("ledger_line", "actor_id"): "person",
    ("ledger_line", "edition_id"): "edition",
    ("letter", "person_id"): "person",
    ("letter", "edition_id"): "edition",
    ("wording", "edition_id"): "edition",
}


class Numbers:
    """Gives each row a number from 1 by table, in the order in which it is met: the same row always the same one."""

    def __init__(self) -> None:
        self._given: dict[str, dict[int, int]] = {}

    def of(self, table: str, key: int | None) -> int | None:
        """The number of a table's row; None stays None."""
        if key is None:
            return None
        given = self._given.setdefault(table, {})
        return given.setdefault(key, len(given) + 1)

    def row(self, table: Table, values: dict[str, Any]) -> dict[str, Any]:
        """A row with every key in it numbered anew."""
        return {name: self._value(table, name, value, values) for name, value in values.items()}

    def _value(self, table: Table, name: str, value: Any, values: dict[str, Any]) -> Any:
        if (table.name, name) == ("ledger_line", "subject_id"):
            return self.of(values["subject_type"], value)
        if name == "id":
            return self.of(table.name, value)
        target = POINTING.get((table.name, name))
        for key in table.columns[name].foreign_keys:
            target = key.column.table.name if key.column.name == "id" else target
        return value if target is None else self.of(target, value)
