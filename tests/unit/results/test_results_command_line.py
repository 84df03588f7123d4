"""The command line prints results as JSON and refuses bad input in one sentence that names the line."""

import json
from pathlib import Path
from typing import Any

import pytest

from awards_portal.results import METHODS
from awards_portal.results.__main__ import main

HEADER = "entry,judge,criterion,score\n"


def write(folder: Path, text: str | bytes) -> str:
    path = folder / "scores.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    def refuse(text: str) -> None:
        raise AssertionError(f"{text} in JSON")

    return json.loads(capsys.readouterr().out, parse_constant=refuse)


def test_standings_have_exactly_the_promised_keys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [f"E{e},J{j},quality,{e + j + e * j % 3}\n" for e in range(3) for j in range(3)]
    path = write(tmp_path, HEADER + "".join(rows))
    assert main(["standings", path, "--format", "json"]) == 0
    shown = printed(capsys)
    assert list(shown) == ["method", "standings", "judges", "variance", "warnings"]
    assert list(shown["standings"][0]) == ["entry", "rank", "score", "raw", "judges", "low", "high", "chance_first"]
    assert list(shown["judges"][0]) == ["judge", "cards", "severity", "se"]
    assert list(shown["variance"]) == ["judge", "residual"]


def test_agreement_has_exactly_the_promised_keys_per_criterion_and_overall(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [f"E{e},J{j},{c},{(e * 3 + j * 2) % 5}\n" for e in range(4) for j in range(3) for c in ("reach", "depth")]
    assert main(["agreement", write(tmp_path, HEADER + "".join(rows)), "--format", "json"]) == 0
    shown = printed(capsys)
    assert set(shown) == {"reach", "depth", "overall"}
    keys = ["icc21", "icc2k", "alpha_interval", "alpha_ordinal", "kendall_w", "entries", "judges", "complete"]
    assert all(list(each) == keys for each in shown.values())


def test_an_entry_without_any_score_is_listed_without_a_rank(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["standings", write(tmp_path, HEADER + "A,J1,q,3\nA,J2,q,4\nB,J1,q,\n")])
    last = printed(capsys)["standings"][-1]
    assert last == {
        "entry": "B", "rank": None, "score": None, "raw": None, "judges": 0,
        "low": None, "high": None, "chance_first": None
    }  # fmt: skip


def test_a_card_with_a_gap_does_not_count_unless_gaps_are_allowed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, HEADER + "A,J1,q,3\nA,J1,r,5\nB,J1,q,4\n")
    main(["standings", path])
    strict = {row["entry"]: row for row in printed(capsys)["standings"]}
    assert (strict["A"]["score"], strict["B"]["score"]) == (4.0, None)
    main(["standings", path, "--allow-missing"])
    lenient = {row["entry"]: row for row in printed(capsys)["standings"]}
    assert (lenient["A"]["score"], lenient["B"]["score"]) == (4.0, 4.0)
    assert (lenient["A"]["rank"], lenient["B"]["rank"]) == (1, 1)


def test_weights_and_scale_give_a_total_out_of_a_hundred(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, HEADER + "A,J1,q,5\nA,J1,r,0\nA,J2,q,5\nA,J2,r,1\n")
    assert main(["standings", path, "--weights", "q=2,r=1", "--scale", "0:5"]) == 0
    assert printed(capsys)["standings"][0]["score"] == pytest.approx(70.0)


def test_categories_can_be_ranked_by_themselves(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, "entry,judge,criterion,score,category\nA,J1,q,3,parks\nB,J1,q,5,water\nC,J1,q,4,water\n")
    assert main(["standings", path, "--by", "category"]) == 0
    shown = [(row["category"], row["entry"], row["rank"]) for row in printed(capsys)["standings"]]
    assert shown == [("parks", "A", 1), ("water", "B", 1), ("water", "C", 2)]


@pytest.mark.parametrize("shape", ["csv", "table"])
def test_other_formats_list_every_entry(tmp_path: Path, capsys: pytest.CaptureFixture[str], shape: str) -> None:
    assert main(["standings", write(tmp_path, HEADER + "Ahorn,J1,q,3\nBirke,J1,q,5\n"), "--format", shape]) == 0
    out = capsys.readouterr().out
    assert out.index("Birke") < out.index("Ahorn")


