"""Starting an entry: within the city's limit, under a reference drawn at random."""

import secrets
from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from ... import ledger
from ...db import db, hold, transaction
from ...errors import Invalid, Refusal
from ...people.models import City, Person
from ...programmes import eligibility
from ...programmes import queries as programmes
from ...programmes.models import Category, Edition
from .. import policy, queries
from ..models import Answer, AnswerRevision, Entry, RevisionKind
from ..oversight.queries import extended_to
from ..oversight.rules import Terms


def start(
    city: City, edition: Edition, category: Category, by: Person, mark: str, answers: Mapping[str, str] | None = None
) -> Entry:
    """Start an entry of a city in a category. The same mark again answers the same entry.

    Args:
        answers: yes or no to each eligibility question of the edition, by its key; kept with the entry.

    Raises:
        Invalid: an eligibility question is not answered; `fields` maps `eligible-<key>` to a sentence.
        Refusal: when entries are closed, the city's limit is reached, this person may not, or an answer to an
            eligibility question may not enter.
    """
    with transaction() as moment:
        city = hold(city)
        begun = queries.entry_by_mark(city.id, mark)
        if begun is not None:
            return begun
        edition = db.session.get_one(Edition, edition.id)
        category = db.session.get_one(Category, category.id)
        if category.edition_id != edition.id:
            raise Invalid(_("Choose one of the categories of this edition."), {"category": [_("Choose a category.")]})
        version = programmes.current_form(edition.id)
        if version is None or edition.published_at is None:
            raise Refusal(_("The form of this edition is not published yet. Come back when the call says it is open."))
        count = queries.count_entries(city.id, edition.id)
        terms = Terms(extended_to=extended_to(edition.id, city.id))
        reason = policy.why_not_start(queries.role_of(by.id, city.id), edition, count, moment.at, terms)
        if reason:
            raise Refusal(reason)
        kept = _eligible(edition, answers or {})
        entry = _with_reference(
            Entry(
                edition=edition,
                city=city,
                category=category,
                form_version=version,
                title="",
                created_at=moment.at,
                created_by_id=by.id,
                mark=mark,
                eligibility=kept,
            )
        )
        question = programmes.form_of(version).category_question
        if question is not None:
            row = {"entry_id": entry.id, "question": question.key, "value": category.key, "revision": 1}
            db.session.add(Answer(**row, changed_at=moment.at, changed_by_id=by.id))
            db.session.add(AnswerRevision(**row, kind=RevisionKind.SAVED, mark=mark, at=moment.at, by_id=by.id))
        ledger.write(
            "entry.started",
            actor=by,
            at=moment.at,
            subject=entry,
            label=entry.reference,
            edition_id=edition.id,
            after={"city": city.name, "category": category.key},
        )
        return entry


def _eligible(edition: Edition, answers: Mapping[str, str]) -> dict[str, str]:
    questions = eligibility.read_questions(edition.eligibility)
    open_ = eligibility.unanswered(questions, answers)
    if open_:
        sentence = _("Answer yes or no.")
        raise Invalid(_("Answer the questions first."), {f"eligible-{each.key}": [sentence] for each in open_})
    wrong = eligibility.standing_in_the_way(questions, answers)
    if wrong:
        raise Refusal(" ".join(each.why for each in wrong))
    return {each.key: answers[each.key] for each in questions}


def _with_reference(entry: Entry) -> Entry:
    """Give an entry a reference drawn at random: a running number would tell every city how many came before."""
    count = queries.count_in_edition(entry.edition.id)
    digits = 4
    # More digits while a draw would meet a taken reference more often than one time in four.
    while count * 4 >= 10**digits:
        digits += 1
    for _again in range(20):
        entry.reference = f"{entry.edition.reference_prefix}-{secrets.randbelow(10**digits):0{digits}d}"
        if queries.reference_taken(entry.reference):
            continue
        try:
            with db.session.begin_nested():
                db.session.add(entry)
                db.session.flush()
        except IntegrityError:
            # Another city drew the same one a moment ago; any other broken rule is a fault of ours.
            if not queries.reference_taken(entry.reference):
                raise
            continue
        return entry
    raise Refusal(_("No reference could be drawn. Try again in a moment."))
