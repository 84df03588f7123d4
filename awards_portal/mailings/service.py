"""Deeds: a mailing is confirmed for exactly those who were seen; its letters are written as long work."""

from collections.abc import Mapping

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from .. import ledger
from ..db import Transaction, db, hold, transaction
from ..errors import Invalid, Refusal
from ..mail import policy as writing
from ..mail.models import Letter
from ..mail.outbox import post_text
from ..mail.wording import Text
from ..people import queries as people
from ..people.models import Person, TeamRole
from ..programmes import queries as programmes
from ..programmes.models import Edition
from ..queue import Made, Task, long_work, start
from . import policy, queries
from .models import Audience, Mailing, MailingRecipient
from .rules import Seen, seen

MAY_SEND = (TeamRole.ADMIN, TeamRole.ORGANISER)
# So many letters are written at a time: other writers come in between.
BATCH = 100


def tidy(text: Text) -> Text:
    """A text as it is kept: a subject is one line."""
    return Text(" ".join(text.subject.split()), text.body.replace("\r\n", "\n").strip() + "\n")


def filled(text: Text, given: Mapping[str, str]) -> Text:
    """A text as one recipient reads it."""
    return text.filled({**given, "portal": current_app.config["SETTINGS"].name})


def confirm(
    edition: Edition,
    audience: str,
    filters: Mapping[str, str],
    text: Text,
    reason: str,
    looked: Seen,
    mark: str,
    by: Person,
) -> Mailing:
    """Send a text to exactly those who were seen; the same mark again is the same mailing.

    Entries of cities that `by` speaks for, and their judging, do not count, nor those of categories that a coordinator
    has not; she writes to no judges.

    Raises:
        Refusal: neither an organiser nor a coordinator, others fit by now, nobody does, or the same text went to one of
            them within a day.
        Invalid: the text cannot be sent; the sentences say where.
    """
    text, reason = tidy(text), " ".join(reason.split())
    with transaction() as moment:
        within = _require_sender(by)
        # Two who confirm at the same time do so one after the other, and so do two presses of one button.
        edition = hold(edition)
        key = f"{by.id}:{mark}"[:100]
        made = db.session.scalar(select(Mailing).where(Mailing.mark == key)) if mark else None
        if made is not None:
            return made
        if faults := policy.faults(audience, text, reason):
            raise Invalid(_("The mailing cannot be sent like this."), faults)
        found = queries.recipients(edition, audience, filters, moment.at, people.own_cities(by.id), within)
        if (changed := policy.why_changed(looked, seen(found, text))) is not None:
            raise Refusal(changed)
        if not found:
            raise Refusal(_("Nobody fits the filter. Nothing was sent."))
        had = queries.had_the_same(edition.id, text, [each.email for each in found], moment.at)
        if (again := policy.why_not_again(had[0] if had else "", len(had) - 1)) is not None:
            raise Refusal(again)
        kept = dict(filters)
        if within is not None:
            titles = [each.title for each in programmes.categories(edition.id) if each.id in within]
            kept["coordinated"] = ", ".join(titles)
        values = {"audience": audience, "filters": kept, "subject": text.subject, "body": text.body}
        mailing = Mailing(edition_id=edition.id, reason=reason, mark=key, at=moment.at, by_id=by.id, **values)
        db.session.add(mailing)
        db.session.flush()
        db.session.add_all(
            MailingRecipient(
                mailing_id=mailing.id,
                person_id=each.person_id,
                name=each.name,
                email=each.email,
                about=list(each.about),
                given=each.given,
            )
            for each in found
        )
        _start(moment, mailing, by, key)
        ledger.write(
            "mailing.confirmed",
            actor=by,
            at=moment.at,
            subject=mailing,
            label=mailing.subject,
            edition_id=edition.id,
            after={"audience": audience, "filters": kept, "recipients": len(found)},
            reason=reason,
        )
        return mailing


