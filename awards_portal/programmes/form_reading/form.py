"""A form, its sections, its questions and what hangs on them; then what only the whole form shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from ...errors import Invalid
from ..forms import MEDIA_TYPES, Column, ColumnType, Condition, Form, Option, Question, QuestionType, Section
from .values import ValueReader

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
class _Reader(ValueReader):
    """Reads the document of one form, part by part."""

    # A form that is being built may have sections without questions, or none.
    partial: bool = False

    def form(self, document: Mapping[str, Any]) -> Form:
        title = self.text(document, "title", _("The form"), needed=True)
        sections = tuple(
            self.section(raw, n) for n, raw in enumerate(self.parts(document, "sections", _("The form")), 1)
        )
        if not sections and not self.partial:
            self.fault(_("The form"), _("it has no sections."))
        form = Form(title, sections)
        self.check_whole(form)
        return form

    def section(self, raw: Mapping[str, Any], number: int) -> Section:
        where = _("Section %(key)s", key=raw.get("key", number))
        self.only(raw, {"key", "title", "intro", "questions"}, where)
        key = self.key(raw, where)
        questions = tuple(self.question(q, key, n) for n, q in enumerate(self.parts(raw, "questions", where), 1))
        if not questions and not self.partial:
            self.fault(where, _("it has no questions."))
        return Section(key, self.text(raw, "title", where, needed=True), self.text(raw, "intro", where), questions)

    def question(self, raw: Mapping[str, Any], section: str, number: int) -> Question:
        where = (
            _("Question %(key)s", key=raw["key"])
            if "key" in raw
            else _("Question %(number)d of section %(section)s", number=number, section=section)
        )
        try:
            kind = QuestionType(raw.get("type", ""))
        except ValueError:
            known = ", ".join(QuestionType)
            self.fault(
                where,
                _("the type “%(type)s” is not known; known are %(known)s.", type=raw.get("type", ""), known=known),
            )
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
            self.fault(where, _("a choice needs options."))
        if question.type is QuestionType.TABLE and not question.columns:
            self.fault(where, _("a table needs columns."))
        if question.type is QuestionType.MONEY and not question.currencies:
            self.fault(where, _("an amount of money needs currencies."))
        if question.type is QuestionType.FILES and not question.accept:
            self.fault(where, _("a question for files needs “accept”."))
        if question.min_rows > question.max_rows:
            self.fault(where, _("“min_rows” is greater than “max_rows”."))
        if None not in (question.minimum, question.maximum) and question.minimum > question.maximum:  # type: ignore[operator]
            self.fault(where, _("“min” is greater than “max”."))
        if question.contact and question.public:
            self.fault(where, _("a contact is never public."))

    def condition(self, raw: Mapping[str, Any], where: str) -> Condition | None:
        value = raw.get("shown_if")
        if value is None:
            return None
        if not isinstance(value, dict) or set(value) != {"question", "any_of"}:
            self.fault(where, _("“shown_if” needs “question” and “any_of”."))
            return None
        return Condition(
            self.text(value, "question", where, needed=True), self.texts(value, "any_of", f"{where}, shown_if")
        )

    def options(self, raw: Mapping[str, Any], where: str) -> tuple[Option, ...]:
        found = []
        for part in self.parts(raw, "options", where):
            self.only(part, {"value", "label"}, _("%(where)s, option", where=where))
            value = self.text(part, "value", _("%(where)s, option", where=where), needed=True)
            found.append(
                Option(
                    value,
                    self.text(part, "label", _("%(where)s, option %(value)s", where=where, value=value), needed=True),
                )
            )
        self.unique([option.value for option in found], where, _("option"))
        return tuple(found)

    def columns(self, raw: Mapping[str, Any], where: str) -> tuple[Column, ...]:
        found = []
        for part in self.parts(raw, "columns", where):
            here = _("%(where)s, column %(key)s", where=where, key=part.get("key", "")).strip()
            self.only(part, {"key", "label", "type", "required"}, here)
            try:
                kind = ColumnType(part.get("type", ColumnType.SHORT_TEXT))
            except ValueError:
                self.fault(
                    here,
                    _(
                        "the type “%(type)s” is not known; known are %(known)s.",
                        type=part.get("type"),
                        known=", ".join(ColumnType),
                    ),
                )
                kind = ColumnType.SHORT_TEXT
            label = self.text(part, "label", here, needed=True)
            found.append(Column(self.key(part, here), label, kind, self.flag(part, "required", here)))
        self.unique([column.key for column in found], where, _("column"))
        return tuple(found)

    def accept(self, raw: Mapping[str, Any], where: str) -> tuple[str, ...]:
        found = []
        for name in self.texts(raw, "accept", where):
            if name in MEDIA_TYPES.values():
                found.append(name)
            elif name.lower().removeprefix(".") in MEDIA_TYPES:
                found.append(MEDIA_TYPES[name.lower().removeprefix(".")])
            else:
                self.fault(
                    where,
                    _(
                        "files of type “%(name)s” cannot be checked; known are %(known)s.",
                        name=name,
                        known=", ".join(MEDIA_TYPES),
                    ),
                )
        return tuple(dict.fromkeys(found))

    def check_whole(self, form: Form) -> None:
        self.unique([section.key for section in form.sections], _("The form"), _("section"))
        everything = [question for section in form.sections for question in section.questions]
        self.unique([question.key for question in everything], _("The form"), _("question"))
        for what, marked in (
            (_("category"), [q for q in everything if q.type is QuestionType.CATEGORY]),
            (_("title"), [q for q in everything if q.title]),
        ):
            if len(marked) > 1:
                self.fault(
                    _("The form"),
                    _(
                        "more than one question holds the %(what)s: %(questions)s.",
                        what=what,
                        questions=", ".join(q.key for q in marked),
                    ),
                )
        before: set[str] = set()
        for question in everything:
            # Asking only for what came before keeps a chain of conditions from closing into a ring.
            if question.shown_if and question.shown_if.question not in before:
                self.fault(
                    _("Question %(key)s", key=question.key),
                    _(
                        "it is shown by the answer to “%(key)s”, which no earlier question has.",
                        key=question.shown_if.question,
                    ),
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
        raise Invalid(_("The form must be a JSON object with a title and sections."))
    form = reader.form(document)
    if reader.faults:
        raise Invalid(
            _("The form cannot be used as it is.") + " " + " ".join(reader.faults[:3]),
            {"document": list(reader.faults)},
        )
    return form
