"""Matching keeps every hard rule and is as good as an exhaustive search of all there is, on cases small enough."""

import json
from collections import Counter
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awards_portal.matching import flow as flow_of_pairs
from awards_portal.matching import match, read
from awards_portal.matching.__main__ import main

Document = dict[str, Any]


def broken(problem: Document, answer: Document) -> list[str]:
    """Hard rules that an answer breaks; written apart from the solver."""
    pairs = [tuple(pair) for pair in answer["assignments"]]
    judges = {judge["id"]: judge for judge in problem["judges"]}
    category = {entry["id"]: entry.get("category") for entry in problem["entries"]}
    found = []
    if len(set(pairs)) != len(pairs):
        found.append("a pair twice")
    conflicts = {tuple(pair) for name in ("conflicts", "exclusions") for pair in problem.get(name, [])}
    for judge, entry in pairs:
        if (judge, entry) in conflicts:
            found.append(f"{judge} and {entry} are in conflict")
        if category[entry] not in judges[judge].get("categories", [category[entry]]):
            found.append(f"{judge} does not judge {category[entry]}")
    loads = Counter(judge for judge, _ in pairs)
    found += [f"{judge} has too many" for judge, load in loads.items() if load > judges[judge]["max_load"]]
    found += [f"{e} has too many" for e, n in Counter(e for _, e in pairs).items() if n > problem["per_entry"]]
    if answer["loads"] != {str(name): loads[name] for name in judges}:
        found.append("the loads are not those of the pairs")
    return found


def worth(problem: Document, pairs: frozenset[tuple[str, str]]) -> tuple[int, int, int, int, float]:
    """Kept pairs, filled places, places missing to minimums, how uneven the loads are, preference: more is better."""
    loads = Counter(judge for judge, _ in pairs)
    weights = {(judge, entry): weight for judge, entry, weight in problem.get("preferences", [])}
    return (
        len(pairs & {tuple(pair) for pair in problem.get("keep", [])}),
        len(pairs),
        -sum(max(0, judge.get("min_load", 0) - loads[judge["id"]]) for judge in problem["judges"]),
        -sum(loads[judge["id"]] ** 2 for judge in problem["judges"]),
        sum(weights.get(pair, 0) for pair in pairs),
    )


def best(problem: Document) -> tuple[int, int, int, int, float]:
    """The best worth of all sets of pairs that break nothing."""
    names = [(judge["id"], entry["id"]) for judge, entry in product(problem["judges"], problem["entries"])]
    alone = [pair for pair in names if not broken(problem, _answer(problem, [pair]))]
    sets = (np.arange(2 ** len(alone))[:, None] >> np.arange(len(alone))) & 1
    for what, at, limit in (
        *(("judge", judge["id"], judge["max_load"]) for judge in problem["judges"]),
        *(("entry", entry["id"], problem["per_entry"]) for entry in problem["entries"]),
    ):
        chosen = [place for place, pair in enumerate(alone) if pair[what == "entry"] == at]
        sets = sets[sets[:, chosen].sum(axis=1) <= limit]
    keep = {tuple(pair) for pair in problem.get("keep", [])}
    for score in (np.array([pair in keep for pair in alone]), np.ones(len(alone))):
        got = sets @ score if len(alone) else np.zeros(1)
        sets = sets[got == got.max()]
    return max(worth(problem, frozenset(pair for pair, used in zip(alone, row, strict=True) if used)) for row in sets)


def _answer(problem: Document, pairs: list[tuple[str, str]]) -> Document:
    loads = Counter(judge for judge, _ in pairs)
    return {"assignments": pairs, "loads": {str(judge["id"]): loads[judge["id"]] for judge in problem["judges"]}}


