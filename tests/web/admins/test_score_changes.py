"""Changes of scores in a discussion as the organising team takes them home: the workbook, and all of the edition."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from awards_portal.exports import parts
from awards_portal.judging.discussing import moderating, talking
from awards_portal.results.__main__ import main
from tests import defended
from tests.page import PageClient
from tests.recalculated import rows_of
from tests.rooms.judging.stage import Stage, person_of
from tests.rooms.judging.test_discussion import both

pytestmark = pytest.mark.usefixtures("context")


def download(client: PageClient, stage: Stage, path: Path, **more: str) -> Any:
    client.sign_in(stage.organiser)
    client.post("/team/editions/ssc26/workbook", {"format": "xlsx", **more})
    path.write_bytes(client.response.data)
    return openpyxl.load_workbook(io.BytesIO(client.response.data), data_only=True)


def test_what_a_discussion_moved_is_in_the_workbook_and_what_counts_is_after_it(
    client: PageClient, tmp_path: Path
) -> None:
    stage, other = both()
    before = defended.places(defended.computed(stage.edition))[stage.trams.reference].totals[stage.anna.id]
    talking.join(stage.assignment, stage.as_anna)
    talking.join(other, person_of(stage.bo))
    accepted = moderating.propose_change(stage.assignment, "impact", 5, "=I misread the map", stage.as_anna)
    moderating.decide_change(accepted, True, "", stage.organiser)
    declined = moderating.propose_change(other, "innovation", 9, "They are right", person_of(stage.bo))
    moderating.decide_change(declined, False, "Nothing new was said.", stage.organiser)
    moderating.propose_change(other, "impact", 2, "A little more", person_of(stage.bo))
    book = download(client, stage, tmp_path / "after.xlsx")
    rows = rows_of(book, "Score changes")
    assert [
        (row["judge"], row["criterion id"], row["score before"], row["score after"], row["decision"]) for row in rows
    ] == [
        ("Anna Arbor", "impact", 4, 2.5, "accepted"),
        ("Bo Birch", "innovation", 1, 4.5, "declined"),
        ("Bo Birch", "impact", 0.5, 1, "waiting"),
    ]
    assert [row["decided by"] for row in rows] == [stage.organiser.name, stage.organiser.name, None]
    assert rows[0]["reason of the judge"] == "=I misread the map"
    assert rows[1]["reason of the decision"] == "Nothing new was said."
    own = [row for row in rows_of(book, "Scores") if row["reference"] == stage.trams.reference]
    scores = {(row["judge"], row["criterion id"]): row["score"] for row in own}
    assert scores["Anna Arbor", "impact"] == 2.5
    assert (scores["Bo Birch", "innovation"], scores["Bo Birch", "impact"]) == (1, 0.5)
    after = defended.places(defended.computed(stage.edition))[stage.trams.reference].totals[stage.anna.id]
    cards = {(row["judge"], row["reference"]): row["total"] for row in rows_of(book, "Scorecards")}
    assert before - after == pytest.approx(60 * 1.5 / 5)
    assert cards["Anna Arbor", stage.trams.reference] == pytest.approx(after)
    assert main(["verify", str(tmp_path / "after.xlsx")]) == 0
    # The workbook to publish tells nothing of it.
    assert "Score changes" not in download(client, stage, tmp_path / "public.xlsx", variant="public").sheetnames


def test_they_leave_with_everything_of_the_edition(client: PageClient) -> None:
    stage, _other = both()
    part = next(each for each in parts.of_edition(stage.edition.id) if each.name == "score_change")
    assert {"step_before", "step_after", "reason", "accepted", "decided_by_id"} <= {each.name for each in part.columns}
    assert "score_change" not in {each.name for each in parts.of_city(stage.city.id)}
