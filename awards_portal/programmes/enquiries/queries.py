"""Questions about questions: those of a call, in their order."""

from collections.abc import Sequence

from sqlalchemy import select

from ...db import db
from .models import Enquiry


def enquiries(edition_id: int) -> Sequence[Enquiry]:
    """The questions and answers of a call in their order."""
    return db.session.scalars(
        select(Enquiry).where(Enquiry.edition_id == edition_id).order_by(Enquiry.position, Enquiry.id)
    ).all()


def enquiry(edition_id: int, enquiry_id: int) -> Enquiry | None:
    """One of them."""
    return db.session.scalar(select(Enquiry).where(Enquiry.edition_id == edition_id, Enquiry.id == enquiry_id))
