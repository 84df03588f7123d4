"""One judge and one entry: whether they may meet, and what is written when they do."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from ... import clock, ledger, mail
from ...db import Transaction, db
from ...entries import queries as entries
from ...entries.models import Entry
from ...people.models import Person
from ...programmes.models import Round
from .. import policy, queries
from ..models import Assignment, AssignmentHow, Judge
from ..proposals import Pair
from ..shortlisting.queries import standing_among


def pairs_of(
    round_: Round,
    judges: Sequence[Judge],
    submitted: Sequence[Entry],
    at: datetime,
    loads: Mapping[int, int] | None = None,
    *,
    together: bool = False,
    only: Collection[tuple[int, int]] | None = None,
) -> list[Pair]:
    """Every judge by every entry, each with why they may not meet. Seven statements, however many there are.

    `round_` comes with its edition, the entries with their cities.

    Args:
        loads: how many entries each judge has in the round, held against the most that each takes; None: not held.
        together: all pairs are meant to be made, so each counts in its judge's load for the next.
        only: ids of judge and entry of the pairs that are asked about; None: all.
    """
    counted = dict(loads or {})
    ids = [judge.id for judge in judges]
    found = queries.found_between(judges, [entry.city for entry in submitted], round_.edition.conflict_rules, at)
    conflicted, assigned = queries.conflicts_stated(ids), queries.pairs_assigned(round_.id, ids)
    withdrawn = entries.out_of_competition([entry.id for entry in submitted])
    unchecked = entries.unchecked([entry.id for entry in submitted])
    sent = queries.ever_submitted([entry.id for entry in submitted])
    standing = standing_among(round_.id, [entry.id for entry in submitted])
    exclusions = queries.exclusions_of(ids)
    pairs = []
    for entry in submitted:
        for judge in judges:
            if only is not None and (judge.id, entry.id) not in only:
                continue
            excluded = exclusions.reason(judge.id, entry)
            why_not = policy.why_not_assign(
                judge,
                same_edition=judge.edition_id == entry.edition_id == round_.edition_id,
                submitted=entry.id in sent,
                standing=entry.id in standing,
                withdrawn=entry.id in withdrawn,
                unchecked=entry.id in unchecked,
                found=found.get((judge.id, entry.city_id), ()),
                conflicted=(judge.id, entry.id) in conflicted,
                assigned=(judge.id, entry.id) in assigned,
                excluded=excluded,
                load=0 if loads is None else counted.get(judge.id, 0),
            )
            if together and why_not is None:
                counted[judge.id] = counted.get(judge.id, 0) + 1
            kept, detected = (judge.id, entry.id) in assigned, tuple(found.get((judge.id, entry.city_id), ()))
            conflict = (judge.id, entry.id) in conflicted or any(each.blocks for each in detected)
            pairs.append(Pair(judge, entry, why_not, kept, detected, excluded is not None, conflict))
    return pairs


def write_assignment(moment: Transaction, round_: Round, pair: Pair, by: Person, how: AssignmentHow) -> Assignment:
    """Write one assignment and its line of history, inside a deed that has judged whether the two may meet."""
    detected = [str(each.likeness) for each in pair.found]
    made = Assignment(
        round_id=round_.id,
        entry_id=pair.entry.id,
        judge_id=pair.judge.id,
        how=how,
        by_id=by.id,
        at=moment.at,
        detected=detected,
    )
    db.session.add(made)
    ledger.write(
        "assignment.made",
        actor=by,
        at=moment.at,
        subject=made,
        label=f"{pair.entry.reference}, {pair.judge.name}",
        edition_id=round_.edition_id,
        after={"round": round_.key, "how": str(how)} | ({"detected": detected} if detected else {}),
    )
    return made


def tell_assigned(moment: Transaction, round_: Round, judge: Judge) -> None:
    """Write the letter that tells a judge of new entries, one a round and day. `round_` comes with its edition."""
    zone = round_.edition.time_zone
    mail.post(
        moment,
        "assignment",
        to=judge.email,
        name=judge.name,
        # Somebody who assigns ten entries one after another does not send ten letters.
        key=f"assignment:{round_.id}:{judge.id}:{moment.at:%Y-%m-%d}",
        person_id=judge.person_id,
        edition_id=round_.edition_id,
        edition=round_.edition.title,
        round=round_.title,
        opens=clock.tell(round_.opens_at, zone),
        closes=clock.tell(round_.closes_at, zone),
        link=mail.address("judging"),
    )
