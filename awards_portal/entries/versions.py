"""Which entries keep an earlier version of their form, and how many of the changed questions each has answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from ..db import db
from ..people.models import City
from ..programmes.models import FormVersion
from ..text import name_key
from .models import Answer, Entry


@dataclass(frozen=True)
class OnVersion:
    """An entry and the version it answers."""

    reference: str
    title: str
    city: str
    version: int
    answered: int


def on_versions(
    version_ids: Sequence[int], questions: Sequence[str], search: str, limit: int | None, offset: int
) -> tuple[list[OnVersion], int]:
    """Entries that answer one of these versions, by reference, and how many there are in all.

    Args:
        questions: keys of the questions to count answers to.
        search: part of a title, a reference or a city's name.
    """
    answered = (
        select(func.count(Answer.id))
        .where(Answer.entry_id == Entry.id, Answer.question.in_(questions))
        .scalar_subquery()
    )
    question = (
        select(Entry.reference, Entry.title, City.name, FormVersion.number, answered)
        .join(City, City.id == Entry.city_id)
        .join(FormVersion, FormVersion.id == Entry.form_version_id)
        .where(Entry.form_version_id.in_(version_ids))
    )
    if search:
        lowered = search.lower()
        question = question.where(
            or_(
                func.lower(Entry.title).contains(lowered, autoescape=True),
                func.lower(Entry.reference).contains(lowered, autoescape=True),
                City.key.contains(name_key(search), autoescape=True),
            )
        )
    total = db.session.scalar(select(func.count()).select_from(question.subquery())) or 0
    rows = db.session.execute(question.order_by(Entry.reference).limit(limit).offset(offset)).all()
    return [OnVersion(*row) for row in rows], total
