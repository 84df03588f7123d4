"""A try to submit that was refused: kept in the ledger with what was missing, and told when it came too late."""

from collections.abc import Sequence

from ... import clock, ledger, mail
from ...db import hold, transaction
from ...errors import Refusal
from ...people.models import Person
from ...programmes import queries as programmes
from .. import letters, policy, queries
from ..models import Entry
from ..oversight.queries import terms_of
from ..whole import WHOLE

EVENT = "submission.blocked"


class TooLate(Refusal):
    """The deadline kept a lead from submitting something new. `missing` are the questions that needed something."""

    def __init__(self, sentence: str, missing: Sequence[str]) -> None:
        super().__init__(sentence)
        self.missing = missing


def note(entry: Entry, by: Person, missing: Sequence[str], *, late: bool) -> None:
    """Keep a try on record in a transaction of its own: the refusal undid the first, and a city can show that it tried.

    Args:
        missing: questions that needed something.
        late: the deadline was over; whoever leads for the city gets a letter, once a deadline.
    """
    with transaction() as moment:
        entry = hold(entry, *WHOLE)
        ledger.write(
            EVENT,
            actor=by,
            at=moment.at,
            subject=entry,
            label=entry.reference,
            edition_id=entry.edition_id,
            after={"questions": sorted(missing), "late": late},
        )
        if not late:
            return
        zone = entry.edition.time_zone
        last = policy.last_moment(entry.edition, terms_of(entry))
        latest = queries.latest_submission(entry.id)
        questions = programmes.form_of(entry.form_version).questions
        for person in letters.told(entry, by):
            letters.post(
                moment,
                "submission-blocked",
                entry,
                person,
                key=f"blocked:{entry.id}:{person.id}:{last.isoformat()}",
                by=by.name,
                at=clock.tell(moment.at, zone),
                last=clock.tell(last, zone),
                version=0 if latest is None else latest.number,
                missing=[question.label for key, question in questions.items() if key in missing],
                entry=mail.address("entry", reference=entry.reference),
            )
