"""An edition is made from one document, whole or not at all; its dates move with a reason."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from awards_portal import clock, ledger, sample
from awards_portal.cli.editions import read_document
from awards_portal.db import db
from awards_portal.errors import Invalid, NotHere, Refusal
from awards_portal.ledger import LedgerLine
from awards_portal.programmes import queries, service
from awards_portal.programmes.models import Edition

pytestmark = pytest.mark.usefixtures("context")
BY = ledger.System("a test")
DATA = Path(sample.__file__).parent / "data"


@pytest.fixture
def document() -> dict[str, Any]:
    return read_document(DATA / "edition.json")


def test_the_packaged_document_makes_an_edition_that_is_open(document: dict[str, Any]) -> None:
    edition = service.create_edition(document, BY)
    assert edition.opens_at < clock.now() < edition.closes_at
    assert len(queries.categories(edition.id)) == 6
    version = queries.current_form(edition.id)
    assert version is not None
    assert [section.key for section in queries.form_of(version).sections] == list("ABCDEFGH")
    rubric = queries.current_rubric(edition.id)
    assert rubric is not None
    assert [each.weight for each in queries.criteria(rubric.id)] == [15, 20, 10, 15, 25, 15]
    assert queries.rounds(edition.id)[0].rubric_id == rubric.id


def test_a_second_edition_of_the_same_key_is_refused(document: dict[str, Any]) -> None:
    service.create_edition(document, BY)
    with pytest.raises(Refusal, match="already"):
        service.create_edition(document, BY)
    assert db.session.scalar(select(func.count()).select_from(Edition)) == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"key": "Not A Key"}, "small letters"),
        ({"time_zone": "Mars/Base"}, "Mars/Base"),
        ({"opens": "yesterday"}, "2026-05-31T23:59:00+09:00"),
        ({"opens": "2026-05-01T00:00:00"}, "with its zone"),
        ({"closes": "-P31D"}, "closes before it opens"),
        ({"categories": []}, "must be a list with something in it"),
        ({"method": "magic"}, "“method” is one of"),
        ({"tie_ladder": ["coin"]}, "“tie_ladder” lists"),
        ({"form": {"title": "", "sections": []}}, "it has no sections"),
        ({"rubric": None}, "The rubric is missing"),
        ({"conflicts": {"country": "maybe"}}, "“country” is one of block, ask, ignore"),
        (
            {"rounds": [{"key": "p", "title": "P", "kind": "calibration", "opens": "P90D", "closes": "P99D"}]},
            "a round whose scores count must come after it",
        ),
        ({"entries_per_city": 0}, "at least 1"),
        ({"eligibility": "none"}, "lists at most 5 questions"),
        ({"eligibility": [{"key": "a"}] * 6}, "lists at most 5 questions"),
        ({"eligibility": [{"key": "a b", "question": "?", "right": "perhaps", "why": "No."}]}, "yes or no"),
        ({"eligibility": [{"key": "a b", "question": "?", "right": "yes", "why": "No."}]}, "small letters"),
        ({"eligibility": [{"key": "a", "question": "?", "right": "yes", "why": "No."}] * 2}, "is there twice"),
        ({"eligibility": [{"key": "a", "question": "?", "right": "yes"}]}, "“why” is missing"),
    ],
)
def test_what_is_wrong_is_told_in_sentences_and_nothing_is_written(
    document: dict[str, Any], change: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Invalid) as caught:
        service.create_edition({**document, **change}, BY)
    assert any(sentence in each for each in caught.value.fields["document"]), caught.value.fields
    assert db.session.scalar(select(func.count()).select_from(Edition)) == 0


def test_form_and_rubric_must_know_each_other(document: dict[str, Any]) -> None:
    document["rubric"]["criteria"][0]["reads"] = ["no_such_question"]
    document["form"]["sections"][4]["questions"][0]["criteria"] = ["no_such_criterion"]
    with pytest.raises(Invalid) as caught:
        service.create_edition(document, BY)
    told = " ".join(caught.value.fields["document"])
    assert "no_such_question" in told
    assert "no_such_criterion" in told


def test_a_round_that_opens_before_entries_close_is_refused(document: dict[str, Any]) -> None:
    document["rounds"][0]["opens"] = "P1D"
    with pytest.raises(Invalid) as caught:
        service.create_edition(document, BY)
    assert "judges would score what can still change" in caught.value.fields["document"][0]


def test_dates_move_with_a_reason_that_stays_in_the_record(document: dict[str, Any]) -> None:
    edition = service.create_edition(document, BY)
    now = clock.now()
    service.change_dates(
        edition, by=BY, reason="Typhoon", closes_at=now, rounds={"scoring": (now, now + timedelta(days=9))}
    )
    assert queries.rounds(edition.id)[0].opens_at == now
    line = db.session.scalars(select(LedgerLine).filter_by(event="edition.dates_changed")).one()
    assert line.reason == "Typhoon"
    assert line.before is not None
    assert line.after is not None
    assert line.before["closes"] != line.after["closes"]


def test_dates_that_contradict_each_other_or_have_no_reason_are_refused_and_stay(document: dict[str, Any]) -> None:
    edition = service.create_edition(document, BY)
    closes = edition.closes_at
    for change, words in (
        ({"reason": " "}, "why"),
        ({"reason": "x", "closes_at": edition.opens_at}, "before it opens"),
        ({"reason": "x", "closes_at": closes + timedelta(days=60)}, "can still change"),
    ):
        with pytest.raises(Invalid, match=words):
            service.change_dates(edition, by=BY, **change)  # type: ignore[arg-type]
    with pytest.raises(NotHere):
        service.change_dates(edition, by=BY, reason="x", rounds={"final": (None, None)})
    stored = queries.edition_by_key(edition.key)
    assert stored is not None
    assert stored.closes_at == closes


def test_the_command_makes_the_edition_and_tells_faults_by_line(context: Flask, tmp_path: Path) -> None:
    runner = context.test_cli_runner()
    done = runner.invoke(args=["edition", "load", str(DATA / "edition.json")])
    assert done.exit_code == 0, done.output
    assert "114 cities" in done.output
    done = runner.invoke(
        args=["edition", "dates", "ssc26", "--closes", "PT0M", "--round", "scoring", "PT0M", "P9D", "--reason", "Trial"]
    )
    assert done.exit_code == 0, done.output
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps({"key": "x"}))
    done = runner.invoke(args=["edition", "load", str(bad)])
    assert done.exit_code == 1
    assert "“title” is missing" in done.output
    bad.write_text("{")
    assert "is not JSON" in runner.invoke(args=["edition", "load", str(bad)]).output
    assert "cannot be read" in runner.invoke(args=["edition", "load", str(tmp_path / "none.json")]).output
