"""What was attached."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from ...db import db
from ..models import Attachment


def attachments(entry_id: int) -> Sequence[Attachment]:
    """The files an entry has now, in the order they were added."""
    return attachments_of([entry_id])[entry_id]


def attachments_of(entry_ids: Iterable[int]) -> dict[int, list[Attachment]]:
    """The files that entries have now, by entry, in the order they were added."""
    found: dict[int, list[Attachment]] = {entry_id: [] for entry_id in entry_ids}
    rows = db.session.scalars(
        select(Attachment)
        .where(Attachment.entry_id.in_(list(found)), Attachment.removed_at.is_(None))
        .order_by(Attachment.id)
    )
    for row in rows:
        found[row.entry_id].append(row)
    return found


def all_attachments(entry_id: int) -> Sequence[Attachment]:
    """Every file an entry ever had, removed ones included, in the order they were added."""
    return all_attachments_of([entry_id])[entry_id]


def all_attachments_of(entry_ids: Iterable[int]) -> dict[int, list[Attachment]]:
    """Every file that entries ever had, by entry, in the order they were added."""
    found: dict[int, list[Attachment]] = {entry_id: [] for entry_id in entry_ids}
    rows = db.session.scalars(select(Attachment).where(Attachment.entry_id.in_(list(found))).order_by(Attachment.id))
    for row in rows:
        found[row.entry_id].append(row)
    return found


def attachment(entry_id: int, attachment_id: int) -> Attachment | None:
    """One file of an entry, a removed one included."""
    return db.session.scalar(select(Attachment).where(Attachment.id == attachment_id, Attachment.entry_id == entry_id))


def attachment_by_digest(entry_id: int, sha256: str) -> Attachment | None:
    """The row that first brought a file with this digest into an entry: what a snapshot's file is read through."""
    return db.session.scalar(
        select(Attachment)
        .where(Attachment.entry_id == entry_id, Attachment.sha256 == sha256)
        .order_by(Attachment.id)
        .limit(1)
    )
