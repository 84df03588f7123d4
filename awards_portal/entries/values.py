"""Answers as plain values: what counts as empty, what is wrong with one, how one reads as text.

Values by type: text is a string as typed; a number is a string as typed; money is `{"amount", "currency"}`; a date is
`2026-05-31` and a month `2026-05`; one choice is a string, several a list of strings; a table is a list of
`{column: string}`; a declaration is true or false.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _

from ..programmes.forms import Column, ColumnType, Question, QuestionType
from ..programmes.vocabularies import SDGS, countries
from ..text import count_words

TEXTS = {QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT}
LISTS = {QuestionType.MULTIPLE_CHOICE, QuestionType.SDGS}
# Asked of the entry itself or kept as rows of their own: never stored as an answer.
NOT_STORED = {QuestionType.APPLICANT, QuestionType.FILES}
# The longest name of a place in use has 168 letters.
LONGEST_NAME = 200

_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[ ,'’\u00a0\u2009\u202f]\d{3})+(?:\.\d+)?")
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?")
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")


def is_empty(question: Question, value: Any) -> bool:
    """Whether a value answers nothing. A declaration that is not ticked is empty."""
    if value is None or value is False:
        return True
    if isinstance(value, str):
        return not value.strip()
    if question.type is QuestionType.MONEY:
        return not (isinstance(value, dict) and str(value.get("amount", "")).strip())
    if question.type is QuestionType.TABLE:
        return not filled_rows(value)
    return value in ([], {})


def filled_rows(value: Any) -> list[dict[str, str]]:
    """The rows of a table that say something."""
    rows = value if isinstance(value, list) else []
    return [row for row in rows if isinstance(row, dict) and any(str(cell).strip() for cell in row.values())]


def cannot_be_kept(value: Any) -> bool:
    """Whether a NUL or half a surrogate pair is anywhere in a value: what no database keeps as text."""
    if isinstance(value, str):
        return _UNKEEPABLE.search(value) is not None
    if isinstance(value, Mapping):
        return any(cannot_be_kept(part) for part in (*value, *value.values()))
    if isinstance(value, list):
        return any(cannot_be_kept(part) for part in value)
    return False


def has_shape(question: Question, value: Any) -> bool:
    """Whether a value has the Python shape of its question's type; a draft may say anything within it."""
    if question.type in NOT_STORED:
        return False
    if question.type is QuestionType.DECLARATION:
        return isinstance(value, bool)
    if question.type in LISTS:
        return isinstance(value, list) and all(isinstance(part, str) for part in value)
    if question.type is QuestionType.MONEY:
        return (
            isinstance(value, dict)
            and set(value) == {"amount", "currency"}
            and all(isinstance(part, str) for part in value.values())
        )
    if question.type is QuestionType.TABLE:
        columns = {column.key for column in question.columns}
        return isinstance(value, list) and all(
            isinstance(row, dict) and set(row) <= columns and all(isinstance(cell, str) for cell in row.values())
            for row in value
        )
    return isinstance(value, str)


def parse_number(text: str) -> Decimal | None:
    """A number as people write it: `12500`, `12 500`, `12,500.5`. A lone comma before decimals is not guessed at."""
    text = text.strip()
    if _THOUSANDS.fullmatch(text):
        text = re.sub(r"[ ,'’\u00a0\u2009\u202f]", "", text)
    elif not _PLAIN.fullmatch(text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def faults(question: Question, value: Any) -> list[str]:
    """What is wrong with an answer that is not empty, in sentences; an empty list when nothing is."""
    if is_empty(question, value):
        return []
    if not has_shape(question, value):
        return [_("This answer could not be read. Fill it in again.")]
    check = _CHECKS.get(question.type)
    return check(question, value) if check else []


def over_limit(question: Question, text: str) -> list[str]:
    """Sentences about a text that is longer than its limit."""
    found = []
    words = count_words(text)
    if question.max_words is not None and words > question.max_words:
        found.append(
            _(
                "This has %(words)d words; at most %(limit)d are allowed. Shorten it by %(over)d.",
                words=words,
                limit=question.max_words,
                over=words - question.max_words,
            )
        )
    if question.max_characters is not None and len(text) > question.max_characters:
        found.append(
            _(
                "This has %(have)d characters; at most %(limit)d are allowed. Shorten it by %(over)d.",
                have=len(text),
                limit=question.max_characters,
                over=len(text) - question.max_characters,
            )
        )
    return found


def _number(question: Question, value: str) -> list[str]:
    number = parse_number(value)
    if number is None:
        return [_("Write a number with digits, such as 12500 or 12.5, with a point before decimals.")]
    if question.integer and number != number.to_integral_value():
        return [_("Write a whole number, without decimals.")]
    if question.minimum is not None and number < Decimal(str(question.minimum)):
        return [_("The number must be %(bound)s or more.", bound=f"{question.minimum:g}")]
    if question.maximum is not None and number > Decimal(str(question.maximum)):
        return [_("The number must be %(bound)s or less.", bound=f"{question.maximum:g}")]
    return []


def _money(question: Question, value: dict[str, str]) -> list[str]:
    found = []
    amount = parse_number(value["amount"])
    if amount is None:
        found.append(_("Write the amount with digits, such as 125000 or 99.50."))
    elif amount < 0:
        found.append(_("The amount must be 0 or more."))
    if value["currency"] not in question.currencies:
        found.append(_("Choose the currency."))
    return found


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text.strip())
    except ValueError:
        return False
    return len(text.strip()) == 10


