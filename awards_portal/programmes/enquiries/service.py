"""Deeds on the questions and answers of a call: written, moved, removed."""

from flask_babel import gettext as _

from ... import ledger
from ...db import db, hold, transaction
from ...errors import Invalid
from ...people.models import Person
from ..models import Edition
from ..service.members import check_member
from . import queries
from .models import Enquiry

LONGEST_QUESTION = 300
LONGEST_ANSWER = 6000


def write(edition: Edition, enquiry: Enquiry | None, question: str, answer: str, by: Person) -> Enquiry:
    """Add a question with its answer at the end, or change one. The same again changes nothing.

    Raises:
        Refusal: when this person may not.
        Invalid: when question or answer is missing or too long.
    """
    question, answer = " ".join(question.split()), answer.strip()
    faults: dict[str, list[str]] = {}
    if not question or len(question) > LONGEST_QUESTION:
        faults["question"] = [_("Write the question, at most %(n)s characters.", n=LONGEST_QUESTION)]
    if not answer or len(answer) > LONGEST_ANSWER:
        faults["answer"] = [_("Write the answer, at most %(n)s characters.", n=LONGEST_ANSWER)]
    with transaction() as moment:
        # Asked before the row is made: on PostgreSQL the question for the time would write it half empty.
        edition, at = hold(edition), moment.at
        check_member(by)
        if faults:
            raise Invalid(_("Question and answer are not complete."), faults)
        every = queries.enquiries(edition.id)
        if enquiry is None:
            twin = next((each for each in every if (each.question, each.answer) == (question, answer)), None)
            if twin is not None:
                return twin
            position = max((each.position for each in every), default=0) + 1
            row, before = Enquiry(edition_id=edition.id, position=position, question="", answer=""), None
            db.session.add(row)
        else:
            row = hold(enquiry)
            before = {"question": row.question, "answer": row.answer}
        after = {"question": question, "answer": answer}
        if before == after:
            return row
        row.question, row.answer, row.by_id, row.at = question, answer, by.id, at
        ledger.write(
            "enquiry.written",
            actor=by,
            at=at,
            subject=row,
            label=question,
            edition_id=edition.id,
            before=before,
            after=after,
        )
    return row


def remove(enquiry: Enquiry, by: Person) -> None:
    """Take a question and its answer off the call.

    Raises:
        Refusal: when this person may not.
    """
    with transaction() as moment:
        check_member(by)
        row = hold(enquiry)
        ledger.write(
            "enquiry.removed",
            actor=by,
            at=moment.at,
            subject=row,
            label=row.question,
            edition_id=row.edition_id,
            before={"question": row.question, "answer": row.answer},
        )
        db.session.delete(row)


def first(enquiry: Enquiry, by: Person) -> None:
    """Put a question before all others.

    Raises:
        Refusal: when this person may not.
    """
    with transaction() as moment:
        check_member(by)
        row = hold(enquiry)
        row.position = min(each.position for each in queries.enquiries(row.edition_id)) - 1
        ledger.write(
            "enquiry.moved", actor=by, at=moment.at, subject=row, label=row.question, edition_id=row.edition_id
        )
