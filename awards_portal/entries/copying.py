"""Starting from an earlier entry of the same city: what fits is copied, the rest is listed, nothing is overwritten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from .. import ledger
from ..db import db, hold, transaction
from ..errors import NotHere, PortalError
from ..people.models import City, Person
from ..programmes import queries as programmes
from ..programmes.forms import Form, Question, QuestionType
from ..programmes.models import Category, Edition
from . import files, queries, reuse, service
from .models import Attachment, Entry
from .values import has_shape, is_empty
from .writing import Change, save_answers

# Chosen or declared anew each time.
NEVER = {QuestionType.CATEGORY, QuestionType.DECLARATION, QuestionType.APPLICANT}


@dataclass(frozen=True)
class Left:
    """An answer of the earlier entry that is not copied, and why."""

    label: str
    sentence: str


@dataclass(frozen=True)
class Plan:
    """What of an earlier entry goes into a new form: values by question, files by question, and what stays behind."""

    values: Mapping[str, Any]
    attachments: Sequence[tuple[str, Attachment]]
    left: Sequence[Left]


def plan(old: Form, new: Form, values: Mapping[str, Any], attachments: Sequence[Attachment]) -> Plan:
    """What can be copied from an entry of one form into one of another: question keys and types must match."""
    copied: dict[str, Any] = {}
    taken: list[tuple[str, Attachment]] = []
    left: list[Left] = []
    for key, question in old.questions.items():
        mine = [file for file in attachments if file.question == key]
        if question.type in NEVER or (not mine and is_empty(question, values.get(key))):
            continue
        target = new.questions.get(key)
        if question.type is QuestionType.FILES:
            taken += [(key, file) for file in mine if _why_no_file(target, file) is None]
            left += [Left(question.label, why) for file in mine if (why := _why_no_file(target, file))]
            continue
        why = _why_not(question, target, values[key])
        if why:
            left.append(Left(question.label, why))
        else:
            copied[key] = values[key]
    return Plan(copied, taken, left)


def _why_not(question: Question, target: Question | None, value: Any) -> str | None:
    if target is None:
        return _("This form does not ask it.")
    if target.type is not question.type or not has_shape(target, value):
        return _("This form asks it in another way.")
    options = {option.value for option in target.options}
    if options and not (set(value) if isinstance(value, list) else {value}) <= options:
        return _("The choices have changed.")
    return None


def _why_no_file(target: Question | None, file: Attachment) -> str | None:
    return _("This form does not ask it.") if target is None else reuse.why_not_fit(target, file)


def start_from(
    source: Entry,
    city: City,
    edition: Edition,
    category: Category,
    by: Person,
    mark: str,
    answers: Mapping[str, str] | None = None,
) -> tuple[Entry, Plan]:
    """Start an entry with the answers and files of an earlier one. The same mark again answers the same entry.

    Args:
        source: an entry of the same city in another edition; what it says now is copied.
        answers: yes or no to each eligibility question of the edition, as for `start`.

    Raises:
        NotHere: there is no such entry of this city.
        Invalid, Refusal: as when an entry is started.
    """
    with transaction() as moment:
        # The city first, as in `start`: whoever takes both locks takes them in one order.
        city = hold(city)
        source = hold(source, joinedload(Entry.form_version))
        if source.city_id != city.id or source.edition_id == edition.id:
            raise NotHere(_("There is no such earlier entry of your city."))
        old = programmes.form_of(source.form_version)
        values = {key: answer.value for key, answer in queries.answers(source.id).items()}
        attachments, reference = queries.attachments(source.id), source.reference
        entry = service.start(city, edition, category, by, mark, answers)
        made = plan(old, programmes.form_of(entry.form_version), values, attachments)
        # Pressed twice: what was copied the first time is there, and what was written since stays.
        fresh = not (set(queries.answers(entry.id)) & set(made.values) or queries.attachments(entry.id))
        if fresh:
            changes = {key: Change(value, 0, copied_from=reference) for key, value in made.values.items()}
            save_answers(entry, changes, by)
            made = Plan(made.values, *_copy_files(entry, made, reference, by))
            ledger.write(
                "entry.copied",
                actor=by,
                at=moment.at,
                subject=entry,
                label=entry.reference,
                edition_id=entry.edition_id,
                after={"from": reference, "answers": len(made.values), "files": len(made.attachments)},
            )
        return entry, made


def _copy_files(
    entry: Entry, made: Plan, reference: str, by: Person
) -> tuple[list[tuple[str, Attachment]], list[Left]]:
    """Add the files; one that finds no room stays behind with the reason and keeps no other from being copied."""
    taken, left = [], list(made.left)
    with transaction() as moment:
        entry = files.held(entry, by, moment.at)
        form = programmes.form_of(entry.form_version)
        for key, file in made.attachments:
            try:
                files.place(moment, entry, form.questions[key], reuse.copy_of(file, reference), by)
                taken.append((key, file))
            except PortalError as error:
                left.append(Left(form.questions[key].label, f"{file.name}: {error.sentence}"))
    db.session.flush()
    return taken, left
