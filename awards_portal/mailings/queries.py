"""Who fits a filter, and what was mailed. Nothing here writes; every question costs a fixed number of statements."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from .. import clock, mail
from ..db import db
from ..entries import listing
from ..judging import queries as judging
from ..judging.models import Panel, PanelMember
from ..mail.models import Letter, LetterState
from ..mail.wording import Text
from ..people.models import Person, Representative
from ..programmes.models import Category, Edition, Round
from .models import Audience, Mailing, MailingRecipient
from .rules import SPEAKERS, Recipient


def recipients(
    edition: Edition,
    audience: str,
    filters: Mapping[str, str],
    at: datetime,
    hidden: Collection[int],
    within: Collection[int] | None = None,
) -> list[Recipient]:
    """Who fits, each person once, by address.

    Args:
        filters: `q`, `category`, `standing`, `tag` and `to` for entries; `q`, `standing`, `round`, `category` and
            `progress` for judges.
        hidden: cities that the sender speaks for: their entries and their judging do not count.
        within: the categories whose entries count alone, and then no judges; None for all.
    """
    if audience == Audience.ENTRIES:
        return _of_entries(edition, filters, hidden, within)
    if within is not None:
        return []
    return _judges(edition, filters, at, hidden)


def unreached(
    edition: Edition,
    audience: str,
    filters: Mapping[str, str],
    found: Sequence[Recipient],
    hidden: Collection[int],
    within: Collection[int] | None = None,
) -> list[listing.Fitting]:
    """Entries that fit a filter and whose city nobody among those found speaks for, such as imported ones."""
    if audience != Audience.ENTRIES:
        return []
    reached = {reference for each in found for reference in each.about}
    return [row for row in _fitting(edition, filters, hidden, within) if row.reference not in reached]


def _fitting(
    edition: Edition, filters: Mapping[str, str], hidden: Collection[int], within: Collection[int] | None
) -> list[listing.Fitting]:
    rows = listing.fitting(
        edition.id,
        search=filters.get("q", ""),
        category=filters.get("category", ""),
        standing=filters.get("standing", ""),
        tag=filters.get("tag", ""),
        within=within,
    )
    return [row for row in rows if row.city_id not in hidden]


def _of_entries(
    edition: Edition, filters: Mapping[str, str], hidden: Collection[int], within: Collection[int] | None
) -> list[Recipient]:
    of_city: dict[int, list[listing.Fitting]] = {}
    for row in _fitting(edition, filters, hidden, within):
        of_city.setdefault(row.city_id, []).append(row)
    seats = db.session.scalars(
        select(Representative)
        .join(Representative.person)
        .options(contains_eager(Representative.person))
        .where(
            Representative.ended_at.is_(None),
            Person.disabled_at.is_(None),
            Representative.role.in_(SPEAKERS.get(filters.get("to", ""), SPEAKERS["leads"])),
        )
        .order_by(Person.email, Representative.id)
    )
    of_person: dict[str, tuple[Person, list[listing.Fitting]]] = {}
    for seat in seats:
        if seat.city_id in of_city:
            of_person.setdefault(seat.person.email, (seat.person, []))[1].extend(of_city[seat.city_id])
    closes, link = clock.tell(edition.closes_at, edition.time_zone), mail.address("entries")
    found = []
    for email, (person, rows) in of_person.items():
        rows = sorted(rows, key=lambda row: row.reference)
        given = {
            "name": person.name,
            "edition": edition.title,
            "city": ", ".join(dict.fromkeys(row.city for row in rows)),
            "entries": "\n".join(f"{row.reference}: {row.title or _('without a title')}" for row in rows),
            "closes": closes,
            "link": link,
        }
        found.append(Recipient(email, person.name, person.id, given, tuple(row.reference for row in rows)))
    return found


def _judges(edition: Edition, filters: Mapping[str, str], at: datetime, hidden: Collection[int]) -> list[Recipient]:
    standing, progress = filters.get("standing", ""), filters.get("progress", "")
    rows = judging.judges(edition.id, filters.get("q", ""), standing, None, 0, hidden)
    left = {row.judge.id: row.left for row in rows}
    wanted = set(left)
    rounds = judging.rounds(edition.id)
    round_ = next((each for each in rounds if each.key == filters.get("round")), None)
    # Whoever has an entry without a seat on the panel is late all the same.
    if filters.get("category") or (round_ is not None and not progress):
        wanted &= _on_panels(edition.id, round_, filters.get("category", ""))
    if progress and round_ is None:
        round_ = next((each for each in rounds if each.opens_at <= at < each.closes_at), rounds[-1] if rounds else None)
    if round_ is not None:
        in_round = {each.judge.id: each for each in judging.progress_in(round_, at, hidden)}
        left |= {key: each.given - each.completed for key, each in in_round.items()}
        if progress == "late":
            wanted &= {key for key, each in in_round.items() if each.late}
    if progress == "open":
        wanted &= {key for key, number in left.items() if number}
    link = mail.address("judging")
    found = {
        row.judge.email: Recipient(
            row.judge.email,
            row.judge.name,
            row.judge.person_id,
            {"name": row.judge.name, "edition": edition.title, "left": str(left[row.judge.id]), "link": link},
        )
        for row in rows
        if row.judge.id in wanted and row.standing in {"invited", "accepted"}
    }
    return [found[email] for email in sorted(found)]


def _on_panels(edition_id: int, round_: Round | None, category: str) -> set[int]:
    question = (
        select(PanelMember.judge_id)
        .join(Panel, Panel.id == PanelMember.panel_id)
        .join(Category, Category.id == Panel.category_id)
        .where(Category.edition_id == edition_id)
    )
    if round_ is not None:
        question = question.where(Panel.round_id == round_.id)
    if category:
        question = question.where(Category.key == category)
    return set(db.session.scalars(question))


def had_the_same(edition_id: int, text: Text, emails: Collection[str], at: datetime) -> list[str]:
    """Who of these had exactly this text of this edition within a day, by address."""
    rows = db.session.scalars(
        select(MailingRecipient.email)
        .join(Mailing, Mailing.id == MailingRecipient.mailing_id)
        .where(
            Mailing.edition_id == edition_id,
            Mailing.subject == text.subject,
            Mailing.body == text.body,
            Mailing.at > at - timedelta(days=1),
        )
        .distinct()
        .order_by(MailingRecipient.email)
    )
    return [email for email in rows if email in set(emails)]


@dataclass(frozen=True)
class Row:
    """A mailing with how many it is for and where their letters stand."""

    mailing: Mailing
    recipients: int
    waiting: int
    sent: int
    failed: int

    @property
    def written(self) -> int:
        """How many letters are in the outbox."""
        return self.waiting + self.sent + self.failed


def mailings(
    edition_id: int,
    *,
    search: str = "",
    audience: str = "",
    conflicted: int | None = None,
    mailing_id: int | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[list[Row], int]:
    """Mailings of an edition that fit, the last first, and how many there are.

    Args:
        search: part of the subject, the reason or the sender's name.
        conflicted: a reader who speaks for a city that competes here: of mailings to judges, which tell who is late,
            she finds only her own.
    """
    wanted: list[ColumnElement[bool]] = [Mailing.edition_id == edition_id]
    if search.strip():
        columns = (Mailing.subject, Mailing.reason, Person.name)
        wanted.append(or_(*(column.icontains(search.strip(), autoescape=True) for column in columns)))
    if audience:
        wanted.append(Mailing.audience == audience)
    if mailing_id is not None:
        wanted.append(Mailing.id == mailing_id)
    if conflicted is not None:
        wanted.append(or_(Mailing.audience == Audience.ENTRIES, Mailing.by_id == conflicted))
    total = db.session.scalar(select(func.count()).select_from(Mailing).join(Mailing.by).where(*wanted)) or 0
    tally = (
        select(
            MailingRecipient.mailing_id,
            func.count().label("recipients"),
            *(func.count(case((Letter.state == state, 1))).label(state.value) for state in LetterState),
        )
        .outerjoin(Letter, Letter.id == MailingRecipient.letter_id)
        .group_by(MailingRecipient.mailing_id)
        .subquery()
    )
    counts = (tally.c.recipients, tally.c.waiting, tally.c.sent, tally.c.failed)
    rows = db.session.execute(
        select(Mailing, *(func.coalesce(column, 0) for column in counts))
        .join(Mailing.by)
        .outerjoin(tally, tally.c.mailing_id == Mailing.id)
        .options(contains_eager(Mailing.by))
        .where(*wanted)
        .order_by(Mailing.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [Row(*row) for row in rows], total


def recipients_of(
    mailing_id: int, *, search: str = "", state: str = "", limit: int | None = None, offset: int = 0
) -> tuple[Sequence[MailingRecipient], int]:
    """Whom a mailing is for, with their letters, by address, and how many fit.

    Args:
        state: a state of a letter, or `unwritten`.
    """
    wanted: list[ColumnElement[bool]] = [MailingRecipient.mailing_id == mailing_id]
    if search.strip():
        columns = (MailingRecipient.name, MailingRecipient.email)
        wanted.append(or_(*(column.icontains(search.strip(), autoescape=True) for column in columns)))
    if state == "unwritten":
        wanted.append(MailingRecipient.letter_id.is_(None))
    elif state:
        wanted.append(Letter.state == state)
    joined = select(MailingRecipient).outerjoin(MailingRecipient.letter).where(and_(*wanted))
    total = db.session.scalar(select(func.count()).select_from(joined.subquery())) or 0
    rows: Any = joined.options(joinedload(MailingRecipient.letter)).order_by(MailingRecipient.email)
    return db.session.scalars(rows.limit(limit).offset(offset)).all(), total
