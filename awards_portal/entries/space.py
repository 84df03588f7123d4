"""How much room a city has for files in an edition, how much is used, and what would make room."""

from datetime import datetime, timedelta

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, or_, select

from ..config import Settings
from ..db import db
from .models import Attachment, Entry, Submission

# A file that was removed makes room only after this long: adding and removing in turn must not fill the disk.
COUNTED_AFTER_REMOVAL = timedelta(days=1)


def limit() -> int:
    """Bytes one city may store in one edition."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.upload_quota_bytes


def used(city_id: int, edition_id: int, at: datetime) -> int:
    """Bytes a city uses in an edition: every different file once.

    Files in entries count, files of submitted versions, which stay for ever, and files removed within a day.
    """
    different = (
        select(func.max(Attachment.size).label("size"))
        .join(Entry, Entry.id == Attachment.entry_id)
        .where(Entry.city_id == city_id, Entry.edition_id == edition_id, _counts(at))
        .group_by(Attachment.sha256)
        .subquery()
    )
    return db.session.scalar(select(func.coalesce(func.sum(different.c.size), 0))) or 0


def _counts(at: datetime) -> ColumnElement[bool]:
    frozen = select(Submission.id).where(
        Submission.entry_id == Attachment.entry_id,
        Submission.at >= Attachment.added_at,
        Submission.at < Attachment.removed_at,
    )
    return or_(Attachment.removed_at.is_(None), Attachment.removed_at > at - COUNTED_AFTER_REMOVAL, frozen.exists())


def why_no_room(entry: Entry, sha256: str, size: int, at: datetime) -> str | None:
    """Why a file does not fit into the city's room, and what would make room. Asked while the city is held."""
    present = select(Attachment.id).join(Entry, Entry.id == Attachment.entry_id)
    mine = (Entry.city_id == entry.city_id, Entry.edition_id == entry.edition_id)
    if db.session.scalar(present.where(*mine, Attachment.sha256 == sha256, _counts(at)).limit(1)) is not None:
        return None
    taken = used(entry.city_id, entry.edition_id, at)
    if taken + size <= limit():
        return None
    sentence = _(
        "Your city has used %(used)s of the %(limit)s MB it has for files in this edition, "
        "and this file has %(size)s MB.",
        used=megabytes(taken),
        limit=megabytes(limit()),
        size=megabytes(size),
    )
    largest = db.session.execute(
        select(Attachment.name, Attachment.size, Entry.reference)
        .join(Entry, Entry.id == Attachment.entry_id)
        .where(*mine, Attachment.removed_at.is_(None))
        .order_by(Attachment.size.desc(), Attachment.id)
        .limit(1)
    ).first()
    if largest is None:
        return f"{sentence} {_('Add a smaller file, or ask the organising team for more room.')}"
    way_out = _(
        "Add a smaller file, or remove one that is not needed: the largest is “%(name)s” in %(reference)s, "
        "%(size)s MB. A removed file makes room after a day, unless a version was submitted with it.",
        name=largest.name,
        reference=largest.reference,
        size=megabytes(largest.size),
    )
    return f"{sentence} {way_out}"


def megabytes(size: int) -> str:
    """Bytes as megabytes with one decimal, without it where it is none."""
    return f"{size / 1_000_000:.1f}".removesuffix(".0")
