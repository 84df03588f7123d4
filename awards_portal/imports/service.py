"""Deeds: look at a spreadsheet, carry the import out, undo it. Each is written whole, or not at all."""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import joinedload

from .. import clock, ledger
from ..awards import queries as awards
from ..db import Transaction, db, hold, transaction
from ..entries import dossier, snapshots
from ..entries import queries as entered
from ..entries.models import Answer, AnswerRevision, Entry, RevisionKind, Submission, Withdrawal
from ..errors import Invalid, Refusal
from ..judging.service import importing, uninvite_judges
from ..people import queries as people
from ..people.models import City, Person
from ..programmes import queries as programmes
from ..programmes.models import Edition, FormVersion
from ..sheets.reading import Table, read_sheet
from ..text import canonical_json, sha256
from . import cities, entries, judges, policy, queries, scores
from .cities import ReadCities
from .entries import NewEntry, ReadEntries
from .judges import ReadJudges
from .models import Import, ImportKind
from .reading import first_sentence
from .scores import ReadScores

MOST_BYTES = 10_000_000
LONGEST_NAME = 200
Reading = ReadCities | ReadEntries | ReadScores | ReadJudges


def read(
    edition: Edition,
    kind: str,
    content: bytes,
    by: Person | None = None,
    tell: Callable[[int], None] | None = None,
) -> Reading:
    """What a file says, and each fault of it. Nothing is stored.

    Args:
        by: who asks: scores of the entries of her own cities are not hers to import.
        tell: hears how many rows were gone through; judges are too few to be told.

    Raises:
        Invalid: the file is no table, or the edition has no form to hold entries against.
    """
    table: Table = read_sheet(content, kind, MOST_BYTES)
    if kind == ImportKind.CITIES:
        return cities.read(table, tell)
    if kind == ImportKind.SCORES:
        return scores.read(edition, table, by, clock.now(), tell)
    if kind == ImportKind.JUDGES:
        return judges.read(edition, table)
    return entries.read(edition, _form(edition), table, tell)


def _form(edition: Edition) -> FormVersion:
    version = programmes.current_form(edition.id)
    if version is None:
        raise Invalid(_("This edition has no published form yet, so no answer can be checked. Publish the form first."))
    return version


def look(edition: Edition, kind: str, name: str, content: bytes, by: Person) -> tuple[Import | None, Reading]:
    """Read a file; without a fault it is kept as an import to carry out. The dry run: no row is made.

    Raises:
        Refusal: not an organiser.
        Invalid: as `read`.
    """
    with transaction() as moment:
        check(by, edition, kind)
        reading = read(edition, kind, content, by)
        if reading.faults:
            return None, reading
        kept = Import(
            edition_id=edition.id,
            kind=kind,
            name=name.replace("\x00", "")[-LONGEST_NAME:] or _("a file without a name"),
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            rows=reading.rows,
            content=content,
            at=moment.at,
            by_id=by.id,
            made={},
        )
        db.session.add(kept)
        db.session.flush()
        return kept, reading


def check(by: Person, edition: Edition, kind: str) -> None:
    """Refuse whoever may not import rows of this kind into the edition.

    Raises:
        Refusal
    """
    refusal = policy.why_not_import(people.team_role(by.id))
    if kind == ImportKind.SCORES and not refusal:
        refusal = policy.why_not_scores(awards.open_publication(edition.id) is not None)
    if refusal:
        raise Refusal(refusal)


def carry_out(found: Import, by: Person) -> Import:
    """Make every row of an import, or none. The file is read again against what is here now.

    Raises:
        Refusal: not an organiser, done already, or the first fault when what is here changed since it was shown.
    """
    with transaction() as moment:
        kept = hold(found, joinedload(Import.edition))
        check(by, kept.edition, kept.kind)
        refusal = policy.why_not_carry_out(kept.done_at)
        if refusal:
            raise Refusal(refusal)
        reading = read(kept.edition, kept.kind, queries.content(kept.id) or b"", by)
        if reading.faults:
            sentence = first_sentence(reading.faults)
            raise Refusal(_("Nothing was imported: the portal changed since you looked. %(told)s", told=sentence))
        if isinstance(reading, ReadCities):
            made: dict[str, Any] = {"city": [city.id for city in cities.write(moment, list(reading.new))]}
        elif isinstance(reading, ReadScores):
            made = scores.write(moment, reading, by, (kept.id, kept.name))
        elif isinstance(reading, ReadJudges):
            made = judges.write(kept.edition, reading.guests, by)
        else:
            made = _write_entries(moment, kept, reading, by)
        kept.made = made
        kept.content = None
        kept.done_at, kept.done_by_id = moment.at, by.id
        ledger.write(
            "import.done",
            actor=by,
            at=moment.at,
            subject=kept,
            label=kept.name,
            edition_id=kept.edition_id,
            after={"kind": kept.kind, "sha256": kept.sha256, **{table: len(ids) for table, ids in made.items()}},
        )
        return kept


