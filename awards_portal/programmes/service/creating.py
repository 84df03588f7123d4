"""Making an edition: whole, from one document; or empty but for its name and dates, to be set up by hand."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select

from ... import ledger
from ...db import Transaction, db, transaction
from ...errors import Invalid, Refusal
from ...text import canonical_json, sha256
from ..documents import SettingsPlan, read_edition, read_settings
from ..models import Category, Criterion, Edition, FormDraft, FormVersion, Round, Rubric
from ..rubrics import USUAL_SCALE, RubricPlan
from .members import check_member


def create_edition(document: Mapping[str, Any], by: ledger.Actor, *, sample: bool = False) -> Edition:
    """Make an edition with its categories, published form, rubric and rounds from one document; its call is published.

    Raises:
        Invalid: when the document cannot be used; `fields["document"]` holds a sentence for each fault.
        Refusal: when there is an edition with this key or reference prefix.
    """
    with transaction() as moment:
        plan = read_edition(document, moment.at)
        if taken(plan.settings.values):
            raise Refusal(_("There is an edition with this key or reference prefix already. Choose others."))
        edition = write_edition(moment, plan.settings, plan.rubric, sample=sample)
        edition.published_at = moment.at
        db.session.add(
            FormVersion(
                edition_id=edition.id,
                number=1,
                document=plan.form_document,
                sha256=sha256(canonical_json(plan.form_document)),
                published_at=moment.at,
            )
        )
        told(edition, moment, by)
    return edition


def begin_edition(document: Mapping[str, Any], by: ledger.Actor) -> Edition:
    """Begin an edition with what its first page asks; nobody outside the organising team finds it yet.

    Raises:
        Invalid: a sentence for each fault, by path; the key or the beginning of references is taken.
        Refusal: not an organiser.
    """
    with transaction() as moment:
        check_member(by)
        plan = read_settings(document, moment.at, partial=True)
        edition = write_new(moment, plan, RubricPlan(USUAL_SCALE, []), {"title": _("Entry form"), "sections": []}, by)
        told(edition, moment, by)
    return edition


def write_new(
    moment: Transaction, plan: SettingsPlan, rubric: RubricPlan, form: Mapping[str, Any], by: ledger.Actor
) -> Edition:
    """Write an edition that is not published, its form as a draft.

    Raises:
        Invalid: the key or the beginning of references is taken.
    """
    used = taken(plan.values)
    if used:
        raise Invalid(_("The edition was not made."), used)
    edition = write_edition(moment, plan, rubric)
    words = {"edition_id": edition.id, "changed_at": moment.at, "changed_by_id": by.id}
    db.session.add(FormDraft(document=dict(form), revision=1, **words))
    return edition


def taken(values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Which of the names of an edition are in use, in sentences by path."""
    rows = db.session.execute(
        select(Edition.key, Edition.reference_prefix)
        .where(or_(Edition.key == values["key"], Edition.reference_prefix == values["reference_prefix"]))
        .order_by(Edition.id)
    ).all()
    found = {}
    if any(key == values["key"] for key, _prefix in rows):
        found["key"] = [_("There is an edition “%(key)s” already. Choose another short name.", key=values["key"])]
    if any(prefix == values["reference_prefix"] for _key, prefix in rows):
        found["reference_prefix"] = [_("Another edition's references begin with this. Choose another beginning.")]
    return found


def write_edition(moment: Transaction, plan: SettingsPlan, rubric: RubricPlan, *, sample: bool = False) -> Edition:
    """Write an edition with its categories, its first rubric and its rounds."""
    edition = Edition(**plan.values, sample=sample, created_at=moment.at)
    db.session.add(edition)
    db.session.flush()
    for position, category in enumerate(plan.categories):
        db.session.add(Category(edition_id=edition.id, position=position, **category))
    first = write_rubric(edition, 1, rubric, moment)
    for position, each in enumerate(plan.rounds):
        db.session.add(Round(edition_id=edition.id, rubric_id=first.id, position=position, **vars(each)))
    return edition


def write_rubric(edition: Edition, number: int, plan: RubricPlan, moment: Transaction) -> Rubric:
    """Write a version of a rubric."""
    low, high, steps = plan.scale
    scale = {"scale_min": low, "scale_max": high, "steps_per_point": steps}
    rubric = Rubric(edition_id=edition.id, number=number, published_at=moment.at, **scale)
    db.session.add(rubric)
    db.session.flush()
    for position, criterion in enumerate(plan.criteria):
        db.session.add(Criterion(rubric_id=rubric.id, position=position, **criterion))
    return rubric


def told(edition: Edition, moment: Transaction, by: ledger.Actor, **more: Any) -> None:
    """Note in the ledger that an edition was made."""
    ledger.write(
        "edition.created",
        actor=by,
        at=moment.at,
        subject=edition,
        label=edition.title,
        edition_id=edition.id,
        after={"method": edition.method, "tie_ladder": edition.tie_ladder, **more},
    )
