"""Deeds on programmes: make an edition from its document, move its dates."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select

from .. import ledger
from ..db import db, hold, transaction
from ..errors import Invalid, NotHere, Refusal
from ..text import canonical_json, sha256
from . import queries
from .documents import EditionPlan, read_edition
from .models import Category, Criterion, Edition, FormVersion, Round, Rubric


def create_edition(document: Mapping[str, Any], by: ledger.Actor, *, sample: bool = False) -> Edition:
    """Make an edition with its categories, published form, rubric and rounds from one document.

    Raises:
        Invalid: when the document cannot be used; `fields["document"]` holds a sentence for each fault.
        Refusal: when there is an edition with this key or reference prefix.
    """
    with transaction() as moment:
        plan = read_edition(document, moment.at)
        taken = or_(Edition.key == plan.values["key"], Edition.reference_prefix == plan.values["reference_prefix"])
        if db.session.scalar(select(Edition.id).where(taken)):
            raise Refusal(_("There is an edition with this key or reference prefix already. Choose others."))
        edition = Edition(**plan.values, sample=sample, created_at=moment.at)
        db.session.add(edition)
        db.session.flush()
        for position, category in enumerate(plan.categories):
            db.session.add(Category(edition_id=edition.id, position=position, **category))
        db.session.add(
            FormVersion(
                edition_id=edition.id,
                number=1,
                document=plan.form_document,
                sha256=sha256(canonical_json(plan.form_document)),
                published_at=moment.at,
            )
        )
        rubric = _rubric(edition, plan, moment.at)
        for position, each in enumerate(plan.rounds):
            db.session.add(Round(edition_id=edition.id, rubric_id=rubric.id, position=position, **vars(each)))
        ledger.write(
            "edition.created",
            actor=by,
            at=moment.at,
            subject=edition,
            label=edition.title,
            edition_id=edition.id,
            after={"method": edition.method, "tie_ladder": edition.tie_ladder},
        )
    return edition


def _rubric(edition: Edition, plan: EditionPlan, at: datetime) -> Rubric:
    low, high, steps = plan.scale
    rubric = Rubric(
        edition_id=edition.id, number=1, scale_min=low, scale_max=high, steps_per_point=steps, published_at=at
    )
    db.session.add(rubric)
    db.session.flush()
    for position, criterion in enumerate(plan.criteria):
        db.session.add(Criterion(rubric_id=rubric.id, position=position, **criterion))
    return rubric


def change_dates(
    edition: Edition,
    *,
    by: ledger.Actor,
    reason: str,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    rounds: Mapping[str, tuple[datetime | None, datetime | None]] | None = None,
) -> Edition:
    """Move dates of an edition and its rounds (opening, closing); what is None stays. The change stays in the record.

    Raises:
        Invalid: when the reason is missing or the dates contradict each other.
        NotHere: when there is no such round.
    """
    with transaction() as moment:
        edition = hold(edition)
        found = {each.key: hold(each) for each in queries.rounds(edition.id)}
        before = _dates(edition, found)
        edition.opens_at, edition.closes_at = opens_at or edition.opens_at, closes_at or edition.closes_at
        for key, (opens, closes) in (rounds or {}).items():
            if key not in found:
                raise NotHere(_("This edition has no round “%(key)s”.", key=key))
            found[key].opens_at, found[key].closes_at = opens or found[key].opens_at, closes or found[key].closes_at
        faults = _faults(edition, found, reason)
        if faults:
            raise Invalid(" ".join(faults), {"dates": faults})
        ledger.write(
            "edition.dates_changed",
            actor=by,
            at=moment.at,
            subject=edition,
            label=edition.title,
            edition_id=edition.id,
            before=before,
            after=_dates(edition, found),
            reason=reason.strip(),
        )
    return edition


def _dates(edition: Edition, rounds: Mapping[str, Round]) -> dict[str, Any]:
    told = {"opens_at": edition.opens_at.isoformat(), "closes_at": edition.closes_at.isoformat()}
    for key, each in rounds.items():
        told[f"{key}.opens_at"], told[f"{key}.closes_at"] = each.opens_at.isoformat(), each.closes_at.isoformat()
    return told


def _faults(edition: Edition, rounds: Mapping[str, Round], reason: str) -> list[str]:
    faults = []
    if not reason.strip():
        faults.append(_("Write why the dates change: it stays in the record."))
    if edition.closes_at <= edition.opens_at:
        faults.append(_("The edition would close before it opens."))
    deadline = edition.closes_at + timedelta(minutes=edition.grace_minutes)
    for each in rounds.values():
        if each.closes_at <= each.opens_at:
            faults.append(_("Round %(title)s would close before it opens.", title=each.title))
        if each.opens_at < deadline:
            faults.append(
                _(
                    "Round %(title)s would open before entries close: judges would score what can still change.",
                    title=each.title,
                )
            )
    return faults
