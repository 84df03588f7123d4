"""Plain values of a form's document: a value of its kind, or a sentence that says what is wrong where."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from ...text import is_storable

# More than any of these numbers ever has to be, and less than a column or a double leaves exact.
MOST, FARTHEST = 10**9, 10**15
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,79}")


@dataclass
class ValueReader:
    """Reads values and gathers every fault, so that an organiser mends them in one go."""

    faults: list[str] = field(default_factory=list)

    def fault(self, where: str, sentence: str) -> None:
        self.faults.append(f"{where}: {sentence}")

    def text(self, raw: Mapping[str, Any], name: str, where: str, *, needed: bool = False) -> str:
        value = raw.get(name, "")
        if not isinstance(value, str):
            self.fault(where, _("“%(name)s” must be text.", name=name))
            return ""
        if not is_storable(value):
            self.fault(where, _("“%(name)s” holds a sign that is no text. Type it again.", name=name))
            return ""
        if needed and not value.strip():
            self.fault(where, _("“%(name)s” is missing.", name=name))
        return value

    def flag(self, raw: Mapping[str, Any], name: str, where: str) -> bool:
        value = raw.get(name, False)
        if not isinstance(value, bool):
            self.fault(where, _("“%(name)s” must be true or false.", name=name))
            return False
        return value

    def whole(self, raw: Mapping[str, Any], name: str, where: str, default: int | None = None) -> int | None:
        value = raw.get(name, default)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST:
            self.fault(
                where, _("“%(name)s” must be a whole number, 0 or more, and not above %(most)d.", name=name, most=MOST)
            )
            return default
        return value

    def bound(self, raw: Mapping[str, Any], name: str, where: str) -> float | None:
        value = raw.get(name)
        if value is None:
            return None
        if not isinstance(value, int | float) or isinstance(value, bool):
            self.fault(where, _("“%(name)s” must be a number.", name=name))
            return None
        # Said this way round, NaN is refused too: it is not within anything.
        if not -FARTHEST <= value <= FARTHEST:
            self.fault(where, _("“%(name)s” must be a number between -10^15 and 10^15.", name=name))
            return None
        return float(value)

    def texts(self, raw: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
        value = raw.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and is_storable(item) for item in value):
            self.fault(where, _("“%(name)s” must be a list of texts.", name=name))
            return ()
        return tuple(value)

    def parts(self, raw: Mapping[str, Any], name: str, where: str) -> list[Mapping[str, Any]]:
        value = raw.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fault(where, _("“%(name)s” must be a list of objects.", name=name))
            return []
        return value

    def key(self, raw: Mapping[str, Any], where: str) -> str:
        key = self.text(raw, "key", where, needed=True)
        if key and not _KEY.fullmatch(key):
            self.fault(
                where, _("the key “%(key)s” must begin with a letter and hold only letters, digits and _.", key=key)
            )
        return key

    def only(self, raw: Mapping[str, Any], known: set[str], where: str) -> None:
        for name in sorted(set(raw) - known):
            self.fault(where, _("“%(name)s” is not known here; remove it or correct its spelling.", name=name))

    def unique(self, keys: Sequence[str], where: str, what: str) -> None:
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            self.fault(where, _("the %(what)s “%(key)s” is there twice.", what=what, key=key))
