"""The closing report of an edition: what came in, who judged, when things happened, what was awarded, what was sent.

It counts; no score and no place is in it, and awards only once they are public.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import func, select

from .. import clock, ledger
from ..db import db, transaction
from ..documents.lines import IN_CELL, line, lines
from ..documents.typesetting import typeset
from ..entries.models import Attachment, Entry, Submission, Withdrawal
from ..entries.queries import is_out
from ..errors import Refusal
from ..mail.models import Letter, LetterState
from ..people.models import City, Person
from ..programmes import changes as programme_changes
from ..programmes import queries as programmes
from ..programmes.models import Category, Edition
from ..programmes.vocabularies import countries
from ..sheets import Cell, Column, Kind, Sheet, Workbook, write_xlsx
from . import policy, queries

SHAPES = ("pdf", "xlsx")
# The share of a page's width that a column of figures needs beside one of 34 for its heading.
NARROWEST = 17


@dataclass(frozen=True)
class Part:
    """A table of the report: a sheet of the workbook, a section of the PDF."""

    key: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


def download_closing(edition: Edition, shape: str, by: Person, own_cities: Collection[int] = ()) -> tuple[bytes, str]:
    """The closing report as it is now, as `pdf` or `xlsx`, and its name. The ledger keeps who took it.

    Args:
        own_cities: ids of cities whom who asks speaks for: how often each judge took part counts their entries too.

    Raises:
        Refusal: when such a city has an entry in the edition.
        CannotDraw: when typst refuses it.
    """
    own = select(Entry.reference).where(Entry.edition_id == edition.id, Entry.city_id.in_(sorted(own_cities)))
    refusal = policy.why_not_close_report(db.session.scalars(own.order_by(Entry.reference)).all())
    if refusal:
        raise Refusal(refusal)
    at = clock.now()
    with force_locale("en"):
        found = parts(edition, at)
        made = _as_pdf(edition, found, at) if shape == "pdf" else _as_xlsx(edition, found)
    name = f"{edition.key}-closing-report.{shape}"
    with transaction() as moment:
        ledger.write(
            "closing_report.downloaded",
            actor=by,
            at=moment.at,
            subject=edition,
            label=name,
            edition_id=edition.id,
            after={"format": shape, "bytes": len(made)},
        )
    return made, name


def parts(edition: Edition, at: datetime) -> list[Part]:
    """Every table of the report, in order."""
    entered = _entered(edition.id)
    named = countries("en")
    return [
        _counted("Categories", _("Entries by category"), _("Category"), entered, lambda row: row.category),
        _counted("Regions", _("Entries by region"), _("Region"), entered, lambda row: row.region or _("Not stated")),
        _counted(
            "Countries", _("Entries by country"), _("Country"), entered, lambda row: named.get(row.country, row.country)
        ),
        _counted("Types", _("Entries by type of body"), _("Type"), entered, lambda row: _said(row.kind)),
        _judging(edition),
        _timeline(edition),
        _changes(edition),
        _awards(edition, at),
        _files(edition.id),
        _letters(edition.id),
    ]


def _entered(edition_id: int) -> Sequence[Any]:
    """A row per entry of the edition, drafts too: category, region, country, kind, city_id, sent, withdrawn, out."""
    sent = select(Submission.id).where(Submission.entry_id == Entry.id).exists()
    withdrawn = select(Withdrawal.id).where(Withdrawal.entry_id == Entry.id, Withdrawal.returned_at.is_(None)).exists()
    return db.session.execute(
        select(
            Category.title.label("category"),
            City.region,
            City.country,
            City.kind,
            City.id.label("city_id"),
            sent.label("sent"),
            withdrawn.label("withdrawn"),
            is_out(Entry.id).label("out"),
        )
        .select_from(Entry)
        .join(Category, Category.id == Entry.category_id)
        .join(City, City.id == Entry.city_id)
        .where(Entry.edition_id == edition_id)
        .order_by(Category.position, Entry.id)
    ).all()


def _counted(key: str, title: str, what: str, entered: Sequence[Any], of: Callable[[Any], str]) -> Part:
    """Entries and cities by something; the last row is all of them, a city with two entries once."""
    groups: dict[str, list[Any]] = {}
    for row in entered:
        groups.setdefault(of(row), []).append(row)
    rows = [_counts(name, own) for name, own in groups.items()]
    columns = [
        Column(what, width=34),
        *(
            Column(words, Kind.NUMBER)
            for words in (
                _("Started"),
                _("Submitted"),
                _("Withdrawn"),
                _("Refused"),
                _("In the competition"),
                _("Cities that started"),
                _("Cities in the competition"),
            )
        ),
    ]
    return Part(key, title, columns, [*rows, _counts(_("All"), entered)])


def _counts(name: str, rows: Sequence[Any]) -> list[Cell]:
    stand = [row for row in rows if row.sent and not row.out]
    return [
        name,
        len(rows),
        sum(row.sent for row in rows),
        sum(row.withdrawn for row in rows),
        sum(row.out and not row.withdrawn for row in rows),
        len(stand),
        len({row.city_id for row in rows}),
        len({row.city_id for row in stand}),
    ]


def _judging(edition: Edition) -> Part:
    rows: list[list[Cell]] = []
    for round_ in queries.rounds(edition.id):
        found: dict[int, Counter[str]] = {}
        names: dict[int, tuple[str, str]] = {}
        for card in queries.card_rows(round_.id):
            names[card.judge_id] = (card.judge, card.organisation)
            state = "completed" if card.completed_at else "pending"
            if card.recused_at is not None:
                state = "taken off"
            elif card.conflicted:
                state = "abstained"
            found.setdefault(card.judge_id, Counter())[state] += 1
        rows += [
            [
                round_.title,
                *names[judge],
                sum(states.values()),
                states["completed"],
                states["pending"],
                states["abstained"],
                states["taken off"],
            ]
            for judge, states in sorted(found.items(), key=lambda each: (names[each[0]], each[0]))
        ]
    columns = [
        Column(_("Round"), width=20),
        Column(_("Judge"), width=26),
        Column(_("Organisation"), width=34),
        *(
            Column(words, Kind.NUMBER)
            for words in (_("Assigned"), _("Completed"), _("Pending"), _("Abstained"), _("Taken off"))
        ),
    ]
    return Part("Judges", _("Work of the judges"), columns, rows)


def _timeline(edition: Edition) -> Part:
    zone = edition.time_zone
    rows: list[list[Cell]] = [
        [_("Call opens"), clock.tell(edition.opens_at, zone)],
        [_("Entries close"), clock.tell(edition.closes_at, zone)],
    ]
    for round_ in programmes.rounds(edition.id):
        rows.append([_("%(round)s opens", round=round_.title), clock.tell(round_.opens_at, zone)])
        rows.append([_("%(round)s closes", round=round_.title), clock.tell(round_.closes_at, zone)])
    for publication in reversed(queries.publications(edition.id)):
        outcome = queries.outcome(publication.id)
        rows.append([_("Results proposed"), clock.tell(publication.proposed_at, zone)])
        if outcome.confirmation is not None:
            rows.append([_("Results confirmed"), clock.tell(outcome.confirmation.at, zone)])
        if publication.embargo_until is not None:
            rows.append([_("Embargo until"), clock.tell(publication.embargo_until, zone)])
        if outcome.retraction is not None:
            rows.append([_("Results taken back"), clock.tell(outcome.retraction.at, zone)])
    for words, day in ((_("Announced"), edition.announced_on), (_("Ceremony"), edition.ceremony_on)):
        if day is not None:
            rows.append([words, day.isoformat()])
    return Part("Timeline", _("Timeline"), [Column(_("What"), width=34), Column(_("When"), width=60)], rows)


def _changes(edition: Edition) -> Part:
    rows = [
        [clock.tell(change.at, edition.time_zone), each.what, each.before, each.after, change.reason]
        for change in reversed(programmes.public_changes(edition.id))
        for each in programme_changes.told(change, edition.time_zone)
    ]
    columns = [
        Column(words, width=width)
        for words, width in ((_("When"), 40), (_("What"), 30), (_("Before"), 30), (_("After"), 30), (_("Reason"), 50))
    ]
    return Part("Changes", _("What changed after the call was published"), columns, rows)


def _awards(edition: Edition, at: datetime) -> Part:
    found = queries.published(edition.id, at)
    rows = [
        [each.category_title, each.title, each.place, each.reference, each.project, each.city, each.country]
        for each in (found.awards if found else [])
    ]
    columns = [
        Column(_("Category"), width=26),
        Column(_("Award"), width=20),
        Column(_("Place"), Kind.NUMBER),
        Column(_("Reference"), width=20),
        Column(_("Project"), width=50),
        Column(_("City"), width=26),
        Column(_("Country")),
    ]
    return Part("Awards", _("Awards that are public"), columns, rows)


def _files(edition_id: int) -> Part:
    rows = db.session.execute(
        select(Attachment.media_type, func.count(), func.sum(Attachment.size))
        .join(Entry, Entry.id == Attachment.entry_id)
        .where(Entry.edition_id == edition_id, Attachment.removed_at.is_(None))
        .group_by(Attachment.media_type)
        .order_by(Attachment.media_type)
    ).all()
    columns = [Column(_("Type"), width=34), Column(_("Files"), Kind.NUMBER), Column(_("Bytes"), Kind.NUMBER, width=18)]
    return Part("Files", _("Files of entries"), columns, [[kind, count, int(size or 0)] for kind, count, size in rows])


def _letters(edition_id: int) -> Part:
    found = db.session.execute(
        select(Letter.kind, Letter.state, func.count())
        .where(Letter.edition_id == edition_id)
        .group_by(Letter.kind, Letter.state)
        .order_by(Letter.kind, Letter.state)
    ).all()
    kinds: dict[str, Counter[str]] = {}
    for kind, state, count in found:
        kinds.setdefault(kind, Counter())[state] += count
    rows: list[list[Cell]] = [
        [
            _said(kind),
            sum(states.values()),
            *(states[state] for state in (LetterState.SENT, LetterState.WAITING, LetterState.FAILED)),
        ]
        for kind, states in kinds.items()
    ]
    columns = [
        Column(_("Letter"), width=30),
        *(Column(words, Kind.NUMBER) for words in (_("Written"), _("Sent"), _("Waiting"), _("Failed"))),
    ]
    return Part("Letters", _("Letters"), columns, rows)


def _said(kind: str) -> str:
    """A kind as a reader says it."""
    return kind.replace("-", " ").replace("_", " ").capitalize()


def _as_xlsx(edition: Edition, found: Sequence[Part]) -> bytes:
    sheets = [Sheet(part.key, part.columns, len(part.rows), list(part.rows)) for part in found]
    file = BytesIO()
    write_xlsx(Workbook(_("Closing report, %(edition)s", edition=edition.title), edition.time_zone, sheets), file)
    return file.getvalue()


def _as_pdf(edition: Edition, found: Sequence[Part], at: datetime) -> bytes:
    told = clock.tell(at, edition.time_zone)
    data = {
        "title": _("Closing report, %(edition)s", edition=edition.title),
        "footer": _("Closing report, %(at)s", at=told),
        "kicker": edition.title,
        "heading": lines(_("Closing report")),
        "under": lines(told),
        "none": _("Nothing to report."),
        "parts": [
            {
                "title": part.title,
                "head": [column.title for column in part.columns],
                "rows": [[line("–" if cell is None else str(cell), IN_CELL) for cell in row] for row in part.rows],
                # A column as wide as its words would leave nothing to those that share what is left.
                "widths": [max(column.width, NARROWEST) for column in part.columns],
                "numeric": [at for at, column in enumerate(part.columns) if column.kind is Kind.NUMBER],
            }
            for part in found
        ],
    }
    return typeset("closing", data, {}, int(at.timestamp()))
