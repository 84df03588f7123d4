"""LibreOffice computes the workbook anew and finds what the portal shows, also after a weight is changed."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from awards_portal import clock, sample
from awards_portal.awards import queries, standings
from awards_portal.awards.standings import Place, RoundStandings
from awards_portal.awards.workbook import Download, fingerprint, workbook
from awards_portal.db import db, transaction
from awards_portal.programmes.models import Edition, Round, Rubric
from awards_portal.results.__main__ import main
from awards_portal.sheets import write_xlsx
from tests import defended
from tests.conftest import Bench
from tests.recalculated import recalculate, rows_of

pytestmark = pytest.mark.libreoffice

Case = tuple[str, str, tuple[str, ...]]
LADDERS = [
    (),
    ("heaviest_criterion",),
    ("criteria_by_weight", "more_firsts"),
    ("more_firsts", "smaller_spread"),
    ("median", "head_to_head"),
    ("head_to_head",),
]
METHODS = ["mean", "median", "trimmed", "zscore", "borda", "adjusted"]
# Each ladder with the usual method, each other method with a ladder of its own.
WEIGHED = [*(("mean", ladder) for ladder in LADDERS[:4]), ("median", LADDERS[1]), ("trimmed", LADDERS[3])]
CASES: list[Case] = [
    *(("as it is", "mean", ladder) for ladder in LADDERS),
    *(("as it is", method, ("heaviest_criterion",)) for method in METHODS if method != "mean"),
    *(("another weight", method, ladder) for method, ladder in WEIGHED),
    ("a score less", "mean", ()),
    ("not applicable", "mean", ("heaviest_criterion",)),
    ("not applicable and another weight", "mean", ("heaviest_criterion",)),
]
# The sample's final: a score carried on, groups of judges, cards under way.
SAMPLE: Case = ("the sample", "mean", ())
REGROUPED: Case = ("the sample, the council weighing more", "mean", ())
# From which case's workbook another one is made.
UNCHANGED = {
    "another weight": "as it is",
    "a score less": "as it is",
    "not applicable and another weight": "not applicable",
}


@dataclass(frozen=True)
class Pair:
    """A workbook as downloaded (and changed), the same after LibreOffice, and the portal's places."""

    ours: Path
    theirs: Path
    expected: dict[str, Place]


@pytest.fixture(scope="module")
def pairs(benches: Callable[[str], Bench], tmp_path_factory: pytest.TempPathFactory) -> dict[Case, Pair]:
    """Every case's workbook, recalculated in one run of LibreOffice.

    One edition serves all of them, its rules changed from case to case; a workbook that is changed afterwards begins
    as a copy of the unchanged one, for making one takes seconds.
    """
    folder = tmp_path_factory.mktemp("workbooks")
    bench = benches("sqlite")
    bench.empty()
    made: dict[Case, tuple[Path, dict[str, Place]]] = {}
    with bench.app.app_context():
        edition = defended.edition()
        for number, case in enumerate(CASES):
            what, method, ladder = case
            with transaction():
                edition = db.session.get_one(Edition, edition.id)
                edition.method, edition.tie_ladder = method, list(ladder)
            if what == "not applicable":
                defended.excuse(edition)
            path, unchanged = folder / f"{number}.xlsx", made.get((UNCHANGED.get(what, ""), method, ladder))
            if unchanged is None:
                found = write(edition, path)
            else:
                shutil.copy(unchanged[0], path)
            if what.endswith("another weight"):
                weigh(path)
                defended.weigh(edition, impact=20, innovation=90)
                found = defended.computed(edition)
                defended.weigh(edition, impact=60, innovation=40)
            elif unchanged is not None:
                found = defended.computed(edition)
            if what == "a score less":
                take_a_score_away(path)
            made[case] = (path, defended.places(found))
    bench.empty()
    with bench.app.app_context():
        made[SAMPLE], made[REGROUPED] = the_sample(folder)
    back = recalculate([path for path, _ in made.values()], folder)
    return {case: Pair(made[case][0], theirs, made[case][1]) for case, theirs in zip(made, back, strict=True)}


def the_sample(folder: Path) -> list[tuple[Path, dict[str, Place]]]:
    """The final as it is, and with another weight of a group: in the workbook's cell, and in the portal."""
    sample.load()
    edition = queries.edition_by_key("ocp25")
    assert edition is not None
    final = queries.rounds(edition.id)[-1]
    rubric = db.session.get_one(Rubric, final.rubric_id)
    found, path, changed = standings.compute(edition, final, rubric), folder / "sample.xlsx", folder / "groups.xlsx"
    save(found, path)
    book = openpyxl.load_workbook(path)
    assert [book["Groups"][cell].value for cell in ("B1", "A3", "B3")] == ["weight", "council", 30]
    book["Groups"]["B3"] = 900
    book.save(changed)
    with transaction():
        final = db.session.get_one(Round, final.id)
        final.groups = [{"group": "jury", "weight": 70}, {"group": "council", "weight": 900}]
    again = standings.compute(edition, final, rubric)
    return [(path, defended.places(found)), (changed, defended.places(again))]


