"""The next edition from the last one: everything as it was, every date moved by the same number of days."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from ... import ledger
from ...db import hold, transaction
from ...errors import Invalid
from .. import queries
from ..documents import read_settings
from ..models import Edition
from ..rubrics import read_rubric
from ..translated.copying import take_along
from .creating import told, write_new
from .members import check_member

Document = dict[str, Any]


def copy_edition(
    source: Edition, *, key: str, title: str, reference_prefix: str, opening_day: date | None, by: ledger.Actor
) -> Edition:
    """Begin an edition with another's settings, form, rubric and translations; its call is not published.

    Args:
        opening_day: when the new one opens, in the edition's zone; every other date moves by as many days and keeps
            its time of day.

    Raises:
        Invalid: a sentence for each fault, by path; a key or beginning of references that is taken.
        Refusal: not an organiser.
    """
    with transaction() as moment:
        check_member(by)
        source = hold(source)
        if opening_day is None:
            sentence = _("Write the day on which the new edition opens, such as 2027-03-01.")
            raise Invalid(sentence, {"opening_day": [sentence]})
        document = queries.edition_document(source)
        form, rubric = document.pop("form", None), document.pop("rubric")
        days = (opening_day - source.opens_at.astimezone(ZoneInfo(source.time_zone)).date()).days
        try:
            shifted(document, days, source.time_zone)
        except OverflowError as error:
            sentence = _("That day is beyond any calendar. Write another one.")
            raise Invalid(sentence, {"opening_day": [sentence]}) from error
        document |= {"key": key, "title": title, "reference_prefix": reference_prefix}
        draft = queries.form_draft(source.id)
        form = form or (draft.document if draft else {"title": title, "sections": []})
        plan = read_settings(document, moment.at, partial=True)
        scored = read_rubric(rubric, moment.at, partial=True)
        made = write_new(moment, plan, scored, form, by)
        made.copied_from = source.key
        take_along(source.id, made.id, moment, by)
        told(made, moment, by, copied_from=source.key, days=days)
    return made


def shifted(document: Document, days: int, zone: str) -> None:
    """Move every date of a document by whole days. A time of day stays what it was in the zone, summer time or not."""
    for name in ("called", "announced", "ceremony"):
        if document.get(name):
            document[name] = (date.fromisoformat(document[name]) + timedelta(days=days)).isoformat()
    for part in [document, *document["rounds"]]:
        for name in ("opens", "closes", "discussion_ends"):
            if not part.get(name):
                continue
            local = datetime.fromisoformat(part[name]).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
            part[name] = (local + timedelta(days=days)).replace(tzinfo=ZoneInfo(zone)).isoformat()
