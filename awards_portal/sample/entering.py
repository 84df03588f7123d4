"""The sample's entries: written as if their cities had typed and submitted them at believable times."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ..db import db
from ..entries import queries, snapshots
from ..entries.models import (
    Answer,
    AnswerRevision,
    ChangeRequest,
    EligibilityDecision,
    EligibilityOutcome,
    Entry,
    RevisionKind,
    Submission,
    Withdrawal,
)
from ..people.models import Person
from ..programmes import queries as programmes
from ..programmes.forms import Form
from ..programmes.models import Edition
from ..text import canonical_json, sha256
from .people import Cast

DATA = Path(__file__).parent / "data" / "entries"
JUDGED = (
    "open-city",
    "e-government-service",
    "digital-inclusion",
    "innovative-smart-city",
    "sustainable-city",
    "cooperative-city",
)
OPEN = ("open-call-a", "open-call-b")


def texts(*names: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """City and answers of each entry of these files."""
    for name in names:
        for each in json.loads((DATA / f"{name}.json").read_text(encoding="utf-8")):
            yield each["city"], each["answers"]


class _Desk:
    """Writes one entry at a city's desk."""

    def __init__(self, edition: Edition, cast: Cast, city: str, number: int, started: datetime, category: str) -> None:
        version = programmes.current_form(edition.id)
        assert version is not None
        self.form: Form = programmes.form_of(version)
        self.by: Person = cast.leads[city]
        self.at = started
        self.answers: dict[str, Any] = {}
        self.revision: dict[str, int] = {}
        kinds = {each.key: each for each in programmes.categories(edition.id)}
        # References are drawn at random elsewhere; here they stay the same, so that a page can be found again.
        reference = f"{edition.reference_prefix}-{(number * 2749 + 1207) % 10000:04d}"
        self.entry = Entry(
            edition=edition,
            city=cast.cities[city],
            category=kinds[category],
            form_version=version,
            reference=reference,
            title="",
            created_at=started,
            created_by_id=self.by.id,
            mark=f"sample {reference}",
            eligibility={each["key"]: each["right"] for each in edition.eligibility},
        )
        db.session.add(self.entry)
        db.session.flush()

    def write(self, answers: Mapping[str, Any]) -> None:
        """Type these answers, a few minutes apart."""
        for key, value in answers.items():
            self.at += timedelta(minutes=7)
            self.revision[key] = self.revision.get(key, 0) + 1
            row = {"entry_id": self.entry.id, "question": key, "value": value, "revision": self.revision[key]}
            if self.revision[key] > 1:
                current = db.session.query(Answer).filter_by(entry_id=self.entry.id, question=key).one()
                current.value, current.revision, current.changed_at = value, self.revision[key], self.at
            else:
                db.session.add(Answer(**row, changed_at=self.at, changed_by_id=self.by.id))
            db.session.add(AnswerRevision(**row, kind=RevisionKind.SAVED, mark=None, at=self.at, by_id=self.by.id))
            self.answers[key] = value
        self.entry.title = str(self.answers.get("c_title", ""))
        db.session.flush()

    def submit(self, number: int) -> None:
        """Freeze what is written as a version."""
        self.at += timedelta(hours=20)
        said = snapshots.content(self.form, self.answers, [])
        snapshot = canonical_json(snapshots.build(self.entry, said, number=number, at=self.at, by=self.by.name))
        values = {"entry": self.entry, "number": number, "mark": f"sample {number}", "at": self.at, "by": self.by}
        db.session.add(Submission(snapshot=snapshot, sha256=sha256(snapshot), **values))
        db.session.flush()


def write_judged(edition: Edition, cast: Cast, names: Sequence[str] = JUDGED) -> dict[str, Entry]:
    """The entries of these files, all submitted in time. Returns them by city."""
    entries = {}
    for number, (city, answers) in enumerate(texts(*names)):
        started = edition.opens_at + timedelta(days=20 + 3 * number, hours=number % 9)
        desk = _Desk(edition, cast, city, number, started, answers["c_category"])
        desk.write(answers)
        desk.submit(1)
        entries[city] = desk.entry
    return entries


def write_open(edition: Edition, before: Edition, cast: Cast) -> None:
    """This year's entries in every state, and one of last year that was not submitted in time."""
    for number, (city, answers) in enumerate(texts(*OPEN)):
        desk = _Desk(
            edition, cast, city, 40 + number, edition.opens_at + timedelta(days=1 + number), answers["c_category"]
        )
        _write_until(desk, city, answers)
        _oversee(desk, city, edition, cast.organisers[0])
    answers = dict(texts(*OPEN))["Bandar Selasih"]
    late = _Desk(before, cast, "Bandar Selasih", 90, before.closes_at - timedelta(days=2), answers["c_category"])
    late.write({key: answers[key] for key in ("c_title", "c_category", "e1_problem")})


def _write_until(desk: _Desk, city: str, answers: dict[str, Any]) -> None:
    """Write as much of an entry as its city has got to."""
    begun = {key: answers[key] for key in ("c_category", "a_department", "c_title")}
    if city == "Ndoumbé-sur-Lac":
        desk.write(begun)
        return
    if city == "Nong Saeng Thong":
        desk.write({**begun, **{key: value for key, value in answers.items() if key[0] in "abcd" or key[:2] == "e1"}})
        return
    if city == "Umthombeni":
        desk.write({key: value for key, value in answers.items() if not key.startswith("h_")})
        return
    desk.write(answers)
    desk.submit(1)
    if city == "Bandar Selasih":
        desk.write(
            {"c_partners": answers.get("c_partners", "") + "\nHarbour workers' union: finds the evening teachers."}
        )
        desk.submit(2)
    if city == "Lagoa Serena do Norte":
        desk.write({"e6_learning": answers["e6_learning"] + " We are writing this up as a guide for smaller towns."})
    if city == "Thanh Lam Giang":
        desk.at += timedelta(days=1)
        reason = "The project paused after the reorganisation of the district; we will enter it next year."
        db.session.add(Withdrawal(entry_id=desk.entry.id, at=desk.at, by_id=desk.by.id, reason=reason))


def _oversee(desk: _Desk, city: str, edition: Edition, organiser: Person) -> None:
    """What the organising team has said so far: one entry may be judged, one went back to its city."""
    submission = queries.latest_submission(desk.entry.id)
    if submission is None:
        return
    values = {"entry_id": desk.entry.id, "submission": submission, "at": desk.at + timedelta(days=1)}
    if city == "Çınarbahçe":
        db.session.add(EligibilityDecision(**values, outcome=EligibilityOutcome.PASSED, reason="", by=organiser))
    if city == "Bandar Selasih":
        notes = {"e1_problem": "Say how many of the people in the harbour flats have come since."}
        until = edition.closes_at - timedelta(days=10)
        db.session.add(ChangeRequest(**values, notes=notes, until=until, by=organiser))
    db.session.flush()
