"""What is frozen when an entry is submitted, and what of it judges see."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..programmes.forms import Form, Question, QuestionType
from ..text import canonical_json, sha256
from .models import Attachment, Entry
from .rules import Answers, shown_questions
from .values import NOT_STORED, is_empty

VERSION = 1


def amended(
    snapshot: Mapping[str, Any],
    answers: Answers,
    attachments: Sequence[Attachment],
    reopened: Collection[str],
) -> tuple[dict[str, Any], list[Attachment]]:
    """What a version says in which only these questions may differ: they as they are now, the others as submitted.

    Args:
        snapshot: the version last submitted.
        answers: every answer as it is now.
        attachments: every file of the entry, removed ones included.
    """
    values = {key: value for key, value in snapshot["answers"].items() if key not in reopened}
    values |= {key: value for key, value in answers.items() if key in reopened}
    frozen = {(file["question"], file["sha256"], file["name"]) for file in snapshot["attachments"]}
    files, taken = [], set()
    for file in attachments:
        same = (file.question, file.sha256, file.name)
        if file.question in reopened:
            if file.removed_at is None:
                files.append(file)
        elif same in frozen and same not in taken:
            # A file removed and added again is two rows of one content: one of them stands for it.
            taken.add(same)
            files.append(file)
    return values, files


def content(form: Form, answers: Answers, attachments: Sequence[Attachment]) -> dict[str, Any]:
    """What an entry says now: the answers to the questions asked, and the files. This is what a version freezes."""
    asked = {question.key: question for question in shown_questions(form, answers)}
    return {
        "answers": {
            key: answers[key]
            for key, question in asked.items()
            if question.type not in NOT_STORED and key in answers and not is_empty(question, answers[key])
        },
        "attachments": [
            {
                "question": file.question,
                "name": file.name,
                "media_type": file.media_type,
                "size": file.size,
                "sha256": file.sha256,
                "pages": file.pages,
            }
            # In the form's order, so that two versions that say the same have one fingerprint however they came about.
            for key in asked
            for file in attachments
            if file.question == key
        ],
    }


def fingerprint(said: Mapping[str, Any]) -> str:
    """The SHA-256 of what an entry says: equal for two versions that say the same."""
    return sha256(canonical_json({"answers": said["answers"], "attachments": said["attachments"]}))


def build(entry: Entry, said: Mapping[str, Any], *, number: int, at: datetime, by: str) -> dict[str, Any]:
    """The whole snapshot of one submission. `entry` comes with edition, category, city and form version."""
    return {
        "portal": "awards-portal",
        "snapshot": VERSION,
        "edition": {"key": entry.edition.key, "title": entry.edition.title},
        "reference": entry.reference,
        "version": number,
        "category": {"key": entry.category.key, "title": entry.category.title},
        "city": {"name": entry.city.name, "country": entry.city.country, "kind": entry.city.kind},
        "form": {"number": entry.form_version.number, "sha256": entry.form_version.sha256},
        "answers": said["answers"],
        "attachments": said["attachments"],
        "submitted_at": at.isoformat(),
        "submitted_by": by,
    }


@dataclass(frozen=True)
class SeenFile:
    """A file as a reader may see it. `sha256` finds the attachment; in a blind round `name` says only what it is."""

    question: str
    name: str
    media_type: str
    size: int
    sha256: str
    pages: int | None


@dataclass(frozen=True)
class SeenAnswer:
    """A question asked, with its answer (None when not provided) and its files."""

    question: Question
    value: Any
    files: tuple[SeenFile, ...] = ()

    @property
    def is_provided(self) -> bool:
        """Whether there is anything to read."""
        return bool(self.files) or not is_empty(self.question, self.value)


@dataclass(frozen=True)
class SeenSection:
    """A section with the answers a reader may see."""

    key: str
    title: str
    answers: tuple[SeenAnswer, ...]


@dataclass(frozen=True)
class SeenCity:
    """Who entered, when the round is not blind."""

    name: str
    country: str
    kind: str


@dataclass(frozen=True)
class JudgingView:
    """A submission as judges see it: contacts are absent, and in a blind round the city and the file names too."""

    reference: str
    version: int
    category: str
    title: str
    city: SeenCity | None
    sections: tuple[SeenSection, ...]

    def answer(self, key: str) -> SeenAnswer | None:
        """The answer to one question, where judges see it."""
        return next((a for section in self.sections for a in section.answers if a.question.key == key), None)

    @property
    def files(self) -> tuple[SeenFile, ...]:
        """Every file judges may open."""
        return tuple(file for section in self.sections for answer in section.answers for file in answer.files)


def judging_view(snapshot: Mapping[str, Any], form: Form, blind: bool) -> JudgingView:
    """What judges may read of a snapshot. What they may not is left out here, so no page can show it."""
    answers = snapshot["answers"]
    asked = {question.key for question in shown_questions(form, answers)}
    seen = []
    for section in form.sections:
        found = tuple(
            SeenAnswer(question, answers.get(question.key), _files(snapshot, question, blind))
            for question in section.questions
            if _for_judges(question, blind) and question.key in asked
        )
        if found:
            seen.append(SeenSection(section.key, section.title, found))
    title = form.title_question
    city = snapshot["city"]
    return JudgingView(
        reference=snapshot["reference"],
        version=snapshot["version"],
        category=snapshot["category"]["title"],
        title=str(answers.get(title.key, "")) if title and not title.contact else "",
        city=None if blind else SeenCity(city["name"], city["country"], city["kind"]),
        sections=tuple(seen),
    )


def _for_judges(question: Question, blind: bool) -> bool:
    if question.contact:
        return False
    # Who entered is told by `city`; what was declared is for the organising team.
    if question.type in {QuestionType.APPLICANT, QuestionType.DECLARATION}:
        return False
    return not (blind and question.type is QuestionType.EMAIL)


def _files(snapshot: Mapping[str, Any], question: Question, blind: bool) -> tuple[SeenFile, ...]:
    mine = [file for file in snapshot["attachments"] if file["question"] == question.key]
    return tuple(
        SeenFile(
            file["question"],
            f"{question.label} {number}" if blind else file["name"],
            file["media_type"],
            file["size"],
            file["sha256"],
            file["pages"],
        )
        for number, file in enumerate(mine, 1)
    )
