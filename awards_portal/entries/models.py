"""Tables of entries: what was typed, what was attached, what was submitted, and every version of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base, Words, guarded, identity, left, one_of, short
from ..people.models import City, Person
from ..programmes.models import Category, Edition, FormVersion


class RevisionKind(Words):
    """A text that was saved, or one set aside because somebody else saved first. Both are kept."""

    SAVED = "saved"
    SET_ASIDE = "set aside"


class Entry(Base):
    """A city's project in one category of one edition. It keeps the form version it was started with.

    `title` and `category_id` mirror the answers to the questions that hold them, written in the same transaction:
    every list needs them. Before the first submission they follow what is typed, then what was last submitted.
    """

    __tablename__ = "entry"

    id: Mapped[int] = identity()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), index=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    form_version_id: Mapped[int] = mapped_column(ForeignKey("form_version.id"))
    reference: Mapped[str] = mapped_column(short(24), unique=True)
    title: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    # What was answered before it was started: yes or no, by the question's key.
    eligibility: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # The page's own mark of one press of "Start": the same mark again is the same entry.
    mark: Mapped[str | None] = mapped_column(short(64))
    # Code of the language it is written in; empty: the first of the edition's.
    language: Mapped[str | None] = mapped_column(short(12))

    edition: Mapped[Edition] = left("Edition")
    city: Mapped[City] = left("City")
    category: Mapped[Category] = left("Category")
    form_version: Mapped[FormVersion] = left("FormVersion")

    __table_args__ = (UniqueConstraint("city_id", "mark"),)


class Answer(Base):
    """The current answer to one question, with a revision of its own: different questions never collide."""

    __tablename__ = "answer"

    id: Mapped[int] = identity()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    question: Mapped[str] = mapped_column(short(80))
    value: Mapped[Any]
    revision: Mapped[int]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    changed_by: Mapped[Person] = left("Person")

    __table_args__ = (UniqueConstraint("entry_id", "question"),)


class AnswerRevision(Base):
    """Every text that ever reached the portal; one set aside carries the revision it was typed over."""

    __tablename__ = "answer_revision"

    id: Mapped[int] = identity()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    question: Mapped[str] = mapped_column(short(80))
    kind: Mapped[str] = mapped_column(short(10))
    revision: Mapped[int]
    value: Mapped[Any]
    # The browser's own mark of one act of saving: the same mark again is the same act. A page without JavaScript
    # saves several questions in one act.
    mark: Mapped[str | None] = mapped_column(short(64))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    # Where a text came from that nobody typed: an earlier revision, or the reference of an entry it was copied from.
    restored_from: Mapped[int | None]
    copied_from: Mapped[str | None] = mapped_column(short(24))

    by: Mapped[Person] = left("Person")

    __table_args__ = (
        CheckConstraint(one_of("kind", RevisionKind), name="kind"),
        Index(None, "entry_id", "question"),
        UniqueConstraint("entry_id", "question", "mark"),
        Index(
            "uq_answer_revision_saved",
            "entry_id",
            "question",
            "revision",
            unique=True,
            sqlite_where=text("kind = 'saved'"),
            postgresql_where=text("kind = 'saved'"),
        ),
    )


guarded(AnswerRevision.__table__)  # type: ignore[arg-type]


class Presence(Base):
    """Somebody has a section of an entry open: one row a person and entry, moved along while the page is used."""

    __tablename__ = "presence"

    id: Mapped[int] = identity()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    section: Mapped[str] = mapped_column(short(80))
    seen_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (UniqueConstraint("entry_id", "person_id"),)


class Attachment(Base):
    """A file given as an answer. Its content lives in storage under its digest; removing it keeps the row."""

    __tablename__ = "attachment"

    id: Mapped[int] = identity()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    question: Mapped[str] = mapped_column(short(80))
    name: Mapped[str]
    media_type: Mapped[str] = mapped_column(short(60))
    sha256: Mapped[str] = mapped_column(short(64), index=True)
    size: Mapped[int]
    pages: Mapped[int | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    # The reference of the entry it was taken from, when it was not uploaded here.
    copied_from: Mapped[str | None] = mapped_column(short(24))
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Upload(Base):
    """A file on its way in pieces: `received` bytes of it are here. Whole, it knows its attachment."""

    __tablename__ = "upload"

    id: Mapped[int] = identity()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    question: Mapped[str] = mapped_column(short(80))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    # The browser's own mark of the file: the same file chosen again goes on where it stopped.
    key: Mapped[str] = mapped_column(short(64))
    name: Mapped[str]
    size: Mapped[int]
    received: Mapped[int]
    begun_at: Mapped[datetime] = mapped_column(index=True)
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))

    __table_args__ = (UniqueConstraint("entry_id", "question", "person_id", "key", "size"),)


class UploadPiece(Base):
    """Bytes of a file on its way, until it is whole."""

    __tablename__ = "upload_piece"

    id: Mapped[int] = identity()
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"))
    start: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (UniqueConstraint("upload_id", "start"),)


class Submission(Base):
    """What was sent, frozen: canonical JSON and its SHA-256. The database refuses to change it; the last one counts."""

    __tablename__ = "submission"

    id: Mapped[int] = identity()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    number: Mapped[int]
    snapshot: Mapped[str]
    sha256: Mapped[str] = mapped_column(short(64), index=True)
    # The page's own mark of one press of the button: the same mark again gets the same receipt.
    mark: Mapped[str] = mapped_column(short(64))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    entry: Mapped[Entry] = left("Entry")
    by: Mapped[Person] = left("Person")

    __table_args__ = (UniqueConstraint("entry_id", "number"), UniqueConstraint("entry_id", "mark"))


guarded(Submission.__table__)  # type: ignore[arg-type]


class Dossier(Base):
    """The PDF of a submission, drawn once; its content lives in storage under its digest."""

    __tablename__ = "dossier"

    id: Mapped[int] = identity()
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), unique=True)
    sha256: Mapped[str] = mapped_column(short(64), index=True)
    size: Mapped[int]
    at: Mapped[datetime]

    submission: Mapped[Submission] = left("Submission")


guarded(Dossier.__table__)  # type: ignore[arg-type]


class Withdrawal(Base):
    """A city takes its entry back, with a reason; `returned_at` is when it came back before the deadline."""

    __tablename__ = "withdrawal"

    id: Mapped[int] = identity()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]
    returned_at: Mapped[datetime | None]
    returned_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (
        Index(
            "uq_withdrawal_current",
            "entry_id",
            unique=True,
            sqlite_where=text("returned_at IS NULL"),
            postgresql_where=text("returned_at IS NULL"),
        ),
    )


class EligibilityOutcome(Words):
    """Whether an entry may be judged."""

    PASSED = "passed"
    REFUSED = "refused"


class EligibilityDecision(Base):
    """The organising team's word on whether an entry may be judged; the last one counts, all of them stay."""

    __tablename__ = "eligibility_decision"

    id: Mapped[int] = identity()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    # What was looked at: a version submitted later is not what was decided on.
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    outcome: Mapped[str] = mapped_column(short(10))
    reason: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    submission: Mapped[Submission] = left("Submission")
    by: Mapped[Person] = left("Person")

    __table_args__ = (CheckConstraint(one_of("outcome", EligibilityOutcome), name="outcome"),)


