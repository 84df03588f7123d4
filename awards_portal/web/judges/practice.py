"""Practice: one's own completed scorecard beside the anchor's and the panel's."""

from flask import abort, render_template

from ... import clock
from ...judging import policy, queries, rules
from ...judging.practice import FEWEST, compare
from ...programmes import queries as programmes
from ..shared import access
from . import blueprint
from .desk import cover
from .pages import closed_page


@blueprint.get("/entries/<reference>/practice")
def practice(reference: str) -> str | tuple[str, int]:
    """How others scored the entry one practised on; nothing of it before one's own scorecard is completed."""
    seat = queries.practice_seat(access.visitor().person.id, reference) or abort(404)
    round_, judge = seat.assignment.round, seat.assignment.judge
    stands = policy.why_not_compare(seat, clock.now())
    if stands:
        return closed_page(seat, stands)
    anchor = queries.anchor_of(round_.id)
    criteria = programmes.criteria(round_.rubric_id)
    cards = queries.completed_cards(round_.id, seat.assignment.entry_id)
    lines, completed = compare(criteria, cards, judge.id, None if anchor is None else anchor.judge_id)
    return render_template(
        "judges/practice.html",
        cover=cover(seat),
        lines=lines,
        completed=completed,
        fewest=FEWEST,
        points=lambda step: "–" if step is None else rules.written(rules.points(round_.rubric, step)),
        is_anchor=anchor is not None and anchor.judge_id == judge.id,
        has_anchor=anchor is not None,
    )
