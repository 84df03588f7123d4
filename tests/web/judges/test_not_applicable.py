"""A criterion that does not apply to an entry: said on the scorecard, from paper and by the page's script; shown."""

from fractions import Fraction

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from awards_portal.awards import standings
from awards_portal.db import db, transaction
from awards_portal.judging import paper, queries, service
from awards_portal.judging.models import CardRevisionKind, Score
from awards_portal.judging.rules import Content, Given
from awards_portal.programmes.models import Criterion, Edition, Round, Rubric
from awards_portal.programmes.queries import criteria
from tests.page import PageClient
from tests.rooms.judging.stage import Stage, card_of, opened, revisions

pytestmark = pytest.mark.usefixtures("context")

OUT = Content({"impact": Given(8, "Many people"), "innovation": Given(None, "Nothing new here", not_applicable=True)})


def stage() -> Stage:
    """Trams with no conflict, and a rubric whose second criterion may be not applicable."""
    made = opened()
    allow()
    return made


def allow(key: str = "innovation") -> None:
    with transaction():
        db.session.scalars(select(Criterion).filter_by(key=key)).one().na_allowed = True


def stored(stage: Stage) -> Content:
    db.session.rollback()
    seat = queries.seat(stage.assignment.id)
    return queries.content(seat.card, criteria(seat.assignment.round.rubric_id))


def completed() -> Stage:
    made = stage()
    service.save_scores(made.assignment, OUT, 0, made.as_anna)
    card = card_of(made.assignment)
    assert card is not None
    service.complete(card, made.as_anna)
    return made


def test_it_is_saved_completed_and_kept_in_the_record() -> None:
    made = completed()
    assert stored(made) == OUT
    assert revisions(CardRevisionKind.COMPLETED)[-1].content["scores"]["innovation"]["step"] == "na"
    row = db.session.scalars(select(Score).join(Score.criterion).where(Criterion.key == "innovation")).one()
    with pytest.raises(IntegrityError), transaction():
        row = db.session.get_one(Score, row.id)
        row.step = 3
        db.session.flush()


def test_the_card_counts_with_the_other_criteria_alone_and_the_standings_say_so(app: Flask, client: PageClient) -> None:
    made = completed()
    round_ = db.session.get_one(Round, made.round.id)
    edition, rubric = db.session.get_one(Edition, made.edition.id), db.session.get_one(Rubric, round_.rubric_id)
    found = standings.compute(edition, round_, rubric, uncertainty=False)
    place = next(each for each in found.categories[0].places if each.entry.id == made.trams.id)
    assert standings.total(found.scores, place.cards[0]) == Fraction(80)
    assert (place.rank, place.score) == (1, 80.0)
    assert place.criteria_means == {"impact": 4.0}
    client.sign_in(made.organiser)
    page = client.get(f"/team/editions/ssc26/standings/{made.trams.reference}")
    assert "N/A Nothing new here" in page.text


def test_a_judge_says_it_in_the_form_and_reads_it_on_the_completed_scorecard(client: PageClient) -> None:
    made = stage()
    client.sign_in(made.as_anna)
    address = f"/judging/entries/{made.trams.reference}"
    page = client.get(address)
    assert ('id="score-innovation-na"' in page.html, 'id="score-impact-na"' in page.html) == (True, False)
    page = client.send(page, "/scores", status=422, **{"score-impact": "na", "score-innovation": "na"})
    assert "Impact applies to every entry. Choose a score." in page.text
    assert page.form("/scores")["fields"]["score-innovation"] == "na"
    page = client.send(page, "/scores", then="complete", **{"score-impact": "8", "score-innovation": "na"})
    assert "complete and counts" in page.text
    page = client.get(address)
    assert "80.0 of 100" in page.text
    assert "Innovation N/A" in page.text
    page = client.post(f"{address}/scores", {"score-innovation": "na"}, status=409)
    assert "N/A" in page.text


def test_the_pages_script_sends_it_and_gets_it_back(client: PageClient) -> None:
    made = stage()
    client.sign_in(made.as_anna)
    address = f"/judging/entries/{made.trams.reference}/scores"
    said = {"scores": {"innovation": {"step": "na", "comment": ""}}, "revision": 0, "mark": "a"}
    headers = {"X-CSRFToken": client.csrf(), "Accept": "application/json"}
    answer = client.http.post(address, json=said, headers=headers)
    assert (answer.status_code, answer.json["left"]) == (200, 1)
    answer = client.http.post(address, json=said | {"mark": "b", "scores": {}}, headers=headers)
    assert answer.status_code == 409
    assert answer.json["stored"]["scores"]["innovation"]["step"] == "na"


def test_with_nothing_applicable_a_scorecard_is_not_completed(client: PageClient) -> None:
    made = stage()
    allow("impact")
    client.sign_in(made.as_anna)
    page = client.get(f"/judging/entries/{made.trams.reference}")
    page = client.send(page, "/scores", status=422, then="complete", **{"score-impact": "na", "score-innovation": "na"})
    assert "A scorecard cannot be N/A throughout." in page.text
    card = card_of(made.assignment)
    assert card is not None
    assert card.completed_at is None


def test_paper_has_a_box_for_it_and_it_is_entered_from_paper(client: PageClient) -> None:
    made = stage()
    seat = queries.seat(made.assignment.id)
    rubric_id = seat.assignment.round.rubric_id
    sheet = paper.content(made.anna, [seat], {rubric_id: criteria(rubric_id)}, made.assignment.at)
    assert [each["steps"][-1] for each in sheet["entries"][0]["criteria"]] == ["5", "N/A"]
    client.sign_in(made.organiser)
    page = client.get(f"/team/editions/ssc26/assignments/{made.assignment.id}/paper")
    page = client.send(page, "/paper/scores", status=422, **{"score-innovation": "na", "then": "complete"})
    assert page.form("/paper/scores")["fields"]["score-innovation"] == "na"
    client.send(page, "/paper/scores", **{"score-impact": "8", "score-innovation": "na", "then": "complete"})
    assert stored(made).given("innovation") == Given(not_applicable=True)