guarded(EligibilityDecision.__table__)  # type: ignore[arg-type]


class Extension(Base):
    """A later deadline for one city in one edition, with its reason; in force until it is revoked."""

    __tablename__ = "extension"

    id: Mapped[int] = identity()
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"))
    # Exact: the edition's grace is not added to it.
    until: Mapped[datetime]
    reason: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revoked_because: Mapped[str | None]

    city: Mapped[City] = left("City")
    by: Mapped[Person] = left("Person", foreign_keys=[by_id])
    revoked_by: Mapped[Person | None] = left("Person", foreign_keys=[revoked_by_id])

    __table_args__ = (
        Index(
            "uq_extension_current",
            "edition_id",
            "city_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )


class ChangeRequest(Base):
    """A return that names questions: only they reopen, until a time, for a new version. Asked about one version."""

    __tablename__ = "change_request"

    id: Mapped[int] = identity()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    # What is asked of each question, by its key.
    notes: Mapped[dict[str, Any]]
    until: Mapped[datetime]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    # The first version in which something that was asked for differs.
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_because: Mapped[str | None]

    submission: Mapped[Submission] = left("Submission", foreign_keys=[submission_id])
    answer: Mapped[Submission | None] = left("Submission", foreign_keys=[answer_id])
    by: Mapped[Person] = left("Person", foreign_keys=[by_id])
