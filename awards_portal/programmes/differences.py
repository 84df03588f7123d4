"""What differs between two forms or two rubrics, in sentences. Pure; both are documents."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from .reading import label

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """One difference: the key of the question or criterion it is about (empty: the whole) and a sentence."""

    key: str
    sentence: str


def field_label(name: str) -> str:
    """What a property of a question is called on pages."""
    return {
        "type": _("Kind of answer"),
        "label": _("Question"),
        "help": _("Help"),
        "example": _("Example"),
        "required": _("Required"),
        "shown_if": _("Condition"),
        "contact": _("Contact"),
        "public": _("Public"),
        "criteria": _("Criteria"),
        "max_words": _("Most words"),
        "max_characters": _("Most characters"),
        "options": _("Choices"),
        "columns": _("Columns"),
        "min_rows": _("Fewest rows"),
        "max_rows": _("Most rows"),
        "currencies": _("Currencies"),
        "unit": _("Unit"),
        "integer": _("Whole numbers only"),
        "accept": _("Kinds of files"),
        "max_files": _("Most files"),
        "max_pages": _("Most pages of a PDF"),
        "max_bytes": _("Most bytes of a file"),
        "min_width": _("Least width of a picture in pixels"),
        "intro": _("Introduction"),
        "descriptors": _("Words for points"),
    }.get(name, label(name))


def form_differences(before: Document, after: Document) -> list[Difference]:
    """What a later form asks otherwise than an earlier one, in the later one's order."""
    was, now = _questions(before), _questions(after)
    found = [
        Difference(key, _("No longer asked: “%(q)s”.", q=question["label"]))
        for key, (question, _section) in was.items()
        if key not in now
    ]
    for key, (question, section) in now.items():
        if key not in was:
            found.append(Difference(key, _("New: “%(q)s”.", q=question["label"])))
            continue
        found += [Difference(key, told) for told in _changed(was[key][0], question, question["label"])]
        if was[key][1] != section:
            found.append(Difference(key, _("“%(q)s” is in another section.", q=question["label"])))
    return found + [Difference("", told) for told in _of_sections(before, after)]


def _questions(document: Document) -> dict[str, tuple[Document, str]]:
    return {
        question["key"]: (question, section["key"])
        for section in document.get("sections", [])
        for question in section.get("questions", [])
    }


def _of_sections(before: Document, after: Document) -> Iterator[str]:
    was = {each["key"]: each for each in before.get("sections", [])}
    for each in after.get("sections", []):
        old = was.get(each["key"])
        if old is not None and (old["title"], old.get("intro", "")) != (each["title"], each.get("intro", "")):
            yield _("Section “%(title)s”: title or introduction.", title=each["title"])
    order = [key for key in _questions(before) if key in _questions(after)]
    if order != [key for key in _questions(after) if key in _questions(before)]:
        yield _("The order of questions.")


def _changed(was: Document, now: Document, title: str) -> Iterator[str]:
    for name in sorted({*was, *now}):
        old, new = was.get(name), now.get(name)
        if (old or None) == (new or None):
            continue
        if isinstance(old, int | str) and isinstance(new, int | str) and len(f"{old}{new}") < 80:
            yield _(
                "“%(title)s”: %(what)s was %(old)s and is %(new)s.",
                title=title,
                what=field_label(name),
                old=old,
                new=new,
            )
        else:
            yield _("“%(title)s”: %(what)s.", title=title, what=field_label(name))


def rubric_differences(before: Document, after: Document) -> list[Difference]:
    """What a later rubric weighs otherwise than an earlier one."""
    found = []
    if before["scale"] != after["scale"]:
        found.append(Difference("", _("The scale: %(old)s, now %(new)s.", old=_scale(before), new=_scale(after))))
    was = {each["key"]: each for each in before["criteria"]}
    now = {each["key"]: each for each in after["criteria"]}
    gone = [each for key, each in was.items() if key not in now]
    found += [Difference(each["key"], _("No longer a criterion: “%(title)s”.", title=each["title"])) for each in gone]
    for key, each in now.items():
        if key not in was:
            found.append(Difference(key, _("New criterion: “%(title)s”.", title=each["title"])))
        else:
            found += [Difference(key, told) for told in _changed(was[key], each, each["title"])]
    return found


def _scale(document: Document) -> str:
    scale = document["scale"]
    words = {"low": scale["min"], "high": scale["max"], "n": scale["steps_per_point"]}
    return _("%(low)s to %(high)s, steps in a point: %(n)s", **words)


def changed_questions(differences: Sequence[Difference]) -> list[str]:
    """Keys of the questions that differ."""
    return list(dict.fromkeys(each.key for each in differences if each.key))
