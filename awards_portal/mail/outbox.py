"""Writing letters into the outbox."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from flask import current_app
from jinja2 import Environment, FileSystemLoader, StrictUndefined, meta
from sqlalchemy import select

from .. import queue
from ..config import ROOT, Settings
from ..db import Transaction, db
from . import quiet, wording
from .models import Letter, LetterState
from .wording import Text

# Plain text: nothing to escape. A placeholder without a value is a mistake that must not reach a reader.
_templates = Environment(
    loader=FileSystemLoader(ROOT / "templates" / "mail"),
    undefined=StrictUndefined,
    autoescape=False,  # noqa: S701
    keep_trailing_newline=True,
    trim_blocks=True,
    lstrip_blocks=True,
)


def post(
    moment: Transaction,
    kind: str,
    *,
    to: str,
    name: str,
    key: str | None = None,
    secret: bool = False,
    person_id: int | None = None,
    edition_id: int | None = None,
    **values: Any,
) -> Letter | None:
    """Write a letter inside the deed's transaction; it leaves after the commit.

    Args:
        kind: names the template `templates/mail/<kind>.txt`: a line `Subject: …`, an empty line, the body. Where the
            edition words this letter itself, its own text is taken.
        key: nothing is mailed twice: a letter with this key exists already, then none is written and None returned.
        secret: the body holds a one-time link; it is blanked once the letter has left.
        values: what the template needs, besides `name` and `portal`.

    Raises:
        jinja2.UndefinedError: when the template asks for a value that was not given.
    """
    if _is_written(key):
        return None
    settings: Settings = current_app.config["SETTINGS"]
    given = {**values, "name": name, "portal": settings.name}
    text = wording.worded(kind, edition_id, given, lambda: render(kind, given))
    if text is None:
        text = render(kind, given)
    return post_text(
        moment, kind, text, to=to, name=name, key=key, secret=secret, person_id=person_id, edition_id=edition_id
    )


def render(kind: str, values: Mapping[str, object]) -> Text:
    """The portal's own text of a letter.

    Raises:
        jinja2.UndefinedError: when the template asks for a value that was not given.
    """
    head, _gap, body = _templates.get_template(f"{kind}.txt").render(values).partition("\n\n")
    return Text(head.removeprefix("Subject:").strip(), body)


def asked_by(kind: str) -> set[str]:
    """The names of all values that the portal's own text of a letter may ask for."""
    source = (ROOT / "templates" / "mail" / f"{kind}.txt").read_text(encoding="utf-8")
    return meta.find_undeclared_variables(_templates.parse(source))


def post_text(
    moment: Transaction,
    kind: str,
    text: Text,
    *,
    to: str,
    name: str,
    key: str | None = None,
    secret: bool = False,
    person_id: int | None = None,
    edition_id: int | None = None,
    not_before: datetime | None = None,
) -> Letter | None:
    """Write a letter whose text is made already; otherwise as `post`.

    Args:
        not_before: it does not leave before this moment; nor, unless it is urgent, in its edition's quiet hours.
    """
    if _is_written(key):
        return None
    quiet_until = quiet.wait_until(kind, edition_id, max(moment.at, not_before or moment.at), secret=secret)
    settings: Settings = current_app.config["SETTINGS"]
    domain = parseaddr(settings.mail_from)[1].rpartition("@")[2] or "localhost"
    letter = Letter(
        kind=kind,
        to_address=to,
        to_name=name,
        # A line break in a subject would begin a header of somebody else's choosing.
        subject=" ".join(text.subject.split()),
        body=text.body.strip() + "\n",
        secret=secret,
        key=key,
        message_id=f"<{secrets.token_hex(16)}@{domain}>",
        person_id=person_id,
        edition_id=edition_id,
        state=LetterState.WAITING,
        attempts=0,
        next_try_at=max(moment.at, not_before or moment.at, quiet_until or moment.at),
        created_at=moment.at,
    )
    db.session.add(letter)
    moment.afterwards(queue.ring)
    return letter


def _is_written(key: str | None) -> bool:
    return key is not None and db.session.scalar(select(Letter.id).where(Letter.key == key)) is not None


def letters_folder() -> Path:
    """Where the embedded default writes letters, one file each."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.instance_dir / "letters"
