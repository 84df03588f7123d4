"""The parts of a form as pages: sections, and questions of every kind with what each kind can be told."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from ....programmes.differences import field_label
from ....programmes.form_check import COMPARABLE
from ....programmes.forms import MEDIA_TYPES, ColumnType, QuestionType
from ....programmes.reading import label
from ....programmes.vocabularies import SDGS, countries
from .fields import Field, Group

Document = Mapping[str, Any]
CURRENCIES = "USD, EUR, GBP, KRW, CNY, JPY, INR"


def kind_in_words(kind: str) -> str:
    """What sort of answer a question takes."""
    return {
        "applicant": _("City that enters (from its record)"),
        "category": _("Category"),
        "short_text": _("Short text"),
        "long_text": _("Long text"),
        "number": _("Number"),
        "money": _("Amount of money"),
        "date": _("Day"),
        "month": _("Month"),
        "single_choice": _("One of several choices"),
        "multiple_choice": _("Any of several choices"),
        "country": _("Country"),
        "city": _("City, offered from the directory"),
        "sdgs": _("Sustainable Development Goals"),
        "link": _("Link"),
        "email": _("E-mail address"),
        "table": _("Table of indicators"),
        "files": _("Files"),
        "declaration": _("Statement to agree to"),
    }.get(kind, kind)


def kinds() -> list[tuple[str, str]]:
    """Every kind with its words."""
    return [(each.value, kind_in_words(each.value)) for each in QuestionType]


def section(_document: Document) -> list[Field]:
    """One section."""
    return [Field("title", label("title")), Field("intro", field_label("intro"), "area", optional=True)]


def _own(kind: str) -> list[Field]:
    """Fields of one kind of question."""

    def field(name: str, sort: str, hint: str = "", words: str = "", **more: Any) -> Field:
        return Field(name, words or field_label(name), sort, hint, **{"optional": True, **more})

    words = [field("max_words", "number"), field("max_characters", "number")]
    options = field(
        "options",
        "pairs",
        _("One choice a line, as a city reads it. To store a shorter word, write it first: yes | Yes, in use."),
        optional=False,
    )
    columns = _(
        "One column a line: its heading; behind a bar what it holds (%(kinds)s), if it is not a short text; then "
        "required, if it must be filled in: Before | number | required.",
        kinds=", ".join(each for each in ColumnType if each is not ColumnType.SHORT_TEXT),
    )
    return {
        "short_text": words,
        "long_text": words,
        "number": [
            field("unit", "text"),
            field("min", "bound", words=_("Smallest number")),
            field("max", "bound", words=_("Largest number")),
            Field("integer", field_label("integer"), "tick"),
        ],
        "money": [field("currencies", "codes", _("Codes with commas: %(codes)s.", codes=CURRENCIES), optional=False)],
        "single_choice": [options],
        "multiple_choice": [options],
        "table": [
            field("columns", "columns", columns, optional=False),
            field("min_rows", "number"),
            field("max_rows", "number"),
        ],
        "files": [
            field("accept", "codes", _("With commas, of %(kinds)s.", kinds=", ".join(MEDIA_TYPES)), optional=False),
            field("max_files", "number"),
            field("max_pages", "number"),
            field("max_bytes", "number"),
            field("min_width", "number"),
        ],
    }.get(kind, [])


def question(part: Document, earlier: Sequence[Document], categories: Sequence[tuple[str, str]]) -> list[Field]:
    """One question.

    Args:
        part: the question; a new one says at least of which kind.
        earlier: the questions before it: an answer of one of these may decide whether it is shown.
        categories: key and title of each category of the edition.
    """
    kind = part["type"]
    marks = [
        Field("required", _("An answer is required"), "tick"),
        Field("title", _("The answer is the entry's title"), "tick"),
        Field("contact", _("Contact: never shown to judges or the public"), "tick"),
        Field("public", _("Public: shown with the awards"), "tick"),
    ]
    if kind != "short_text" and not part.get("title"):
        del marks[1]
    found = [
        Field("label", field_label("label"), "area" if kind == "declaration" else "text"),
        Field("help", field_label("help"), "area", optional=True),
        Field("example", field_label("example"), "area", optional=True),
        *_own(kind),
        *(marks if kind != "applicant" else []),
    ]
    groups = _answers(part, earlier, categories)
    if groups:
        hint = _("Tick answers of one question. Nothing ticked: it is always asked.")
        found.append(Field("shown_if", _("Shown only if the answer is"), "answers", hint, True, groups=groups))
    return found


def _answers(part: Document, earlier: Sequence[Document], categories: Sequence[tuple[str, str]]) -> list[Group]:
    """What a condition can ask for: each earlier question that is answered from a list, with its answers."""
    condition = part.get("shown_if") or {}
    found: list[Group] = []
    for each in earlier:
        if each["type"] not in set(COMPARABLE):
            continue
        words = dict(_list_of(each, categories))
        if each["key"] == condition.get("question"):
            # An answer that was taken from the list since is still ticked, so that it can be seen and unticked.
            words |= {
                value: _("%(value)s (no longer a choice)", value=value)
                for value in condition["any_of"]
                if value not in words
            }
        found.append((each["label"], [(f"{each['key']}={value}", told) for value, told in words.items()]))
    return found


def _list_of(raw: Document, categories: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    if raw["type"] == QuestionType.CATEGORY:
        return list(categories)
    if raw["type"] == QuestionType.COUNTRY:
        return [(code, name) for code, name in countries(get_locale().language).items()]
    if raw["type"] == QuestionType.SDGS:
        return [(str(goal), told) for goal, told in SDGS.items()]
    return [(each["value"], each["label"]) for each in raw.get("options", [])]


def condition_in_words(part: Document, everything: Sequence[Document], categories: Sequence[tuple[str, str]]) -> str:
    """When a question is shown, as its organiser reads it; empty for one that is always asked."""
    condition = part.get("shown_if")
    if not condition:
        return ""
    source = next((each for each in everything if each["key"] == condition["question"]), None)
    words = {} if source is None else dict(_list_of(source, categories))
    answers = _(" or ").join(words.get(value, value) for value in condition["any_of"])
    label_ = condition["question"] if source is None else source["label"]
    return _("shown only if “%(q)s” is %(values)s", q=label_, values=answers or "-")
