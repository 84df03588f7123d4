"""Places after the jury's decisions."""

from awards_portal.awards.rules import FinalPlace, Moved, final_places, title_of

COMPUTED = {"A": 1, "B": 2, "C": 2, "D": 4}


def told(places: list[FinalPlace]) -> list[tuple[str, int, bool]]:
    return [(each.entry, each.place, each.shared) for each in places]


def test_without_decisions_places_are_those_computed() -> None:
    assert told(final_places(COMPUTED)) == [("A", 1, False), ("B", 2, True), ("C", 2, True), ("D", 4, False)]


def test_a_moved_entry_takes_its_place_alone_and_the_others_follow() -> None:
    assert told(final_places(COMPUTED, [Moved("D", 1)])) == [
        ("D", 1, False),
        ("A", 2, False),
        ("B", 3, True),
        ("C", 3, True),
    ]


def test_a_tie_is_decided_by_moving_one_of_it() -> None:
    assert told(final_places(COMPUTED, [Moved("C", 2)]))[1:] == [("C", 2, False), ("B", 3, False), ("D", 4, False)]


def test_an_entry_moved_down_lets_the_others_up() -> None:
    assert [each.entry for each in final_places(COMPUTED, [Moved("A", 4)])] == ["B", "C", "D", "A"]
    assert told(final_places(COMPUTED, [Moved("A", 99)]))[-1] == ("A", 4, False)


def test_who_is_left_out_takes_no_place_and_those_behind_move_up() -> None:
    assert told(final_places(COMPUTED, left_out=["A"])) == [("B", 1, True), ("C", 1, True), ("D", 3, False)]


def test_two_moves_are_taken_in_their_order() -> None:
    found = final_places(COMPUTED, [Moved("D", 1), Moved("C", 1)])
    assert [each.entry for each in found] == ["C", "D", "A", "B"]


def test_a_move_of_an_entry_without_a_score_changes_nothing() -> None:
    assert final_places(COMPUTED, [Moved("Z", 1)]) == final_places(COMPUTED)


def test_places_beyond_the_awards_win_nothing() -> None:
    assert [title_of(place, ["Gold", "Silver"]) for place in (1, 2, 3)] == ["Gold", "Silver", None]