@st.composite
def problems(draw: st.DrawFn) -> Document:
    entries = [{"id": f"e{n}", "category": draw(st.sampled_from("xy"))} for n in range(draw(st.integers(1, 4)))]
    judges: list[Document] = []
    for n in range(draw(st.integers(1, 3))):
        most = draw(st.integers(0, 4))
        judge: Document = {"id": f"j{n}", "max_load": most}
        if draw(st.booleans()):
            judge["min_load"] = draw(st.integers(0, most))
        if draw(st.booleans()):
            judge["categories"] = draw(st.sampled_from([["x"], ["y"], ["x", "y"]]))
        judges.append(judge)
    pairs = [[judge["id"], entry["id"]] for judge in judges for entry in entries]
    some = st.lists(st.sampled_from(pairs), max_size=4, unique_by=tuple)
    weight = st.sampled_from([0, 1, 2, 5, -1, 0.5])
    return {
        "entries": entries,
        "judges": judges,
        "per_entry": draw(st.integers(1, 3)),
        "conflicts": draw(some),
        "exclusions": draw(some),
        "keep": draw(some),
        "preferences": [[*pair, draw(weight)] for pair in draw(some)],
    }


def too_many_kept(problem: Document) -> bool:
    """Whether pairs to be kept break a maximum among themselves."""
    kept = [(j, e) for j, e in problem["keep"] if not broken(problem, _answer({**problem, "per_entry": 9}, [(j, e)]))]
    return bool(broken(problem, _answer(problem, kept)))


@settings(max_examples=400, deadline=None)
@given(problems())
def test_nothing_is_broken_and_no_other_choice_of_pairs_is_better(problem: Document) -> None:
    answer = match(read(problem)).as_dict()
    assert not broken(problem, answer)
    pairs = frozenset((judge, entry) for judge, entry in answer["assignments"])
    if too_many_kept(problem):
        # Which of them stay is not weighed against the rest; that as many stay as can is.
        assert worth(problem, pairs)[0] == best(problem)[0]
    else:
        assert worth(problem, pairs) == pytest.approx(best(problem))


@settings(max_examples=200, deadline=None)
@given(problems())
def test_unmet_names_exactly_what_is_missing(problem: Document) -> None:
    answer = match(read(problem)).as_dict()
    per_entry = Counter(entry for _, entry in answer["assignments"])
    short = {entry["id"] for entry in problem["entries"] if per_entry[entry["id"]] < problem["per_entry"]}
    below = {judge["id"] for judge in problem["judges"] if answer["loads"][judge["id"]] < judge.get("min_load", 0)}
    out = {tuple(pair) for pair in problem["keep"]} - {tuple(pair) for pair in answer["assignments"]}
    unmet = answer["unmet"]
    assert {each["entry"] for each in unmet if each["kind"] == "entry short"} == short
    assert {each["judge"] for each in unmet if each["kind"] == "judge below minimum"} == below
    assert {(each["judge"], each["entry"]) for each in unmet if each["kind"] == "kept pair"} == out
    assert all(each["rule"] and each["sentence"].endswith(".") for each in unmet)
    if not (short or below or out):
        assert unmet == []


