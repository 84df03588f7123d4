"""The second factor: a code from an app (TOTP, RFC 6238), and recovery codes for when the app is gone."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

import pyotp
from cryptography.fernet import Fernet
from flask import current_app
from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base, db, identity, short
from ..text import sha256

# A new secret waits this long for its first code.
PENDING = timedelta(minutes=15)
# How far the clock of somebody's phone may be off: one step to each side.
DRIFT = (0, -1, 1)
STEP = 30
CODES = 10


class SecondFactor(Base):
    """A person's secret, encrypted. `pending` waits for its first code and then takes the place of `secret`."""

    __tablename__ = "second_factor"

    id: Mapped[int] = identity()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    secret: Mapped[str | None]
    pending: Mapped[str | None]
    pending_at: Mapped[datetime | None]
    # The step of the last code taken: no code is taken twice, nor one before it.
    last_step: Mapped[int] = mapped_column(default=-1)


class RecoveryCode(Base):
    """A code for once, when the app is gone. Only its hash is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = identity()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    code_hash: Mapped[str] = mapped_column(short(64))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("person_id", "code_hash"),)


def new_secret() -> str:
    """A secret for an app."""
    return str(pyotp.random_base32())


def address_of(secret: str, email: str) -> str:
    """What the app reads from the picture."""
    name = current_app.config["SETTINGS"].name
    return str(pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=name))


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """The step whose code this is, near a moment; None when it is none."""
    typed = "".join(code.split())
    now = int(at.timestamp()) // STEP
    found = None
    for drift in DRIFT:
        # All are compared, whichever fits: how long it takes tells nothing.
        # As bytes: of a text the comparison takes ASCII only, and people type anything.
        fits = hmac.compare_digest(pyotp.TOTP(secret).generate_otp(now + drift).encode(), typed.encode())
        if fits and found is None:
            found = now + drift
    return found


def new_code() -> str:
    """A recovery code of 80 random bits, in groups for the eye."""
    text = base64.b32encode(secrets.token_bytes(10)).decode().lower()
    return "-".join(text[start : start + 4] for start in range(0, 16, 4))


def code_hash(typed: str) -> str:
    """The hash under which a recovery code is kept, however its groups are typed."""
    return sha256("".join(c for c in typed.lower() if c.isalnum()))


def sealed(secret: str) -> str:
    """A secret as it is stored: whoever has the database alone has no codes."""
    return _box().encrypt(secret.encode()).decode()


def opened(stored: str) -> str:
    """A stored secret."""
    return _box().decrypt(stored.encode()).decode()


def _box() -> Fernet:
    key = hashlib.sha256(b"second factor\n" + current_app.config["SETTINGS"].session_secret.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def factor(person_id: int) -> SecondFactor | None:
    """A person's secret, in force or waiting."""
    return db.session.scalar(select(SecondFactor).where(SecondFactor.person_id == person_id))


def pending_secret(person_id: int, at: datetime) -> str | None:
    """The secret that waits for its first code."""
    found = factor(person_id)
    if found is None or found.pending is None or found.pending_at is None or found.pending_at + PENDING <= at:
        return None
    return opened(found.pending)


def codes_left(person_id: int) -> int:
    """How many recovery codes a person has not used."""
    question = select(func.count()).select_from(RecoveryCode)
    return db.session.scalar(question.where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))) or 0
