"""A criterion that does not apply reads "N/A" where judges and the jury talk, never nothing and never zero; the spread
and the means leave it out."""

import csv
import io
import re

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal.db import db, transaction
from awards_portal.judging.discussing import queries, talking
from awards_portal.judging.models import Assignment
from awards_portal.judging.rules import Content, Given
from awards_portal.programmes.models import Criterion
from tests import factories
from tests.defended import excuse
from tests.page import PageClient
from tests.rooms.awards.test_meeting import seated
from tests.rooms.awards.test_publishing import closed, entry
from tests.rooms.judging.stage import Stage, opened, person_of
from tests.rooms.judging.test_discussion import completed, discussed

pytestmark = pytest.mark.usefixtures("context")
TEAM = "/team/editions/ssc26"
NOT_HERE = Given(None, "Nothing of it is new", not_applicable=True)


def talked_about() -> tuple[Stage, Assignment]:
    """Anna gave impact 4 and no score on innovation, which does not apply; Bo gave impact 4 and innovation 0."""
    stage = opened()
    with transaction():
        db.session.scalars(select(Criterion).filter_by(key="innovation")).one().na_allowed = True
    discussed(stage)
    completed(stage.assignment, stage.anna, Content({"impact": Given(8), "innovation": NOT_HERE}))
    other = factories.assignment(stage.bo, stage.trams)
    factories.statement(stage.bo, stage.trams)
    completed(other, stage.bo, Content({"impact": Given(8), "innovation": Given(0)}))
    return stage, other


def row(html: str, words: str) -> list[str]:
    """The cells of a table's row that begins with these words."""
    found = next(each for each in html.split("<tr>") if words in re.sub(r"<[^>]+>", "", each))
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in re.split(r"</t[hd]>", found)[:-1]]


def test_judges_and_the_team_read_it_in_a_discussion_and_the_spread_leaves_it_out(
    app: Flask, client: PageClient
) -> None:
    stage, other = talked_about()
    talking.join(stage.assignment, stage.as_anna)
    talking.join(other, person_of(stage.bo))
    anna = PageClient(app).sign_in(stage.as_anna).get(f"/judging/entries/{stage.trams.reference}/discussion")
    assert row(anna.html, "Innovation")[1:3] == ["N/A", "0"]
    assert row(anna.html, "Total of 100")[1:3] == ["80.0", "48.0"]
    assert "Innovation (now N/A)" in anna.text
    client.sign_in(stage.organiser)
    team = client.get(f"{TEAM}/discussions/{stage.trams.reference}")
    assert row(team.html, "Anna Arbor")[1:4] == ["4", "N/A", "80.0"]
    assert row(team.html, "Bo Birch")[1:4] == ["4", "0", "48.0"]
    for page in (anna, team):
        assert "nan" not in page.text.lower().split()
    client.post(f"{TEAM}/disagreement/file?spread=all")
    (line,) = csv.DictReader(io.StringIO(client.response.data.decode("utf-8-sig")))
    assert [float(line[name]) for name in ("lowest", "highest", "spread")] == [48, 80, 32]


def test_a_score_is_not_proposed_where_the_criterion_does_not_apply(client: PageClient, app: Flask) -> None:
    stage, _other = talked_about()
    talking.join(stage.assignment, stage.as_anna)
    anna = PageClient(app).sign_in(stage.as_anna)
    here = f"/judging/entries/{stage.trams.reference}/discussion"
    page = anna.send(anna.get(here), "/changes", criterion="innovation", step="4", reason="It is new", status=422)
    assert page.title.startswith("Error:")
    assert queries.changes(stage.round.id, stage.trams.id) == []


def test_the_jurys_meeting_reads_it_too(client: PageClient) -> None:
    edition = seated(closed())
    excuse(edition)
    otto = factories.team_member(name="Otto First")
    client.sign_in(otto)
    client.send(client.get(f"{TEAM}/meeting"), "/meeting", order="standings")
    room = client.get(f"{TEAM}/meeting/1/entries/{entry('East').reference}")
    shown = client.send(room, f"{entry('East').reference}/discussion")
    cells = row(shown.html, "Innovation weight 40")
    # The mean is of those who gave a score.
    assert cells[1:4] == ["3", "N/A", "3.00"]
    assert "nan" not in shown.text.lower().split()
