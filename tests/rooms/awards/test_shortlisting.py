"""From a closed round to the next: the best of each category, ties together, as seen, undone before it is used."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from awards_portal.awards import queries, service, standings
from awards_portal.awards.shortlists import Rule, draft_shortlist
from awards_portal.db import db, transaction
from awards_portal.entries.models import Entry
from awards_portal.errors import Invalid, Refusal
from awards_portal.judging.models import Assignment, AssignmentHow, Judge, Scorecard
from awards_portal.judging.service import assign
from awards_portal.judging.shortlisting import queries as lists
from awards_portal.judging.shortlisting.models import Shortlist, Shortlisted
from awards_portal.ledger import LedgerLine
from awards_portal.people.models import City, Person, TeamRole
from awards_portal.programmes.models import Edition, Round, RoundKind, Rubric
from tests import factories
from tests.scored import Given, round_with

pytestmark = pytest.mark.usefixtures("context")

# North 96 and 88, East and West tie exactly, South is last.
COVERED: Given = {
    "North": {"Anna": (5, 4.5), "Bo": (4.5, 4)},
    "East": {"Anna": (4, 3), "Bo": (3, 3)},
    "West": {"Anna": (4, 3), "Bo": (3, 3)},
    "South": {"Anna": (2, 2), "Bo": (2, 3)},
}


def two_rounds(given: Given = COVERED, *, closed: bool = True) -> Edition:
    """An edition whose scoring round is over and whose final has not begun."""
    edition = round_with(given)
    with transaction() as moment:
        first = queries.rounds(edition.id)[0]
        last = {"closes_at": moment.at + timedelta(days=20), "opens_at": moment.at - timedelta(minutes=1)}
        db.session.add(
            Round(
                edition_id=edition.id,
                rubric_id=first.rubric_id,
                key="final",
                title="Final",
                kind=RoundKind.FINAL,
                position=first.position + 1,
                judges_per_entry=2,
                minimum_cards=1,
                **last,
            )
        )
        if closed:
            db.session.execute(
                update(Round).where(Round.id == first.id).values(closes_at=moment.at - timedelta(minutes=1))
            )
    return db.session.get_one(Edition, edition.id)


def rounds_of(edition: Edition) -> tuple[Round, Round]:
    first, last = queries.rounds(edition.id)
    return first, last


def seen(edition: Edition, rule: Rule) -> str:
    first = rounds_of(edition)[0]
    return draft_shortlist(edition, first, db.session.get_one(Rubric, first.rubric_id), rule).fingerprint


def make(edition: Edition, by: Person, rule: Rule | None = None, **how: Any) -> Shortlist:
    rule = rule or Rule(2)
    values = {"seen": how.pop("seen", None) or seen(edition, rule), "reason": "", **how}
    return service.make_shortlist(rounds_of(edition)[0], rule, by=by, **values)


def on(made: Shortlist, place: str = "shortlisted") -> list[str]:
    rows = [each for each in lists.entries_on([made.id]) if each.place == place]
    return sorted(each.entry.city.name.split()[0] for each in rows)


def test_a_tie_at_the_border_goes_on_together_and_only_the_shortlisted_stand_in_the_final() -> None:
    edition, by = two_rounds(), factories.team_member()
    made = make(edition, by, Rule(2, reserves=1))
    assert on(made) == ["East", "North", "West"]
    assert on(made, "reserve") == ["South"]
    assert any("share" in note for note in made.notes)
    first, last = rounds_of(edition)
    rubric = db.session.get_one(Rubric, last.rubric_id)
    assert len(standings.compute(edition, first, rubric).scores.entries) == 4
    assert {each.city.split()[0] for each in standings.compute(edition, last, rubric).scores.entries} == set(on(made))
    assert {each.city.name.split()[0] for each in lists.contestants(edition.id, last.id)} == set(on(made))
    line = db.session.scalars(select(LedgerLine).filter_by(event="shortlist.made")).one()
    assert line.after is not None
    assert len(line.after["entries"]) == 3


def test_a_quota_brings_in_the_best_of_its_kind() -> None:
    edition, by = two_rounds(), factories.team_member()
    with transaction():
        db.session.execute(update(City).where(City.name.startswith("South")).values(kind="public organisation"))
    made = make(edition, by, Rule(2, quotas={"public organisation": (1, None)}))
    assert on(made) == ["North", "South"]
    assert any(each.why for each in lists.entries_on([made.id]))


def test_a_judge_is_not_given_an_entry_that_is_not_on_the_shortlist() -> None:
    edition, by = two_rounds(), factories.team_member()
    make(edition, by, Rule(1))
    last = rounds_of(edition)[1]
    south = db.session.scalars(select(Entry).where(Entry.title.contains("South"))).one()
    judge = db.session.scalars(select(Judge).order_by(Judge.id)).first()
    assert judge is not None
    anna = factories.person("Anna Judge")
    with transaction():
        db.session.execute(update(Judge).where(Judge.id == judge.id).values(person_id=anna.id))
    with pytest.raises(Refusal, match="not on the shortlist"):
        assign(last, south, db.session.get_one(Judge, judge.id), by)


def test_nothing_is_decided_before_the_round_is_closed_or_while_cards_are_missing() -> None:
    edition, by = two_rounds({**COVERED, "South": {"Anna": None, "Bo": None}}, closed=False), factories.team_member()
    with pytest.raises(Refusal, match=r"Judges can score until .*cannot be ranked yet"):
        make(edition, by)


def test_what_was_seen_is_what_is_decided() -> None:
    edition, by = two_rounds(), factories.team_member()
    with pytest.raises(Refusal, match="have changed since you saw"):
        make(edition, by, seen="0" * 64)
    assert db.session.scalar(select(Shortlist)) is None


def test_the_last_round_leads_nowhere() -> None:
    edition, by = two_rounds(), factories.team_member()
    last = rounds_of(edition)[1]
    with pytest.raises(Refusal, match="No round follows"):
        service.make_shortlist(last, Rule(2), seen="", reason="", by=by)


@pytest.mark.parametrize("rule", [Rule(0), Rule(1, quotas={"city": (2, None)})])
def test_a_rule_that_cannot_be_is_refused(rule: Rule) -> None:
    edition, by = two_rounds(), factories.team_member()
    with pytest.raises(Invalid):
        make(edition, by, rule, seen="0" * 64)


def test_an_entry_that_has_judges_in_the_final_does_not_drop_out_unseen() -> None:
    edition, by = two_rounds(), factories.team_member()
    begin(edition, "South", card=False)
    with pytest.raises(Refusal, match="has judges in Final"):
        make(edition, by)


def begin(edition: Edition, city: str, *, card: bool) -> None:
    """Assign an entry in the final, with a scorecard begun or not."""
    last = rounds_of(edition)[1]
    entry = db.session.scalars(select(Entry).where(Entry.title.contains(city))).one()
    judge = db.session.scalars(select(Judge).order_by(Judge.id)).first()
    assert judge is not None
    with transaction() as moment:
        given = Assignment(
            round_id=last.id, entry_id=entry.id, judge_id=judge.id, how=AssignmentHow.BY_HAND, at=moment.at
        )
        db.session.add(given)
        db.session.flush()
        if card:
            values = {"revision": 1, "comment_for_city": "", "private_note": ""}
            db.session.add(Scorecard(assignment_id=given.id, started_at=moment.at, changed_at=moment.at, **values))


def test_it_is_taken_back_with_a_reason_and_all_stand_again() -> None:
    edition, by = two_rounds(), factories.team_member()
    made = make(edition, by)
    with pytest.raises(Refusal, match="leads to Final already"):
        make(edition, by)
    with pytest.raises(Invalid):
        service.undo_shortlist(made, " ", by)
    service.undo_shortlist(made, "A card came late.", by)
    service.undo_shortlist(made, "Twice is once.", by)
    assert len(lists.contestants(edition.id, rounds_of(edition)[1].id)) == 4
    again = make(edition, by)
    assert [each.id for each in lists.shortlists(rounds_of(edition)[0].id)] == [again.id, made.id]
    lines = db.session.scalars(select(LedgerLine).filter_by(event="shortlist.undone")).all()
    assert [line.reason for line in lines] == ["A card came late."]


def test_once_the_final_is_scored_the_shortlist_stays() -> None:
    edition, by = two_rounds(), factories.team_member()
    made = make(edition, by)
    begin(edition, "North", card=True)
    with pytest.raises(Refusal, match="begun to score"):
        service.undo_shortlist(made, "Too late.", by)


def test_the_database_refuses_to_change_who_was_on_it() -> None:
    make(two_rounds(), factories.team_member())
    with pytest.raises(DatabaseError, match="kept as they were written"), transaction():
        db.session.execute(update(Shortlisted).values(rank=1))


def test_an_observer_decides_nothing() -> None:
    with pytest.raises(Refusal, match="Ask an organiser"):
        make(two_rounds(), factories.team_member(TeamRole.OBSERVER, name="Olga Observer"))
