"""A spreadsheet of people to invite: read whole, or each cell that is wrong is named."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from awards_portal.errors import Invalid
from awards_portal.judging.guests import Guest, read_guests, several
from awards_portal.sheets import reading
from awards_portal.sheets.reading import cell_name, read_table

NAMES = [{"SE": "Sweden", "KR": "South Korea"}, {"SE": "Schweden"}]
HEAD = ["Name", "E-mail", "Organization", "Country", "Languages", "Expertise", "Phone"]
EVA = ["Eva  Elm", "Eva.Elm@Example.org", "Elm University", "sweden", "sv; en", "water, mobility", "12"]


def xlsx(*rows: list[object]) -> bytes:
    book, to = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(to)
    return to.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        xlsx(HEAD, EVA, []),
        "\n".join(";".join(f'"{cell}"' for cell in row) for row in (HEAD, EVA)).encode(),
        ("\ufeff" + "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in (HEAD, EVA, [""]))).encode(),
        "\n".join("\t".join(row) for row in (HEAD, EVA)).encode("utf-16"),
    ],
)
def test_a_spreadsheet_and_its_csv_files_say_the_same(content: bytes) -> None:
    told = read_guests(read_table(content), set(), NAMES)
    assert told.faults == ()
    assert told.unread == ("Phone",)
    expected = Guest(2, "Eva Elm", "eva.elm@example.org", "Elm University", "SE", ["sv", "en"], ["water", "mobility"])
    assert told.guests == (expected,)
    assert told.guests == (expected,)


def test_each_wrong_cell_is_named_and_nobody_is_read() -> None:
    table = [
        ["organisation", "email", "name", "country"],
        ["Elm University", "eva.elm@example.org", "Eva Elm", "Schweden"],
        ["", "eva.elm@example.org", "", "Utopia"],
        ["Fir Ltd", "fay at fir", "Fay Fir"],
        ["Oak Ltd", "ole.oak@example.org", "Ole Oak", "kr"],
    ]
    told = read_guests(table, {"ole.oak@example.org"}, NAMES)
    assert told.guests == ()
    found = {fault.cell: fault.sentence for fault in told.faults}
    assert set(found) == {"A3", "B3", "C3", "D3", "B4", "B5"}
    assert found["B3"] == "B3: eva.elm@example.org is in B2 already."
    assert found["B4"] == "B4: “fay at fir” is not a mail address such as name@example.org."
    assert found["B5"] == "B5: ole.oak@example.org is among the judges already. Remove the row."
    assert "“Utopia” is not a country" in found["D3"]


def test_a_shifted_column_is_told_once_before_its_cells() -> None:
    table = [["name", "email", "organisation"], ["Eva Elm", "Elm University", "eva@example.org"]]
    first, *rest = (each.sentence for each in read_guests(table, set(), NAMES).faults)
    assert first.startswith("B1: the addresses stand in column C, not below “email”.")
    assert rest == ["B2: “Elm University” is not a mail address such as name@example.org."]
    table.append(["Fay Fir", "fay@example.org", "Fir Ltd"])
    assert [each.cell for each in read_guests(table, set(), NAMES).faults] == ["B2"]


def test_missing_doubled_and_empty_tables_are_told() -> None:
    assert [fault.sentence for fault in read_guests([["name", "mail"]], set(), NAMES).faults] == [
        "Row 1 has no heading “organisation”. Add the column."
    ]
    assert len(read_guests([], set(), NAMES).faults) == 3
    (fault,) = read_guests([["name", "email", "organisation", "judge"]], set(), NAMES).faults
    assert fault.sentence == "D1: “judge” is there twice."
    (fault,) = read_guests([["name", "email", "organisation"], ["", "", ""]], set(), NAMES).faults
    assert fault.cell == "A2"
    many = [["name", "email", "organisation"], *([f"Eva {n}", f"eva{n}@example.org", "Elm"] for n in range(501))]
    assert "At most 500" in read_guests(many, set(), NAMES).faults[0].sentence


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Choose a file"),
        (b"PK\x03\x04 broken", "could not be opened"),
        (b"name,email\n\xff\xfe\xfa", "could not be read as a table"),
        (b"x" * 2_000_001, "larger than 2 MB"),
        (b"a\n" * 2_001, "more than 2000 rows"),
        (b"a," * 61, "60 columns"),
        (xlsx([f"{n}" for n in range(61)]), "60 columns"),
    ],
)
def test_what_is_no_small_table_is_refused_with_the_way_out(content: bytes, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        read_table(content)


def test_a_spreadsheet_that_unpacks_to_a_flood_is_not_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(reading, "MAX_UNPACKED", 1_000)
    with pytest.raises(Invalid, match="unpacks to more"):
        read_table(xlsx(HEAD, EVA))


def test_cells_are_named_as_spreadsheet_programs_do() -> None:
    assert [cell_name(0, 0), cell_name(6, 1), cell_name(0, 25), cell_name(9, 26), cell_name(0, 702)] == [
        "A1",
        "B7",
        "Z1",
        "AA10",
        "AAA1",
    ]


def test_words_in_a_cell_are_cleaned_and_cut() -> None:
    assert several("s\x00v;; " + "x" * 99) == ["sv", "x" * 60]
