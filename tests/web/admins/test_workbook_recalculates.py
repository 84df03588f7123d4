"""LibreOffice computes the workbook anew and finds what the portal shows, also after a weight is changed."""

from pathlib import Path

import openpyxl
import pytest
from flask import Flask

from awards_portal import clock
from awards_portal.awards.workbook import Download, fingerprint, workbook
from awards_portal.programmes.models import Edition
from awards_portal.results.__main__ import main
from awards_portal.sheets import write_xlsx
from tests import defended
from tests.recalculated import recalculated, rows_of

pytestmark = [pytest.mark.libreoffice, pytest.mark.usefixtures("context"), pytest.mark.xdist_group("libreoffice")]

LADDERS = [
    (),
    ("heaviest_criterion",),
    ("criteria_by_weight", "more_firsts"),
    ("more_firsts", "smaller_spread"),
    ("median", "head_to_head"),
    ("head_to_head",),
]


def write(edition: Edition, path: Path) -> Path:
    found = defended.computed(edition)
    with path.open("wb") as file:
        write_xlsx(workbook(found, Download(clock.now(), "Otto Organ", "0", fingerprint(found))), file)
    return path


def same(a: object, b: object) -> bool:
    if isinstance(a, int | float) and isinstance(b, int | float):
        return abs(a - b) < 1e-9
    return a == b or (a in (None, "") and b in (None, ""))


def check_places(edition: Edition, path: Path, folder: Path) -> None:
    expected = defended.places(defended.computed(edition))
    rows = rows_of(recalculated(path, folder), "Results")
    assert len(rows) == len(expected)
    for row in rows:
        place = expected[str(row["reference"])]
        for name, value in (
            ("rank", place.rank),
            ("final score", place.score),
            ("raw mean", place.raw),
            ("tie decided by", place.tie_decided_by),
            ("tied?", None if place.rank is None else "yes" if place.tied else "no"),
            ("SD", place.sd),
            ("judges scored", place.completed),
        ):
            assert same(row[name], value), (row["reference"], name, row[name], value)


@pytest.mark.parametrize("ladder", LADDERS, ids=lambda ladder: "+".join(ladder) or "none")
def test_every_cell_recalculates_to_what_it_came_with(app: Flask, ladder: tuple[str, ...], tmp_path: Path) -> None:
    path = write(defended.edition(ladder), tmp_path / "results.xlsx")
    ours, theirs = openpyxl.load_workbook(path, data_only=True), recalculated(path, tmp_path)
    for name in ours.sheetnames:
        for mine, yours in zip(ours[name].iter_rows(), theirs[name].iter_rows(), strict=True):
            for cell, other in zip(mine, yours, strict=True):
                assert same(cell.value, other.value), (name, cell.coordinate, cell.value, other.value)
    assert main(["verify", str(tmp_path / "recalculated" / "results.xlsx")]) == 0


@pytest.mark.parametrize("method", ["mean", "median", "trimmed", "zscore", "borda", "adjusted"])
def test_ranks_and_scores_are_the_standings_by_every_method(app: Flask, method: str, tmp_path: Path) -> None:
    edition = defended.edition(["heaviest_criterion"], method)
    check_places(edition, write(edition, tmp_path / "results.xlsx"), tmp_path)


@pytest.mark.parametrize(
    ("method", "ladder"),
    # Each ladder with the usual method, each other method with a ladder of its own.
    [*(("mean", ladder) for ladder in LADDERS[:4]), ("median", LADDERS[1]), ("trimmed", LADDERS[3])],
    ids=lambda part: part if isinstance(part, str) else "+".join(part) or "none",
)
def test_another_weight_ranks_as_the_portal_does_with_that_weight(
    app: Flask, method: str, ladder: tuple[str, ...], tmp_path: Path
) -> None:
    edition = defended.edition(ladder, method)
    path = write(edition, tmp_path / "results.xlsx")
    # A program that keeps no computed values: what is read afterwards, LibreOffice computed.
    book = openpyxl.load_workbook(path)
    assert [book["Criteria"]["C1"].value, book["Criteria"]["C2"].value] == ["weight", 60]
    book["Criteria"]["C2"], book["Criteria"]["C3"] = 20, 90
    book.save(path)
    defended.weigh(edition, impact=20, innovation=90)
    check_places(edition, path, tmp_path)
    assert main(["verify", str(tmp_path / "recalculated" / "results.xlsx")]) == 1


def test_a_score_taken_away_takes_its_card_out_of_the_count(app: Flask, tmp_path: Path) -> None:
    edition = defended.edition()
    path = write(edition, tmp_path / "results.xlsx")
    book = openpyxl.load_workbook(path)
    scores = book["Scores"]
    column = {cell.value: cell.column for cell in scores[1]}
    row = next(r for r in range(2, scores.max_row) if scores.cell(r, column["card"]).value.startswith("SSC26-O001/"))
    scores.cell(row, column["score"]).value = None
    book.save(path)
    east = next(r for r in rows_of(recalculated(path, tmp_path), "Results") if r["reference"] == "SSC26-O001")
    before = defended.places(defended.computed(edition))["SSC26-O001"]
    assert before.score is not None
    assert (east["judges scored"], before.completed) == (2, 3)
    assert not same(east["final score"], before.score)
