"""Groups of judges weigh by themselves: an entry's score is the weighted mean of its groups' means."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards_portal.results import GroupWeights, ScoresError, standings
from awards_portal.results.__main__ import main

HEADER = "entry,judge,criterion,score,group\n"
# The public of four outvotes the jury of two where all judges count alike: A has 26/6, B 20/6.
ROWS = "".join(
    f"A,{judge},q,{a},{group}\nB,{judge},q,{b},{group}\n"
    for judge, group, a, b in [
        ("J1", "jury", 3, 5),
        ("J2", "jury", 3, 5),
        *((f"P{n}", "public", 5, 2.5) for n in range(4)),
    ]
)


def run(tmp_path: Path, text: str, *options: str) -> int:
    path = tmp_path / "scores.csv"
    path.write_text(HEADER + text)
    return main(["standings", str(path), *options])


def test_the_weight_of_a_group_does_not_grow_with_its_members(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, ROWS) == 0
    assert [row["entry"] for row in json.loads(capsys.readouterr().out)["standings"]] == ["A", "B"]
    assert run(tmp_path, ROWS, "--groups", "jury=75,public=25") == 0
    found = json.loads(capsys.readouterr().out)["standings"]
    assert [(row["entry"], row["score"]) for row in found] == [("B", 4.375), ("A", 3.5)]
    assert [row["raw"] for row in found] == pytest.approx([20 / 6, 26 / 6])


def test_a_group_that_did_not_score_an_entry_leaves_its_weight_to_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, ROWS + "C,J1,q,4,jury\n", "--groups", "jury=75,public=25") == 0
    found = json.loads(capsys.readouterr().out)
    assert {row["entry"]: row["score"] for row in found["standings"]}["C"] == 4
    assert any(each.endswith("for: C.") for each in found["warnings"])


@pytest.mark.parametrize(
    ("rows", "options", "words"),
    [
        (ROWS, ["--groups", "jury=1"], '"public" has no weight'),
        (ROWS, ["--groups", "jury=1,public=1,council=1"], '"council", in which there is no judge'),
        (ROWS, ["--groups", "jury=0,public=0"], "add up to zero"),
        (ROWS, ["--groups", "jury=-1,public=1"], "negative"),
        (ROWS, ["--groups", "jury=1,public=1", "--method", "median"], "by the method mean"),
        (ROWS + "C,J1,q,4,public\n", ["--groups", "jury=1,public=1"], '"J1" is in two groups'),
        (ROWS + "C,J9,q,4,\n", ["--groups", "jury=1,public=1"], '"J9" is in no group'),
        (ROWS + "C,P1,q,4,public\n", ["--groups", "jury=1,public=0"], "Only groups without a weight scored: C"),
    ],
)
def test_groups_that_cannot_be_are_refused_in_one_sentence(
    rows: str, options: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, rows, *options) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert words in err


def test_a_final_is_computed_again_from_its_scores_the_groups_and_what_is_carried(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "first.csv").write_text("entry;score\nA;1\nB;4,5\nC;\n")
    given = ["--groups", "jury=75,public=25", "--carried", str(tmp_path / "first.csv"), "--carries"]
    assert run(tmp_path, ROWS + "C,J1,q,4,jury\n", *given, "40") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["carried"] == {"from": "first.csv", "per_cent": 40}
    assert said["groups"] == {"jury": 75, "public": 25}
    rows = {row["entry"]: row for row in said["standings"]}
    assert rows["A"]["groups"] == {"jury": 3, "public": 5}
    assert (rows["A"]["own"], rows["A"]["carried"]) == (3.5, 1)
    assert rows["A"]["score"] == pytest.approx(0.6 * 3.5 + 0.4 * 1)
    assert rows["C"]["score"] == 4
    assert rows["C"]["carried"] is None
    assert run(tmp_path, ROWS, *given, "40", "--format", "csv") == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[0].endswith("own,carried,mean of jury,mean of public")
    assert "Groups of judges are weighed: jury 75, public 25." in err
    assert "40 % of each score is carried from an earlier round, first.csv." in err
    for options, words in (
        ([*given, "100"], "less than 100"),
        ([*given, "much"], "not a number"),
        (given[:-1], "belong together"),
    ):
        assert run(tmp_path, ROWS, *options) == 2
        assert words in capsys.readouterr().err
    for text, words in (("entry,score\nA,1\nA,2\n", '"A" twice'), ("entry,score\nA,lots\n", "is not a number")):
        (tmp_path / "first.csv").write_text(text)
        assert run(tmp_path, ROWS, *given, "40") == 2
        assert words in capsys.readouterr().err


def test_whether_the_winners_change_is_asked_with_groups_and_what_is_carried(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, first = tmp_path / "scores.csv", tmp_path / "first.csv"
    path.write_text(HEADER + ROWS)
    first.write_text("entry,score\nA,3\nB,3\n")
    options = ["--groups", "jury=75,public=25", "--carried", str(first), "--carries", "10"]
    assert main(["sensitivity", str(path), *options]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["winners"], said["groups"], said["carried"]["per_cent"]) == (["B"], {"jury": 75, "public": 25}, 10)
    varied = {each["variation"]: each["winners"] for each in said["variations"]}
    assert varied["by the method mean, all judges alike"] == ["A"]
    assert varied["without judge J1"] == ["B"]
    assert main(["sensitivity", str(path), *options, "--format", "table"]) == 0
    assert "Groups of judges are weighed: jury 75, public 25." in capsys.readouterr().err


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=3, max_size=6), st.integers(1, 9))
def test_groups_of_equal_size_and_weight_change_nothing_on_a_complete_panel(
    scores: list[tuple[int, int]], weight: int
) -> None:
    rows: list[Any] = [
        (f"E{at}", judge, "q", value) for at, pair in enumerate(scores) for judge, value in zip("JP", pair, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["entry", "judge", "criterion", "score"])
    groups = GroupWeights({"J": "jury", "P": "public"}, {"jury": weight, "public": weight})
    plain = standings(frame, uncertainty=False, severity=False)
    grouped = standings(frame, uncertainty=False, severity=False, groups=groups)
    assert grouped.table["rank"].tolist() == plain.table["rank"].tolist()
    assert grouped.table["score"].tolist() == pytest.approx(plain.table["score"].tolist())


def test_no_score_at_all_needs_no_group() -> None:
    frame = pd.DataFrame({"entry": ["A"], "judge": ["J"], "criterion": ["q"], "score": [None]})
    with pytest.raises(ScoresError, match="no groups"):
        standings(frame, method="borda", groups=GroupWeights({}, {"jury": 1}))
    assert standings(frame, groups=GroupWeights({}, {"jury": 1})).unscored == ["A"]
