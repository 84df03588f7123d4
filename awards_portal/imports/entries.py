"""A spreadsheet of entries: a row an entry, a column a question; its city found or made, its answers by the form."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from ..db import db
from ..entries import queries, rules
from ..entries.models import Entry
from ..entries.values import faults as faults_of
from ..entries.values import is_empty
from ..programmes import queries as programmes
from ..programmes.forms import Form, Question, QuestionType
from ..programmes.models import Category, Edition, FormVersion
from ..sheets.reading import Table
from ..text import name_key
from . import cities
from .cities import Cities, NewCity
from .reading import Fault, Reader, is_no_number
from .values import Unreadable, value_of

# The entry itself; every other heading names a question, by its key or as it is asked.
OWN = {
    "city": {"city", "city name"},
    "country": {"country", "country code"},
    "region": {"region", "part of the world"},
    "kind": {"type", "kind"},
    "website": {"city website"},
    "category": {"category"},
    "standing": {"status", "standing"},
}
DRAFT, SUBMITTED = "draft", "submitted"
# Kept apart from the answers of a row, so that no key of a question is taken for one of the entry's own columns.
PREFIX = "q:"
FILES = {QuestionType.FILES, QuestionType.APPLICANT}


@dataclass(frozen=True)
class NewEntry:
    """An entry to make. `city` is a city's key; `answers` hold values as questions keep them."""

    row: int
    city: tuple[str, str]
    city_name: str
    category: str
    title: str
    submitted: bool
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class ReadEntries:
    """What a spreadsheet of entries says. `without_files` names questions whose files no spreadsheet holds."""

    entries: tuple[NewEntry, ...]
    cities: tuple[NewCity, ...]
    without_files: tuple[str, ...]
    faults: tuple[Fault, ...]
    unread: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many rows say something."""
        return len(self.entries)

    @property
    def submitted(self) -> int:
        """How many are submitted."""
        return sum(each.submitted for each in self.entries)


@dataclass
class _Ground:
    """What rows are held against, loaded once."""

    edition: Edition
    form: Form
    here: Cities
    categories: Mapping[str, str]
    # Their titles, as the sheet beside an empty table has them.
    choices: str
    # One key for every city: other spellings of a merged city lead to the one that stands for it.
    by_id: Mapping[int, tuple[str, str]]
    # How many entries each city has, and the titles that are there, by city and category.
    counts: Counter[tuple[str, str]]
    titles: dict[tuple[tuple[str, str], str, str], str]
    new: dict[tuple[str, str], NewCity] = field(default_factory=dict)


def columns(form: Form) -> list[str]:
    """The headings of a spreadsheet to fill in."""
    return [
        *("city", "country", "region", "type", "category", "status"),
        *(question.key for question in _asked(form)),
    ]


def _asked(form: Form) -> list[Question]:
    return [q for q in form.questions.values() if q.type not in {*FILES, QuestionType.CATEGORY}]


def read(
    edition: Edition, version: FormVersion, table: Table, tell: Callable[[int], None] | None = None
) -> ReadEntries:
    """Read a table of entries against the edition's form. Loads what is here in a constant number of statements."""
    form = programmes.form_of(version)
    spelled = {what: set(words) for what, words in OWN.items()}
    if form.category_question is not None:
        spelled["category"] |= {name_key(form.category_question.key), name_key(form.category_question.label)}
    taken = set().union(*spelled.values())
    for question in _asked(form):
        words = {name_key(question.key), name_key(question.label)}
        spelled[PREFIX + question.key] = words - taken
        taken |= words
    reader = Reader(table, spelled, tell)
    ground = _ground(edition, form)
    found: list[NewEntry] = []
    if reader.need("city", "country", "category"):
        for at, cells in reader.rows():
            made = _entry(reader, ground, at, cells)
            if made is not None:
                found.append(made)
        cities.shifted(reader, ground.here)
        reader.shifted("category", lambda cell: name_key(cell) in ground.categories)
        title = form.title_question
        for question in _asked(form):
            if title is not None and question is title:
                reader.shifted(PREFIX + question.key, is_no_number)
            else:
                reader.shifted(PREFIX + question.key, lambda cell, q=question: _fits(q, cell))  # type: ignore[misc]
    without = [q.label for q in form.of_type(QuestionType.FILES) if q.required]
    return ReadEntries(
        tuple(found), tuple(ground.new.values()), tuple(without), tuple(reader.faults()), tuple(reader.unread)
    )


def _fits(question: Question, cell: str) -> bool:
    try:
        return not faults_of(question, value_of(question, cell))
    except Unreadable:
        return False


