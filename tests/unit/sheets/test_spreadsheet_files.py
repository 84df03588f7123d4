"""Spreadsheet files: people's text stays text, moments are real, nothing is cut or dropped in silence."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards_portal.sheets import Cell, Column, Formula, Kind, Sheet, Workbook, csv_bytes, write_xlsx, write_zip

ACTIVE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://example.org","x")', "＝1+1"]


def book(columns: Sequence[Column], *rows: Sequence[Cell], zone: str = "Asia/Seoul") -> Workbook:
    return Workbook("A title", zone, [Sheet("Things", columns, len(rows), list(rows))])


def page(workbook: Workbook, *, values: bool = True) -> Any:
    file = io.BytesIO()
    write_xlsx(workbook, file)
    return openpyxl.load_workbook(file, data_only=values)["Things"]


def lines(columns: Sequence[Column], *rows: Sequence[Cell]) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_bytes(columns, rows, "Asia/Seoul").decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", ACTIVE)
def test_a_text_that_begins_like_a_formula_is_a_text_cell_and_stays_one_when_edited(text: str) -> None:
    cell = page(book([Column("title")], [text]), values=False)["A2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert cell.value == text.replace("\r", "\n")


@pytest.mark.parametrize("text", ACTIVE)
def test_in_csv_such_a_text_has_an_apostrophe_in_front(text: str) -> None:
    assert lines([Column("title")], [text])[1] == [f"'{text}"]


def test_a_header_made_of_peoples_words_is_inert_too() -> None:
    assert page(book([Column("=1+1")], ["x"]), values=False)["A1"].data_type == "s"
    assert lines([Column("=1+1")], ["x"])[0] == ["'=1+1"]


def test_an_apostrophe_of_the_text_itself_can_be_told_from_ours() -> None:
    assert lines([Column("city")], ["'s-Hertogenbosch"])[1] == ["''s-Hertogenbosch"]


@given(st.text())
def test_whoever_takes_one_leading_apostrophe_away_has_the_text_as_it_was(text: str) -> None:
    field = lines([Column("title"), Column("end")], [text, "end"])[1][0]
    kept = "".join("\ufffd" if (c < " " and c not in "\t\n\r") or c in "\ufffe\uffff" else c for c in text)
    assert field.removeprefix("'") == kept or field == kept


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1f", "\ud800", "\uffff"])
def test_what_no_file_can_carry_is_shown_as_a_replacement_character(bad: str) -> None:
    assert page(book([Column("title")], [f"a{bad}b"]))["A2"].value == "a\ufffdb"
    assert lines([Column("title")], [f"a{bad}b"])[1] == ["a\ufffdb"]


def test_a_text_that_looks_like_the_inside_of_the_file_format_is_only_a_text() -> None:
    assert page(book([Column("title")], ["<r><t>a</t></r>"]))["A2"].value == "<r><t>a</t></r>"
    assert page(book([Column("title")], ["<r>& <b></r>"]))["A2"].value == "<r>& <b></r>"


@pytest.mark.parametrize("character", ["a", "\U0001f600"])
def test_a_text_too_long_for_a_cell_says_so_and_where_the_whole_is(character: str) -> None:
    whole = character * 33_000
    value = page(book([Column("answer")], [whole]))["A2"].value
    assert value.endswith(
        "[Cut here. The whole text has 33000 characters and is in Things.csv of the download as CSV.]"
    )
    assert len(value.encode("utf-16-le")) // 2 <= 32_767
    assert lines([Column("answer")], [whole])[1] == [whole]


def test_a_text_that_just_fits_is_whole() -> None:
    assert page(book([Column("answer")], ["a" * 32_767]))["A2"].value == "a" * 32_767


def test_a_moment_is_a_real_one_in_utc_with_the_local_time_beside_it() -> None:
    at = datetime(2026, 3, 1, 15, 30, tzinfo=UTC)
    sheet = page(book([Column("submitted", Kind.INSTANT), Column("after")], [at, "x"]))
    assert [cell.value for cell in sheet[1]] == ["submitted (UTC)", "submitted (Asia/Seoul time)", "after"]
    assert [cell.value for cell in sheet[2]] == [at.replace(tzinfo=None), "2026-03-02 00:30:00+09:00", "x"]
    columns = [Column("submitted", Kind.INSTANT), Column("after")]
    assert lines(columns, [at, "x"])[1] == ["2026-03-01T15:30:00Z", "2026-03-02 00:30:00+09:00", "x"]


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 3, 1, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        page(book([Column("submitted", Kind.INSTANT)], [naive]))


def test_numbers_and_dates_are_numbers_and_dates_and_nothing_is_empty() -> None:
    columns = [Column("n", Kind.NUMBER, digits="0.00"), Column("d", Kind.DATE), Column("e", Kind.NUMBER)]
    sheet = page(book(columns, [Fraction(1, 8), date(2026, 5, 31), None], [0, date(1066, 10, 14), ""]))
    assert (sheet["A2"].value, sheet["A2"].number_format, sheet["C2"].value) == (0.125, "0.00", None)
    assert sheet["B2"].value.isoformat() == "2026-05-31T00:00:00"
    assert (sheet["A3"].value, sheet["B3"].value, sheet["C3"].value) == (0, "1066-10-14", None)


def test_the_header_is_frozen_and_filtered_and_no_cell_is_merged() -> None:
    sheet = page(book([Column("a"), Column("b")], ["x", "y"]))
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.merged_cells.ranges) == ("A2", "A1:B2", set())


def test_formulas_carry_the_value_they_have_now() -> None:
    columns = [Column("n", Kind.NUMBER), Column("twice", Kind.NUMBER)]
    made = book(columns, [2, Formula("=A2*2", 4)], [None, Formula('=IF(A3="","",A3*2)', None)])
    assert page(made, values=False)["B2"].value == "=A2*2"
    assert [page(made)[at].value for at in ("B2", "B3")] == [4, None]
    assert [line[1] for line in lines(columns, *made.sheets[0].rows)] == ["twice", "4", ""]


def test_a_sheet_knows_where_its_columns_stand_an_instant_taking_two() -> None:
    sheet = Sheet("S", [Column("a"), Column("at", Kind.INSTANT), *(Column(f"c{n}") for n in range(30))], 3)
    assert (sheet.letter("at"), sheet.letter("c0"), sheet.letter("c29")) == ("B", "D", "AG")
    assert (sheet.area("c0"), sheet.own("c0", 0)) == ("S!$D$2:$D$4", "$D2")


def test_a_sheet_with_the_wrong_number_of_rows_or_cells_is_a_mistake_and_not_written() -> None:
    for rows in ([], [["a"]], [["a", "b", "c"]]):
        with pytest.raises(ValueError, match=r"of S has|S has"):
            list(Sheet("S", [Column("a"), Column("b")], 1, list(rows)).filled())
    with pytest.raises(ValueError, match="two columns called a"):
        Sheet("S", [Column("a"), Column("a")], 0)


def test_more_rows_than_a_sheet_holds_are_refused_before_anything_is_written() -> None:
    with pytest.raises(ValueError, match="1048575"):
        write_xlsx(Workbook("T", "UTC", [Sheet("S", [Column("a")], 1_048_576)]), io.BytesIO())


def test_the_zip_holds_a_csv_file_per_sheet() -> None:
    file = io.BytesIO()
    write_zip(book([Column("title")], ["Ñandú"]), file)
    with zipfile.ZipFile(file) as archive:
        assert archive.namelist() == ["Things.csv"]
        assert archive.read("Things.csv") == "\ufefftitle\r\nÑandú\r\n".encode()
