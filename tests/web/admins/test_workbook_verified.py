"""`results verify`: a workbook as downloaded agrees; a change is named; what cannot be read is said so."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.workbook import Workbook

from awards_portal import clock
from awards_portal.awards.workbook import Download, fingerprint, workbook
from awards_portal.results.__main__ import main
from awards_portal.sheets import write_xlsx
from tests import defended

pytestmark = pytest.mark.usefixtures("context")
LADDER = ("criteria_by_weight", "more_firsts")


# Making a workbook takes seconds; each kind is made once a run and copied.
made: dict[tuple[str, tuple[str, ...]], bytes] = {}


def write(path: Path, method: str = "mean", ladder: tuple[str, ...] = LADDER, *, excused: bool = False) -> Path:
    if (method, ladder) not in made or excused:
        edition = defended.edition(ladder, method)
        if excused:
            defended.excuse(edition)
        found = defended.computed(edition)
        file = io.BytesIO()
        write_xlsx(workbook(found, Download(clock.now(), "Otto Organ", "0", fingerprint(found))), file)
        if excused:
            path.write_bytes(file.getvalue())
            return path
        made[method, ladder] = file.getvalue()
    path.write_bytes(made[method, ladder])
    return path


def put(book: Workbook, sheet: str, column: str, value: Any, row: int = 2, **where: Any) -> None:
    """Set a cell of the row with these values (or the row given)."""
    page = book[sheet]
    at = {cell.value: cell.column for cell in page[1]}
    if where:
        names = {name.replace("_", " "): wanted for name, wanted in where.items()}
        row = next(
            r
            for r in range(2, page.max_row + 1)
            if all(page.cell(r, at[name]).value == wanted for name, wanted in names.items())
        )
    assert page.cell(row, at[column]).value != value, "that would change nothing"
    page.cell(row, at[column]).value = value


def edit(path: Path, change: Callable[[Workbook], object]) -> Path:
    """Change cells of a workbook and keep every value as it was: a hand with a spreadsheet that does not calculate."""
    book = openpyxl.load_workbook(path, data_only=True)
    change(book)
    book.save(path)
    return path


SCORE = {"reference": "SSC26-O001", "judge": "Bo", "criterion_id": "impact"}

CHANGES: dict[str, tuple[Callable[[Workbook], object], list[str]]] = {
    "a score": (lambda b: put(b, "Scores", "score", 5, **SCORE), ["SSC26-O001", "SHA-256"]),
    "a score taken away": (lambda b: put(b, "Scores", "score", None, **SCORE), ["SSC26-O001", "SHA-256"]),
    "a score of a card that does not count": (
        lambda b: put(b, "Scores", "score", 1, reference="SSC26-O000", judge="Cai", criterion_id="impact"),
        ["SHA-256"],
    ),
    "a weight": (lambda b: put(b, "Criteria", "weight", 10), ["the weight of impact is 10; exported was 60"]),
    "a weight on Scores": (lambda b: put(b, "Scores", "weight", 10), ["Scores!J2: the weight of impact is 10"]),
    "a scale": (lambda b: put(b, "Criteria", "scale max", 10), ["scale max of impact is 5; computed it is 10"]),
    "a scale on Scores": (lambda b: put(b, "Scores", "scale max", 6, row=4), ["Scores!L4"]),
    "a weighted score": (lambda b: put(b, "Scores", "weighted", 1.25), ["Scores!O2: the weighted score"]),
    "a total": (lambda b: put(b, "Scorecards", "total", 99), ["the total of SSC26-O000"]),
    "an exported total": (lambda b: put(b, "Scorecards", "total as exported", 99), ["total as exported"]),
    "whether a card counts": (lambda b: put(b, "Scorecards", "counted?", "no"), ["counted? of"]),
    "a rank": (lambda b: put(b, "Results", "rank", 2), ["the rank is 2; computed it is 1"]),
    "an exported rank": (lambda b: put(b, "Results", "rank as exported", 2), ["the rank as exported is 2"]),
    "a final score": (lambda b: put(b, "Results", "final score", 91.5), ["the final score is 91.5"]),
    "a score by a hair": (
        lambda b: put(b, "Results", "score as exported", b["Results"]["O2"].value + 1e-6),
        ["the score as exported"],
    ),
    "a rank for an entry without cards": (
        lambda b: put(b, "Results", "rank", 5, reference="SSC26-D003"),
        ["the rank is 5; computed it is empty"],
    ),
    "a tie rule said to have decided": (
        lambda b: put(b, "Results", "tie decided by", "jury", reference="SSC26-O001"),
        ['tie decided by is "jury"'],
    ),
    "a raw mean": (lambda b: put(b, "Results", "raw mean", 1), ["the raw mean is 1"]),
    "a mean of a criterion": (lambda b: put(b, "Results", "mean: Impact [impact]", 1), ["mean: Impact [impact] is 1"]),
    "an adjusted mean": (lambda b: put(b, "Results", "adjusted mean", 1), ["the adjusted mean is 1"]),
    "a spread": (lambda b: put(b, "Results", "SD", 1), ["the SD is 1"]),
    "a cell of the matrix": (lambda b: put(b, "Matrix", "Anna: total", 1), ["Matrix!F2"]),
    "an entry in another category": (
        lambda b: put(b, "Results", "category", "open-city", reference="SSC26-D000"),
        ["SSC26-D000 is in open-city; on Scores it is in digital-inclusion"],
    ),
    "a row of Results removed": (lambda b: b["Results"].delete_rows(3), ["is missing", "exported were 8"]),
    "a row of Scores removed": (lambda b: b["Scores"].delete_rows(3), ["SHA-256", "exported were 50"]),
    "a row of Scorecards removed": (lambda b: b["Scorecards"].delete_rows(3), ["Scorecards: ", "is missing"]),
    "the method": (lambda b: put(b, "README", "value", "median", fact="method"), ["the score as exported"]),
    "the tie rules": (lambda b: put(b, "README", "value", "none", fact="tie_ladder"), ["SHA-256"]),
}


@pytest.mark.parametrize("method", ["mean", "median", "trimmed", "zscore", "borda", "adjusted"])
def test_a_workbook_as_downloaded_agrees(method: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(write(tmp_path / "w.xlsx", method))]) == 0
    assert "agrees: 8 entries and 50 scores" in capsys.readouterr().out


def test_what_is_not_applicable_is_no_gap_and_stands_only_where_it_may(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "w.xlsx", excused=True)
    assert main(["verify", str(path)]) == 0
    assert "agrees: 8 entries and 50 scores" in capsys.readouterr().out
    out = {"reference": "SSC26-O001", "judge": "Bo"}
    edit(path, lambda b: put(b, "Scores", "not applicable", None, criterion_id="innovation", **out))
    assert main(["verify", str(path)]) == 1
    assert "innovation is neither scored nor N/A on a completed card" in capsys.readouterr().out
    edit(path, lambda b: put(b, "Scores", "not applicable", "N/A", criterion_id="impact", **out))
    assert main(["verify", str(path)]) == 1
    assert 'holds "N/A"; it may hold N/A where Criteria allows it' in capsys.readouterr().out


@pytest.mark.parametrize("ladder", [(), ("head_to_head",), ("median", "smaller_spread"), ("jury",)], ids=str)
def test_a_workbook_agrees_by_any_tie_rules(ladder: tuple[str, ...], tmp_path: Path) -> None:
    assert main(["verify", str(write(tmp_path / "w.xlsx", ladder=ladder))]) == 0


def test_saving_it_unchanged_changes_nothing(tmp_path: Path) -> None:
    assert main(["verify", str(edit(write(tmp_path / "w.xlsx"), lambda _: None))]) == 0


@pytest.mark.parametrize("what", list(CHANGES))
def test_a_change_is_named(what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change, words = CHANGES[what]
    assert main(["verify", str(edit(write(tmp_path / "w.xlsx"), change))]) == 1
    out = capsys.readouterr().out
    for word in words:
        assert word in out
    assert out.rstrip().endswith("in 8 entries and 50 scores.") or "removed" in what


def test_one_score_changed_by_a_program_that_drops_computed_values_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "w.xlsx")
    book = openpyxl.load_workbook(path)
    book.save(path)
    assert main(["verify", str(path)]) == 0
    assert "carry no values" in capsys.readouterr().err
    put(book, "Scores", "score", 5, **SCORE)
    book.save(path)
    assert main(["verify", str(path)]) == 1
    out = capsys.readouterr().out
    assert "SSC26-O001 (Results!" in out
    assert "the rank as exported is" in out


HOSTILE: dict[str, tuple[Callable[[Workbook], object], list[str]]] = {
    "text for a score": (lambda b: put(b, "Scores", "score", "good"), ['Scores!N2 holds "good"', "number"]),
    "text for a weight": (lambda b: put(b, "Criteria", "weight", "heavy"), ['Criteria!C2 holds "heavy"']),
    "yes for a score": (lambda b: put(b, "Scores", "score", True), ["Scores!N2", "number"]),
    "no weight": (lambda b: put(b, "Criteria", "weight", None), ["Criteria!C2 is empty"]),
    "weights of zero": (
        lambda b: [put(b, "Criteria", "weight", 0, row=row) for row in (2, 3)],
        ["add up to zero"],
    ),
    "a negative weight": (lambda b: put(b, "Criteria", "weight", -1), ["negative"]),
    "a scale turned round": (lambda b: put(b, "Criteria", "scale max", -1), ["turn it round"]),
    "a score off its scale": (lambda b: put(b, "Scores", "score", 7), ["Scores, row 2", "7"]),
    "a row twice": (
        lambda b: b["Scores"].append([cell.value for cell in b["Scores"][4]]),
        ["Scores, row 52", "twice"],
    ),
    "an entry twice": (
        lambda b: b["Results"].append([cell.value for cell in b["Results"][2]]),
        ["Results!C10", "twice"],
    ),
    "a sheet missing": (lambda b: b.remove(b["Scores"]), ["The sheet Scores is missing"]),
    "an empty sheet": (lambda b: b["Scores"].delete_rows(1, 60), ["Scores is empty"]),
    "a column missing": (lambda b: b["Scores"].delete_cols(14), ['no column "score"']),
    "no method": (lambda b: put(b, "README", "value", None, fact="method"), ['does not say "method"']),
    "an unknown method": (lambda b: put(b, "README", "value", "dice", fact="method"), ['"dice"']),
    "an unknown tie rule": (lambda b: put(b, "README", "value", "coin", fact="tie_ladder"), ['"coin"']),
    "an unknown state": (lambda b: put(b, "Scores", "scorecard status", "lost"), ["Scores!P2", '"lost"']),
    "a card with two states": (lambda b: put(b, "Scores", "scorecard status", "started"), ["two states"]),
    "an unknown criterion": (lambda b: put(b, "Scores", "criterion id", "charm"), ["Scores!H2", '"charm"']),
    "a card of another judge": (lambda b: put(b, "Scores", "judge id", 77), ["Scores!G2", "judge 77"]),
    "no reference": (lambda b: put(b, "Scores", "reference", None), ["Scores!C2 is empty"]),
    "text for a rank": (lambda b: put(b, "Results", "rank as exported", "first"), ['"first"']),
}


@pytest.mark.parametrize("what", list(HOSTILE))
def test_what_cannot_be_computed_is_said_in_one_sentence(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change, words = HOSTILE[what]
    assert main(["verify", str(edit(write(tmp_path / "w.xlsx"), change))]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    for word in words:
        assert word in err


def test_what_is_no_workbook_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = write(tmp_path / "w.xlsx").read_bytes()
    files = {
        "text.xlsx": b"reference,score\n",
        "empty.xlsx": b"",
        "half.xlsx": whole[: len(whole) // 2],
        "torn.xlsx": whole.replace(b"<", b"(", 400),
    }
    with zipfile.ZipFile(tmp_path / "zip.xlsx", "w") as archive:
        archive.writestr("Scores.csv", "score\n")
    with xlsxwriter.Workbook(tmp_path / "other.xlsx") as other:
        other.add_worksheet("Sheet1")
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    for name in [*files, "zip.xlsx", "other.xlsx", "none.xlsx", "."]:
        assert main(["verify", str(tmp_path / name)]) == 2, name
        assert capsys.readouterr().err.count("\n") == 1, name
