"""What every template may use: who is there, times in words, answers as text, a mark for one press of a button."""

import secrets
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from babel.dates import format_skeleton
from flask import Flask, current_app, g
from flask_babel import get_locale

from ... import clock
from ...documents import markdown
from ...entries.values import as_text, filled_rows, is_empty
from ...programmes import vocabularies
from ...text import count_words
from . import lists
from .addresses import whole

# Regions as the directory has them, by their codes in the United Nations' M49.
AREAS = {"Africa": "002", "Americas": "019", "Asia": "142", "Europe": "150", "Oceania": "009"}


def init_app(app: Flask) -> None:
    """Give templates the visitor, the portal's own name, and words for times."""
    app.context_processor(_context)
    app.add_template_filter(clock.tell, "tell")
    app.add_template_filter(clock.tell_left, "tell_left")
    app.add_template_filter(day)
    app.add_template_filter(dateformat)
    app.add_template_filter(as_published)
    app.add_template_filter(figure, "figure")
    app.add_template_filter(part_of_the_world)
    app.add_template_filter(language_in_words)
    app.add_template_filter(markdown.render, "markdown")
    app.jinja_env.globals.update(
        get_locale=get_locale, new_mark=new_mark, now=clock.now, list_address=lists.address, whole_address=whole
    )
    app.jinja_env.globals.update(as_text=as_text, is_empty=is_empty, filled_rows=filled_rows, count_words=count_words)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def new_mark() -> str:
    """A mark of one press of one button on one page: the same mark again is the same act."""
    return secrets.token_urlsafe(12)


def figure(value: float, digits: int = 2) -> str:
    """A number with this many decimals, halves rounded up as spreadsheets do: page and workbook agree."""
    # Nine decimals first, as for ranks: 86.125 may come out of a mean as 86.12499999999999.
    return str(Decimal(repr(round(value, 9))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def part_of_the_world(name: str) -> str:
    """A region of the directory in the reader's language."""
    return str(get_locale().territories.get(AREAS.get(name, ""), name))


def language_in_words(code: str) -> str:
    """A language in the reader's words."""
    return vocabularies.language_name(code, get_locale().language)


def day(at: datetime) -> str:
    """A date in the reader's language."""
    return clock.tell_day(at.date())


def dateformat(day: date, form: str = "long") -> str:
    """A date in the reader's language, in the one form that dates have; `full` tells the day of the week as well."""
    return clock.tell_day(day.date() if isinstance(day, datetime) else day, with_weekday=form == "full")


def as_published(text: str | None) -> str | None:
    """A published day or month as words: `19 November 2012`, `October 2012`; anything else as it was published."""
    if text is None:
        return None
    try:
        if len(text) == len("2012-10"):
            return str(format_skeleton("yMMMM", date.fromisoformat(f"{text}-01"), locale=get_locale()))
        return clock.tell_day(date.fromisoformat(text))
    except ValueError:
        return text


def _context() -> dict[str, Any]:
    visitor = g.get("visitor")
    return {
        "visitor": visitor,
        "current_person": None if visitor is None else visitor.person,
        "portal_name": current_app.config["SETTINGS"].name,
        "environment": current_app.config["SETTINGS"].environment,
    }