BAD = {
    "text in the score column": (HEADER + "A,J1,q,3\nB,J1,q,good\n", [], ["Line 3", 'column "score"', "good"]),
    "infinity": (HEADER + "A,J1,q,inf\n", [], ["Line 2", "finite"]),
    "a judge twice": (HEADER + "A,J1,q,3\nB,J1,q,3\nA,J1,q,4\n", [], ["Line 4", "J1", "twice"]),
    "weights that add up to zero": (HEADER + "A,J1,q,3\n", ["--weights", "q=0"], ["add up to zero"]),
    "a negative weight": (HEADER + "A,J1,q,3\n", ["--weights", "q=-1"], ["negative"]),
    "a weight that is no number": (HEADER + "A,J1,q,3\n", ["--weights", "q=much"], ["much"]),
    "an unknown criterion": (HEADER + "A,J1,q,3\n", ["--weights", "q=1,z=2"], ['"z"']),
    "a criterion without weight": (HEADER + "A,J1,q,3\nA,J1,r,3\n", ["--weights", "q=1"], ['"r"', "no weight"]),
    "a scale turned round": (HEADER + "A,J1,q,3\n", ["--scale", "5:0"], ["turn it round"]),
    "a score off the scale": (HEADER + "A,J1,q,3\nA,J2,q,7\n", ["--scale", "0:5"], ["Line 3", "7", "0 to 5"]),
    "a missing column": ("entry,judge,score\nA,J1,3\n", [], ['"criterion" is missing']),
    "an empty file": ("", [], ["empty"]),
    "a column named twice": ("entry,judge,criterion,score,score\nA,J1,q,3,4\n", [], ['"score" twice']),
    "a number that a comma tears apart": (HEADER + "A,J1,q,3,5\n", [], ["Line 2 has 5 fields", "quotes"]),
    "no header": ("A,J1,q,3\nB,J1,q,3\n", [], ['"entry" is missing', "found: A, J1, q, 3"]),
    "a score that no sum keeps beside the others": (HEADER + "A,J1,q,3\nB,J1,q,1e20\n", [], ["Line 2", "1e+20"]),
    "weights that are worlds apart": (HEADER + "A,J1,q,3\nA,J1,r,3\n", ["--weights", "q=1e400,r=1"], ['"q"', '"r"']),
    "a weight that is infinite": (HEADER + "A,J1,q,3\n", ["--weights", "q=inf"], ['"inf"', "not a number"]),
    "a scale of an unknown criterion": (HEADER + "A,J1,q,3\n", ["--scale", "q=0:5,z=0:5"], ['"z"', "In the file: q"]),
    "a scale given twice": (HEADER + "A,J1,q,3\n", ["--scale", "q=0:5,q=0:3"], ['"q" is named twice']),
    "a scale without length": (HEADER + "A,J1,q,3\n", ["--scale", "3:3"], ["from 3 to 3"]),
    "a zip file": (b"PK\x03\x04\x00\x00", [], ["not text"]),
    "a header alone": (HEADER, [], ["no scores"]),
    "another encoding": (HEADER.encode() + "Köln,J1,q,3\n".encode("latin-1"), [], ["Line 2", "UTF-8"]),
    "an empty judge": (HEADER + "A,,q,3\n", [], ["Line 2", "judge is empty"]),
    "too thin for a correction": (HEADER + "A,J1,q,3\n", ["--method", "adjusted"], ["not enough to correct"]),
    "an unknown tie rule": (HEADER + "A,J1,q,3\n", ["--ties", "coin"], ['"coin"']),
}


@pytest.mark.parametrize("what", list(BAD))
def test_bad_input_is_refused_in_one_sentence(what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, options, words = BAD[what]
    assert main(["standings", write(tmp_path, text), *options]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    for word in words:
        assert word in err


def test_a_missing_file_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["standings", str(tmp_path / "none.csv")]) == 2
    assert "no file" in capsys.readouterr().err


def test_the_line_is_counted_through_blank_lines_and_quoted_line_breaks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["standings", write(tmp_path, HEADER + '"A\nlong",J1,q,3\n\nB,J1,q,x\n')]) == 2
    assert "Line 5" in capsys.readouterr().err


