"""Fields of set-up pages: what a part of a document looks like as a form, and read back from one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from .... import clock
from ....programmes.group_weights import groups_as_lines, typed_groups
from ....text import canonical_json, sha256


@dataclass(frozen=True)
class Field:
    """One field. `name` is its path in the document: `opens`, `quotas.city`, `rounds.scoring.opens`.

    `kind`: text, area, number, bound (a number with decimals), tick, pick, many, day, moment, lines (a list, one a
    line), codes (a list with commas), ladder (a list in an order to choose), pairs (`value | label` lines), columns,
    weights (`jury = 50` lines);
    heading stands between fields.
    """

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    optional: bool = False
    options: Sequence[tuple[str, str]] = ()


def get(document: Any, path: str) -> Any:
    """What stands at a path; None where there is nothing. A list is entered by its parts' keys."""
    for name in path.split("."):
        if isinstance(document, Mapping):
            document = document.get(name)
        elif isinstance(document, list):
            document = next((part for part in document if part.get("key") == name), None)
        else:
            return None
    return document


def put(document: Any, path: str, value: Any) -> None:
    """Write a value at a path; None takes away what stands there. What is not there on the way is made."""
    *way, last = path.split(".")
    for name in way:
        if isinstance(document, list):
            document = next(part for part in document if part.get("key") == name)
        else:
            document = document.setdefault(name, {})
    if value is None:
        document.pop(last, None)
    else:
        document[last] = value


def digest(fields: Iterable[Field], document: Any) -> str:
    """A mark of what the fields hold now: a page that shows another one is out of date."""
    held = {each.name: get(document, each.name) for each in fields if each.kind != "heading"}
    return sha256(canonical_json(held))[:16]


def shown(field: Field, value: Any, zone: str) -> Any:
    """A value as its field shows it."""
    if value is None:
        return [] if field.kind in {"many", "ladder"} else ""
    if field.kind == "moment" and isinstance(value, str):
        try:
            return datetime.fromisoformat(value).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")
        except ValueError:
            return value
    if field.kind == "lines" and isinstance(value, list):
        return "\n".join(map(str, value))
    if field.kind == "codes" and isinstance(value, list):
        return ", ".join(map(str, value))
    if field.kind == "weights":
        return groups_as_lines(value) if isinstance(value, list) else value
    if field.kind == "pairs":
        return "\n".join(f"{each['value']} | {each['label']}" for each in value)
    if field.kind == "columns":
        return "\n".join(_column(each) for each in value)
    if field.kind == "bound" and isinstance(value, float):
        return f"{value:g}"
    return value


def _column(raw: Mapping[str, Any]) -> str:
    words = [raw["key"], raw["label"], raw.get("type", "short_text")]
    return " | ".join([*words, "required"] if raw.get("required") else words)


def typed(fields: Iterable[Field], sent: MultiDict[str, str]) -> dict[str, Any]:
    """What was typed, as the fields show it again after an error."""
    found: dict[str, Any] = {}
    for each in fields:
        if each.kind == "heading":
            continue
        if each.kind == "many":
            found[each.name] = sent.getlist(each.name)
        elif each.kind == "ladder":
            found[each.name] = [word for word in sent.getlist(each.name) if word]
        elif each.kind == "tick":
            found[each.name] = bool(sent.get(each.name))
        else:
            found[each.name] = sent.get(each.name, "").replace("\r\n", "\n").strip()
    return found


def read(field: Field, text: Any, current: Any, zone: str) -> Any:
    """What was typed as the document holds it; None for nothing. What cannot be read stays text: its reader says so.

    Args:
        current: what the document holds now: a moment shown without its seconds keeps them when nobody touched it.
    """
    if field.kind in {"many", "ladder", "tick"}:
        return text
    if shown(field, current, zone) == text:
        return current
    if field.kind == "weights":
        return typed_groups(text)
    if text == "" and (field.optional or field.kind in {"day", "number", "bound", "lines", "codes"}):
        return None if field.optional or field.kind == "day" else text
    if field.kind == "number":
        return int(text) if text.isdecimal() and len(text) < 10 else text
    if field.kind == "bound":
        try:
            number = float(text)
        except ValueError:
            return text
        return int(number) if number.is_integer() else number
    if field.kind == "moment":
        found = clock.read(text, zone)
        return text if found is None else found.isoformat()
    if field.kind == "lines":
        return [line.strip() for line in text.splitlines() if line.strip()]
    if field.kind == "codes":
        return [word.strip() for word in text.split(",") if word.strip()]
    if field.kind == "pairs":
        return [_pair(line) for line in text.splitlines() if line.strip()]
    if field.kind == "columns":
        return [_typed_column(line) for line in text.splitlines() if line.strip()]
    return text


def _pair(line: str) -> dict[str, str]:
    value, bar, label = (word.strip() for word in line.partition("|"))
    return {"value": value, "label": label if bar else value}


def _typed_column(line: str) -> dict[str, Any]:
    words = [word.strip() for word in line.split("|")]
    found: dict[str, Any] = {"key": words[0], "label": words[1] if len(words) > 1 else words[0]}
    if len(words) > 2:
        found["type"] = words[2]
    if len(words) > 3 and words[3]:
        found["required"] = words[3].lower() == "required"
    return found


def fill(fields: Iterable[Field], document: Any, words: Mapping[str, Any], zone: str) -> None:
    """Write what was typed into the document."""
    for each in fields:
        if each.kind != "heading":
            put(document, each.name, read(each, words[each.name], get(document, each.name), zone))
