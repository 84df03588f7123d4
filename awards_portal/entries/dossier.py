"""The dossier: a submission as PDF, made from its frozen snapshot alone, so that it says what was sent and no more."""

from collections.abc import Mapping, Sequence
from typing import Any

from babel.numbers import format_decimal
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from .. import clock, ledger, storage
from ..db import Transaction, db, transaction
from ..documents.lines import IN_CELL, line, lines
from ..documents.typesetting import typeset
from ..programmes import queries as programmes
from ..programmes.forms import Form, Question, QuestionType
from ..programmes.models import FormVersion
from ..programmes.vocabularies import countries
from ..queue import defer, work
from . import queries, rules
from .models import Dossier, Entry, Submission
from .values import as_text, filled_rows, is_empty

PICTURES = {"image/png": "photo.png", "image/jpeg": "photo.jpg", "image/webp": "photo.webp"}


def order(moment: Transaction, submission_id: int) -> None:
    """Have the worker draw a submission's dossier; asking twice is asking once."""
    defer(moment, "entries.dossier", key=f"dossier:{submission_id}", submission_id=submission_id)


@work("entries.dossier")
def make(submission_id: int) -> None:
    """Draw a submission's dossier and keep it; a second time changes nothing."""
    submission = db.session.scalar(
        select(Submission)
        .where(Submission.id == submission_id)
        .options(
            joinedload(Submission.by),
            joinedload(Submission.entry).options(joinedload(Entry.edition), joinedload(Entry.city)),
        )
    )
    if submission is None or of_submission(submission_id) is not None:
        return
    snapshot = queries.read_snapshot(submission)
    name, picture = _photo(snapshot)
    with force_locale("en"):
        data = content(submission, snapshot, _form(submission, snapshot), photo=name)
    made = typeset("dossier", data, {name: picture} if name and picture else {}, int(submission.at.timestamp()))
    digest = storage.put(made)
    with transaction() as moment:
        if of_submission(submission_id) is not None:
            return
        db.session.add(Dossier(submission_id=submission_id, sha256=digest, size=len(made), at=moment.at))
        entry = db.session.get_one(Entry, submission.entry_id)
        ledger.write(
            "dossier.made",
            actor=ledger.System(),
            at=moment.at,
            subject=entry,
            label=entry.reference,
            edition_id=entry.edition_id,
            after={"version": submission.number, "sha256": digest, "bytes": len(made)},
        )


def of_submission(submission_id: int) -> Dossier | None:
    """The dossier of a submission; None while it is not made."""
    return db.session.scalar(select(Dossier).where(Dossier.submission_id == submission_id))


def read(dossier: Dossier) -> bytes:
    """The PDF itself.

    Raises:
        storage.Damaged, storage.Unavailable
    """
    return storage.read(dossier.sha256, dossier.size)


def content(
    submission: Submission, snapshot: Mapping[str, Any], form: Form, *, photo: str | None = None
) -> dict[str, Any]:
    """What the template shows: labels and lines, each line with its direction. Reads nothing but the snapshot."""
    entry, city = submission.entry, snapshot["city"]
    answers, attachments = snapshot["answers"], snapshot["attachments"]
    asked = {question.key for question in rules.shown_questions(form, answers)}
    zones = list(dict.fromkeys(filter(None, [entry.edition.time_zone, submission.by.time_zone, "UTC"])))
    title = str(answers.get(form.title_question.key, "")) if form.title_question else ""
    reference, version = snapshot["reference"], snapshot["version"]
    facts = [
        (_("Reference"), lines(reference)),
        (_("Version"), lines(str(version))),
        (_("Category"), lines(snapshot["category"]["title"])),
        (_("Submitted"), [each for zone in zones for each in lines(clock.tell(submission.at, zone))]),
        (_("Submitted by"), lines(snapshot["submitted_by"])),
        (_("SHA-256 of the submission"), lines(submission.sha256)),
    ]
    return {
        "title": f"{reference} {title}".strip(),
        "edition": snapshot["edition"]["title"],
        "heading": lines(title or _("Entry without a title")),
        "city": lines(f"{city['name']}, {countries().get(city['country'], city['country'])}"),
        "photo": photo,
        "sha256": submission.sha256,
        "facts": [[label, lines] for label, lines in facts],
        "proof": _(
            "The portal keeps this version unchanged. Its SHA-256 is that of the frozen record of the answers and "
            "files listed here: any change would give another one. Whoever holds this file can have it checked on the "
            "portal's page for receipts, or with the command flask receipt verify."
        ),
        "footer": _("%(reference)s, version %(n)s", reference=reference, n=version),
        "missing": _("Not provided"),
        "files_title": _("Files"),
        "sections": [
            {
                "title": section.title,
                "answers": [
                    _answer(question, snapshot, attachments) for question in section.questions if question.key in asked
                ],
            }
            for section in form.sections
            if any(question.key in asked for question in section.questions)
        ],
        "files": [
            {"name": line(file["name"]), "about": _about(file), "sha256": file["sha256"]} for file in attachments
        ],
    }


def _answer(
    question: Question, snapshot: Mapping[str, Any], attachments: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    value = snapshot["answers"].get(question.key)
    told: dict[str, Any] = {"label": lines(question.label), "table": None, "lines": None}
    if question.type is QuestionType.FILES:
        names = [file["name"] for file in attachments if file["question"] == question.key]
        told["lines"] = lines("\n".join(names)) if names else None
    elif question.type is QuestionType.APPLICANT:
        told["lines"] = lines(snapshot["city"]["name"])
    elif question.type is QuestionType.CATEGORY:
        told["lines"] = lines(snapshot["category"]["title"])
    elif value is None or is_empty(question, value):
        return told
    elif question.type is QuestionType.TABLE:
        rows = [[line(row.get(column.key, ""), IN_CELL) for column in question.columns] for row in filled_rows(value)]
        told["table"] = {"head": [column.label for column in question.columns], "rows": rows}
    else:
        told["lines"] = lines(as_text(question, value))
    return told


def _about(file: Mapping[str, Any]) -> str:
    parts = [_("%(n)s bytes", n=format_decimal(file["size"], locale="en"))]
    if file["pages"]:
        parts.append(ngettext("%(num)d page", "%(num)d pages", file["pages"]))
    return ", ".join([*parts, file["media_type"]])


def _photo(snapshot: Mapping[str, Any]) -> tuple[str | None, bytes | None]:
    """The first picture of the entry. A dossier without it is better than none, so a damaged one is left out."""
    for file in snapshot["attachments"]:
        if file["media_type"] in PICTURES:
            try:
                return PICTURES[file["media_type"]], storage.read(file["sha256"], file["size"])
            except storage.Damaged:
                return None, None
    return None, None


def _form(submission: Submission, snapshot: Mapping[str, Any]) -> Form:
    version = db.session.scalars(
        select(FormVersion).where(
            FormVersion.edition_id == submission.entry.edition_id, FormVersion.number == snapshot["form"]["number"]
        )
    ).one()
    return programmes.form_of(version)
