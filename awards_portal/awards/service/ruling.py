"""A change of the rules after judging began: a decision with a reason, and both results."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from ... import ledger
from ...db import Transaction, db, hold, transaction
from ...errors import Invalid
from ...people.models import Person
from ...programmes.group_weights import groups_in_words
from ...programmes.models import Criterion, Edition, EditionChange, Round, Rubric
from .. import panel_scores, queries, standings, turning
from ..models import RulesChange
from ..panel_scores import PanelScores
from ..permission import require_handler


def change_rules(
    edition: Edition,
    *,
    method: str,
    tie_ladder: Sequence[str],
    weights: Mapping[str, int | None],
    groups: Mapping[str, list[dict[str, Any]]] | None = None,
    reason: str,
    by: Person,
) -> RulesChange:
    """Change method, tie ladder or weights while scores are there. Both results are kept, and the call says so.

    Args:
        weights: by criterion of the rubric that the last scored round is judged with; a criterion left out stays.
        groups: what groups of judges weigh, by key of a scored round; a round left out stays.

    Raises:
        Refusal: when this person takes no part.
        Invalid: by field; when nothing changes, results are proposed or published, or there is no reason.
    """
    with transaction() as moment:
        # The edition is the lock: a change, a decision of the jury and a proposal happen one after the other.
        edition = hold(edition)
        require_handler(by, queries.entry_rows(edition.id))
        rounds = queries.rounds_with_scorecards(edition.id)
        criteria = [hold(each) for each in queries.criteria(rounds[-1].rubric_id)] if rounds else []
        rounds = [hold(each) for each in rounds]
        before = _rules(edition, criteria, rounds)
        after: dict[str, Any] = {
            "method": method,
            "tie_ladder": list(tie_ladder),
            "weights": {key: weights.get(key, weight) for key, weight in before["weights"].items()},
            "groups": {key: (groups or {}).get(key, own) for key, own in before["groups"].items()},
        }
        settled = queries.open_publication(edition.id) is not None
        faults = turning.why_not_change_rules(before, after, reason, begun=bool(rounds), settled=settled)
        if faults:
            raise Invalid(_("The rules are not changed."), faults)
        # Read once: what stands before and after differs by the rules alone.
        scores = [panel_scores.read(edition, each, db.session.get_one(Rubric, each.rubric_id)) for each in rounds]
        results_before = [_told(each) for each in scores]
        edition.method, edition.tie_ladder = method, list(tie_ladder)
        for criterion in criteria:
            criterion.weight = after["weights"][criterion.key]
        for round_ in rounds:
            round_.groups = after["groups"][round_.key]
        db.session.flush()
        change = RulesChange(
            edition_id=edition.id,
            before=before,
            after=after,
            results_before=results_before,
            results_after=[_told(each) for each in scores],
            reason=reason.strip(),
            by_id=by.id,
            at=moment.at,
        )
        db.session.add(change)
        _record(
            moment,
            edition,
            change,
            {
                "weights": {each.key: each.title for each in criteria},
                "groups": {each.key: each.title for each in rounds},
            },
            by,
        )
    return change


def _rules(edition: Edition, criteria: Sequence[Criterion], rounds: Sequence[Round]) -> dict[str, Any]:
    return {
        "method": edition.method,
        "tie_ladder": list(edition.tie_ladder),
        "weights": {each.key: each.weight for each in criteria},
        "groups": {each.key: [dict(group) for group in each.groups] for each in rounds},
    }


def _told(scores: PanelScores) -> dict[str, Any]:
    found = standings.rank(scores, uncertainty=False)
    return {
        "round": scores.round.key,
        "title": scores.round.title,
        "categories": [
            {
                "key": category.key,
                "title": category.title,
                "places": [
                    {
                        "entry": place.entry.reference,
                        "city": place.entry.city,
                        "city_id": place.entry.city_id,
                        "rank": place.rank,
                        "score": place.score,
                    }
                    for place in category.places
                ],
            }
            for category in found.categories
        ],
    }


def _record(
    moment: Transaction, edition: Edition, change: RulesChange, titles: Mapping[str, Mapping[str, str]], by: Person
) -> None:
    changed = [name for name in change.before if change.before[name] != change.after[name]]
    db.session.add(
        EditionChange(
            edition_id=edition.id,
            at=moment.at,
            by_id=by.id,
            reason=change.reason,
            before={name: _in_words(change.before[name], titles.get(name, {})) for name in changed},
            after={name: _in_words(change.after[name], titles.get(name, {})) for name in changed},
        )
    )
    ledger.write(
        "rules.changed",
        actor=by,
        at=moment.at,
        subject=edition,
        label=edition.title,
        edition_id=edition.id,
        before={name: change.before[name] for name in changed},
        after={name: change.after[name] for name in changed},
        reason=change.reason,
    )


def _in_words(value: Any, titles: Mapping[str, str]) -> Any:
    if not isinstance(value, dict):
        return value
    return [
        f"{titles[key]}: {groups_in_words(own) or _('all judges alike')}"
        if isinstance(own, list)
        else f"{titles[key]} {own}"
        for key, own in value.items()
    ]
