"""Letters about what is not submitted: seven, two and half a day before the deadline, and once after it with a copy.

The worker plans once a minute: of each deadline (the edition's, or a city's extension) the reminder whose time has come
becomes a job under a key, so that each is sent once; a deadline that moves has reminders of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select

from .. import clock, mail, queue
from ..db import Transaction, db, transaction
from ..people.models import Person
from ..programmes import queries as programmes
from ..programmes.forms import Form
from ..programmes.models import Edition
from . import plain, policy, queries, rules, snapshots
from .models import Attachment, Entry, Submission
from .oversight import queries as oversight
from .oversight.rules import Terms

BEFORE = (timedelta(days=7), timedelta(days=2), timedelta(hours=12))
# A worker that was away longer than this does not tell of a deadline that everybody has forgotten.
AFTER = timedelta(days=7)
# Entries looked at in one transaction: a writer waits for no more.
CHUNK = 50


def plan() -> None:
    """Make a job of each reminder whose time has come."""
    at = clock.now()
    due = [each for edition in programmes.editions_begun(at) for each in _due(edition, at)]
    if not due or all(queue.is_deferred(key) for key, _kind, _arguments in due):
        return
    with transaction() as moment:
        for key, kind, arguments in due:
            queue.defer(moment, kind, key=key, **arguments)


def _due(edition: Edition, at: datetime) -> Iterator[tuple[str, str, dict[str, Any]]]:
    lasts = {policy.last_moment(edition)}
    lasts |= {each.until for each in oversight.extensions(edition.id) if each.revoked_at is None}
    for last in sorted(lasts):
        said = {"edition_id": edition.id, "last": last.isoformat()}
        if last <= at < last + AFTER:
            yield f"closed:{edition.id}:{said['last']}", "entries.tell_closed", said
        # Of several whose time has come the one nearest to the deadline is sent: the earlier ones would say less.
        reached = [step for step in BEFORE if last - step <= at < last]
        if reached:
            hours = int(min(reached).total_seconds() // 3600)
            yield f"remind:{edition.id}:{said['last']}:{hours}", "entries.remind", {**said, "hours": hours}


@dataclass(frozen=True)
class Unsent:
    """An entry with something that is not submitted, whole; `latest` is the version that counts, if any."""

    entry: Entry
    form: Form
    latest: Submission | None
    terms: Terms
    answers: dict[str, Any]
    files: Sequence[Attachment]
    people: Sequence[Person]

    @property
    def last(self) -> datetime:
        """The first moment at which it is too late for its city."""
        return policy.last_moment(self.entry.edition, self.terms)


@queue.work("entries.remind")
def remind(edition_id: int, last: str, hours: int) -> None:
    """Remind those who write of each entry that is not submitted, or has changes that are not."""
    due = datetime.fromisoformat(last) - timedelta(hours=hours)
    for ids in _chunks(edition_id):
        with transaction() as moment:
            granted = _granted(edition_id)
            for each in unsent(ids, moment.at):
                # The deadline of a city may have moved since the job was planned: another job is about the new one.
                if each.last != datetime.fromisoformat(last):
                    continue
                # Who began, or was given more time, after the reminder was due knows how little is left.
                given = [granted.get((each.entry.city_id, which), due) for which in (None, each.entry.id)]
                if max(each.entry.created_at, *given) > due:
                    continue
                _remind(moment, each, f"reminder:{hours}", last)


@queue.work("entries.tell_closed")
def tell_closed(edition_id: int, last: str) -> None:
    """After the deadline: say of each entry what was not submitted, with a copy of the answers."""
    for ids in _chunks(edition_id):
        with transaction() as moment:
            for each in unsent(ids, moment.at):
                if each.last != datetime.fromisoformat(last):
                    continue
                copy = plain.as_plain(each.form, each.answers, each.files)
                for person in each.people:
                    _post(moment, "after-deadline", each, person, last, "closed", copy=copy)


def remind_by_hand(moment: Transaction, each: Unsent) -> int:
    """Inside an organiser's deed: remind those who write of an entry, once a day each. How many letters go out."""
    return _remind(moment, each, "by hand", moment.at.date().isoformat())


def _remind(moment: Transaction, each: Unsent, what: str, when: str) -> int:
    gaps = rules.gaps(each.form, each.answers, rules.count_files(each.files))
    missing = list(dict.fromkeys(gap.question.label for gap in gaps))
    sent = [_post(moment, "reminder", each, person, when, what, missing=missing) for person in each.people]
    return sum(sent)


def _granted(edition_id: int) -> dict[tuple[int, int | None], datetime]:
    """When more time was given, by city and entry; without an entry to all of the city's."""
    return {
        (each.city_id, each.entry_id): each.at for each in oversight.extensions(edition_id) if each.revoked_at is None
    }


def _chunks(edition_id: int) -> list[Sequence[int]]:
    ids = db.session.scalars(select(Entry.id).where(Entry.edition_id == edition_id).order_by(Entry.id)).all()
    return [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]


def _gone(ids: Sequence[int]) -> set[int]:
    question = select(Entry.id).where(
        Entry.id.in_(list(ids)), or_(queries.is_withdrawn(Entry.id), oversight.is_refused(Entry.id))
    )
    return set(db.session.scalars(question.order_by(Entry.id)))


def unsent(ids: Sequence[int], at: datetime) -> Iterator[Unsent]:
    """Which of these entries have something that is not submitted; not those that are out or answer a request."""
    entries = queries.entries_by_ids(ids)
    answers, files = queries.answers_of(ids), queries.attachments_of(ids)
    latest, out = queries.latest_submissions(ids), _gone(ids)
    terms = oversight.terms_of_all(entries)
    people = queries.writers_of({entry.city_id for entry in entries})
    for entry in entries:
        values = {key: answer.value for key, answer in answers[entry.id].items()}
        version = latest.get(entry.id)
        if entry.id in out or terms[entry.id].reopens(at):
            continue
        form = programmes.form_of(entry.form_version)
        if version is not None:
            said = snapshots.content(form, values, files[entry.id])
            if snapshots.fingerprint(said) == snapshots.fingerprint(queries.read_snapshot(version)):
                continue
        yield Unsent(entry, form, version, terms[entry.id], values, files[entry.id], people.get(entry.city_id, []))


def _post(moment: Transaction, kind: str, each: Unsent, person: Person, when: str, what: str, **values: Any) -> bool:
    edition = each.entry.edition
    closing = policy.closing_time(edition, each.terms)
    letter = mail.post(
        moment,
        kind,
        to=person.email,
        name=person.name,
        key=f"{what}:{each.entry.id}:{person.id}:{when}",
        person_id=person.id,
        edition_id=edition.id,
        edition=edition.title,
        reference=each.entry.reference,
        title=each.entry.title,
        city=each.entry.city.name,
        version=0 if each.latest is None else each.latest.number,
        last=clock.tell(closing, edition.time_zone),
        last_utc=clock.tell(closing, "UTC"),
        left=clock.tell_left(closing, moment.at),
        entry=mail.address("entry", reference=each.entry.reference),
        **values,
    )
    return letter is not None
