"""Following the links of letters, as their readers do."""

import re
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import select

from awards_portal.db import db
from awards_portal.mail.models import Letter
from tests.page import apart


def link(app: Flask, to: str) -> str:
    """The path of the last link in the newest letter to this address."""
    with apart(app):
        body = db.session.scalars(select(Letter.body).where(Letter.to_address == to).order_by(Letter.id.desc())).first()
    assert body is not None, f"no letter to {to}"
    return urlsplit(re.findall(r"https?://\S+", body)[-1]).path


def count(app: Flask) -> int:
    """How many letters were written."""
    with apart(app):
        return len(db.session.scalars(select(Letter.id)).all())
