"""Rubrics: changed until the first scorecard, then only by a new version for a round that has not opened."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from awards_portal import clock, ledger
from awards_portal.db import transaction
from awards_portal.errors import Invalid, Refusal
from awards_portal.judging import service as judging
from awards_portal.people.models import TeamRole
from awards_portal.programmes import queries, service
from awards_portal.programmes.models import Edition, Rubric
from tests import factories
from tests.rooms.judging.stage import FULL, make

BY = ledger.System("a test")


def newest(edition: Edition) -> Rubric:
    found = queries.current_rubric(edition.id)
    assert found is not None
    return found


def heavier(document: dict[str, Any]) -> dict[str, Any]:
    document["criteria"][0]["weight"] = 70
    return document


def reversed_(document: dict[str, Any]) -> dict[str, Any]:
    return {**document, "criteria": document["criteria"][::-1]}


def test_after_the_call_a_rubric_changes_with_a_reason_that_is_shown(context: Flask) -> None:
    edition = factories.edition()
    with pytest.raises(Invalid, match="Write why"):
        service.change_rubric(edition, heavier, by=BY)
    service.change_rubric(edition, heavier, by=BY, reason="As agreed.")
    service.change_rubric(edition, reversed_, by=BY, reason="Heaviest last.")
    assert [(each.key, each.weight) for each in queries.criteria(newest(edition).id)] == [
        ("innovation", 40),
        ("impact", 70),
    ]
    assert [each.reason for each in queries.public_changes(edition.id)] == ["Heaviest last.", "As agreed."]


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        ({"scale": {"min": 5, "max": 5, "steps_per_point": 1}}, "rubric.scale.max", "must be greater"),
        ({"scale": {"min": 0, "max": 100, "steps_per_point": 4}}, "rubric.scale.steps_per_point", "401 steps"),
        ({"criteria": [{"key": "a", "title": "A", "weight": 0}]}, "rubric.criteria.a.weight", "at least 1"),
        (
            {"criteria": [{"key": "a", "title": "A", "weight": 9}, {"key": "b", "title": "B", "weight": 0}]},
            "rubric.criteria.b.weight",
            "at least 1",
        ),
        ({"criteria": [{"key": "a", "title": "A", "weight": -1}]}, "rubric.criteria.a.weight", "whole number"),
        ({"criteria": []}, "rubric.criteria", "at least one criterion"),
    ],
)
def test_a_rubric_that_cannot_be_used_is_refused_and_stays(
    context: Flask, change: dict[str, Any], path: str, words: str
) -> None:
    edition = factories.edition()
    with pytest.raises(Invalid) as caught:
        service.change_rubric(edition, lambda d: {**d, **change}, by=BY, reason="Better")
    assert words in " ".join(caught.value.fields[path])
    assert [each.weight for each in queries.criteria(newest(edition).id)] == [60, 40]


def test_the_first_scorecard_locks_the_rubric_and_a_new_version_is_for_a_later_round(context: Flask) -> None:
    stage = make()
    with pytest.raises(Refusal, match="Nobody has scored"):
        service.new_rubric_version(stage.edition, by=BY)
    judging.state_conflict(stage.anna, stage.trams, False)
    judging.save_scores(stage.assignment, FULL, 0, stage.as_anna)
    locked = newest(stage.edition)
    assert locked.locked_at is not None
    with pytest.raises(Refusal, match="Judges have begun to score"):
        service.change_rubric(stage.edition, heavier, by=BY, reason="Better")
    made = service.new_rubric_version(stage.edition, by=BY)
    service.change_rubric(stage.edition, heavier, by=BY, reason="For the final.")
    assert [each.weight for each in queries.criteria(made.id)] == [70, 40]
    assert [each.weight for each in queries.criteria(locked.id)] == [60, 40]
    round_ = queries.rounds(stage.edition.id)[0]
    assert round_.rubric_id == locked.id
    with pytest.raises(Refusal, match="The round has opened"):
        service.use_rubric(round_, made, by=BY)
    with transaction():
        queries.rounds(stage.edition.id)[0].opens_at = clock.now() + timedelta(hours=1)
    assert service.use_rubric(round_, made, by=BY).rubric_id == made.id


def test_an_observer_changes_no_rubric(context: Flask) -> None:
    edition, observer = factories.edition(), factories.team_member(TeamRole.OBSERVER)
    for deed in (
        lambda: service.change_rubric(edition, heavier, by=observer, reason="x"),
        lambda: service.new_rubric_version(edition, by=observer),
        lambda: service.use_rubric(queries.rounds(edition.id)[0], newest(edition), by=observer),
    ):
        with pytest.raises(Refusal, match="You may read this"):
            deed()