def panel(entries: int, many: int, per_entry: int, **more: Any) -> Document:
    rng = np.random.default_rng(entries)
    return {
        "entries": [{"id": f"e{n}", "category": f"c{n % 4}"} for n in range(entries)],
        "judges": [{"id": f"j{n}", "max_load": entries} for n in range(many)],
        "conflicts": [[f"j{rng.integers(many)}", f"e{rng.integers(entries)}"] for _ in range(entries // 5)],
        "per_entry": per_entry,
        **more,
    }


def test_a_panel_is_filled_level_within_one_and_connected() -> None:
    answer = match(read(panel(73, 7, 3))).as_dict()
    assert not broken(panel(73, 7, 3), answer)
    assert (len(answer["assignments"]), answer["connected"], answer["unmet"]) == (219, True, [])
    assert set(answer["loads"].values()) == {31, 32}


def test_a_large_panel_draws_pairs_and_is_as_level_as_with_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = panel(400, 60, 3)
    whole = match(read(problem))
    monkeypatch.setattr(flow_of_pairs, "MOST_ARCS", 100)
    monkeypatch.setattr(flow_of_pairs, "FIRST_DRAW", 3)
    drawn = match(read(problem)).as_dict()
    assert not broken(problem, drawn)
    assert sorted(drawn["loads"].values()) == sorted(whole.loads.values())
    assert len(drawn["assignments"]) == len(whole.assignments) == 1200


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_drawing_pairs_costs_no_place_and_no_levelness_where_capacity_is_tight(seed: int) -> None:
    rng = np.random.default_rng(seed)
    judges = [
        {
            "id": f"j{n}",
            "max_load": int(rng.integers(0, 9)),
            "categories": [f"c{c}" for c in range(4) if rng.random() < 0.5],
        }
        for n in range(30)
    ]
    for judge in judges:
        judge["min_load"] = int(min(judge["max_load"], rng.integers(0, 3)))
    problem = panel(40, 30, 3, judges=judges)
    answers = []
    for most in (10**6, 50):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(flow_of_pairs, "MOST_ARCS", most)
            patch.setattr(flow_of_pairs, "FIRST_DRAW", 3)
            answers.append(match(read(problem)).as_dict())
    assert not broken(problem, answers[1])
    first, second = (worth(problem, frozenset(map(tuple, each["assignments"]))) for each in answers)
    assert first == second


def test_kept_pairs_stay_and_count_in_the_load() -> None:
    keep = [["j0", f"e{n}"] for n in range(20)]
    answer = match(read(panel(30, 4, 2, keep=keep, conflicts=[]))).as_dict()
    assert {tuple(pair) for pair in keep} <= {tuple(pair) for pair in answer["assignments"]}
    assert answer["loads"] == {"j0": 20, "j1": 14, "j2": 13, "j3": 13} or sorted(answer["loads"].values()) == [
        13,
        13,
        14,
        20,
    ]


def test_pieces_that_need_not_be_apart_are_joined() -> None:
    # Preferring nothing, two judges for each half of the entries would do; then no judge could be compared across.
    problem = panel(4, 4, 2, conflicts=[], preferences=[[f"j{j}", f"e{e}", 0] for j in range(4) for e in range(4)])
    for judge in problem["judges"]:
        judge["max_load"] = 2
    assert match(read(problem)).connected
    apart = panel(4, 4, 2, conflicts=[[f"j{j}", f"e{e}"] for j in range(4) for e in range(4) if (j < 2) != (e < 2)])
    assert not match(read(apart)).connected


RULES = {
    "conflicts": ({"conflicts": [["j0", "e0"]]}, "e0", "1 conflict leaves 1 of 2 judges"),
    "categories": ({"judges": [{"id": "j0", "max_load": 9}, {"id": "j1", "max_load": 9, "categories": []}]}, "e0", "1"),
    "max_load": ({"judges": [{"id": "j0", "max_load": 9}, {"id": "j1", "max_load": 1}]}, "e", "at the maximum"),
    "per_entry": ({"judges": [{"id": "j0", "max_load": 9}]}, "e0", "there is 1 judge in all"),
}


@pytest.mark.parametrize("rule", list(RULES))
def test_an_entry_that_is_short_is_told_with_the_rule_that_stops_it(rule: str) -> None:
    more, entry, words = RULES[rule]
    unmet = match(read(panel(2, 2, 2, **{"conflicts": [], **more}))).unmet
    assert unmet[0]["rule"] == rule
    assert entry in unmet[0]["entry"]
    assert words in unmet[0]["sentence"]


def test_more_kept_pairs_than_a_judge_may_have_are_left_out_and_the_judge_is_named() -> None:
    judges = [{"id": "j0", "max_load": 1}, {"id": "j1", "max_load": 9}]
    keep = [["j0", "e0"], ["j0", "e1"]]
    answer = match(read(panel(2, 2, 1, judges=judges, keep=keep, conflicts=[]))).as_dict()
    assert not broken(panel(2, 2, 1, judges=judges, conflicts=[]), answer)
    assert answer["loads"] == {"j0": 1, "j1": 1}
    assert [(each["kind"], each["judge"]) for each in answer["unmet"]] == [
        ("kept pair", "j0"),
        ("judge over maximum", "j0"),
    ]


@pytest.mark.parametrize("empty", ["entries", "judges"])
def test_nothing_to_match_is_an_answer(empty: str) -> None:
    answer = match(read({"entries": [{"id": 1}], "judges": [{"id": 2, "max_load": 3}], "per_entry": 1, empty: []}))
    assert (answer.assignments, answer.connected) == ([], True)
    assert len(answer.unmet) == (1 if empty == "judges" else 0)


BAD: dict[str, tuple[Any, list[str]]] = {
    "no object": ([], ["JSON object"]),
    "no entries": ({"judges": [], "per_entry": 1}, ['"entries" is missing']),
    "a misspelt key": ({"conflict": []}, ['"conflict" is not known']),
    "entries of text": ({"entries": "e1"}, ['"entries" must be a list']),
    "an entry without id": ({"entries": [{"category": "x"}]}, ["Entry 1", "id"]),
    "an entry twice": ({"entries": [{"id": "e"}, {"id": "e"}]}, ["entry e twice"]),
    "7 and '7'": ({"entries": [{"id": 7}, {"id": "7"}]}, ["entry 7 twice"]),
    "no maximum": ({"judges": [{"id": "j"}]}, ["Judge j", '"max_load" is missing']),
    "half a maximum": ({"judges": [{"id": "j", "max_load": 1.5}]}, ["Judge j", "whole number"]),
    "a negative maximum": ({"judges": [{"id": "j", "max_load": -1}]}, ["whole number, 0 or more"]),
    "a minimum over the maximum": (
        {"judges": [{"id": "j", "max_load": 1, "min_load": 2}]},
        ["min_load 2 is more than max_load 1"],
    ),
    "categories of text": ({"judges": [{"id": "j", "max_load": 1, "categories": "x"}]}, ["list of texts"]),
    "nobody's conflict": ({"conflicts": [["nobody", "e"]]}, ["Conflict 1", "no judge nobody"]),
    "a conflict turned round": ({"conflicts": [["e", "j"]]}, ["Conflict 1", "no judge e"]),
    "a preference without weight": ({"preferences": [["j", "e"]]}, ["Preference 1", "weight"]),
    "a weight of text": ({"preferences": [["j", "e", "much"]]}, ["Preference 1", "number"]),
    "two weights": ({"preferences": [["j", "e", 1], ["j", "e", 2]]}, ["Preference 2", "two weights"]),
    "none per entry": ({"per_entry": 0}, ["per_entry", "1 or more"]),
    "truth per entry": ({"per_entry": True}, ["per_entry", "1 or more"]),
}
GOOD = {"entries": [{"id": "e"}], "judges": [{"id": "j", "max_load": 1}], "per_entry": 1}


@pytest.mark.parametrize("what", list(BAD))
def test_bad_input_is_refused_in_one_sentence(what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given_, words = BAD[what]
    document = (
        given_ if isinstance(given_, list) or ("judges" in given_ and "per_entry" in given_) else {**GOOD, **given_}
    )
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(document))
    assert main([str(path)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    for word in words:
        assert word in err


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"per_entry": ' + b"9" * 5000 + b"}"])
def test_what_is_no_json_is_refused(content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "problem.json"
    path.write_bytes(content)
    assert main([str(path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert main([str(tmp_path / "none.json")]) == 2


def test_the_answer_is_printed_as_promised(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(GOOD))
    assert main([str(path)]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "assignments": [["j", "e"]],
        "loads": {"j": 1},
        "connected": True,
        "unmet": [],
    }
