"""A text as a page tells it: translated, not translated yet, or translated from an earlier original. Pure."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..eligibility import EligibilityQuestion
from ..forms import Form, Question, Section
from ..models import Category, Criterion, Edition, Round
from .places import option_place

ORIGINAL = "en"


class State(enum.StrEnum):
    """What became of a text in a language. Behind: the original changed since it was translated."""

    CURRENT = "current"
    MISSING = "missing"
    BEHIND = "behind"


class Told(str):
    """A text with the code of the language it is in, and what became of it in the language that was asked for."""

    __slots__ = ("language", "state")
    language: str
    state: State

    def __new__(cls, text: str, language: str = ORIGINAL, state: State = State.CURRENT) -> "Told":
        """A text that says its language."""
        made = super().__new__(cls, text)
        made.language, made.state = language, state
        return made


def state_of(translation: tuple[str, str] | None, original: str) -> State:
    """What became of a text. `translation` is its text and the original that was made from, None without one."""
    if translation is None:
        return State.MISSING
    return State.CURRENT if translation[1] == original else State.BEHIND


@dataclass(frozen=True)
class ToldEdition:
    """An edition's own texts."""

    title: Told
    theme: Told
    description: Told
    place: Told
    award_titles: list[Told]


@dataclass(frozen=True)
class ToldCategory:
    """A category by its key."""

    key: str
    title: Told
    description: Told


@dataclass(frozen=True)
class ToldCriterion:
    """A criterion as the call tells it; `descriptors` are pairs of points and words."""

    weight: int
    title: Told
    guidance: Told
    descriptors: list[tuple[str, Told]]


@dataclass(frozen=True)
class Sayings:
    """The translations of some editions in one language: `texts` by edition and place, each with its original."""

    language: str
    texts: Mapping[tuple[int, str], tuple[str, str]]

    def has_any(self, edition_id: int) -> bool:
        """Whether anything of an edition is translated; in the original's own language everything is."""
        return self.language == ORIGINAL or any(edition == edition_id for edition, _place in self.texts)

    def text(self, edition_id: int, place: str, original: str) -> Told:
        """One text: as translated, otherwise as it is."""
        if self.language == ORIGINAL or not original:
            return Told(original)
        found = self.texts.get((edition_id, place))
        state = state_of(found, original)
        return Told(original, ORIGINAL, state) if found is None else Told(found[0], self.language, state)

    def edition(self, edition: Edition) -> ToldEdition:
        """An edition's name, theme, description, place, and what its awards are called."""

        def said(name: str, original: str) -> Told:
            return self.text(edition.id, name, original)

        return ToldEdition(
            said("edition.title", edition.title),
            said("edition.theme", edition.theme),
            said("edition.description", edition.description),
            said("edition.place", edition.place),
            [said(f"award.{number}", title) for number, title in enumerate(edition.award_titles)],
        )

    def categories(self, categories: Sequence[Category]) -> list[ToldCategory]:
        """Categories in their order."""
        return [
            ToldCategory(
                each.key,
                self.text(each.edition_id, f"category.{each.key}.title", each.title),
                self.text(each.edition_id, f"category.{each.key}.description", each.description),
            )
            for each in categories
        ]

    def rounds(self, rounds: Sequence[Round]) -> dict[int, str]:
        """What rounds are called, by id."""
        return {each.id: self.text(each.edition_id, f"round.{each.key}.title", each.title) for each in rounds}

    def criteria(self, edition_id: int, criteria: Sequence[Criterion]) -> list[ToldCriterion]:
        """Criteria in their order."""
        found = []
        for each in criteria:
            place = f"criterion.{each.key}"
            steps = [
                (points, self.text(edition_id, f"{place}.descriptor.{points}", words))
                for points, words in sorted(each.descriptors.items())
            ]
            title, guidance = (
                self.text(edition_id, f"{place}.{name}", original)
                for name, original in (("title", each.title), ("guidance", each.guidance))
            )
            found.append(ToldCriterion(each.weight, title, guidance, steps))
        return found

    def eligibility(self, edition_id: int, questions: Sequence[EligibilityQuestion]) -> list[EligibilityQuestion]:
        """The questions asked first; the answers that may enter stay what they are."""
        return [
            replace(
                each,
                **{
                    name: self.text(edition_id, f"eligibility.{each.key}.{name}", getattr(each, name))
                    for name in ("question", "help", "why")
                },
            )
            for each in questions
        ]

    def form(self, edition_id: int, form: Form) -> Form:
        """A form whose titles, questions, help, examples and labels are told; keys and values stay what they are."""
        if self.language == ORIGINAL:
            return form
        return replace(form, sections=tuple(self._section(edition_id, each) for each in form.sections))

    def _section(self, edition_id: int, section: Section) -> Section:
        place = f"form.section.{section.key}"
        return replace(
            section,
            title=self.text(edition_id, f"{place}.title", section.title),
            intro=self.text(edition_id, f"{place}.intro", section.intro),
            questions=tuple(self._question(edition_id, each) for each in section.questions),
        )

    def _question(self, edition_id: int, question: Question) -> Question:
        def said(name: str, original: str) -> Told:
            return self.text(edition_id, f"form.question.{question.key}.{name}", original)

        return replace(
            question,
            label=said("label", question.label),
            help=said("help", question.help),
            example=said("example", question.example),
            unit=said("unit", question.unit),
            options=tuple(
                replace(each, label=self.text(edition_id, option_place(question.key, each.value), each.label))
                for each in question.options
            ),
            columns=tuple(replace(each, label=said(f"column.{each.key}", each.label)) for each in question.columns),
        )
