"""Feedback without a judge in it: quarters, texts put together, names found."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from awards_portal.awards.feedback_rules import digest, joined, names_a_judge, quarters


def test_quarters_count_those_who_are_better_and_equals_share_one() -> None:
    means = {name: Fraction(points) for name, points in zip("abcdefgh", [5, 5, 4, 4, 3, 2, 2, 1], strict=True)}
    assert quarters(means) == {"a": 1, "b": 1, "c": 2, "d": 2, "e": 3, "f": 3, "g": 3, "h": 4}
    assert quarters(dict.fromkeys("abcde", Fraction(3))) == dict.fromkeys("abcde", 1)


def test_of_fewer_than_four_nothing_is_told() -> None:
    assert quarters({"a": Fraction(1), "b": Fraction(2), "c": Fraction(3)}) == {}


def test_one_judge_with_two_paragraphs_reads_as_two_judges_with_one_each() -> None:
    assert joined(["Clear.\r\n\r\nToo long."]) == joined(["Too long.", "Clear."]) == "Clear.\n\nToo long."
    assert joined(["Clear.", "Clear. ", "  "]) == "Clear."


@given(st.lists(st.text(max_size=8), max_size=5).flatmap(lambda each: st.tuples(st.just(each), st.permutations(each))))
def test_the_order_of_judges_changes_nothing(two: tuple[list[str], list[str]]) -> None:
    first, second = two
    assert joined(first) == joined(second)
    assert digest({"a": first}) == digest({"a": second})


def test_a_name_is_found_as_a_word_of_its_own() -> None:
    names = ["Anna Arbor", "Bo Li"]
    assert names_a_judge("As ARBOR said", names)
    assert not names_a_judge("An arboretum for all, bo li", names)
