"""Certificates: a PDF for every entry of published results, drawn by the worker, and a code that tells genuine ones."""

import re
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from .. import clock, ledger, mail, storage
from ..db import db, transaction
from ..documents.lines import lines
from ..documents.typesetting import typeset
from ..judging.shortlisting.queries import is_finalist
from ..programmes.vocabularies import countries
from ..queue import defer, is_deferred, work
from . import queries
from .models import Award, Certificate, CertificateKind, Confirmation, Publication, Retraction

# Letters and digits that are not taken for one another on paper (Crockford's base 32).
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
FOLDERS = {
    CertificateKind.AWARD: "awards",
    CertificateKind.FINALIST: "finalists",
    CertificateKind.TAKING_PART: "taking-part",
}
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def plan() -> None:
    """Have certificates drawn for results that are public; each publication once."""
    for publication_id in _public(clock.now()):
        key = f"certificates:{publication_id}"
        if not is_deferred(key):
            with transaction() as moment:
                defer(moment, "awards.certificates", key=key, publication_id=publication_id)
    db.session.rollback()


def _public(at: datetime) -> Sequence[int]:
    return db.session.scalars(
        select(Publication.id)
        .join(Confirmation, Confirmation.publication_id == Publication.id)
        .outerjoin(Retraction, Retraction.publication_id == Publication.id)
        .where(Retraction.id.is_(None), or_(Publication.embargo_until.is_(None), Publication.embargo_until <= at))
        .order_by(Publication.id)
    ).all()


@work("awards.certificates")
def order(publication_id: int) -> None:
    """A job for every entry of the results: those that won, finalists, and those that took part."""
    publication = queries.publication(publication_id)
    if publication is None:
        return
    won = {award.entry_id for award in queries.awards(publication_id)}
    entries = sorted(won | {row.id for row in queries.entry_rows(publication.edition_id)})
    with transaction() as moment:
        for entry_id in entries:
            defer(
                moment,
                "awards.certificate",
                key=f"certificate:{publication_id}:{entry_id}",
                publication_id=publication_id,
                entry_id=entry_id,
            )


@work("awards.certificate")
def make(publication_id: int, entry_id: int) -> None:
    """Draw one certificate and keep it; a second time changes nothing."""
    if publication_id not in _public(clock.now()) or _issued(publication_id, entry_id):
        return
    publication = queries.publication(publication_id)
    assert publication is not None
    code = "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))
    with force_locale("en"):
        kind, document = content(publication, entry_id, code)
    made = draw(document)
    digest = storage.put(made)
    with transaction() as moment:
        if _issued(publication_id, entry_id):
            return
        row = Certificate(
            publication_id=publication_id,
            entry_id=entry_id,
            kind=kind,
            code=code,
            document=document,
            sha256=digest,
            size=len(made),
            at=moment.at,
        )
        db.session.add(row)
        db.session.flush()
        ledger.write(
            "certificate.made",
            actor=ledger.System(),
            at=moment.at,
            subject=row,
            label=document["reference"],
            edition_id=publication.edition_id,
            after={"kind": kind, "sha256": digest},
        )


def draw(document: dict[str, Any]) -> bytes:
    """The PDF of a document; the same document gives the same bytes."""
    return typeset("certificate", document, {}, int(document["time"]))


def content(publication: Publication, entry_id: int, code: str) -> tuple[CertificateKind, dict[str, Any]]:
    """What a certificate says: of an award, the words that were published; of others, entry and category.

    A finalist was shortlisted for the round whose results were published, and won nothing in it.
    """
    edition = publication.edition
    won = [award for award in queries.awards(publication.id) if award.entry_id == entry_id]
    if won:
        kind, first = CertificateKind.AWARD, won[0]
        reference, project, city, country = first.reference, first.project, first.city, first.country
        honours = [f"{award.title}, {award.category_title}" for award in won]
        said = first.citation
    else:
        row = next(each for each in queries.entry_rows(edition.id) if each.id == entry_id)
        category, said = row.category_title, ""
        if is_finalist(entry_id, publication.round_id):
            kind, honours = CertificateKind.FINALIST, [_("Finalist in the category %(category)s", category=category)]
        else:
            kind = CertificateKind.TAKING_PART
            honours = [_("Took part in the category %(category)s", category=category)]
        reference, project, city, country = row.reference, row.title, row.city, row.country
    confirmation = queries.outcome(publication.id).confirmation
    assert confirmation is not None
    public = max(publication.embargo_until or confirmation.at, confirmation.at)
    day = format_date(public.astimezone(ZoneInfo(edition.time_zone)), "d MMMM y", locale="en")
    return kind, {
        "title": _("Certificate %(reference)s", reference=reference),
        "reference": reference,
        "time": int(public.timestamp()),
        "edition": lines(edition.title),
        "heading": _("Certificate"),
        "project": lines(project),
        "city": lines(f"{city}, {countries().get(country, country)}"),
        "honours": [line for honour in honours for line in lines(honour)],
        "citation": lines(said) if said else [],
        "given": ", ".join(filter(None, [edition.place, day])),
        "code": told(code),
        "check": _("Whether this certificate is genuine is told at %(address)s", address=mail.address("certificates")),
    }


def told(code: str) -> str:
    """A code as people read it: `7K3M-Q9XA-0B5T`."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def read_code(text: str) -> str:
    """A code as somebody typed it from paper, in any spelling."""
    return re.sub(r"[\W_]", "", text.upper()).translate(_MISREAD)


def _issued(publication_id: int, entry_id: int) -> bool:
    return (
        db.session.scalar(
            select(Certificate.id).where(Certificate.publication_id == publication_id, Certificate.entry_id == entry_id)
        )
        is not None
    )


def by_code(code: str) -> tuple[Certificate, list[Award], bool] | None:
    """The certificate with this code, the awards it was given for, and whether its results still stand."""
    found = db.session.scalar(
        select(Certificate)
        .where(Certificate.code == code)
        .options(joinedload(Certificate.publication).joinedload(Publication.edition))
    )
    if found is None:
        return None
    won = [award for award in queries.awards(found.publication_id) if award.entry_id == found.entry_id]
    return found, won, queries.outcome(found.publication_id).retraction is None


def of_entry(edition_id: int, entry_id: int, at: datetime) -> Certificate | None:
    """An entry's certificate while its results are public and stand; None before it is drawn."""
    results = queries.published(edition_id, at)
    if results is None or results.retraction is not None:
        return None
    return db.session.scalar(
        select(Certificate).where(
            Certificate.publication_id == results.publication.id, Certificate.entry_id == entry_id
        )
    )


def of_edition(edition_id: int, at: datetime) -> dict[str, Certificate]:
    """Every certificate of the results that are public and stand, by the name of its file."""
    results = queries.published(edition_id, at)
    if results is None or results.retraction is not None:
        return {}
    rows = db.session.scalars(
        select(Certificate).where(Certificate.publication_id == results.publication.id).order_by(Certificate.entry_id)
    )
    found: dict[str, Certificate] = {}
    for row in rows:
        found[f"{FOLDERS[CertificateKind(row.kind)]}/{row.document['reference']}.pdf"] = row
    return dict(sorted(found.items()))


def read(certificate: Certificate) -> bytes:
    """The PDF itself.

    Raises:
        storage.Damaged, storage.Unavailable
    """
    return storage.read(certificate.sha256, certificate.size)
