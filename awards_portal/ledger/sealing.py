"""The seal: every line's content is hashed together with the seal before it, so that no line can be changed, taken out
or put between unseen, even by who may write to the database.

Lines are sealed a minute or so after they were written: sealing while writing would make all writers wait for each
other. The chain says nothing about lines that are not sealed yet, and who can write seals can forge the end of it:
whoever keeps the last digest elsewhere (`flask ledger verify` prints it) finds that out too (`--expect`).
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base, db, guarded, identity, short, transaction
from ..text import canonical_json
from .lines import LedgerLine

# What the first seal follows.
BEGINNING = "0" * 64
CHUNK = 500


class LedgerSeal(Base):
    """The seal of one line: SHA-256 over the seal before it and the line's content."""

    __tablename__ = "ledger_seal"

    id: Mapped[int] = identity()
    # No foreign key: a line that is gone has to be found missing here.
    line_id: Mapped[int] = mapped_column(unique=True)
    # Two that seal at once cannot both follow the same seal: the chain never forks.
    previous: Mapped[str] = mapped_column(short(64), unique=True)
    digest: Mapped[str] = mapped_column(short(64), unique=True)
    at: Mapped[datetime]


guarded(LedgerSeal.__table__)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Verdict:
    """What a look at the whole chain found. `head` is the last digest; faults are sentences, the first one first."""

    sealed: int
    unsealed: int
    head: str
    faults: list[str]


def content(line: LedgerLine) -> str:
    """A line as it is sealed: canonical JSON of all its columns."""
    return canonical_json(
        {
            "id": line.id,
            "at": line.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "event": line.event,
            "actor_id": line.actor_id,
            "actor": line.actor,
            "subject_type": line.subject_type,
            "subject_id": line.subject_id,
            "subject": line.subject,
            "edition_id": line.edition_id,
            "before": line.before,
            "after": line.after,
            "reason": line.reason,
            "request_id": line.request_id,
        }
    )


def digest(previous: str, line: LedgerLine) -> str:
    """The seal of a line after another seal."""
    return hashlib.sha256(f"{previous}\n{content(line)}".encode()).hexdigest()


def seal() -> int:
    """Seal what is not sealed yet, in the order of the lines. Returns how many: another process may be faster."""
    done = 0
    while True:
        if not _unsealed(1):
            return done
        try:
            with transaction() as moment:
                last = db.session.scalar(select(LedgerSeal).order_by(LedgerSeal.id.desc()).limit(1))
                previous = BEGINNING if last is None else last.digest
                lines = _unsealed(CHUNK)
                for line in lines:
                    made = digest(previous, line)
                    db.session.add(LedgerSeal(line_id=line.id, previous=previous, digest=made, at=moment.at))
                    # In this order: a chain's rows are numbered as they follow each other.
                    db.session.flush()
                    previous = made
                done += len(lines)
        except IntegrityError:
            return done


def _unsealed(limit: int) -> list[LedgerLine]:
    # A line that commits after a later one has been sealed finds its place behind it, not before.
    question = select(LedgerLine).where(~select(LedgerSeal.id).where(LedgerSeal.line_id == LedgerLine.id).exists())
    return list(db.session.scalars(question.order_by(LedgerLine.id).limit(limit)))


def verify(expected: str | None = None) -> Verdict:
    """Compute every seal again.

    Args:
        expected: a digest that was kept elsewhere and must be in the chain.
    """
    previous, faults, sealed, seen = BEGINNING, [], 0, expected is None
    for row, line in _pairs():
        sealed += 1
        if row.previous != previous:
            faults.append(f"Seal {row.id} does not follow the one before it: a seal was taken out, changed or put in.")
        if line is None:
            faults.append(f"Line {row.line_id} is missing: it was sealed at {row.at.isoformat()}.")
        elif digest(row.previous, line) != row.digest:
            faults.append(
                f"Line {line.id} was changed after it was sealed at {row.at.isoformat()}. It says now: {line.event}, "
                f"{line.at.isoformat()}, {line.actor or 'nobody'}, {line.subject}."
            )
        previous = row.digest
        seen = seen or row.digest == expected
    if not seen:
        faults.append(f"The digest {expected} is not in the chain: its end was replaced.")
    unsealed = select(func.count()).select_from(LedgerLine)
    left = unsealed.where(~select(LedgerSeal.id).where(LedgerSeal.line_id == LedgerLine.id).exists())
    return Verdict(sealed, db.session.scalar(left) or 0, previous, faults)


def _pairs() -> Iterator[tuple[LedgerSeal, LedgerLine | None]]:
    last = 0
    while True:
        rows = db.session.execute(
            select(LedgerSeal, LedgerLine)
            .outerjoin(LedgerLine, LedgerLine.id == LedgerSeal.line_id)
            .where(LedgerSeal.id > last)
            .order_by(LedgerSeal.id)
            .limit(CHUNK)
            .execution_options(populate_existing=True)
        ).all()
        if not rows:
            return
        yield from ((row, line) for row, line in rows)
        last = rows[-1][0].id
        db.session.expunge_all()
