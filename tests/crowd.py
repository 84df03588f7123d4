"""Many of everything that lists show: rows of the cast written again, as plain rows, with other names and numbers."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Table, func, insert, select

from awards_portal.assemblies.models import Assembly, AssemblySession, Participant
from awards_portal.awards.models import PastEdition
from awards_portal.db import Base, db, transaction
from awards_portal.entries.models import Entry, Extension, Submission
from awards_portal.entries.oversight.models import Note, Tag
from awards_portal.imports.models import Import
from awards_portal.judging.models import Assignment, Judge, Score, Scorecard
from awards_portal.ledger import LedgerLine
from awards_portal.mail.models import Letter
from awards_portal.mailings.models import Mailing, MailingRecipient
from awards_portal.people.memberships.models import MembershipApplication
from awards_portal.people.models import City, Membership, Person, Representative, SignIn
from awards_portal.people.profiles.models import ProfileVersion
from awards_portal.programmes.enquiries.models import Enquiry
from awards_portal.queue import Job
from tests.cast import World

# The pages that show a whole jury at once are meant for tens of judges, never for thousands.
LARGEST_JURY = 40
Row = dict[str, Any]


def crowd(given: World, many: int) -> None:
    """Add this many cities, entries with submission and cards, letters, ledger lines and so on to the world."""
    with transaction():
        people = _again(Person, many, lambda n, _: {"email": f"crowd{n}@example.org", "name": f"Person {n}"})
        cities = _again(City, many, lambda n, _: {"slug": f"crowd-{n}", "key": f"crowd {n}", "name": f"Crowd {n}"})
        entries = _again(
            Entry,
            many,
            lambda n, _: {"reference": f"CRW-{n}", "title": f"Project {n}"},
            like={"id": given.entry.id},
        )
        _again(Submission, many, lambda _, at: {"entry_id": entries[at]}, like={"id": given.sent.id})
        _cards(given, entries)
        _again(Representative, many, lambda _, at: {"person_id": people[at], "city_id": given.city.id})
        _again(Membership, many, lambda _, at: {"city_id": cities[at]})
        _again(MembershipApplication, many, lambda _, at: {"city_id": cities[at]})
        _again(ProfileVersion, many, lambda _, at: {"city_id": cities[at]})
        _again(Tag, many, lambda n, at: {"entry_id": entries[at], "words": f"tag {n % 10}", "key": f"tag {n % 10}"})
        _again(SignIn, many, lambda n, at: {"person_id": people[at], "token_hash": f"crowd {n}"})
        _again(PastEdition, many // 10, lambda n, _: {"key": f"crowd-{n}", "year": 1000 + n})
        assemblies = _again(Assembly, many // 10, lambda n, _: {"slug": f"crowd-{n}"})
        at_one = {"assembly_id": given.assemblies["public"][0].id}
        for model in (AssemblySession, Participant):
            _again(model, many, lambda *_: at_one)
            _again(model, len(assemblies), lambda _, at: {"assembly_id": assemblies[at]})
        _again(Note, many, lambda n, _: {"mark": f"crowd {n}"})
        for model in (LedgerLine, Import, Job):
            _again(model, many, lambda *_: {})
        _again(Letter, many, lambda n, _: {"key": f"crowd {n}", "message_id": f"<crowd{n}@example.org>"})
        _again(Mailing, many, lambda n, _: {"mark": f"crowd {n}"})
        at_one = {"mailing_id": given.mailing_id, "letter_id": None}
        _again(
            MailingRecipient,
            many,
            lambda n, at, same=at_one: {**same, "person_id": people[at], "email": f"crowd{n}@example.org"},
        )
        _again(Extension, many, lambda _, at: {"entry_id": entries[at]})
        _again(Enquiry, many // 10, lambda n, _: {"position": 100 + n})


def _cards(given: World, entries: list[int]) -> None:
    wanted = min(LARGEST_JURY, len(entries))
    judges = _again(
        Judge, wanted, lambda n, _: {"email": f"judge{n}@example.org", "name": f"Judge {n}", "person_id": None}
    )
    said = {"judge_id": given.assignment.judge_id}
    own = _again(Assignment, len(entries), lambda _, at: {**said, "entry_id": entries[at]})
    more = _again(Assignment, len(entries), lambda _, at: {"judge_id": judges[at % wanted], "entry_id": entries[at]})
    given_cards = [*own[: len(own) // 2], *more]
    cards = _again(Scorecard, len(given_cards), lambda _, at: {"assignment_id": given_cards[at]})
    for criterion in sorted(set(db.session.scalars(select(Score.criterion_id)))):
        _again(Score, len(cards), lambda _, at, c=criterion: {"scorecard_id": cards[at], "criterion_id": c})


def _again(
    model: type[Base], many: int, changed: Callable[[int, int], Row], like: Mapping[str, Any] | None = None
) -> list[int]:
    """Write a stored row `many` times, each changed by a number that was never used and its place in the list."""
    table: Table = model.__table__  # type: ignore[assignment]
    asked = select(table).order_by(table.c.id.desc()).limit(1)
    for name, value in (like or {}).items():
        asked = asked.where(table.c[name] == value)
    first = dict(db.session.execute(asked).mappings().one())
    last = db.session.scalar(select(func.max(table.c.id))) or 0
    ids = range(last + 1, last + 1 + many)
    if ids:
        db.session.execute(insert(table), [{**first, "id": id_, **changed(id_, at)} for at, id_ in enumerate(ids)])
    return list(ids)
