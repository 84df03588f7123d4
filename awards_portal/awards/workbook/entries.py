"""Entries: what each city submitted, every answer a column in the order of the form."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ...entries.models import Extension
from ...entries.values import NOT_STORED, as_text, is_empty, parse_number
from ...programmes.forms import Form, Question, QuestionType
from ...programmes.models import Edition
from ...programmes.rules import deadline
from ...sheets import Cell, Column, Kind, Sheet
from .. import queries
from ..panel_scores import Contender
from .layout import WHOLE, instant, number, wide
from .material import Material

KINDS = {QuestionType.NUMBER: Kind.NUMBER, QuestionType.DATE: Kind.DATE}
# A spreadsheet keeps fifteen digits of a number; a longer one stays a text and whole.
MOST_DIGITS = 15


def entries_sheet(material: Material) -> Sheet:
    """A row per entry from its last submission. Questions of older forms that the newest does not ask come last."""
    public = material.download.is_public
    questions = [each for each in _questions(material) if each.public or not public]
    columns = [
        Column("reference"),
        Column("category"),
        Column("title", width=32),
        Column("city", width=20),
        Column("country"),
        Column("region"),
        Column("type"),
        instant("submitted"),
        *([] if public else [Column("submitted by", width=20), Column("arrived"), instant("extended until")]),
        number("version", WHOLE),
        number("form version", WHOLE),
        Column("SHA-256 of the submission", width=20),
        *(
            Column(f"{each.label} [{each.key}]", KINDS.get(each.type, Kind.TEXT), f"answer {each.key}", width=24)
            for each in questions
        ),
        *([] if public else [wide("files (question: name, bytes, SHA-256)")]),
    ]
    sheet = Sheet("Entries", columns, len(material.places))
    edition = material.standings.scores.edition
    more_time = {} if public else queries.extensions(edition.id)
    for place in sorted(material.places, key=lambda each: each.entry.reference):
        entry, said = place.entry, json.loads(place.entry.snapshot)
        answers = said.get("answers", {})
        form: Form | None = material.forms.get(said.get("form", {}).get("number"))
        sheet.rows.append(
            [
                entry.reference,
                entry.category,
                entry.title,
                entry.city,
                entry.country,
                entry.region,
                entry.kind,
                entry.submitted_at,
                *([] if public else [said.get("submitted_by"), *_arrived(edition, entry, more_time)]),
                entry.version,
                said.get("form", {}).get("number"),
                entry.sha256,
                *(_answer(form, each, answers) for each in questions),
                *([] if public else ["\n".join(map(_file, said.get("attachments", [])))]),
            ]
        )
    return sheet


def _arrived(edition: Edition, entry: Contender, more_time: Mapping[int, Sequence[Extension]]) -> list[Cell]:
    """Whether the version that counts came in time, in the edition's grace, by an extension or later; and until when
    the city, or this entry alone, had more time."""
    at = entry.submitted_at
    given = [
        each.until
        for each in more_time.get(entry.city_id, ())
        if each.entry_id in (None, entry.id) and each.at <= at and _held(each, at)
    ]
    until = max(given, default=None)
    if at < edition.closes_at:
        words = "in time"
    elif at < deadline(edition.closes_at, edition.grace_minutes):
        words = "in the grace"
    elif until is not None and at < until:
        words = "by extension"
    else:
        words = "after the deadline"
    return [words, until]


def _held(extension: Extension, at: datetime) -> bool:
    return extension.revoked_at is None or at < extension.revoked_at


def _questions(material: Material) -> list[Question]:
    found: dict[str, Question] = {}
    for number_ in sorted(material.forms, reverse=True):
        for key, question in material.forms[number_].questions.items():
            if question.type not in NOT_STORED:
                found.setdefault(key, question)
    return list(found.values())


def _answer(form: Form | None, newest: Question, answers: Mapping[str, Any]) -> Cell:
    """An answer as the entry's own form reads it: a choice has the words it had then."""
    question = newest if form is None else form.questions.get(newest.key, newest)
    value = answers.get(question.key)
    if is_empty(question, value):
        return None
    if question.type is QuestionType.NUMBER:
        return _number(str(value))
    if question.type is QuestionType.DATE:
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError:
            return str(value)
    return as_text(question, value)


def _number(text: str) -> Cell:
    found = parse_number(text)
    if found is None or len(found.as_tuple().digits) > MOST_DIGITS:
        return text
    return found


def _file(file: Mapping[str, Any]) -> str:
    return f"{file.get('question')}: {file.get('name')}, {file.get('size')}, {file.get('sha256')}"
