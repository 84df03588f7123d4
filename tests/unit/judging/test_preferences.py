"""Language and expertise as weights: the same words meet, like ones do not, and language comes first."""

import pytest

from awards_portal.judging.preferences import KNOWS, READS, field_of, knows, reads, skills_of, suited, weights
from awards_portal.judging.preferences import Needs as Asked


def needs(language: str = "en", *tags: str) -> Asked:
    return Asked(language, field_of(("open-city", "Open City"), ["6", "99"], tags))


@pytest.mark.parametrize(
    ("stated", "written", "told"),
    [
        (["fr"], "fr", True),
        (["French "], "fr", True),
        (["FRANÇAIS"], "fr", True),
        (["fr-CA"], "fr", True),
        (["Portuguese"], "pt-BR", True),
        (["English", "ko"], "fr", False),
        (["fro"], "fr", False),
        ([], "fr", None),
    ],
)
def test_a_language_is_known_by_its_code_its_english_name_and_its_own(
    stated: list[str], written: str, told: bool | None
) -> None:
    assert reads(skills_of(stated, []), needs(written)) is told


@pytest.mark.parametrize("word", ["open city", "open-city", "SDG 6", "Clean water and sanitation", "Night  trains"])
def test_expertise_is_a_word_of_the_list(word: str) -> None:
    assert knows(skills_of([], [word]), needs("en", "night trains"))
    assert not knows(skills_of([], [f"{word} abroad"]), needs("en", "night trains"))


def test_language_outweighs_expertise_and_what_all_have_weighs_nothing() -> None:
    reader, expert, both = skills_of(["fr"], []), skills_of(["en"], ["SDG 6"]), skills_of(["fr"], ["SDG 6"])
    found = weights([reader, expert, both, both], [needs("fr")])
    assert found == {(0, 0): -KNOWS, (1, 0): -READS}
    assert READS > KNOWS
    assert weights([both, both], [needs("fr"), needs("fr")]) == {}
    assert weights([], [needs()]) == {}


def test_pairs_are_counted() -> None:
    skills = {1: skills_of(["fr"], ["SDG 6"]), 2: skills_of(["en"], []), 3: skills_of([], [])}
    told = suited([(1, 7), (2, 7), (3, 7)], skills, {7: needs("fr")})
    assert (told.pairs, told.language, told.expertise, told.unread, told.unnamed) == (3, 1, 1, ((2, 7),), 1)
