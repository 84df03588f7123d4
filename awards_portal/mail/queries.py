"""What the pages on letters ask. Nothing here writes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import defer

from ..db import db
from .models import Letter, LetterState

# Letters that tell how far a judge is, or who won, perhaps before it is public.
OF_JUDGING = ("nudge", "mailing-to-judges", "award")


def letters(
    *,
    search: str = "",
    state: str = "",
    kind: str = "",
    edition_id: int | None = None,
    to: str = "",
    hidden: Collection[str] = (),
    limit: int | None = None,
    offset: int = 0,
) -> tuple[Sequence[Letter], int]:
    """Letters that fit without their bodies, the last written first, and how many there are in all.

    Args:
        search: part of the reader's name or address or of the subject; case does not matter.
        edition_id: None for all of the portal.
        to: one whole address; case does not matter.
        hidden: references of entries whose letters the reader may not see; nor those of `OF_JUDGING`.
    """
    wanted = [*_not_about(hidden)]
    if search.strip():
        words = search.strip()
        columns = (Letter.to_address, Letter.to_name, Letter.subject)
        wanted.append(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    for column, value in ((Letter.state, state), (Letter.kind, kind), (Letter.edition_id, edition_id)):
        if value:
            wanted.append(column == value)
    if to:
        wanted.append(func.lower(Letter.to_address) == to.lower())
    total = db.session.scalar(select(func.count()).select_from(Letter).where(*wanted)) or 0
    rows = db.session.scalars(
        select(Letter)
        .where(*wanted)
        .options(defer(Letter.body, raiseload=True))
        .order_by(Letter.id.desc())
        .limit(limit)
        .offset(offset)
    ).all()
    return rows, total


def letter(letter_id: int, hidden: Collection[str] = ()) -> Letter | None:
    """A letter with its body."""
    return db.session.scalar(select(Letter).where(Letter.id == letter_id, *_not_about(hidden)))


def _not_about(references: Collection[str]) -> list[ColumnElement[bool]]:
    if not references:
        return []
    about = [~or_(Letter.subject.contains(each), Letter.body.contains(each)) for each in sorted(references)]
    return [*about, Letter.kind.not_in(OF_JUDGING)]


def kinds(hidden: Collection[str] = ()) -> Sequence[str]:
    """Every kind of letter that was ever written, by name. `hidden` as for `letters`."""
    question = select(Letter.kind).where(*_not_about(hidden)).distinct()
    return db.session.scalars(question.order_by(Letter.kind)).all()


def counts(hidden: Collection[str] = ()) -> dict[LetterState, int]:
    """How many letters stand where. One statement. `hidden` as for `letters`."""
    rows = db.session.execute(select(Letter.state, func.count()).where(*_not_about(hidden)).group_by(Letter.state))
    found = {LetterState(state): count for state, count in rows}
    return {each: found.get(each, 0) for each in LetterState}


@dataclass(frozen=True)
class Unreached:
    """An address that letters failed to reach: how many, the last of them, and when another got through."""

    address: str
    name: str
    failed: int
    letter_id: int
    written_at: datetime
    problem: str
    reached_at: datetime | None

    @property
    def is_reached_since(self) -> bool:
        """Whether a letter written after the last failure got through."""
        return self.reached_at is not None and self.reached_at > self.written_at


def unreached(
    *, search: str = "", hidden: Collection[str] = (), limit: int | None = None, offset: int = 0
) -> tuple[list[Unreached], int]:
    """Addresses with failed letters, the latest failure first, and how many there are.

    Args:
        search: part of the address, of the reader's name or of the server's words.
        hidden: as for `letters`.
    """
    failed = (
        select(Letter.to_address, func.count().label("count"), func.max(Letter.id).label("last_id"))
        .where(Letter.state == LetterState.FAILED, *_not_about(hidden))
        .group_by(Letter.to_address)
        .subquery()
    )
    sent = (
        select(Letter.to_address, func.max(Letter.sent_at).label("at"))
        .where(Letter.state == LetterState.SENT, *_not_about(hidden))
        .group_by(Letter.to_address)
        .subquery()
    )
    question = (
        select(
            Letter.to_address,
            Letter.to_name,
            failed.c.count,
            Letter.id,
            Letter.created_at,
            func.coalesce(Letter.problem, ""),
            sent.c.at,
        )
        .join(failed, failed.c.last_id == Letter.id)
        .outerjoin(sent, sent.c.to_address == Letter.to_address)
    )
    if search.strip():
        words = search.strip()
        columns = (Letter.to_address, Letter.to_name, Letter.problem)
        question = question.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    total = db.session.scalar(select(func.count()).select_from(question.subquery())) or 0
    rows = db.session.execute(question.order_by(Letter.id.desc()).limit(limit).offset(offset))
    return [Unreached(*row) for row in rows], total
