"""Fields of set-up pages: what a part of a document looks like as a form, and read back from one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from .... import clock
from ....programmes.forms import ColumnType
from ....programmes.group_weights import groups_as_lines, typed_groups
from ....programmes.parts import new_key
from ....text import canonical_json, sha256

# What is ticked under one heading: the heading, and value and words of each box.
Group = tuple[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class Field:
    """One field. `name` is its path in the document: `opens`, `quotas.city`, `rounds.scoring.opens`.

    `kind`: text, area, number, bound (a number with decimals), tick, pick, many, day, moment, lines (a list, one a
    line), codes (a list with commas), ladder (a list in an order to choose), pairs (`value | label` lines), columns,
    weights (`jury = 50` lines), answers (a condition, ticked as `question=answer` among `groups`);
    heading stands between fields. `options` of a text are offered while it is typed.
    """

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    optional: bool = False
    options: Sequence[tuple[str, str]] = ()
    groups: Sequence[Group] = ()


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
        return [] if field.kind in {"many", "ladder", "answers"} else ""
    if field.kind == "answers" and isinstance(value, Mapping):
        return [f"{value['question']}={each}" for each in value["any_of"]]
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
        return "\n".join(_choice(each) for each in value)
    if field.kind == "columns":
        return "\n".join(_column(each) for each in value)
    if field.kind == "bound" and isinstance(value, float):
        return f"{value:g}"
    return value


def _choice(raw: Mapping[str, Any]) -> str:
    value, words = str(raw["value"]), str(raw["label"])
    return words if value == words and "|" not in words else f"{value} | {words}"


def _column(raw: Mapping[str, Any]) -> str:
    words = [raw["key"], raw["label"], raw.get("type", "short_text")]
    return " | ".join([*words, "required"] if raw.get("required") else words)


def typed(fields: Iterable[Field], sent: MultiDict[str, str]) -> dict[str, Any]:
    """What was typed, as the fields show it again after an error."""
    found: dict[str, Any] = {}
    for each in fields:
        if each.kind == "heading":
            continue
        if each.kind in {"many", "answers"}:
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
    if field.kind == "answers":
        return current if sorted(shown(field, current, zone)) == sorted(text) else _condition(text)
    if text == "" and field.kind == "number" and not field.optional:
        # A number that nobody wrote is no nought, not even where none stood before.
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
        return _columns(text)
    return text


def _condition(ticked: Sequence[str]) -> Any:
    """Ticked answers as a condition; None for none. Those of several questions stay as they are: the reader says so."""
    pairs = [each.partition("=") for each in ticked]
    if len({question for question, _mark, _answer in pairs}) > 1:
        return list(ticked)
    return {"question": pairs[0][0], "any_of": [answer for _question, _mark, answer in pairs]} if pairs else None


def _pair(line: str) -> dict[str, str]:
    value, bar, label = (word.strip() for word in line.partition("|"))
    return {"value": value, "label": label if bar else value}


def _columns(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for line in text.splitlines():
        if line.strip():
            found.append(_typed_column(line, [each["key"] for each in found]))
    return found


def _typed_column(line: str, taken: Sequence[str]) -> dict[str, Any]:
    """A column from `Heading`, `Heading | kind` or `key | Heading | kind`, each with `| required` behind it or not."""
    words = [word.strip() for word in line.split("|")]
    more: dict[str, Any] = {}
    if len(words) > 1 and words[-1].lower() in {"required", ""} and words.pop():
        more["required"] = True
    if len(words) > 1 and words[-1].lower() in set(ColumnType):
        more["type"] = words.pop().lower()
    elif len(words) > 2:
        # Not a kind that is known: the form's reader says so.
        more["type"] = " | ".join(words[2:])
    elif len(words) == 2 and new_key(words[0], (), joined="_") != words[0]:
        # The first is a heading and no key, so the second was meant as a kind.
        more["type"] = words.pop()
    if len(words) == 1:
        return {"key": new_key(words[0], taken, joined="_"), "label": words[0], **more}
    return {"key": words[0], "label": words[1], **more}


def fill(fields: Iterable[Field], document: Any, words: Mapping[str, Any], zone: str) -> None:
    """Write what was typed into the document."""
    for each in fields:
        if each.kind != "heading":
            put(document, each.name, read(each, words[each.name], get(document, each.name), zone))
