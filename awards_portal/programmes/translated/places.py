"""Where an edition has texts that can be translated, in the order a reader meets them. Pure."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

EDITION = ("title", "theme", "description", "place")
CATEGORY = ("title", "description")
CRITERION = ("title", "guidance")
ELIGIBILITY = ("question", "help", "why")
SECTION = ("title", "intro")
QUESTION = ("label", "help", "example", "unit")
PARTS = ("call", "categories", "eligibility", "rubric", "enquiries", "form")


@dataclass(frozen=True)
class Place:
    """A text: in which part of the edition it stands, what it is in words, and what it says in the original."""

    part: str
    key: str
    what: str
    original: str

    @property
    def is_long(self) -> bool:
        """Whether it wants more than one line to write."""
        return len(self.original) > 80 or "\n" in self.original


def option_place(question: str, value: str) -> str:
    """Where the label of a choice stands. A value is any text; its digest is none too long for a key."""
    return f"form.question.{question}.option.{hashlib.sha256(value.encode()).hexdigest()[:12]}"


def places(document: Mapping[str, Any], enquiries: Sequence[tuple[int, str, str]] = ()) -> list[Place]:
    """Every text of an edition that is not empty.

    Args:
        document: the edition as a document, with its form and rubric if it has them.
        enquiries: the questions of its call: id, question, answer.
    """
    found = [*_call(document), *_categories(document), *_eligibility(document), *_rubric(document)]
    for number, question, answer in enquiries:
        found.append(Place("enquiries", f"enquiry.{number}.question", _("Question"), question))
        found.append(Place("enquiries", f"enquiry.{number}.answer", _("Answer to: %(q)s", q=question), answer))
    found += _form(document.get("form") or {})
    return [each for each in found if each.original.strip()]


def _call(document: Mapping[str, Any]) -> Iterator[Place]:
    words = {"title": _("Title"), "theme": _("Theme"), "description": _("Description"), "place": _("Place")}
    for name in EDITION:
        yield Place("call", f"edition.{name}", words[name], document.get(name) or "")
    for number, title in enumerate(document.get("awards", ())):
        yield Place("call", f"award.{number}", _("Award %(n)d", n=number + 1), title)
    for each in document.get("rounds", ()):
        yield Place("call", f"round.{each['key']}.title", _("Round"), each["title"])


def _categories(document: Mapping[str, Any]) -> Iterator[Place]:
    for each in document.get("categories", ()):
        key, title = each["key"], each["title"]
        yield Place("categories", f"category.{key}.title", _("Category"), title)
        yield Place(
            "categories", f"category.{key}.description", _("Description of: %(it)s", it=title), each["description"]
        )


def _eligibility(document: Mapping[str, Any]) -> Iterator[Place]:
    for each in document.get("eligibility", ()):
        asked = each["question"]
        words = {
            "question": _("Question"),
            "help": _("Help for: %(it)s", it=asked),
            "why": _("Why not, for: %(it)s", it=asked),
        }
        for name in ELIGIBILITY:
            yield Place("eligibility", f"eligibility.{each['key']}.{name}", words[name], each.get(name) or "")


def _rubric(document: Mapping[str, Any]) -> Iterator[Place]:
    for each in (document.get("rubric") or {}).get("criteria", ()):
        key, title = each["key"], each["title"]
        yield Place("rubric", f"criterion.{key}.title", _("Criterion"), title)
        yield Place("rubric", f"criterion.{key}.guidance", _("Guidance for: %(it)s", it=title), each["guidance"])
        for points, words in sorted(each["descriptors"].items()):
            what = _("%(it)s, %(n)s points", it=title, n=points)
            yield Place("rubric", f"criterion.{key}.descriptor.{points}", what, words)


def _form(form: Mapping[str, Any]) -> Iterator[Place]:
    for section in form.get("sections", ()):
        title = section["title"]
        yield Place("form", f"form.section.{section['key']}.title", _("Section"), title)
        intro = section.get("intro") or ""
        yield Place("form", f"form.section.{section['key']}.intro", _("Introduction to: %(it)s", it=title), intro)
        for question in section.get("questions", ()):
            yield from _question(question)


def _question(question: Mapping[str, Any]) -> Iterator[Place]:
    key, asked = question["key"], question["label"]
    words = {
        "label": _("Question"),
        "help": _("Help for: %(it)s", it=asked),
        "example": _("Example for: %(it)s", it=asked),
        "unit": _("Unit of: %(it)s", it=asked),
    }
    for name in QUESTION:
        yield Place("form", f"form.question.{key}.{name}", words[name], question.get(name) or "")
    for option in question.get("options", ()):
        what = _("Choice of: %(it)s", it=asked)
        yield Place("form", option_place(key, option["value"]), what, option["label"])
    for column in question.get("columns", ()):
        what = _("Column of: %(it)s", it=asked)
        yield Place("form", f"form.question.{key}.column.{column['key']}", what, column["label"])
