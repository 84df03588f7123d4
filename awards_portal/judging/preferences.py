"""Which judge suits which entry: she reads its language, and knows its field. Pure.

A preference never breaks a rule and costs no place and no level load: among assignments that are equal in those, the
one is chosen whose weights add up to most.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..programmes.vocabularies import SDGS, language_spellings
from ..text import name_key

# An entry that its judge cannot read is judged by its pictures: the language outweighs the field.
READS = 4
# Who has named no language may read it.
MAY_READ = 2
KNOWS = 1


@dataclass(frozen=True)
class Needs:
    """What an entry asks of its judges: the code of its language, and the words of its field as name keys."""

    language: str
    field: frozenset[str]


@dataclass(frozen=True)
class Skills:
    """What a judge has said of herself, as name keys; nothing said is empty."""

    languages: frozenset[str]
    expertise: frozenset[str]


def skills_of(languages: Iterable[str], expertise: Iterable[str]) -> Skills:
    """A judge's words as they are compared."""
    return Skills(frozenset(map(name_key, languages)), frozenset(map(name_key, expertise)))


def field_of(category: tuple[str, str], goals: Iterable[str], tags: Iterable[str]) -> frozenset[str]:
    """The words of an entry's field.

    Args:
        category: its key and title.
        goals: numbers of Sustainable Development Goals; each is known by its title and as `SDG 11`.
        tags: what the organising team has put on it.
    """
    known = [number for number in goals if number in SDGS]
    words = [*category, *tags, *(SDGS[number] for number in known), *(f"SDG {number}" for number in known)]
    return frozenset(name_key(word) for word in words)


def reads(skills: Skills, needs: Needs) -> bool | None:
    """Whether a judge reads an entry's language; None when she has named none."""
    if not skills.languages:
        return None
    spelled = language_spellings(needs.language)
    return any(word in spelled or word.partition("-")[0] in spelled for word in skills.languages)


def knows(skills: Skills, needs: Needs) -> bool:
    """Whether one of the words of a judge's expertise is one of the entry's field: the same word, not a like one."""
    return not skills.expertise.isdisjoint(needs.field)


def weights(skills: Sequence[Skills], needs: Sequence[Needs]) -> dict[tuple[int, int], float]:
    """A weight for each pair of judge and entry, by their places.

    Most pairs are alike, and only differences count: the most frequent weight is taken off all, and what is 0 then is
    left out.
    """
    found = {
        (judge, entry): weight(mine, asked) for judge, mine in enumerate(skills) for entry, asked in enumerate(needs)
    }
    if not found:
        return {}
    usual = Counter(found.values()).most_common(1)[0][0]
    return {pair: float(each - usual) for pair, each in found.items() if each != usual}


def weight(skills: Skills, needs: Needs) -> int:
    """How well a judge suits an entry."""
    language = {True: READS, None: MAY_READ, False: 0}[reads(skills, needs)]
    return language + KNOWS * knows(skills, needs)


@dataclass(frozen=True)
class Suited:
    """For how many pairs of a proposal language and expertise are met."""

    pairs: int
    language: int
    expertise: int
    # Pairs, by the places of judge and entry, whose judge reads other languages than the entry's.
    unread: tuple[tuple[int, int], ...]
    # Pairs whose judge has named no language.
    unnamed: int


def suited(pairs: Collection[tuple[int, int]], skills: Mapping[int, Skills], needs: Mapping[int, Needs]) -> Suited:
    """Count it for pairs of judge and entry."""
    told = {(judge, entry): reads(skills[judge], needs[entry]) for judge, entry in pairs}
    return Suited(
        len(told),
        sum(each is True for each in told.values()),
        sum(knows(skills[judge], needs[entry]) for judge, entry in told),
        tuple(pair for pair, each in told.items() if each is False),
        sum(each is None for each in told.values()),
    )
