"""The form: a document read into typed parts. What a form asks is data; this is the only place that knows its layout.

A document is `{"title", "sections": [{"key", "title", "intro", "questions": [{"key", "type", "label", …}]}]}`.
`form_reading` reads one.
"""

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property


class QuestionType(enum.StrEnum):
    """What sort of answer a question takes."""

    APPLICANT = "applicant"
    CATEGORY = "category"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    MONTH = "month"
    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    COUNTRY = "country"
    # Any city by its name; those of the directory are offered while typing.
    CITY = "city"
    SDGS = "sdgs"
    LINK = "link"
    EMAIL = "email"
    TABLE = "table"
    FILES = "files"
    DECLARATION = "declaration"


class ColumnType(enum.StrEnum):
    """What a cell of an indicator table holds."""

    SHORT_TEXT = "short_text"
    NUMBER = "number"
    DATE = "date"
    MONTH = "month"
    LINK = "link"


# What a files question may ask for, by the short names a document uses, and the media types they stand for.
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
}


@dataclass(frozen=True)
class Option:
    """One choice: `value` is stored, `label` is read."""

    value: str
    label: str


@dataclass(frozen=True)
class Column:
    """One column of a table question."""

    key: str
    label: str
    type: ColumnType = ColumnType.SHORT_TEXT
    required: bool = False


@dataclass(frozen=True)
class Condition:
    """A question is asked only when another one's answer is (or, for a list, holds) one of these values."""

    question: str
    any_of: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One question. What its type does not use is left at its default."""

    key: str
    type: QuestionType
    label: str
    section: str
    help: str = ""
    example: str = ""
    required: bool = False
    max_words: int | None = None
    max_characters: int | None = None
    shown_if: Condition | None = None
    # Contact: never shown to judges. Public: the only answers shown to anyone. Title: the entry's name in lists.
    contact: bool = False
    public: bool = False
    title: bool = False
    criteria: tuple[str, ...] = ()
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    integer: bool = False
    currencies: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    columns: tuple[Column, ...] = ()
    min_rows: int = 0
    max_rows: int = 20
    accept: tuple[str, ...] = ()
    max_files: int = 1
    max_pages: int | None = None
    max_bytes: int = 10_000_000
    min_width: int | None = None

    def label_of(self, value: str) -> str:
        """What a chosen value reads as; an unknown value reads as itself."""
        return next((option.label for option in self.options if option.value == value), value)


@dataclass(frozen=True)
class Section:
    """A page of questions."""

    key: str
    title: str
    intro: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Form:
    """A whole form, in the order it is asked."""

    title: str
    sections: tuple[Section, ...]

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question by key, in the order asked."""
        return {question.key: question for section in self.sections for question in section.questions}

    def section(self, key: str) -> Section | None:
        """The section with this key."""
        return next((section for section in self.sections if section.key == key), None)

    @cached_property
    def title_question(self) -> Question | None:
        """The question whose answer is the entry's title."""
        marked = next((question for question in self.questions.values() if question.title), None)
        return marked or self.questions.get("c_title")

    @cached_property
    def category_question(self) -> Question | None:
        """The question that holds the category."""
        return next((q for q in self.questions.values() if q.type is QuestionType.CATEGORY), None)

    def of_type(self, *types: QuestionType) -> Iterator[Question]:
        """Questions of these types, in order."""
        return (question for question in self.questions.values() if question.type in types)
