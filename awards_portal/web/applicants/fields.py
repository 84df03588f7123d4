"""Reading a question's fields from a posted form. Everything is kept as typed."""

from typing import Any

from werkzeug.datastructures import MultiDict

from ...entries.values import NOT_STORED, filled_rows
from ...entries.writing import Change
from ...programmes.forms import Question, QuestionType, Section


def read_value(question: Question, posted: MultiDict[str, str]) -> Any:
    """A question's value from its fields `q-<key>`, `q-<key>-<part>` or, in a table, `q-<key>-<row>-<column>`."""
    name = f"q-{question.key}"
    if question.type is QuestionType.DECLARATION:
        return name in posted
    if question.type in {QuestionType.MULTIPLE_CHOICE, QuestionType.SDGS}:
        return posted.getlist(name)
    if question.type is QuestionType.MONEY:
        return {part: posted.get(f"{name}-{part}", "") for part in ("amount", "currency")}
    if question.type is QuestionType.TABLE:
        return _table(question, posted)
    return as_typed(posted.get(name, ""))


def as_typed(text: str) -> str:
    """A text as it was typed: forms send every line break as two characters, scripts as one."""
    return text.replace("\r\n", "\n")


def _table(question: Question, posted: MultiDict[str, str]) -> list[dict[str, str]]:
    rows = []
    # Twice the limit: rows over it are kept and told, like words over a limit.
    for number in range(question.max_rows * 2):
        names = {column.key: f"q-{question.key}-{number}-{column.key}" for column in question.columns}
        if not any(name in posted for name in names.values()):
            continue
        rows.append({key: as_typed(posted.get(name, "")) for key, name in names.items()})
    return filled_rows(rows)


def is_posted(question: Question, posted: MultiDict[str, str]) -> bool:
    """Whether the page that was sent held this question: its hidden revision is there even when nothing is ticked."""
    return f"rev-{question.key}" in posted


def read_changes(section: Section, posted: MultiDict[str, str]) -> dict[str, Change]:
    """The answers of a section's page as sent, each with the revision it was typed over."""
    mark = posted.get("mark", "")[:64] or None
    return {
        question.key: Change(read_value(question, posted), seen_revision(posted.get(f"rev-{question.key}")), mark)
        for question in section.questions
        if question.type not in NOT_STORED and is_posted(question, posted)
    }


def seen_revision(text: object) -> int:
    """The revision a page was made from; what is no number is none."""
    return int(text) if isinstance(text, str | int) and str(text).isdecimal() and len(str(text)) < 10 else 0