WAYS_TO_WRITE = {
    "a byte order mark": "\ufeff{}",
    "line ends of Windows": "{}",
    "line ends of old Macs": "{}",
    "blank lines": "\n\n{}\n   \n,,,\n",
    "semicolons": "{}",
    "tabs": "{}",
    "capitals in the header": "{}",
}
CHANGES = {
    "line ends of Windows": ("\n", "\r\n"),
    "line ends of old Macs": ("\n", "\r"),
    "blank lines": ("\n", "\n\n"),
    "semicolons": (",", ";"),
    "tabs": (",", "\t"),
    "capitals in the header": ("entry,judge", "Entry,JUDGE"),
}


@pytest.mark.parametrize("way", list(WAYS_TO_WRITE))
def test_the_same_scores_written_another_way_give_the_same_result(
    way: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = HEADER + "A,J1,q,3\nB,J1,q,4\nA,J2,q,5\nB,J2,q,1\n"
    assert main(["standings", write(tmp_path, plain)]) == 0
    expected = printed(capsys)
    text = WAYS_TO_WRITE[way].format(plain.replace(*CHANGES.get(way, ("", ""))))
    assert main(["standings", write(tmp_path, text.encode())]) == 0
    assert printed(capsys) == expected
    assert main(["standings", write(tmp_path, text.replace("5", "x").encode())]) == 2
    assert "is not a number" in capsys.readouterr().err


def test_a_scale_may_begin_below_zero(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["standings", write(tmp_path, HEADER + "A,J1,q,0\n"), "--scale", "-5:5"]) == 0
    assert printed(capsys)["standings"][0]["score"] == 50


@pytest.mark.parametrize("command", ["standings", "agreement", "sensitivity"])
@pytest.mark.parametrize("method", list(METHODS))
@pytest.mark.parametrize("rows", ["A,J1,q,\nB,J2,q,\n", "A,J1,q,3\nA,J2,r,3\nB,J1,q,1\nB,J2,r,2\n"])
def test_without_a_complete_card_nothing_is_ranked_and_no_figure_is_made_up(
    rows: str, method: str, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = [] if command == "agreement" else ["--method", method]
    code = main([command, write(tmp_path, HEADER + rows), *options])
    if method == "adjusted" and command != "agreement":
        assert code == 2
        assert "not enough to correct" in capsys.readouterr().err
        return
    assert code == 0
    found = printed(capsys)
    if command == "standings":
        assert {(row["rank"], row["score"]) for row in found["standings"]} == {(None, None)}
        assert found["warnings"] == ["No card is complete, so no entry is ranked."]
    if command == "sensitivity":
        assert found["sentence"] == "No entry is ranked, so there is no winner to change."


def test_a_card_with_a_gap_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["standings", write(tmp_path, HEADER + "A,J1,q,3\nA,J1,r,3\nB,J1,q,3\nB,J1,r,\n")]) == 0
    assert "1 card not complete and not counted: J1 on B." in printed(capsys)["warnings"]


def test_semicolons_and_decimal_commas_are_understood(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["standings", write(tmp_path, "entry;judge;criterion;score\nA;J1;q;3,5\nB;J1;q;4\n")]) == 0
    assert [row["score"] for row in printed(capsys)["standings"]] == [4.0, 3.5]


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ("A,J1,q,3\nB,J1,q,4\n", "One judge only"),
        ("A,J1,q,3\nB,J1,q,3\nA,J2,q,3\nB,J2,q,3\n", "All totals are equal"),
        ("A,J1,q,3\nB,J1,q,4\nA,J2,q,3\n", "Scored by one judge only: B"),
    ],
)
@pytest.mark.parametrize("method", ["mean", "median", "trimmed", "zscore", "borda"])
def test_thin_panels_give_a_right_answer_with_a_warning(
    rows: str, word: str, method: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["standings", write(tmp_path, HEADER + rows), "--method", method]) == 0
    assert any(word in each for each in printed(capsys)["warnings"])
