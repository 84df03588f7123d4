"""Pure questions about an entry: what is asked, what is missing, what is ready."""

import enum
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from ..programmes.forms import Form, Question, QuestionType
from .values import faults, is_empty

Answers = Mapping[str, Any]


class State(enum.StrEnum):
    """Where an entry stands, derived from its records and the clock."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHANGED = "changed since submission"
    WITHDRAWN = "withdrawn"
    NOT_SUBMITTED = "not submitted in time"
    ELIGIBLE = "eligible"
    REFUSED = "refused"
    RETURNED = "returned for changes"


def state(
    *,
    submitted: bool,
    changed: bool,
    withdrawn: bool,
    is_open: bool,
    passed: bool = False,
    refused: bool = False,
    returned: bool = False,
) -> State:
    """The state of an entry. Changes that can no longer be sent do not make it "changed": the version sent counts.

    Args:
        passed: the organising team found it eligible.
        refused: the organising team refused it.
        returned: the organising team waits for changes it asked for.
    """
    if withdrawn:
        return State.WITHDRAWN
    if refused:
        return State.REFUSED
    if returned and submitted:
        return State.RETURNED
    if submitted and passed and not (changed and is_open):
        return State.ELIGIBLE
    if submitted:
        return State.CHANGED if changed and is_open else State.SUBMITTED
    return State.DRAFT if is_open else State.NOT_SUBMITTED


@dataclass(frozen=True)
class Gap:
    """Something that keeps an entry from being submitted, and where to mend it."""

    question: Question
    sentence: str
    missing: bool

    @property
    def anchor(self) -> str:
        """The id of the question on its section's page."""
        return f"q-{self.question.key}"


def is_shown(question: Question, form: Form, answers: Answers) -> bool:
    """Whether a question is asked, given the other answers. What hangs on a question not asked is not asked either."""
    if question.shown_if is None:
        return True
    other = form.questions.get(question.shown_if.question)
    if other is None or not is_shown(other, form, answers):
        return False
    value = answers.get(other.key)
    given = value if isinstance(value, list) else [value]
    return any(part in question.shown_if.any_of for part in given)


def reopened(form: Form, asked: Iterable[str]) -> frozenset[str]:
    """What opens again with the questions asked for: they, and every question that is shown or not because of them."""
    found = {key for key in asked if key in form.questions}
    # A condition names an earlier question, so one pass in the form's order meets whole chains.
    for question in form.questions.values():
        if question.shown_if is not None and question.shown_if.question in found:
            found.add(question.key)
    return frozenset(found)


def shown_questions(form: Form, answers: Answers) -> list[Question]:
    """The questions that are asked, in order."""
    return [question for question in form.questions.values() if is_shown(question, form, answers)]


def is_answered(question: Question, answers: Answers, files: Mapping[str, int]) -> bool:
    """Whether a question has any answer. `files` counts attachments by question."""
    if question.type is QuestionType.APPLICANT:
        return True
    if question.type is QuestionType.FILES:
        return files.get(question.key, 0) > 0
    return not is_empty(question, answers.get(question.key))


def gaps_of(question: Question, answers: Answers, files: Mapping[str, int]) -> list[Gap]:
    """What keeps one question from being ready."""
    if not is_answered(question, answers, files):
        return [Gap(question, _missing(question), missing=True)] if question.required else []
    return [Gap(question, sentence, missing=False) for sentence in faults(question, answers.get(question.key))]


def gaps(form: Form, answers: Answers, files: Mapping[str, int]) -> list[Gap]:
    """Everything that keeps an entry from being submitted, in the form's order."""
    return [gap for question in shown_questions(form, answers) for gap in gaps_of(question, answers, files)]


def _missing(question: Question) -> str:
    if question.type is QuestionType.DECLARATION:
        return _("Tick the box to declare this.")
    if question.type is QuestionType.FILES:
        return _("Add a file.")
    if question.type in {
        QuestionType.SINGLE_CHOICE,
        QuestionType.MULTIPLE_CHOICE,
        QuestionType.COUNTRY,
        QuestionType.SDGS,
        QuestionType.CATEGORY,
    }:
        return _("Choose an answer.")
    if question.type is QuestionType.TABLE:
        return _("Fill in at least one row.")
    return _("Write an answer.")


class Progress(enum.StrEnum):
    """How far a section is."""

    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    READY = "ready"


@dataclass(frozen=True)
class SectionProgress:
    """A section on the task list. `left` counts questions that still need something."""

    key: str
    title: str
    progress: Progress
    left: int


def progress(form: Form, answers: Answers, files: Mapping[str, int]) -> list[SectionProgress]:
    """Each section's progress, in order."""
    found = []
    for section in form.sections:
        asked = [q for q in section.questions if is_shown(q, form, answers) and q.type is not QuestionType.APPLICANT]
        left = sum(bool(gaps_of(question, answers, files)) for question in asked)
        # The category is answered by starting the entry: it alone does not start a section.
        begun = any(is_answered(q, answers, files) for q in asked if q.type is not QuestionType.CATEGORY)
        if left == 0 and (begun or not any(not q.required for q in asked)):
            word = Progress.READY
        else:
            word = Progress.IN_PROGRESS if begun else Progress.NOT_STARTED
        found.append(SectionProgress(section.key, section.title, word, left))
    return found


@dataclass(frozen=True)
class Reading:
    """One answer that judges read for a criterion, whether it is there, and what is wrong with it as it is."""

    question: Question
    filled: bool
    faults: Sequence[str] = ()


@dataclass(frozen=True)
class CriterionReadiness:
    """What the judges will find for one criterion."""

    title: str
    weight: int
    reads: Sequence[Reading]

    @property
    def is_filled(self) -> bool:
        """Whether every answer read for it is there and as it must be."""
        return all(reading.filled and not reading.faults for reading in self.reads)

    @property
    def filled(self) -> int:
        """How many of the answers read for it are there."""
        return sum(reading.filled for reading in self.reads)


def readiness(
    form: Form, answers: Answers, files: Mapping[str, int], criteria: Iterable[tuple[str, int, Sequence[str]]]
) -> list[CriterionReadiness]:
    """Per criterion (title, weight, keys of the questions read), whether the answers read for it are filled."""
    asked = {question.key: question for question in shown_questions(form, answers)}
    return [
        CriterionReadiness(
            title,
            weight,
            [
                Reading(asked[key], is_answered(asked[key], answers, files), faults(asked[key], answers.get(key)))
                for key in reads
                if key in asked
            ],
        )
        for title, weight, reads in criteria
    ]


def count_files(attachments: Iterable[Any]) -> dict[str, int]:
    """How many files each question has."""
    return dict(Counter(file.question for file in attachments))
