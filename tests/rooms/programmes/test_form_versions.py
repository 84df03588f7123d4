"""The form: worked on as a draft, published as versions, and copied with its edition."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal import clock, ledger
from awards_portal.db import db, transaction
from awards_portal.errors import Invalid, Refusal
from awards_portal.ledger import LedgerLine
from awards_portal.people.models import TeamRole
from awards_portal.programmes import queries, service
from awards_portal.programmes.models import Edition, FormDraft
from awards_portal.programmes.service.copying import shifted
from tests import factories

BY = ledger.System("a test")


def longer(document: dict[str, Any]) -> dict[str, Any]:
    document["sections"][1]["questions"][0]["max_words"] = 30
    return document


def draft(edition: Edition) -> FormDraft:
    found = queries.form_draft(edition.id)
    assert found is not None
    return found


def test_a_running_entry_keeps_the_version_it_was_started_with(context: Flask) -> None:
    edition = factories.edition()
    entry = factories.submitted_entry(edition, factories.city())
    service.change_form(edition, longer, by=BY)
    first = queries.current_form(edition.id)
    assert first is not None
    assert first.number == 1
    second = service.publish_form(edition, draft(edition).revision, by=BY, reason="Too short.")
    assert (second.number, entry.form_version_id) == (2, first.id)
    assert queries.form_of(first).questions["d_summary"].max_words == 20
    assert queries.form_of(second).questions["d_summary"].max_words == 30


def test_what_is_no_form_is_refused_and_the_draft_stays(context: Flask) -> None:
    edition = factories.edition()
    service.change_form(edition, longer, by=BY)
    with pytest.raises(Invalid) as caught:
        service.change_form(edition, lambda d: {**d, "sections": d["sections"] * 2}, by=BY)
    assert "there twice" in " ".join(caught.value.fields["document"])
    assert draft(edition).revision == 1


def test_a_draft_is_published_as_it_was_seen_with_what_the_rubric_knows_and_once(context: Flask) -> None:
    edition = factories.edition()
    with pytest.raises(Refusal, match="Nothing has changed"):
        service.publish_form(edition, 0, by=BY, reason="x")
    service.change_form(edition, longer, by=BY)
    with pytest.raises(Refusal, match="changed while you looked"):
        service.publish_form(edition, 0, by=BY, reason="x")
    with pytest.raises(Invalid, match="Write why"):
        service.publish_form(edition, 1, by=BY)
    service.change_form(edition, lambda d: {**d, "sections": [d["sections"][0], d["sections"][2]]}, by=BY)
    line = db.session.scalars(select(LedgerLine).filter_by(event="form.changed").order_by(LedgerLine.id.desc())).first()
    assert line is not None
    assert line.before == {"questions": [{**factories.FORM["sections"][1]["questions"][0], "max_words": 30}]}
    with pytest.raises(Invalid) as caught:
        service.publish_form(edition, 2, by=BY, reason="x")
    assert "reads “d_summary”, which the form does not ask" in " ".join(caught.value.fields["document"])
    with pytest.raises(Refusal, match="You may read this"):
        service.publish_form(edition, 2, by=factories.team_member(TeamRole.OBSERVER), reason="x")


def test_a_copy_keeps_the_time_of_day_when_summer_time_begins_in_between() -> None:
    document = {"opens": "2026-03-01T08:00:00+01:00", "closes": "2026-03-20T23:59:00+01:00", "rounds": []}
    shifted(document, 14, "Europe/Berlin")
    assert document["opens"] == "2026-03-15T08:00:00+01:00"
    assert document["closes"] == "2026-04-03T23:59:00+02:00"


def test_a_copy_has_everything_but_entries_judges_and_scores(context: Flask) -> None:
    source = factories.edition(closes_at=clock.now() - timedelta(days=7))
    factories.eligibility_round(source, timedelta(days=-9), timedelta(days=-6))
    factories.submitted_entry(source, factories.city())
    names = {"key": "ssc28", "title": "Awards 2028", "reference_prefix": "SSC28"}
    with pytest.raises(Invalid, match="Write the day"):
        service.copy_edition(source, **names, opening_day=None, by=BY)
    with pytest.raises(Refusal, match="You may read this"):
        service.copy_edition(source, **names, opening_day=date(2028, 3, 1), by=factories.team_member(TeamRole.OBSERVER))
    made = service.copy_edition(source, **names, opening_day=date(2028, 3, 1), by=BY)
    assert (made.published_at, made.copied_from, made.created_at > source.created_at) == (None, source.key, True)
    before, after = queries.edition_document(source), queries.edition_document(made)
    assert after["form"] == before["form"]
    assert after["rubric"] == before["rubric"]
    assert after["categories"] == before["categories"]
    assert [each["kind"] for each in after["rounds"]] == ["eligibility", "scoring"]
    assert made.closes_at - made.opens_at == source.closes_at - source.opens_at
    with transaction():
        assert queries.current_form(made.id) is None
