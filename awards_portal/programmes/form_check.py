"""What an organiser should look at before a form is published, beyond what makes it unusable. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from ..text import count_words
from .forms import Form, Question, QuestionType

# Words a minute of an adult who reads to understand: Brysbaert (2019), "How many words do we read per minute?",
# Journal of Memory and Language 109, gives 238 for non-fiction in English.
WORDS_PER_MINUTE = 238
# Answers that a condition can compare with: they hold words from a list.
COMPARABLE = {
    QuestionType.SINGLE_CHOICE,
    QuestionType.MULTIPLE_CHOICE,
    QuestionType.CATEGORY,
    QuestionType.COUNTRY,
    QuestionType.SDGS,
}


@dataclass(frozen=True)
class Finding:
    """Something to look at. `question` is the key of the question it is about; empty for the whole form."""

    question: str
    sentence: str


@dataclass(frozen=True)
class Reading:
    """How much there is to read, in words and minutes: the form for a city, a full entry for a judge."""

    form_words: int
    form_minutes: int
    entry_words: int
    entry_minutes: int


def findings(form: Form, criteria: Mapping[str, Sequence[str]], categories: Sequence[str]) -> list[Finding]:
    """Everything to look at, in the form's order.

    Args:
        criteria: by the title of each criterion, the keys of the questions that judges read for it.
        categories: keys of the edition's categories.
    """
    found = list(_of_whole(form))
    read = {key for reads in criteria.values() for key in reads}
    unreachable: set[str] = set()
    for question in form.questions.values():
        condition = _unreachable(form, question, categories, unreachable)
        if condition:
            unreachable.add(question.key)
            found.append(Finding(question.key, condition))
        found += [Finding(question.key, told) for told in _limits(question)]
        if question.type is QuestionType.LONG_TEXT and not question.contact and criteria and question.key not in read:
            found.append(Finding(question.key, _("“%(q)s” is read for no criterion.", q=question.label)))
    return found


def _of_whole(form: Form) -> Iterator[Finding]:
    if form.title_question is None:
        yield Finding("", _("No question holds the entry's title: mark the one whose answer names the project."))
    if form.category_question is None:
        yield Finding("", _("No question holds the category: add one of the kind “category”."))
    for section in form.sections:
        if not section.questions:
            yield Finding("", _("Section “%(title)s” has no questions.", title=section.title))
    labels = [question.label.strip().casefold() for question in form.questions.values()]
    for question in form.questions.values():
        if labels.count(question.label.strip().casefold()) > 1:
            yield Finding(question.key, _("“%(q)s” is asked more than once.", q=question.label))


def _unreachable(form: Form, question: Question, categories: Sequence[str], unreachable: set[str]) -> str | None:
    condition = question.shown_if
    source = None if condition is None else form.questions.get(condition.question)
    if condition is None or source is None:
        return None
    if source.key in unreachable:
        return _("“%(q)s” depends on “%(other)s”, which is never shown.", q=question.label, other=source.label)
    if source.type not in COMPARABLE:
        return _(
            "“%(q)s” is shown by the answer to “%(other)s”, which is not chosen from a list: it may never be shown.",
            q=question.label,
            other=source.label,
        )
    known: set[str] | None = {option.value for option in source.options} or None
    if source.type is QuestionType.CATEGORY:
        known = set(categories)
    if not condition.any_of or (known is not None and not known & set(condition.any_of)):
        return _(
            "“%(q)s” is never shown: “%(other)s” has no choice %(values)s.",
            q=question.label,
            other=source.label,
            values=", ".join(condition.any_of) or "-",
        )
    return None


def _limits(question: Question) -> Iterator[str]:
    label = question.label
    if question.type in {QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT} and not (
        question.max_words or question.max_characters
    ):
        yield _("“%(q)s” has no limit of words or characters.", q=label)
    if question.type is QuestionType.FILES and "application/pdf" in question.accept and not question.max_pages:
        yield _("“%(q)s” takes PDF files of any length: set the most pages.", q=label)


def reading(form: Form) -> Reading:
    """How long form and entry take to read. No limit counts as nothing, a character as a sixth of a word."""
    asked = form.title + " ".join(
        " ".join([section.title, section.intro, *(_asked(question) for question in section.questions)])
        for section in form.sections
    )
    words = sum(
        question.max_words or (question.max_characters or 0) // 6
        for question in form.questions.values()
        if not question.contact
    )
    return Reading(count_words(asked), _minutes(count_words(asked)), words, _minutes(words))


def _asked(question: Question) -> str:
    parts: list[Any] = [question.label, question.help, question.example]
    parts += [option.label for option in question.options] + [column.label for column in question.columns]
    return " ".join(parts)


def _minutes(words: int) -> int:
    return max(1, -(-words // WORDS_PER_MINUTE))
