"""Who changed an answer: every text that ever reached the portal, and bringing an earlier one back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from .. import ledger
from ..db import db, hold, transaction
from ..errors import NotHere, Refusal
from ..people.models import Person
from ..programmes.forms import Question
from . import queries
from .differences import Difference, between
from .models import AnswerRevision, Attachment, Entry, RevisionKind
from .writing import Change, Outcome, Saved, save_answers


@dataclass(frozen=True)
class Line:
    """One text of a question with who wrote it, and how it differs from the one it was typed over; None: the first."""

    row: AnswerRevision
    difference: Difference | None

    @property
    def is_aside(self) -> bool:
        """Whether it was kept beside the entry and never part of it."""
        return self.row.kind == RevisionKind.SET_ASIDE


def lines(entry_id: int, question: Question, limit: int | None, offset: int = 0) -> tuple[list[Line], int]:
    """The texts of a question, the newest first, and how many there are in all. Three statements, however many."""
    mine = (AnswerRevision.entry_id == entry_id, AnswerRevision.question == question.key)
    total = db.session.scalar(select(func.count()).select_from(AnswerRevision).where(*mine)) or 0
    rows = db.session.scalars(
        select(AnswerRevision)
        .where(*mine)
        .options(joinedload(AnswerRevision.by))
        .order_by(AnswerRevision.id.desc())
        .limit(limit)
        .offset(offset)
    ).all()
    # A text set aside says which revision it was typed over; a saved one follows the one before it.
    under = {row.id: row.revision - (row.kind == RevisionKind.SAVED) for row in rows}
    earlier = {
        row.revision: row.value
        for row in db.session.scalars(
            select(AnswerRevision).where(
                *mine, AnswerRevision.kind == RevisionKind.SAVED, AnswerRevision.revision.in_(set(under.values()))
            )
        )
    }
    found = []
    for row in rows:
        over = under[row.id]
        found.append(Line(row, between(question, earlier[over], row.value) if over in earlier else None))
    return found, total


def revision(entry_id: int, question: str, revision_id: int) -> AnswerRevision | None:
    """One text of a question, saved or set aside."""
    return db.session.scalar(
        select(AnswerRevision).where(
            AnswerRevision.id == revision_id,
            AnswerRevision.entry_id == entry_id,
            AnswerRevision.question == question,
        )
    )


def restore(entry: Entry, question: str, revision_id: int, seen: int, mark: str | None, by: Person) -> Saved:
    """Make an earlier text the answer again, as a new revision. The same mark again answers as the first time.

    Args:
        revision_id: the row of the text, saved or set aside.
        seen: the revision that stood in the entry when the person chose.

    Raises:
        NotHere: there is no such text in this entry.
        Refusal: this person may not, the entry cannot be changed now, or somebody saved since the person looked.
    """
    with transaction() as moment:
        entry = hold(entry, joinedload(Entry.edition), joinedload(Entry.form_version), joinedload(Entry.category))
        row = revision(entry.id, question, revision_id)
        if row is None:
            raise NotHere(_("This text is no longer here."))
        again = queries.revision_by_mark(entry.id, question, mark) if mark else None
        value, number = row.value, row.revision
        restored = number if row.kind == RevisionKind.SAVED else None
        saved = save_answers(entry, {question: Change(value, seen, mark, restored_from=restored)}, by)[question]
        # The refusals undo what was set aside on the way: this text is in the record already.
        if saved.outcome in {Outcome.LATE, Outcome.REFUSED}:
            raise Refusal(saved.sentence)
        if saved.outcome is Outcome.CONFLICT or (saved.value != value and again is None):
            raise Refusal(
                _(
                    "%(name)s changed this answer after you opened the page. "
                    "Look at the newest text, then choose again.",
                    name=saved.by,
                )
            )
        if saved.outcome is Outcome.SAVED and again is None:
            ledger.write(
                "answer.restored",
                actor=by,
                at=moment.at,
                subject=entry,
                label=f"{entry.reference} {question}",
                edition_id=entry.edition_id,
                before={"revision": seen},
                after={"revision": saved.revision, "restored": number, "kind": row.kind},
            )
        return saved if saved.by else replace(saved, by=by.name)


@dataclass(frozen=True)
class FileLine:
    """A file of a question: who added it and when, and who removed it."""

    file: Attachment
    added_by: str
    removed_by: str | None


def file_lines(entry_id: int, question: str) -> Sequence[FileLine]:
    """Every file a question ever had, the newest first."""
    rows = db.session.scalars(
        select(Attachment)
        .where(Attachment.entry_id == entry_id, Attachment.question == question)
        .order_by(Attachment.id.desc())
    ).all()
    ids = {row.added_by_id for row in rows} | {row.removed_by_id for row in rows if row.removed_by_id}
    found = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    names = {row.id: row.name for row in found}
    return [
        FileLine(row, names[row.added_by_id], None if row.removed_by_id is None else names[row.removed_by_id])
        for row in rows
    ]
