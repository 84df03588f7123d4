"""A final carries on the first round's score by its setting: standings, snapshot, workbook and what they prove."""

import io
import json
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select, update

from awards_portal import clock
from awards_portal.awards import queries, service, standings
from awards_portal.awards.drafts import draft
from awards_portal.awards.report import download_report
from awards_portal.awards.standings import Place, RoundStandings
from awards_portal.awards.workbook import Download, fingerprint, workbook
from awards_portal.db import db, transaction
from awards_portal.entries.models import Entry
from awards_portal.judging.grouping import service as grouping
from awards_portal.judging.models import Assignment, AssignmentHow, Judge
from awards_portal.programmes.models import Criterion, Edition, Round, Rubric
from awards_portal.results import verify
from awards_portal.sheets import write_xlsx
from tests import factories
from tests.page import PageClient
from tests.rooms.awards.test_publishing import organisers
from tests.rooms.awards.test_report import told_by
from tests.rooms.awards.test_shortlisting import rounds_of, two_rounds
from tests.scored import write_card

pytestmark = pytest.mark.usefixtures("context")

# In the first round North has 92, East and West 65, South 44.5; the final turns them round.
FINAL = {"North": (2, 2), "East": (4, 4), "West": (4, 4.5), "South": (3, 3)}


def with_final(carries: int, method: str = "mean", *, closed: bool = False) -> Edition:
    """The edition with both rounds scored: Anna and Bo alike in the final."""
    edition = two_rounds()
    with transaction() as moment:
        db.session.get_one(Edition, edition.id).method = method
        final = rounds_of(edition)[1]
        final.carries = carries
        criteria = db.session.scalars(select(Criterion).order_by(Criterion.position)).all()
        entries = {each.title.split()[1]: each for each in db.session.scalars(select(Entry))}
        for city, points in FINAL.items():
            for judge in db.session.scalars(select(Judge).order_by(Judge.id)):
                how = {"how": AssignmentHow.BY_HAND, "at": moment.at, "round_id": final.id}
                made = Assignment(entry_id=entries[city].id, judge_id=judge.id, **how)
                db.session.add(made)
                db.session.flush()
                write_card(made, dict(zip(criteria, points, strict=True)), moment.at)
        if closed:
            over = moment.at - timedelta(seconds=1)
            db.session.execute(update(Round).where(Round.id == final.id).values(closes_at=over))
    return db.session.get_one(Edition, edition.id)


def computed(edition: Edition) -> RoundStandings:
    final = rounds_of(edition)[1]
    return standings.compute(edition, final, db.session.get_one(Rubric, final.rubric_id))


def places(edition: Edition) -> dict[str, Place]:
    return {place.entry.city.split()[0]: place for place in computed(edition).categories[0].places}


def snapshot(edition: Edition) -> str:
    final = rounds_of(edition)[1]
    rubric = db.session.get_one(Rubric, final.rubric_id)
    seen = draft(edition, final, rubric).fingerprint
    how = {"seen": seen, "embargo_until": None, "winners_first": False, "by": organisers()[0]}
    return service.propose(edition, final, **how).snapshot


def write(edition: Edition, path: Path) -> RoundStandings:
    found, file = computed(edition), io.BytesIO()
    write_xlsx(workbook(found, Download(clock.now(), "Otto Organ", "0", fingerprint(found))), file)
    path.write_bytes(file.getvalue())
    return found


def test_a_final_counts_alone_or_with_the_first_round() -> None:
    edition = with_final(0)
    alone = places(edition)
    assert {city: place.rank for city, place in alone.items()} == {"West": 1, "East": 2, "South": 3, "North": 4}
    with transaction():
        rounds_of(edition)[1].carries = 80
    found = places(edition)
    first = standings.compute(edition, rounds_of(edition)[0], db.session.scalars(select(Rubric)).one())
    earlier = {place.entry.reference: place.score for place in first.categories[0].places}
    for city, place in found.items():
        assert place.own == alone[city].score
        assert place.brought == earlier[place.entry.reference]
        assert place.score == pytest.approx(0.2 * place.own + 0.8 * place.brought)
    assert found["North"].rank == 1


@pytest.mark.parametrize("method", ["mean", "borda"])
def test_snapshot_and_workbook_are_computed_again_alone_and_a_change_of_what_is_carried_is_named(
    method: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edition = with_final(40, method, closed=True)
    path = tmp_path / "snapshot.json"
    told = snapshot(edition)
    path.write_text(told)
    assert verify.main([str(path)]) == 0
    said = json.loads(told)
    said["carried"]["scores"]["SSC26-O000"] = "3/7"
    path.write_text(json.dumps(said))
    assert verify.main([str(path)]) == 1
    book = tmp_path / "book.xlsx"
    write(edition, book)
    assert verify.main([str(book)]) == 0, capsys.readouterr()
    sheet = openpyxl.load_workbook(book, data_only=True)
    at = {cell.value: cell.column for cell in sheet["Results"][1]}
    sheet["Results"].cell(2, at["carried score, exact"]).value = "3/7"
    sheet.save(book)
    capsys.readouterr()
    assert verify.main([str(book)]) == 1
    assert "SHA-256" in (named := capsys.readouterr().out)
    assert "the carried score" in named


def test_what_is_carried_is_explained(client: PageClient) -> None:
    edition = with_final(40)
    client.sign_in(organisers()[0])
    page = client.get(f"/team/editions/{edition.key}/standings?round=final")
    assert "40 % of each score is that of the round before" in page.text
    north = places(edition)["North"].entry.reference
    page = client.get(f"/team/editions/{edition.key}/standings/{north}?round=final")
    assert "The score is 60 % of this round's 40.00 and 40 % of the" in page.text
    assert "How that came about" in page.links
    assert queries.previous_round(rounds_of(edition)[0]) is None


def test_the_report_says_what_each_score_is_made_of() -> None:
    edition = with_final(40, closed=True)
    final = rounds_of(edition)[1]
    with transaction():
        final.groups = [{"group": "jury", "weight": 3}, {"group": "*public*", "weight": 1}]
    anna, bo = db.session.scalars(select(Judge.id).order_by(Judge.id))
    grouping.set_groups(final, {anna: "jury", bo: "*public*"}, by=factories.team_member(name="Greta Group"))
    otto, rubric = organisers()[0], db.session.get_one(Rubric, final.rubric_id)
    made, _name = download_report(edition, final, rubric, by=otto, own_cities=set(), is_public=True)
    words = told_by(made)
    assert "jury 3, *public* 1. An entry's score is the weighted mean of its groups' means" in words
    assert "60 % of each score is that of this round and 40 % that of the round before, Scoring." in words
    north = places(edition)["North"]
    assert north.by_group == {"jury": 40, "*public*": 40}
    assert (
        f"{north.score:.2f} jury 40.00 (75 %); *public* 40.00 (25 %); this round 40.00 (60 %); Scoring 91.00 (40 %)"
        in (words)
    )
