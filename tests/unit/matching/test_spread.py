"""Swaps for more regions cost nothing of what comes first, and are worth something where a swap can be."""

from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awards_portal.matching import match, read
from awards_portal.matching import spread as swaps
from awards_portal.matching.flow import Places
from awards_portal.matching.spread import Spread, regions_of
from tests.unit.matching.test_matching import Document, broken, panel, worth


def regions(problem: Document, answer: Document) -> dict[str, int]:
    """How many regions the judges of each entry come from; written apart from the swaps."""
    of = {judge["id"]: judge.get("region") for judge in problem["judges"]}
    pairs = answer["assignments"]
    return {
        entry["id"]: len({of[judge] for judge, judged in pairs if judged == entry["id"] and of[judge]})
        for entry in problem["entries"]
    }


def several(answer: Document) -> set[str]:
    return {entry for entry, count in Counter(entry for _, entry in answer["assignments"]).items() if count > 1}


@st.composite
def worlds(draw: st.DrawFn) -> Document:
    many, judges = draw(st.integers(2, 9)), draw(st.integers(2, 6))
    entries = [{"id": f"e{n}", "category": draw(st.sampled_from("xy"))} for n in range(many)]
    people: list[dict[str, Any]] = []
    for n in range(judges):
        judge: dict[str, Any] = {"id": f"j{n}", "max_load": draw(st.integers(1, many))}
        judge["region"] = draw(st.sampled_from(["Asia", "Asia", "Europe", "Africa", None]))
        if draw(st.integers(0, 3)) == 0:
            judge["categories"] = ["x"]
        people.append(judge)
    pairs = [[judge["id"], entry["id"]] for judge in people for entry in entries]
    some = st.lists(st.sampled_from(pairs), max_size=5, unique_by=tuple)
    return {
        "entries": entries,
        "judges": people,
        "per_entry": draw(st.integers(1, 3)),
        "conflicts": draw(some),
        "keep": draw(some),
        "preferences": [[*pair, draw(st.sampled_from([1, 2, -1]))] for pair in draw(some)],
    }


@settings(max_examples=150, deadline=None)
@given(worlds(), st.sampled_from([swaps.MOST_PAIRS, 0]))
def test_swaps_break_no_rule_change_no_load_and_lose_no_preference(problem: Document, most: int) -> None:
    bare = {**problem, "judges": [{k: v for k, v in j.items() if k != "region"} for j in problem["judges"]]}
    with pytest.MonkeyPatch.context() as patch:
        # As if the panel were too large to look at every swap.
        patch.setattr(swaps, "MOST_PAIRS", most)
        plain, found = match(read(bare)), match(read(problem))
    first, then = plain.as_dict(), found.as_dict()
    assert not broken(problem, then)
    assert then["loads"] == first["loads"]
    assert worth(problem, frozenset(map(tuple, then["assignments"]))) == pytest.approx(
        worth(problem, frozenset(map(tuple, first["assignments"])))
    )
    assert found.design.pieces <= plain.design.pieces
    wide = {
        name: {entry for entry, n in regions(problem, each).items() if n > 1}
        for name, each in (("f", first), ("t", then))
    }
    assert found.spread == Spread(len(several(then)), len(wide["f"]), len(wide["t"]))
    assert len(wide["t"]) >= len(wide["f"])


def halves(entries: int, judges: int) -> Document:
    """Two regions; whoever comes from one of them would be preferred for half of the entries by order alone."""
    people = [
        {"id": f"j{n}", "max_load": entries, "region": "Asia" if n < judges // 2 else "Europe"} for n in range(judges)
    ]
    return panel(entries, judges, 2, judges=people, conflicts=[])


def test_every_entry_has_two_regions_where_nothing_is_in_the_way() -> None:
    problem = halves(40, 8)
    found = match(read(problem))
    answer = found.as_dict()
    assert found.spread.before < found.spread.after == found.spread.entries == 40
    assert found.in_words()[-1].startswith(
        "Of 40 entries with two judges or more, 40 have judges of at least two regions"
    )
    assert set(regions(problem, answer).values()) == {2}
    assert set(answer["loads"].values()) == {10}


def test_preference_comes_before_regions() -> None:
    problem = halves(4, 4)
    problem["judges"] = [{**judge, "max_load": 2} for judge in problem["judges"]]
    problem["preferences"] = [["j0", "e0", 1], ["j1", "e0", 1], ["j0", "e1", 1], ["j1", "e1", 1]]
    found = match(read(problem))
    assert regions(problem, found.as_dict()) == {"e0": 1, "e1": 1, "e2": 1, "e3": 1}
    assert found.spread == Spread(4, 0, 0)


def test_a_large_panel_draws_what_it_looks_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swaps, "MOST_PAIRS", 50)
    names = ["Asia", "Asia", "Asia", "Europe", "Africa"]
    people = [{"id": f"j{n}", "max_load": 60, "region": names[n % 5]} for n in range(20)]
    problem = panel(60, 20, 3, judges=people)
    found = match(read(problem))
    assert not broken(problem, found.as_dict())
    assert found.spread.before < found.spread.after == 60


def test_a_region_must_be_a_text() -> None:
    problem = halves(2, 2)
    problem["judges"][0]["region"] = 5
    with pytest.raises(ValueError, match="Judge j0: the region must be a text"):
        read(problem)


@pytest.mark.parametrize("loads", [(1, 2, 2), (2, 2, 2, 1)])
def test_judges_stay_connected_where_swaps_alone_would_part_them(loads: tuple[int, ...]) -> None:
    regions_here = ["Asia", "Asia", "Europe"] if len(loads) == 3 else ["Asia", "Europe", "Asia", "Europe"]
    problem = {
        "entries": [{"id": f"e{n}"} for n in range(len(loads))],
        "judges": [{"id": f"j{n}", "max_load": most, "region": regions_here[n]} for n, most in enumerate(loads)],
        "per_entry": 2,
    }
    found = match(read(problem))
    assert found.connected
    assert found.spread.after >= found.spread.before


def test_a_draw_makes_no_entry_poorer_than_the_other_gets_richer() -> None:
    rng = np.random.default_rng(5)
    made = np.zeros((60, 15), dtype=bool)
    for row in made:
        row[rng.choice(15, 3, replace=False)] = True
    everything, nothing = np.ones_like(made), np.zeros(15, dtype=np.int64)
    places = Places(everything, np.full(60, 3), np.full(15, 60), nothing, nothing, {})
    region = rng.choice([-1, 0, 0, 0, 1, 2], 15)
    drawn = swaps._Swaps(made, ~everything, places, region)
    before = regions_of(drawn.made, region)
    for _draw in range(30):
        drawn.draw()
        after = regions_of(drawn.made, region)
        assert after.sum() >= before.sum()
        assert (after[before > 1] > 1).all()
        before = after
    assert after.sum() > regions_of(made, region).sum()
    assert (drawn.made.sum(axis=0) == made.sum(axis=0)).all()
    assert (drawn.made.sum(axis=1) == 3).all()