def write(edition: Edition, path: Path) -> RoundStandings:
    found = defended.computed(edition)
    save(found, path)
    return found


def save(found: RoundStandings, path: Path) -> None:
    with path.open("wb") as file:
        write_xlsx(workbook(found, Download(clock.now(), "Otto Organ", "0", fingerprint(found))), file)


def weigh(path: Path) -> None:
    """Other weights, by a program that keeps no computed values: what is read afterwards, LibreOffice computed."""
    book = openpyxl.load_workbook(path)
    assert [book["Criteria"]["C1"].value, book["Criteria"]["C2"].value] == ["weight", 60]
    book["Criteria"]["C2"], book["Criteria"]["C3"] = 20, 90
    book.save(path)


def take_a_score_away(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    scores = book["Scores"]
    column = {cell.value: cell.column for cell in scores[1]}
    row = next(r for r in range(2, scores.max_row) if scores.cell(r, column["card"]).value.startswith("SSC26-O001/"))
    scores.cell(row, column["score"]).value = None
    book.save(path)


def same(a: object, b: object) -> bool:
    if isinstance(a, int | float) and isinstance(b, int | float):
        return abs(a - b) < 1e-9
    return a == b or (a in (None, "") and b in (None, ""))


def results(pair: Pair) -> list[dict[str, object]]:
    return rows_of(openpyxl.load_workbook(pair.theirs, data_only=True), "Results")


def check_places(pair: Pair) -> None:
    rows = results(pair)
    assert len(rows) == len(pair.expected)
    for row in rows:
        place = pair.expected[str(row["reference"])]
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


def check_cells(pair: Pair) -> None:
    ours, theirs = (openpyxl.load_workbook(path, data_only=True) for path in (pair.ours, pair.theirs))
    for name in ours.sheetnames:
        for mine, yours in zip(ours[name].iter_rows(), theirs[name].iter_rows(), strict=True):
            for cell, other in zip(mine, yours, strict=True):
                assert same(cell.value, other.value), (name, cell.coordinate, cell.value, other.value)
    assert main(["verify", str(pair.theirs)]) == 0


@pytest.mark.parametrize("ladder", LADDERS, ids=lambda ladder: "+".join(ladder) or "none")
def test_every_cell_recalculates_to_what_it_came_with(pairs: dict[Case, Pair], ladder: tuple[str, ...]) -> None:
    check_cells(pairs["as it is", "mean", ladder])


def test_the_sample_s_final_recalculates_with_what_is_carried_and_its_groups(pairs: dict[Case, Pair]) -> None:
    pair = pairs[SAMPLE]
    check_cells(pair)
    check_places(pair)
    for row in results(pair):
        place = pair.expected[str(row["reference"])]
        assert same(row["score of this round"], place.own)
        assert same(row["carried score"], place.brought)
        assert {group: row[f"mean of group: {group}"] for group in place.by_group} == pytest.approx(place.by_group)


def test_another_weight_of_a_group_ranks_as_the_portal_does_with_that_weight(pairs: dict[Case, Pair]) -> None:
    before, after = pairs[SAMPLE].expected, pairs[REGROUPED].expected
    assert {name: place.rank for name, place in before.items()} != {name: place.rank for name, place in after.items()}
    check_places(pairs[REGROUPED])
    assert main(["verify", str(pairs[REGROUPED].theirs)]) == 1


@pytest.mark.parametrize("method", METHODS)
def test_ranks_and_scores_are_the_standings_by_every_method(pairs: dict[Case, Pair], method: str) -> None:
    check_places(pairs["as it is", method, ("heaviest_criterion",)])


@pytest.mark.parametrize(
    ("method", "ladder"), WEIGHED, ids=lambda part: part if isinstance(part, str) else "+".join(part) or "none"
)
def test_another_weight_ranks_as_the_portal_does_with_that_weight(
    pairs: dict[Case, Pair], method: str, ladder: tuple[str, ...]
) -> None:
    pair = pairs["another weight", method, ladder]
    check_places(pair)
    assert main(["verify", str(pair.theirs)]) == 1


def test_a_score_taken_away_takes_its_card_out_of_the_count(pairs: dict[Case, Pair]) -> None:
    pair = pairs["a score less", "mean", ()]
    east = next(row for row in results(pair) if row["reference"] == "SSC26-O001")
    before = pair.expected["SSC26-O001"]
    assert before.score is not None
    assert (east["judges scored"], before.completed) == (2, 3)
    assert not same(east["final score"], before.score)


def test_what_is_not_applicable_makes_the_others_weigh_more_as_in_the_portal(pairs: dict[Case, Pair]) -> None:
    pair = pairs["not applicable", "mean", ("heaviest_criterion",)]
    check_places(pair)
    assert main(["verify", str(pair.theirs)]) == 0
    weighed = pairs["not applicable and another weight", "mean", ("heaviest_criterion",)]
    check_places(weighed)
    assert main(["verify", str(weighed.theirs)]) == 1