def _is_month(text: str) -> bool:
    return len(text.strip()) == 7 and _is_date(text.strip() + "-01")


def _is_link(text: str) -> bool:
    if re.search(r"\s", text.strip()):
        return False
    try:
        parts = urlsplit(text.strip())
        return parts.scheme in {"http", "https"} and "." in (parts.hostname or "")
    except ValueError:
        return False


def _date(_question: Question, value: str) -> list[str]:
    return [] if _is_date(value) else [_("Write the date as year-month-day, such as 2026-05-31.")]


def _month(_question: Question, value: str) -> list[str]:
    return [] if _is_month(value) else [_("Write the month as year-month, such as 2026-05.")]


def _link(_question: Question, value: str) -> list[str]:
    return [] if _is_link(value) else [_("Write a whole address that begins with https://, without spaces.")]


def _email(_question: Question, value: str) -> list[str]:
    return [] if _EMAIL.fullmatch(value.strip()) else [_("Write a mail address such as name@city.example.")]


def _choice(question: Question, value: str) -> list[str]:
    return [] if value in {o.value for o in question.options} else [_("Choose one of the options.")]


def _choices(question: Question, value: list[str]) -> list[str]:
    return [] if set(value) <= {o.value for o in question.options} else [_("Choose from the options.")]


def _country(_question: Question, value: str) -> list[str]:
    return [] if value in countries() else [_("Choose a country from the list.")]


def _city(_question: Question, value: str) -> list[str]:
    if len(value) > LONGEST_NAME or len(value.splitlines()) > 1:
        return [_("Write the name of one city, in one line.")]
    return []


def _sdgs(_question: Question, value: list[str]) -> list[str]:
    return [] if set(value) <= set(SDGS) else [_("Choose from the seventeen goals.")]


def _cell(column: Column, text: str) -> str | None:
    if not text.strip():
        return _("is missing") if column.required else None
    if column.type is ColumnType.NUMBER and parse_number(text) is None:
        return _("must be a number, such as 12.5")
    if column.type is ColumnType.DATE and not _is_date(text):
        return _("must be a date, such as 2026-05-31")
    if column.type is ColumnType.MONTH and not _is_month(text):
        return _("must be a month, such as 2026-05")
    if column.type is ColumnType.LINK and not _is_link(text):
        return _("must be an address that begins with https://")
    return None


def _table(question: Question, value: list[dict[str, str]]) -> list[str]:
    found = []
    rows = filled_rows(value)
    if len(rows) < question.min_rows:
        found.append(
            _("Fill in at least %(rows)d rows; there are %(have)d so far.", rows=question.min_rows, have=len(rows))
        )
    if len(rows) > question.max_rows:
        found.append(
            _(
                "At most %(rows)d rows are allowed; there are %(have)d. Remove some.",
                rows=question.max_rows,
                have=len(rows),
            )
        )
    for number, row in enumerate(rows, 1):
        for column in question.columns:
            problem = _cell(column, row.get(column.key, ""))
            if problem:
                found.append(
                    _("Row %(row)d: “%(column)s” %(problem)s.", row=number, column=column.label, problem=problem)
                )
    return found


_CHECKS: dict[QuestionType, Any] = {
    QuestionType.SHORT_TEXT: over_limit,
    QuestionType.LONG_TEXT: over_limit,
    QuestionType.NUMBER: _number,
    QuestionType.MONEY: _money,
    QuestionType.DATE: _date,
    QuestionType.MONTH: _month,
    QuestionType.SINGLE_CHOICE: _choice,
    QuestionType.MULTIPLE_CHOICE: _choices,
    QuestionType.COUNTRY: _country,
    QuestionType.CITY: _city,
    QuestionType.SDGS: _sdgs,
    QuestionType.LINK: _link,
    QuestionType.EMAIL: _email,
    QuestionType.TABLE: _table,
}


def as_text(question: Question, value: Any) -> str:
    """A value as one text a person reads: choices by label, goals by name, rows line by line."""
    if is_empty(question, value):
        return ""
    if not has_shape(question, value):
        return str(value)
    if question.type is QuestionType.DECLARATION:
        return _("Agreed")
    if question.type is QuestionType.SINGLE_CHOICE:
        return question.label_of(value)
    if question.type is QuestionType.MULTIPLE_CHOICE:
        return "; ".join(question.label_of(part) for part in value)
    if question.type is QuestionType.SDGS:
        return "; ".join(f"{part} {SDGS[part]}" if part in SDGS else part for part in value)
    if question.type is QuestionType.COUNTRY:
        return countries().get(str(value), str(value))
    if question.type is QuestionType.MONEY:
        return f"{value['amount']} {value['currency']}".strip()
    if question.type is QuestionType.TABLE:
        return "\n".join(" | ".join(row.get(c.key, "") for c in question.columns) for row in filled_rows(value))
    if question.type is QuestionType.NUMBER and question.unit:
        return f"{value} {question.unit}"
    return str(value)
