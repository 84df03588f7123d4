"""Deeds of a pairwise final. Loads pandas: import it late."""

from flask_babel import gettext as _

from ... import ledger
from ...db import db, hold, transaction
from ...errors import Invalid, NotHere, Refusal
from ...judging import policy as judging
from ...judging import queries as judges
from ...people.models import Person
from ...programmes.models import Category, Edition, Round, Rubric
from .. import queries as awards
from .. import standings
from ..models import Comparison, Finalist, PairwiseFinal
from ..permission import require_handler
from . import policy, queries


def open_final(round_: Round, category: Category, top: int | None, by: Person) -> PairwiseFinal:
    """Open the comparing of a category's first places; entries that share the last of them are all in. One that is
    there already stays as it is.

    Raises:
        Refusal: for who takes no part.
        Invalid: a number that is none, fewer than two entries with a place, or results proposed or published.
    """
    with transaction() as moment:
        # The edition is the lock: two who open at once open one final.
        edition = hold(db.session.get_one(Edition, round_.edition_id))
        require_handler(by, awards.entry_rows(edition.id, category.key))
        there = queries.final_of(round_.id, category.id)
        if there is not None:
            return there
        found = standings.compute(
            edition, round_, db.session.get_one(Rubric, round_.rubric_id), category=category.key, uncertainty=False
        )
        places = [place for each in found.categories for place in each.places]
        first = [each.entry for each in places if each.rank is not None and top is not None and each.rank <= top]
        published = awards.open_publication(edition.id) is not None
        if (why_not := policy.why_not_open(top, len(first), published)) is not None:
            raise Invalid(why_not, {"top": [why_not]})
        made = PairwiseFinal(round_id=round_.id, category_id=category.id, opened_by_id=by.id, opened_at=moment.at)
        db.session.add(made)
        db.session.flush()
        db.session.add_all(Finalist(final_id=made.id, entry_id=each.id) for each in first)
        ledger.write(
            "pairwise.opened",
            actor=by,
            at=moment.at,
            subject=made,
            label=category.title,
            edition_id=edition.id,
            after={"round": round_.key, "entries": [each.reference for each in first]},
        )
    return made


def close_final(final: PairwiseFinal, by: Person) -> None:
    """End the comparing; twice is once.

    Raises:
        Refusal: for who takes no part.
    """
    with transaction() as moment:
        round_ = db.session.get_one(Round, final.round_id)
        edition = hold(db.session.get_one(Edition, round_.edition_id))
        category = db.session.get_one(Category, final.category_id)
        require_handler(by, awards.entry_rows(edition.id, category.key))
        final = hold(final)
        if final.closed_at is None:
            final.closed_at, final.closed_by_id = moment.at, by.id
            ledger.write(
                "pairwise.closed",
                actor=by,
                at=moment.at,
                subject=final,
                label=category.title,
                edition_id=edition.id,
                after={"comparisons": len(queries.comparisons(final.id))},
            )


def compare(final: PairwiseFinal, first: str, second: str, choice: str, comment: str, by: Person) -> Comparison:
    """Take a judge's answer to a pair of references; the first answer stands, and the pair is not asked again.

    Args:
        choice: first, second or neither.

    Raises:
        NotHere: a pair that is not this judge's to compare: not in the final, not hers, or not readable to her.
        Refusal: the comparing or the round is closed.
        Invalid: no answer.
    """
    if (why_not := policy.why_not_choice(choice)) is not None:
        raise Invalid(why_not, {"choice": [why_not]})
    with transaction() as moment:
        judges.share_round(final.round_id)
        final = hold(final)
        seats = {each.assignment.entry.reference: each for each in queries.seats_in(final, by.id)}
        if first == second or first not in seats or second not in seats:
            raise NotHere(_("These two are not yours to compare."))
        pair = [seats[first], seats[second]]
        if any(each.statement is None or each.statement.conflicted for each in pair):
            raise NotHere(_("These two are not yours to compare."))
        unseen = next((why for each in pair if (why := judging.why_not_see(each, moment.at)) is not None), None)
        if (why_not := policy.why_not_answer(final.closed_at is not None, unseen)) is not None:
            raise Refusal(why_not)
        judge, entries = pair[0].assignment.judge, [each.assignment.entry for each in pair]
        low, high = sorted(each.id for each in entries)
        there = next(
            (
                each
                for each in queries.comparisons(final.id)
                if (each.judge_id, each.first_id, each.second_id) == (judge.id, low, high)
            ),
            None,
        )
        if there is not None:
            return there
        preferred = {"first": entries[0], "second": entries[1], "neither": None}[choice]
        made = Comparison(
            final_id=final.id,
            judge_id=judge.id,
            first_id=low,
            second_id=high,
            preferred_id=None if preferred is None else preferred.id,
            comment=comment.strip(),
            at=moment.at,
        )
        db.session.add(made)
        ledger.write(
            "pair.compared",
            actor=by,
            at=moment.at,
            subject=made,
            label=f"{first} {second}",
            edition_id=pair[0].assignment.round.edition_id,
            after={"preferred": None if preferred is None else preferred.reference},
        )
    return made
