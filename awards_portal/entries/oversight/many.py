"""One act on many entries: what would happen to each is told first, then exactly that is done."""

import enum
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from ... import ledger
from ...db import Transaction, db, hold, transaction
from ...errors import Refusal
from ...people import queries as people
from ...people.models import Person
from ...programmes import queries as programmes
from .. import policy as entering
from .. import queries as entries
from .. import reminders
from ..models import EligibilityOutcome, Entry
from . import policy, queries, round_policy
from .deciding import decide
from .marking import put_tag, tag_words, tags_of
from .members import check_member

# One act holds the database's writers for a moment: so many entries at most.
MOST = 200


class Act(enum.StrEnum):
    """What can be done to many entries at once."""

    PASS = "pass"  # noqa: S105
    TAG = "tag"
    REMIND = "remind"


@dataclass(frozen=True)
class Line:
    """What would happen to one entry. `version` is what counts now, 0 without one; `why_not`: it is left alone."""

    entry: Entry
    version: int
    why_not: str | None


def plan(act: Act, ids: Sequence[int], by: Person, at: datetime, words: str = "") -> list[Line]:
    """What an act would do to each of these entries, in the order they were started. A constant number of statements.

    Args:
        words: the tag, for `Act.TAG`.

    Raises:
        Refusal: more entries than one act takes.
        Invalid: a tag that cannot be one.
    """
    if len(ids) > MOST:
        raise Refusal(_("Choose at most %(n)d entries for one act. Filter the list further.", n=MOST))
    found = entries.entries_by_ids(ids)
    role, own = people.team_role(by.id), people.own_cities(by.id)
    latest = entries.latest_submissions(ids)
    why_not = _reasons(act, found, at, words)
    return [
        Line(
            entry,
            latest[entry.id].number if entry.id in latest else 0,
            policy.why_not_oversee(role, entry.city_id in own) or why_not(entry),
        )
        for entry in found
    ]


def _reasons(act: Act, found: Sequence[Entry], at: datetime, words: str) -> Callable[[Entry], str | None]:
    ids = [entry.id for entry in found]
    if act is Act.TAG:
        words = tag_words(words)
        tags = tags_of(ids)
        return lambda entry: policy.why_not_tag_again(words, [tag.words for tag in tags.get(entry.id, [])])
    if act is Act.REMIND:
        unsent = {each.entry.id: each for each in reminders.unsent(ids, at)}
        return lambda entry: _why_not_remind(unsent.get(entry.id), at)
    latest, withdrawn = entries.latest_submissions(ids), entries.current_withdrawals(ids)
    decided = queries.decisions_in_force(ids)
    round_ = programmes.eligibility_round(found[0].edition_id) if found else None

    def why_not_pass(entry: Entry) -> str | None:
        last = decided.get(entry.id)
        return (
            round_policy.why_not_now(round_, at)
            or policy.why_not_decide(entry.id in latest, entry.id in withdrawn)
            or policy.why_not_pass_with_others(
                None if last is None else last.outcome, last is not None and last.submission_id == latest[entry.id].id
            )
        )

    return why_not_pass


def _why_not_remind(unsent: reminders.Unsent | None, at: datetime) -> str | None:
    if unsent is None:
        return _("Nothing of it waits to be submitted.")
    return entering.why_closed(unsent.entry.edition, at, unsent.terms) or (
        None if unsent.people else _("Nobody writes for this city now. Appoint a lead first.")
    )


def act_on(act: Act, versions: Mapping[int, int], by: Person, words: str = "") -> tuple[list[str], list[str]]:
    """Do to each entry what was shown. Answers the references of those it was done to and of those left alone.

    An entry of which another version was submitted meanwhile is left alone: it was not read.

    Args:
        versions: the version that was shown of each entry, by id; 0 where there was none.

    Raises:
        Refusal: not an organiser, nothing left to do, or more entries than one act takes.
        Invalid: a tag that cannot be one.
    """
    with transaction() as moment:
        if act is Act.PASS:
            # Before the clock is read: the round is not closed between what is judged and what is written.
            queries.share_eligibility_rounds(versions)
        lines = plan(act, sorted(versions), by, moment.at, words)
        due = [line for line in lines if line.why_not is None and line.version == versions[line.entry.id]]
        done = _do(moment, act, due, by, words)
        if not done:
            raise Refusal(
                lines[0].why_not if len(lines) == 1 and lines[0].why_not else _("There is nothing left to do.")
            )
        return done, [line.entry.reference for line in lines if line.entry.reference not in done]


def _do(moment: Transaction, act: Act, due: Sequence[Line], by: Person, words: str) -> list[str]:
    done: list[str] = []
    for line in due:
        if act is Act.PASS:
            try:
                decide(line.entry, EligibilityOutcome.PASSED, "", by, line.version)
            except Refusal:
                # Something happened between reading and locking it; a refusal has written nothing.
                continue
        elif act is Act.TAG:
            entry = hold(line.entry)
            check_member(by, entry.city_id)
            put_tag(moment, entry, tag_words(words), by)
        elif not _remind(moment, line.entry, by):
            continue
        done.append(line.entry.reference)
    return done


def _remind(moment: Transaction, entry: Entry, by: Person) -> int:
    sent = sum(reminders.remind_by_hand(moment, each) for each in reminders.unsent([entry.id], moment.at))
    if sent:
        ledger.write(
            "entry.reminded",
            actor=by,
            at=moment.at,
            subject=entry,
            label=entry.reference,
            edition_id=entry.edition_id,
            after={"letters": sent},
        )
    return sent


def chosen(edition_id: int, references: Collection[str]) -> list[int]:
    """Ids of those of these references that are in the edition, in the order they were started."""
    question = select(Entry.id).where(Entry.edition_id == edition_id, Entry.reference.in_(list(references)))
    return list(db.session.scalars(question.order_by(Entry.id)))
