"""Sending what is in the outbox: to files by default, by SMTP when a server is named."""

import smtplib
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

import structlog
from flask import Flask, current_app
from flask_mailman import EmailMessage as MailmanMessage
from flask_mailman import Mail
from sqlalchemy import select

from ..config import Settings
from ..db import db, hold, transaction
from .models import Letter, LetterState
from .outbox import letters_folder

log = structlog.get_logger()

MAX_ATTEMPTS = 10
LINK_GONE = "(The one-time link was taken out of this copy when the letter was sent.)\n"


def init_app(app: Flask) -> None:
    """Set Flask-Mailman up from the one mail_url."""
    settings: Settings = app.config["SETTINGS"]
    app.config["MAIL_DEFAULT_SENDER"] = settings.mail_from
    if settings.mail_url:
        url = urlsplit(settings.mail_url)
        app.config.update(
            MAIL_BACKEND="smtp",
            MAIL_SERVER=url.hostname,
            MAIL_PORT=url.port or (465 if url.scheme == "smtps" else 25),
            MAIL_USERNAME=unquote(url.username) if url.username else None,
            MAIL_PASSWORD=unquote(url.password) if url.password else None,
            MAIL_USE_SSL=url.scheme == "smtps",
            MAIL_USE_TLS=url.scheme == "smtp+tls",
            MAIL_TIMEOUT=20,
        )
    else:
        app.config["MAIL_BACKEND"] = "locmem"
    Mail(app)


def deliver(limit: int = 200) -> int:
    """Send what is due, oldest first. Returns how many letters left.

    Safe to run in several processes: each letter is taken under lock before it is tried, and a letter whose sender
    was killed in the middle is tried again later, with the same Message-ID.
    """
    sent = 0
    for _ in range(limit):
        letter = _take()
        if letter is None:
            break
        sent += _send(letter)
    return sent


def _take() -> Letter | None:
    with transaction() as moment:
        letter = db.session.scalar(
            select(Letter)
            .where(Letter.state == LetterState.WAITING, Letter.next_try_at <= moment.at)
            .order_by(Letter.next_try_at, Letter.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if letter is not None:
            letter.attempts += 1
            letter.next_try_at = moment.at + timedelta(minutes=min(2**letter.attempts, 720))
        return letter


def _send(letter: Letter) -> bool:
    problem, final = None, False
    try:
        if current_app.config["SETTINGS"].mail_url:
            _by_smtp(letter)
        else:
            _to_file(letter)
    except smtplib.SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()))
        problem, final = f"{code} {_said(words)}", code >= 500
    except smtplib.SMTPResponseException as error:
        # 5xx is the server's last word, except for signing in, where the mistake is in our settings.
        final = error.smtp_code >= 500 and not _is_ours(error)
        problem = f"{error.smtp_code} {_said(error.smtp_error)}"
    except (OSError, smtplib.SMTPException) as error:
        problem = f"{type(error).__name__}: {error}"
    with transaction() as moment:
        letter = hold(letter)
        letter.problem = problem
        if problem is None:
            letter.state, letter.sent_at = LetterState.SENT, moment.at
            if letter.secret:
                letter.body = LINK_GONE
        elif final or letter.attempts >= MAX_ATTEMPTS:
            letter.state = LetterState.FAILED
    if problem:
        log.warning("letter not sent", letter=letter.id, kind=letter.kind, problem=problem, final=final)
    return problem is None


def _said(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words


def _is_ours(error: smtplib.SMTPResponseException) -> bool:
    return isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPSenderRefused)


def _by_smtp(letter: Letter) -> None:
    message = MailmanMessage(
        subject=letter.subject,
        body=letter.body,
        to=[_to(letter)],
        headers={"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"},
    )
    # Opened and closed here: left to itself, the library keeps a connection open after the server's refusal.
    with current_app.extensions["mailman"].get_connection() as connection:
        connection.send_messages([message])


def _to(letter: Letter) -> str:
    user, _, domain = letter.to_address.rpartition("@")
    return str(Address(" ".join(letter.to_name.split()), user, domain))


def _to_file(letter: Letter) -> None:
    message = EmailMessage()
    message["Subject"] = letter.subject
    message["From"] = parseaddr(current_app.config["SETTINGS"].mail_from)[1]
    message["To"] = _to(letter)
    message["Date"] = format_datetime(letter.created_at)
    message["Message-ID"] = letter.message_id
    message.set_content(letter.body)
    folder = letters_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{letter.created_at:%Y%m%dT%H%M%S}-{letter.id:06d}-{letter.kind}.eml"
    part = path.with_suffix(".part")
    part.write_bytes(bytes(message))
    part.rename(path)