def _ground(edition: Edition, form: Form) -> _Ground:
    categories: dict[str, str] = {}
    every = programmes.categories(edition.id)
    for each in every:
        categories |= {name_key(each.title): each.key, name_key(each.key): each.key}
    here = cities.load()
    by_id: dict[int, tuple[str, str]] = {}
    for key, city_id in here.known.items():
        by_id.setdefault(city_id, key)
    counts: Counter[tuple[str, str]] = Counter()
    titles: dict[tuple[tuple[str, str], str, str], str] = {}
    rows = db.session.execute(
        select(Entry.city_id, Category.key, Entry.title, Entry.reference)
        .join(Category, Category.id == Entry.category_id)
        .where(Entry.edition_id == edition.id, ~queries.is_withdrawn(Entry.id))
        .order_by(Entry.id)
    )
    for city_id, category, title, reference in rows:
        counts[by_id[city_id]] += 1
        titles[(by_id[city_id], category, name_key(title))] = reference
    return _Ground(edition, form, here, categories, "; ".join(each.title for each in every), by_id, counts, titles)


def _entry(reader: Reader, ground: _Ground, at: int, cells: Mapping[str, str]) -> NewEntry | None:
    city = cities.check(reader, ground.here, at, cells)
    if isinstance(city, NewCity):
        ground.new.setdefault(city.key, city)
    category = ground.categories.get(name_key(cells["category"]))
    if category is None:
        reader.wrong(at, "category", _("Write one of the categories: %(categories)s.", categories=ground.choices))
    standing = cells.get("standing", "").casefold() or DRAFT
    if standing not in {DRAFT, SUBMITTED}:
        reader.wrong(at, "standing", _("Write “draft” or “submitted”."))
    answers = _answers(reader, ground.form, at, cells)
    kind = ground.form.category_question
    if kind is not None and category is not None:
        answers[kind.key] = category
    if standing == SUBMITTED:
        _complete(reader, ground.form, at, answers)
    if city is None or category is None:
        return None
    key = city.key if isinstance(city, NewCity) else city
    question = ground.form.title_question
    title = "" if question is None else " ".join(str(answers.get(question.key, "")).split())
    _room(reader, ground, at, key, category, title)
    name = " ".join(cells["city"].split())
    return NewEntry(at + 1, key, name, category, title, standing == SUBMITTED, answers)


def _answers(reader: Reader, form: Form, at: int, cells: Mapping[str, str]) -> dict[str, Any]:
    answers = {}
    for question in _asked(form):
        what = PREFIX + question.key
        if not cells.get(what):
            continue
        try:
            value = value_of(question, cells[what])
        except Unreadable as error:
            reader.wrong(at, what, str(error))
            continue
        if is_empty(question, value):
            continue
        for sentence in faults_of(question, value):
            reader.wrong(at, what, sentence)
        answers[question.key] = value
    return answers


def _complete(reader: Reader, form: Form, at: int, answers: Mapping[str, Any]) -> None:
    for gap in rules.gaps(form, answers, {}):
        # Files come by the entry's own page; a fault of a value, or of the category, was noted at its cell.
        if not gap.missing or gap.question.type in {*FILES, QuestionType.CATEGORY}:
            continue
        what = PREFIX + gap.question.key
        if what in reader.columns:
            reader.wrong(
                at, what, _("“%(question)s” is missing: %(told)s", question=gap.question.label, told=gap.sentence)
            )
        else:
            reader.wrong(
                at,
                what,
                _(
                    "A submitted entry needs “%(question)s”. Add a column with the heading %(key)s, or import it as a "
                    "draft.",
                    question=gap.question.label,
                    key=gap.question.key,
                ),
            )


def _room(reader: Reader, ground: _Ground, at: int, city: tuple[str, str], category: str, title: str) -> None:
    city_id = ground.here.known.get(city)
    key = city if city_id is None else ground.by_id[city_id]
    ground.counts[key] += 1
    if ground.counts[key] > ground.edition.entries_per_city:
        told = _(
            "The city would have %(n)d entries; the edition takes at most %(most)d.",
            n=ground.counts[key],
            most=ground.edition.entries_per_city,
        )
        reader.wrong(at, "city", told)
    if not title:
        return
    there = ground.titles.setdefault((key, category, name_key(title)), _("row %(n)d", n=at + 1))
    if there != _("row %(n)d", n=at + 1):
        told = _("The city has an entry of this title in this category already: %(there)s.", there=there)
        reader.wrong(at, "city", told)
