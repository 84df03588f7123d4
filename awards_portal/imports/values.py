"""An answer as it stands in one cell of a spreadsheet, turned into the value that its question keeps. Pure.

The spellings are those of the portal's own downloads: choices by label or value separated by semicolons, a table line
by line with ` | ` between its columns, money as `125000 EUR`.
"""

import re
from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from ..entries.values import cannot_be_kept
from ..programmes.forms import Question, QuestionType
from ..programmes.vocabularies import countries
from ..text import name_key

YES = {"yes", "y", "true", "1", "x", "agreed"}
NO = {"", "no", "n", "false", "0"}
_MONEY = re.compile(r"(?:([A-Za-z]{3})\s*)?([^A-Za-z]+?)(?:\s*([A-Za-z]{3}))?")
_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]00:00(:00)?")


class Unreadable(ValueError):
    """A cell that says nothing its question could keep; the text is a sentence."""


def value_of(question: Question, text: str) -> Any:
    """The value of a cell that is not empty.

    Raises:
        Unreadable: with the sentence that says what to write.
    """
    if cannot_be_kept(text):
        raise Unreadable(_("The cell holds a character that cannot be kept. Write the text again."))
    read = _READ.get(question.type)
    return read(question, text) if read else text


def _declaration(_question: Question, text: str) -> bool:
    if text.casefold() in YES:
        return True
    if text.casefold() in NO:
        return False
    raise Unreadable(_("Write yes or no."))


def _chosen(question: Question, text: str) -> str:
    for option in question.options:
        if text == option.value or name_key(text) in {name_key(option.label), name_key(option.value)}:
            return option.value
    known = ", ".join(option.label for option in question.options[:12])
    raise Unreadable(_("“%(text)s” is none of the options: %(options)s.", text=text[:60], options=known))


def _parts(text: str) -> list[str]:
    return [part for part in (" ".join(each.split()) for each in re.split(r"[;\n]", text)) if part]


def _several(question: Question, text: str) -> list[str]:
    return list(dict.fromkeys(_chosen(question, part) for part in _parts(text)))


def _goals(_question: Question, text: str) -> list[str]:
    numbers = [re.match(r"(?:SDG\s*)?(\d{1,2})\b", part, re.IGNORECASE) for part in re.split(r"[;,\n]\s*(?=\S)", text)]
    found = [str(int(number[1])) for number in numbers if number]
    if not found:
        raise Unreadable(_("Write the numbers of the goals, such as 11; 13."))
    return list(dict.fromkeys(found))


def _money(question: Question, text: str) -> dict[str, str]:
    found = _MONEY.fullmatch(text.strip())
    only = question.currencies[0] if len(question.currencies) == 1 else ""
    currency = "" if found is None else (found[1] or found[3] or only).upper()
    if found is None or currency not in question.currencies:
        known = ", ".join(question.currencies)
        raise Unreadable(
            _(
                "Write an amount and its currency, such as 125000 %(one)s. The currencies are %(known)s.",
                one=question.currencies[0],
                known=known,
            )
        )
    return {"amount": found[2].strip(), "currency": currency}


def _table(question: Question, text: str) -> list[dict[str, str]]:
    rows = []
    for number, line in enumerate((each for each in text.splitlines() if each.strip()), 1):
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > len(question.columns):
            raise Unreadable(
                _(
                    "Line %(n)d has %(have)d parts; the table has %(columns)d columns: %(names)s.",
                    n=number,
                    have=len(cells),
                    columns=len(question.columns),
                    names=" | ".join(column.label for column in question.columns),
                )
            )
        rows.append({column.key: cell for column, cell in zip(question.columns, cells, strict=False)})
    return rows


def _country(_question: Question, text: str) -> str:
    codes = {name_key(name): code for code, name in countries().items()}
    return text.upper() if text.upper() in countries() else codes.get(name_key(text), text)


def _day(_question: Question, text: str) -> str:
    return _MIDNIGHT.sub(r"\1", text)


def _month(_question: Question, text: str) -> str:
    day = _MIDNIGHT.sub(r"\1", text)
    # A spreadsheet keeps a month as one of its days, or as a person writes it.
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
        return day[:7]
    written = re.fullmatch(r"(\d{1,2})[./-](\d{4})", day)
    return f"{written[2]}-{written[1]:0>2}" if written else text


_READ: dict[QuestionType, Callable[[Question, str], Any]] = {
    QuestionType.DECLARATION: _declaration,
    QuestionType.SINGLE_CHOICE: _chosen,
    QuestionType.MULTIPLE_CHOICE: _several,
    QuestionType.SDGS: _goals,
    QuestionType.MONEY: _money,
    QuestionType.TABLE: _table,
    QuestionType.COUNTRY: _country,
    QuestionType.DATE: _day,
    QuestionType.MONTH: _month,
}