def _write_entries(moment: Transaction, kept: Import, reading: ReadEntries, by: Person) -> dict[str, Any]:
    edition, version = kept.edition, _form(kept.edition)
    new = cities.write(moment, list(reading.cities))
    known = cities.load().known
    city_ids = {known[each.city] for each in reading.entries}
    if city_ids & people.own_cities(by.id):
        raise Refusal(_("You speak for a city in this file. Ask another member of the organising team to import it."))
    rows = {city.id: city for city in db.session.scalars(select(City).where(City.id.in_(city_ids)).order_by(City.id))}
    categories = {each.key: each for each in programmes.categories(edition.id)}
    references = _references(edition, len(reading.entries))
    pairs: list[tuple[NewEntry, Entry]] = [
        (
            each,
            Entry(
                edition=edition,
                city=rows[known[each.city]],
                category=categories[each.category],
                form_version=version,
                reference=reference,
                title=each.title,
                created_at=moment.at,
                created_by_id=by.id,
                mark=f"import-{kept.id}-{each.row}",
            ),
        )
        for each, reference in zip(reading.entries, references, strict=True)
    ]
    db.session.add_all(entry for _row, entry in pairs)
    db.session.flush()
    _write_answers(moment, pairs, by)
    sent = _write_submissions(moment, kept, pairs, by)
    for each, entry in pairs:
        ledger.write(
            "entry.imported",
            actor=by,
            at=moment.at,
            subject=entry,
            label=entry.reference,
            edition_id=edition.id,
            after={"city": entry.city.name, "file": kept.name, "row": each.row, "submitted": each.submitted},
        )
    return {"city": [city.id for city in new], "entry": [entry.id for _row, entry in pairs], "submission": sent}


def _write_answers(moment: Transaction, pairs: Sequence[tuple[NewEntry, Entry]], by: Person) -> None:
    said: list[dict[str, Any]] = [
        {"entry_id": entry.id, "question": key, "value": value, "revision": 1}
        for each, entry in pairs
        for key, value in each.answers.items()
    ]
    if said:
        changed = {"changed_at": moment.at, "changed_by_id": by.id}
        db.session.execute(insert(Answer), [{**row, **changed} for row in said])
        kind = {"kind": RevisionKind.SAVED, "at": moment.at, "by_id": by.id}
        db.session.execute(insert(AnswerRevision), [{**row, **kind} for row in said])


def _write_submissions(
    moment: Transaction, kept: Import, pairs: Sequence[tuple[NewEntry, Entry]], by: Person
) -> list[int]:
    made = []
    for each, entry in pairs:
        if not each.submitted:
            continue
        said = snapshots.content(programmes.form_of(entry.form_version), each.answers, [])
        whole = snapshots.build(entry, said, number=1, at=moment.at, by=by.name)
        whole["imported"] = {"file": kept.name, "sha256": kept.sha256, "row": each.row}
        text = canonical_json(whole)
        made.append(
            Submission(
                entry=entry,
                number=1,
                snapshot=text,
                sha256=sha256(text),
                mark=f"import-{kept.id}-{each.row}",
                at=moment.at,
                by=by,
            )
        )
    db.session.add_all(made)
    db.session.flush()
    # Each order looks whether there is one: without this, every look would write the order before it.
    with db.session.no_autoflush:
        for submission in made:
            dossier.order(moment, submission.id)
    return [submission.id for submission in made]


def _references(edition: Edition, count: int) -> list[str]:
    """So many free references, drawn at random as for an entry that its city starts."""
    prefix = edition.reference_prefix
    taken = set(db.session.scalars(select(Entry.reference).where(Entry.reference.startswith(f"{prefix}-"))))
    digits = 4
    while (len(taken) + count) * 4 >= 10**digits:
        digits += 1
    drawn: list[str] = []
    while len(drawn) < count:
        reference = f"{prefix}-{secrets.randbelow(10**digits):0{digits}d}"
        if reference not in taken:
            taken.add(reference)
            drawn.append(reference)
    return drawn


def why_not_undo(found: Import, by: Person) -> str | None:
    """Why somebody may not take back what an import made; nothing of its scores to who speaks for a city here."""
    if found.kind == ImportKind.SCORES:
        refusal = policy.why_not_undo_scores(entered.competes(found.edition_id, by.id))
        if refusal:
            return refusal
    in_force = found.done_at is not None and found.undone_at is None
    return policy.why_not_undo(found.done_at, found.undone_at, queries.depending(found) if in_force else {})


def undo(found: Import, reason: str, by: Person) -> Import:
    """Take back what an import made, while nothing depends on it.

    Cities go, judges are no longer invited, entries are withdrawn, scorecards are open again and do not count.

    A submission and every text are kept for good, so entries are not deleted: they are withdrawn with the reason, and
    the cities that an import of entries added stay with them.

    Raises:
        Refusal: not an organiser, not done, undone already, or a row is in use.
        Invalid: without a reason.
    """
    with transaction() as moment:
        kept = hold(found, joinedload(Import.edition))
        check(by, kept.edition, kept.kind)
        refusal = why_not_undo(kept, by)
        if refusal:
            raise Refusal(refusal)
        reason = reason.strip().replace("\x00", "")
        if not reason:
            sentence = _("Write why the import is undone; one sentence is enough.")
            raise Invalid(sentence, {"reason": [sentence]})
        if kept.kind == ImportKind.CITIES:
            db.session.execute(delete(City).where(City.id.in_(kept.made["city"])))
        elif kept.kind == ImportKind.SCORES:
            told = _("The import of %(file)s was undone: %(reason)s", file=kept.name, reason=reason)
            importing.take_back(moment, kept.made["scorecard"], kept.id, told, by)
        elif kept.kind == ImportKind.JUDGES:
            uninvite_judges(moment, kept.made["judge"], reason, by)
        else:
            told = _("The import of %(file)s was undone: %(reason)s", file=kept.name, reason=reason)
            values = {"at": moment.at, "by_id": by.id, "reason": told}
            rows = [{"entry_id": entry_id, **values} for entry_id in kept.made["entry"]]
            db.session.execute(insert(Withdrawal), rows)
        kept.undone_at, kept.undone_by_id, kept.undone_because = moment.at, by.id, reason
        ledger.write(
            "import.undone",
            actor=by,
            at=moment.at,
            subject=kept,
            label=kept.name,
            edition_id=kept.edition_id,
            before={table: len(ids) for table, ids in kept.made.items()},
            reason=reason,
        )
        return kept
