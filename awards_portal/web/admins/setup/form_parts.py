"""The parts of a form as pages: sections, and questions of every kind with what each kind can be told."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from ....programmes.differences import field_label
from ....programmes.form_check import COMPARABLE
from ....programmes.forms import MEDIA_TYPES, ColumnType, QuestionType
from ....programmes.reading import label
from .fields import Field

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
    options = field("options", "pairs", _("One a line. Stored word | what is read: yes | Yes, in use."), optional=False)
    columns = _("One a line: short_name | Heading | kind | required. Kinds: %(kinds)s.", kinds=", ".join(ColumnType))
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


def question(kind: str, earlier: Sequence[Document]) -> list[Field]:
    """One question.

    Args:
        earlier: the questions before it: an answer of one of these may decide whether it is shown.
    """
    sources = [
        (each["key"], f"{each['label']} ({_values(each)})") for each in earlier if each["type"] in set(COMPARABLE)
    ]
    marks = [
        Field("required", _("An answer is required"), "tick"),
        Field("title", _("The answer is the entry's title"), "tick"),
        Field("contact", _("Contact: never shown to judges or the public"), "tick"),
        Field("public", _("Public: shown with the awards"), "tick"),
    ]
    found = [
        Field("label", field_label("label"), "area" if kind == "declaration" else "text"),
        Field("help", field_label("help"), "area", optional=True),
        Field("example", field_label("example"), "area", optional=True),
        *_own(kind),
        *(marks if kind != "applicant" else []),
    ]
    if sources:
        hint = _("Nothing chosen: it is always asked.")
        found += [
            Field("", _("Shown only if"), "heading"),
            Field("shown_if.question", _("The answer to"), "pick", hint, optional=True, options=sources),
            Field("shown_if.any_of", _("is one of"), "codes", _("Stored words with commas."), optional=True),
        ]
    return found


def _values(raw: Document) -> str:
    if raw["type"] == "category":
        return _("short names of categories")
    if raw.get("options"):
        return ", ".join(each["value"] for each in raw["options"])
    return kind_in_words(raw["type"])
