"""The form: a document read into typed parts. What a form asks is data; this is the only place that knows its layout.

A document is `{"title", "sections": [{"key", "title", "intro", "questions": [{"key", "type", "label", …}]}]}`.
`read_form` answers a whole `Form` or one list of sentences that say what is wrong where.
"""

import enum
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ..errors import Invalid
from ..text import is_storable


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


# More than any of these numbers ever has to be, and less than a column or a double leaves exact.
MOST, FARTHEST = 10**9, 10**15
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,79}")
_ALWAYS = {"key", "type", "label", "help", "example", "required", "shown_if", "contact", "public", "title", "criteria"}
_ALSO: dict[QuestionType, set[str]] = {
    QuestionType.SHORT_TEXT: {"max_words", "max_characters"},
    QuestionType.LONG_TEXT: {"max_words", "max_characters"},
    QuestionType.NUMBER: {"unit", "min", "max", "integer"},
    QuestionType.MONEY: {"currencies"},
    QuestionType.SINGLE_CHOICE: {"options"},
    QuestionType.MULTIPLE_CHOICE: {"options"},
    QuestionType.TABLE: {"columns", "min_rows", "max_rows"},
    QuestionType.FILES: {"accept", "max_files", "max_pages", "max_bytes", "min_width"},
}


@dataclass
class _Reader:
    """Reads one document and gathers every fault, so that an organiser mends them in one go."""

    faults: list[str] = field(default_factory=list)
    # A form that is being built may have sections without questions, or none.
    partial: bool = False

    def fault(self, where: str, sentence: str) -> None:
        self.faults.append(f"{where}: {sentence}")

    def text(self, raw: Mapping[str, Any], name: str, where: str, *, needed: bool = False) -> str:
        value = raw.get(name, "")
        if not isinstance(value, str):
            self.fault(where, f"“{name}” must be text.")
            return ""
        if not is_storable(value):
            self.fault(where, f"“{name}” holds a sign that is no text. Type it again.")
            return ""
        if needed and not value.strip():
            self.fault(where, f"“{name}” is missing.")
        return value

    def flag(self, raw: Mapping[str, Any], name: str, where: str) -> bool:
        value = raw.get(name, False)
        if not isinstance(value, bool):
            self.fault(where, f"“{name}” must be true or false.")
            return False
        return value

    def whole(self, raw: Mapping[str, Any], name: str, where: str, default: int | None = None) -> int | None:
        value = raw.get(name, default)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST:
            self.fault(where, f"“{name}” must be a whole number, 0 or more, and not above {MOST}.")
            return default
        return value

    def bound(self, raw: Mapping[str, Any], name: str, where: str) -> float | None:
        value = raw.get(name)
        if value is None:
            return None
        if not isinstance(value, int | float) or isinstance(value, bool):
            self.fault(where, f"“{name}” must be a number.")
            return None
        # Said this way round, NaN is refused too: it is not within anything.
        if not -FARTHEST <= value <= FARTHEST:
            self.fault(where, f"“{name}” must be a number between -10^15 and 10^15.")
            return None
        return float(value)

    def texts(self, raw: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
        value = raw.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and is_storable(item) for item in value):
            self.fault(where, f"“{name}” must be a list of texts.")
            return ()
        return tuple(value)

    def parts(self, raw: Mapping[str, Any], name: str, where: str) -> list[Mapping[str, Any]]:
        value = raw.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fault(where, f"“{name}” must be a list of objects.")
            return []
        return value

    def key(self, raw: Mapping[str, Any], where: str) -> str:
        key = self.text(raw, "key", where, needed=True)
        if key and not _KEY.fullmatch(key):
            self.fault(where, f"the key “{key}” must begin with a letter and hold only letters, digits and _.")
        return key

    def form(self, document: Mapping[str, Any]) -> Form:
        title = self.text(document, "title", "The form", needed=True)
        sections = tuple(self.section(raw, n) for n, raw in enumerate(self.parts(document, "sections", "The form"), 1))
        if not sections and not self.partial:
            self.fault("The form", "it has no sections.")
        form = Form(title, sections)
        self.check_whole(form)
        return form

    def section(self, raw: Mapping[str, Any], number: int) -> Section:
        where = f"Section {raw.get('key', number)}"
        self.only(raw, {"key", "title", "intro", "questions"}, where)
        key = self.key(raw, where)
        questions = tuple(self.question(q, key, n) for n, q in enumerate(self.parts(raw, "questions", where), 1))
        if not questions and not self.partial:
            self.fault(where, "it has no questions.")
        return Section(key, self.text(raw, "title", where, needed=True), self.text(raw, "intro", where), questions)

    def only(self, raw: Mapping[str, Any], known: set[str], where: str) -> None:
        for name in sorted(set(raw) - known):
            self.fault(where, f"“{name}” is not known here; remove it or correct its spelling.")

    def question(self, raw: Mapping[str, Any], section: str, number: int) -> Question:
        where = f"Question {raw.get('key', f'{number} of section {section}')}"
        try:
            kind = QuestionType(raw.get("type", ""))
        except ValueError:
            known = ", ".join(QuestionType)
            self.fault(where, f"the type “{raw.get('type', '')}” is not known; known are {known}.")
            kind = QuestionType.SHORT_TEXT
            self.only(raw, _ALWAYS | set().union(*_ALSO.values()), where)
        else:
            self.only(raw, _ALWAYS | _ALSO.get(kind, set()), where)
        made = Question(
            key=self.key(raw, where),
            type=kind,
            label=self.text(raw, "label", where, needed=True),
            section=section,
            help=self.text(raw, "help", where),
            example=self.text(raw, "example", where),
            required=self.flag(raw, "required", where),
            max_words=self.whole(raw, "max_words", where),
            max_characters=self.whole(raw, "max_characters", where),
            shown_if=self.condition(raw, where),
            contact=self.flag(raw, "contact", where),
            public=self.flag(raw, "public", where),
            title=self.flag(raw, "title", where),
            criteria=self.texts(raw, "criteria", where),
            unit=self.text(raw, "unit", where),
            minimum=self.bound(raw, "min", where),
            maximum=self.bound(raw, "max", where),
            integer=self.flag(raw, "integer", where),
            currencies=self.texts(raw, "currencies", where),
            options=self.options(raw, where),
            columns=self.columns(raw, where),
            min_rows=self.whole(raw, "min_rows", where, 0) or 0,
            max_rows=self.whole(raw, "max_rows", where, 20) or 20,
            accept=self.accept(raw, where),
            max_files=self.whole(raw, "max_files", where, 1) or 1,
            max_pages=self.whole(raw, "max_pages", where),
            max_bytes=self.whole(raw, "max_bytes", where, 10_000_000) or 10_000_000,
            min_width=self.whole(raw, "min_width", where),
        )
        self.check(made, where)
        return made

    def check(self, question: Question, where: str) -> None:
        if question.type in {QuestionType.SINGLE_CHOICE, QuestionType.MULTIPLE_CHOICE} and not question.options:
            self.fault(where, "a choice needs options.")
        if question.type is QuestionType.TABLE and not question.columns:
            self.fault(where, "a table needs columns.")
        if question.type is QuestionType.MONEY and not question.currencies:
            self.fault(where, "an amount of money needs currencies.")
        if question.type is QuestionType.FILES and not question.accept:
            self.fault(where, "a question for files needs “accept”.")
        if question.min_rows > question.max_rows:
            self.fault(where, "“min_rows” is greater than “max_rows”.")
        if None not in (question.minimum, question.maximum) and question.minimum > question.maximum:  # type: ignore[operator]
            self.fault(where, "“min” is greater than “max”.")
        if question.contact and question.public:
            self.fault(where, "a contact is never public.")

    def condition(self, raw: Mapping[str, Any], where: str) -> Condition | None:
        value = raw.get("shown_if")
        if value is None:
            return None
        if not isinstance(value, dict) or set(value) != {"question", "any_of"}:
            self.fault(where, "“shown_if” needs “question” and “any_of”.")
            return None
        return Condition(
            self.text(value, "question", where, needed=True), self.texts(value, "any_of", f"{where}, shown_if")
        )

    def options(self, raw: Mapping[str, Any], where: str) -> tuple[Option, ...]:
        found = []
        for part in self.parts(raw, "options", where):
            self.only(part, {"value", "label"}, f"{where}, option")
            value = self.text(part, "value", f"{where}, option", needed=True)
            found.append(Option(value, self.text(part, "label", f"{where}, option {value}", needed=True)))
        self.unique([option.value for option in found], where, "option")
        return tuple(found)

    def columns(self, raw: Mapping[str, Any], where: str) -> tuple[Column, ...]:
        found = []
        for part in self.parts(raw, "columns", where):
            here = f"{where}, column {part.get('key', '')}".strip()
            self.only(part, {"key", "label", "type", "required"}, here)
            try:
                kind = ColumnType(part.get("type", ColumnType.SHORT_TEXT))
            except ValueError:
                self.fault(here, f"the type “{part.get('type')}” is not known; known are {', '.join(ColumnType)}.")
                kind = ColumnType.SHORT_TEXT
            label = self.text(part, "label", here, needed=True)
            found.append(Column(self.key(part, here), label, kind, self.flag(part, "required", here)))
        self.unique([column.key for column in found], where, "column")
        return tuple(found)

    def accept(self, raw: Mapping[str, Any], where: str) -> tuple[str, ...]:
        found = []
        for name in self.texts(raw, "accept", where):
            if name in MEDIA_TYPES.values():
                found.append(name)
            elif name.lower().removeprefix(".") in MEDIA_TYPES:
                found.append(MEDIA_TYPES[name.lower().removeprefix(".")])
            else:
                self.fault(where, f"files of type “{name}” cannot be checked; known are {', '.join(MEDIA_TYPES)}.")
        return tuple(dict.fromkeys(found))

    def unique(self, keys: Sequence[str], where: str, what: str) -> None:
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            self.fault(where, f"the {what} “{key}” is there twice.")

    def check_whole(self, form: Form) -> None:
        self.unique([section.key for section in form.sections], "The form", "section")
        everything = [question for section in form.sections for question in section.questions]
        self.unique([question.key for question in everything], "The form", "question")
        for what, marked in (
            ("category", [q for q in everything if q.type is QuestionType.CATEGORY]),
            ("title", [q for q in everything if q.title]),
        ):
            if len(marked) > 1:
                self.fault("The form", f"more than one question holds the {what}: {', '.join(q.key for q in marked)}.")
        before: set[str] = set()
        for question in everything:
            # Asking only for what came before keeps a chain of conditions from closing into a ring.
            if question.shown_if and question.shown_if.question not in before:
                self.fault(
                    f"Question {question.key}",
                    f"it is shown by the answer to “{question.shown_if.question}”, which no earlier question has.",
                )
            before.add(question.key)


def read_form(document: Mapping[str, Any], *, partial: bool = False) -> Form:
    """Read a form document.

    Args:
        partial: it is being built: sections without questions, or no sections yet, are no fault.

    Raises:
        Invalid: when the document does not fit; `fields["document"]` holds one sentence for each fault.
    """
    reader = _Reader(partial=partial)
    if not isinstance(document, dict):
        raise Invalid("The form must be a JSON object with a title and sections.")
    form = reader.form(document)
    if reader.faults:
        raise Invalid(
            "The form cannot be used as it is. " + " ".join(reader.faults[:3]), {"document": list(reader.faults)}
        )
    return form
