"""What could not be had is explained: the counts are true, and every change that is named helps by itself."""

import copy
from collections import Counter
from typing import Any

from hypothesis import assume, given, settings

from awards_portal.matching import match, read
from tests.unit.matching.test_matching import Document, broken, panel, problems, too_many_kept


def changed(problem: Document, change: Document) -> Document:
    """The problem after a change that was named."""
    made = copy.deepcopy(problem)
    judges = {judge["id"]: judge for judge in made["judges"]}
    match change["change"]:
        case "raise max_load":
            judges[change["judge"]]["max_load"] += change["by"]
        case "lift exclusion":
            made["exclusions"].remove([change["judge"], change["entry"]])
        case "lift conflict":
            made["conflicts"].remove([change["judge"], change["entry"]])
        case "open category":
            judges[change["judge"]]["categories"] = [*judges[change["judge"]]["categories"], change["category"]]
        case "raise per_entry":
            made["per_entry"] += change["by"]
        case "lower min_load":
            judges[change["judge"]]["min_load"] = change["to"]
        case "add judge":
            made["judges"].append({"id": "new", "max_load": 1, "categories": [change["category"]]})
        case other:
            raise AssertionError(f"nobody knows how to {other}")
    return made


def below(problem: Document, answer: Document) -> int:
    """How many places are missing to minimum loads."""
    return sum(max(0, judge.get("min_load", 0) - answer["loads"][judge["id"]]) for judge in problem["judges"])


@settings(max_examples=150, deadline=None)
@given(problems())
def test_each_change_that_is_named_fills_a_place_more_or_takes_a_judge_nearer_to_the_minimum(problem: Document) -> None:
    assume(not too_many_kept(problem))
    answer = match(read(problem)).as_dict()
    for each in answer["unmet"]:
        assert each["relax"], each
        for change in each["relax"]:
            then = changed(problem, change)
            relaxed = match(read(then)).as_dict()
            assert not broken(then, relaxed)
            if each["kind"] == "entry short":
                assert len(relaxed["assignments"]) > len(answer["assignments"]), (each, change)
            elif each["kind"] == "judge below minimum":
                assert below(then, relaxed) < below(problem, answer), (each, change)


@settings(max_examples=100, deadline=None)
@given(problems())
def test_the_rules_and_counts_of_an_entry_that_is_short_are_true(problem: Document) -> None:
    answer = match(read(problem)).as_dict()
    have = Counter(entry for _, entry in answer["assignments"])
    category = {entry["id"]: entry["category"] for entry in problem["entries"]}
    for each in answer["unmet"]:
        if each["kind"] != "entry short":
            continue
        name = each["entry"]
        of = {j["id"] for j in problem["judges"] if category[name] in j.get("categories", [category[name]])}
        conflicts = {judge for judge in of if [judge, name] in problem["conflicts"]}
        apart = {judge for judge in of if [judge, name] in problem["exclusions"]} - conflicts
        assert (each["of_category"], each["conflicts"], each["exclusions"]) == (len(of), len(conflicts), len(apart))
        assert each["left"] == len(of - conflicts - apart)
        assert each["rule"] == each["rules"][0]
        assert ("max_load" in each["rules"]) == (each["left"] > have[name])
        assert ("exclusions" in each["rules"]) == bool(apart and each["left"] < problem["per_entry"])


def only(problem: Document) -> dict[str, Any]:
    (found,) = match(read(problem)).unmet
    return found


def three(**more: Any) -> Document:
    return {**panel(1, 3, 3, conflicts=[]), **more}


def test_conflicts_and_exclusions_are_counted_apart_and_only_an_exclusion_is_to_be_taken_back() -> None:
    found = only(three(conflicts=[["j0", "e0"], ["j1", "e0"]], exclusions=[["j2", "e0"], ["j1", "e0"]]))
    assert (found["rule"], found["rules"]) == ("conflicts", ["conflicts", "exclusions"])
    assert found["sentence"] == (
        "Entry e0 is short of 3: 2 conflicts and 1 exclusion leave 0 of 3 judges. "
        "Take back the exclusion of j2 from e0, or add a judge for category c0 without conflict."
    )


def test_who_is_full_is_named_with_one_more() -> None:
    judges = [{"id": "ana", "max_load": 1}, {"id": "bo", "max_load": 2}, {"id": "cy", "max_load": 2}]
    found = only({**panel(2, 3, 3, conflicts=[]), "judges": judges})
    assert found["rules"] == ["max_load"]
    assert "1 judge who may see it is at the maximum. Raise the maximum load of ana by 1, or add" in found["sentence"]


def test_a_category_with_too_few_judges_is_named_with_whom_it_could_be_opened_to() -> None:
    judges = [{"id": "ana", "max_load": 1}, {"id": "bo", "max_load": 1, "categories": ["other"]}]
    found = only({**panel(1, 2, 2, conflicts=[]), "judges": judges})
    assert found["sentence"] == (
        "Entry e0 is short of 1: category c0 has only 1 judge. "
        "Open category c0 to bo, or add a judge for category c0 without conflict."
    )


def test_a_judge_below_the_minimum_is_told_what_bars_her_and_how_low_it_must_be() -> None:
    judges = [{"id": "ana", "max_load": 3, "min_load": 3}, {"id": "bo", "max_load": 3}]
    found = only({**panel(3, 2, 1, judges=judges), "conflicts": [["ana", "e0"]], "exclusions": [["ana", "e1"]]})
    assert (found["kind"], found["rules"]) == ("judge below minimum", ["conflicts", "exclusions"])
    assert found["sentence"] == (
        "Judge ana is 2 below the minimum of 3: by category there are 3 entries to see, and 1 conflict and 1 exclusion "
        "leave 1 of them. Lower the minimum load of ana to 1."
    )


def test_a_judge_whose_kept_pair_would_come_back_first_is_not_named() -> None:
    problem: Document = {
        "entries": [{"id": "e0", "category": "y"}, {"id": "e1", "category": "y"}],
        "judges": [{"id": "ana", "max_load": 1, "categories": ["x"]}, {"id": "bo", "max_load": 2}],
        "conflicts": [["bo", "e0"]],
        "keep": [["ana", "e1"]],
        "per_entry": 1,
    }
    short = next(each for each in match(read(problem)).unmet if each["kind"] == "entry short")
    assert [change["change"] for change in short["relax"]] == ["add judge"]
    opened = changed(problem, {"change": "open category", "judge": "ana", "category": "y"})
    assert len(match(read(opened)).assignments) == len(match(read(problem)).assignments)


def test_judges_of_one_kind_of_change_are_named_together() -> None:
    judges = [{"id": "ana", "max_load": 1}, {"id": "bo", "max_load": 1}, {"id": "cy", "max_load": 1}]
    unmet = match(read({**panel(2, 3, 3, conflicts=[]), "judges": judges})).unmet
    assert any("Raise the maximum load of" in each["sentence"] and " or " in each["sentence"] for each in unmet)
    assert all(each["sentence"].count("maximum load") == 1 for each in unmet)
