"""What the outbox holds, for tests of deeds that write letters."""

import re

from sqlalchemy import select

from awards_portal.db import db
from awards_portal.mail.models import Letter


def letters(kind: str = "") -> list[Letter]:
    """Letters of a kind, oldest first."""
    question = select(Letter).order_by(Letter.id)
    return list(db.session.scalars(question.where(Letter.kind == kind) if kind else question))


def secret(kind: str) -> str:
    """The last part of the link in the newest letter of a kind."""
    return re.findall(r"https?://\S+/(\S+)", letters(kind)[-1].body)[-1]