def go_on(mailing: Mailing, mark: str, by: Person) -> Mailing:
    """Write the letters that are not written yet, after the work was stopped or broke.

    Raises:
        Refusal: not an organiser, or every letter is written.
    """
    with transaction() as moment:
        _require_organiser(by)
        mailing = hold(mailing)
        if mailing.finished_at is not None:
            raise Refusal(_("Every letter of this mailing is written."))
        _start(moment, mailing, by, f"{mailing.id}:{mark}")
        ledger.write(
            "mailing.went_on",
            actor=by,
            at=moment.at,
            subject=mailing,
            label=mailing.subject,
            edition_id=mailing.edition_id,
        )
        return mailing


def _start(moment: Transaction, mailing: Mailing, by: Person, mark: str) -> None:
    title = _("Mailing: %(subject)s", subject=mailing.subject)
    job = start(
        moment,
        "mailings.write",
        owner_id=by.id,
        title=title,
        mark=f"mailing:{mark}",
        roles=MAY_SEND,
        mailing_id=mailing.id,
    )
    mailing.job_id = job.id


def _require_sender(by: Person) -> frozenset[int] | None:
    """Refuse who may not send. The categories that a coordinator writes about; None for an organiser."""
    hers = people.coordinated(by.id)
    if hers:
        return hers
    _require_organiser(by)
    return None


def _require_organiser(by: Person) -> None:
    if (why_not := writing.why_not_write(people.team_role(by.id))) is not None:
        raise Refusal(why_not)


@long_work("mailings.write")
def write(task: Task, mailing_id: int) -> Made:
    """Write the letters of a mailing that are not written yet: whoever has one gets no second."""
    of_mailing = MailingRecipient.mailing_id == mailing_id
    total = db.session.scalar(select(func.count()).select_from(MailingRecipient).where(of_mailing)) or 0
    written = db.session.scalar(select(func.count(MailingRecipient.letter_id)).where(of_mailing)) or 0
    while batch := _write_some(mailing_id):
        written += batch
        task.tell(written, total, _("Letters are written into the outbox"))
    with transaction() as moment:
        mailing = hold(db.session.get_one(Mailing, mailing_id))
        if mailing.finished_at is None:
            mailing.finished_at = moment.at
            ledger.write(
                "mailing.written",
                actor=None,
                at=moment.at,
                subject=mailing,
                label=mailing.subject,
                edition_id=mailing.edition_id,
                after={"letters": total},
            )
        edition = db.session.get_one(Edition, mailing.edition_id)
    words = ngettext("%(num)d letter is in the outbox.", "%(num)d letters are in the outbox.", total)
    return Made(words, link=f"/team/editions/{edition.key}/mailings/{mailing_id}")


def _write_some(mailing_id: int) -> int:
    with transaction() as moment:
        mailing = db.session.get_one(Mailing, mailing_id)
        rows = db.session.scalars(
            select(MailingRecipient)
            .where(MailingRecipient.mailing_id == mailing_id, MailingRecipient.letter_id.is_(None))
            .order_by(MailingRecipient.id)
            .limit(BATCH)
            .with_for_update(of=MailingRecipient)
        ).all()
        letters = [_letter(moment, mailing, row) for row in rows]
        db.session.flush()
        for row, letter in zip(rows, letters, strict=True):
            row.letter_id = letter.id
        return len(rows)


def _letter(moment: Transaction, mailing: Mailing, row: MailingRecipient) -> Letter:
    kind = "mailing-to-judges" if mailing.audience == Audience.JUDGES else "mailing"
    key = f"mailing:{row.id}"
    letter = post_text(
        moment,
        kind,
        filled(Text(mailing.subject, mailing.body), row.given),
        to=row.email,
        name=row.name,
        key=key,
        person_id=row.person_id,
        edition_id=mailing.edition_id,
    )
    return letter or db.session.scalars(select(Letter).where(Letter.key == key)).one()
