"""Who edits what right now: a beat of the open page, one row a person and entry, forgotten a minute after the last."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from .. import clock
from ..db import db, transaction
from ..errors import Refusal
from ..people.models import Person
from ..programmes.forms import Form
from . import policy, queries
from .models import Answer, Entry, Presence

# The page beats every twenty seconds: one lost beat does not make its writer disappear, two and a half do.
LASTS = timedelta(seconds=50)
RECENT = timedelta(minutes=30)


@dataclass(frozen=True)
class Present:
    """Somebody who has a section open."""

    section: str
    name: str


@dataclass(frozen=True)
class LastSave:
    """Who saved last in a section, and when: what is known of those whose pages do not beat."""

    section: str
    name: str
    at: datetime


def beat(entry: Entry, section: str, by: Person) -> None:
    """Say that this person has a section open. Twice is once.

    Raises:
        Refusal: when this person may not write in the entry at all.
    """
    with transaction() as moment:
        reason = policy.why_not_write_ever(queries.role_of(by.id, entry.city_id))
        if reason:
            raise Refusal(reason)
        # An insert that meets its own row moves it along: two windows of one person never collide.
        insert: Any = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
        place = {"section": section, "seen_at": moment.at}
        db.session.execute(
            insert(Presence)
            .values(entry_id=entry.id, person_id=by.id, **place)
            .on_conflict_do_update(index_elements=["entry_id", "person_id"], set_=place)
        )


def leave(entry: Entry, section: str, by: Person) -> None:
    """Say that this person has closed a section; another one opened meanwhile stays."""
    with transaction():
        db.session.execute(
            delete(Presence).where(
                Presence.entry_id == entry.id, Presence.person_id == by.id, Presence.section == section
            )
        )


def others(entry_id: int, but: int, at: datetime) -> list[Present]:
    """Who else has a section of an entry open at a moment, by name. One statement."""
    rows = db.session.execute(
        select(Presence.section, Person.name)
        .join(Person, Person.id == Presence.person_id)
        .where(Presence.entry_id == entry_id, Presence.person_id != but, Presence.seen_at > at - LASTS)
        .order_by(Person.name, Person.id)
    )
    return [Present(row.section, row.name) for row in rows]


def last_saves(form: Form, answers: Mapping[str, Answer], but: int, at: datetime) -> dict[str, LastSave]:
    """By section, the last save of somebody else within half an hour. Asks the database nothing."""
    found: dict[str, LastSave] = {}
    for key, answer in answers.items():
        question = form.questions.get(key)
        if question is None or answer.changed_by_id == but or answer.changed_at <= at - RECENT:
            continue
        before = found.get(question.section)
        if before is None or before.at < answer.changed_at:
            found[question.section] = LastSave(question.section, answer.changed_by.name, answer.changed_at)
    return found


def by_section(present: Iterable[Present]) -> dict[str, Sequence[str]]:
    """Names by section."""
    found: dict[str, list[str]] = {}
    for each in present:
        found.setdefault(each.section, []).append(each.name)
    return dict(found)


def sweep() -> None:
    """Forget pages that were left open and went silent. Reads first: nothing is written when there is nothing to do."""
    old = Presence.seen_at < clock.now() - timedelta(hours=1)
    if db.session.scalar(select(Presence.id).where(old).limit(1)) is None:
        return
    with transaction():
        db.session.execute(delete(Presence).where(old))
