"""Questions about translations. Each says what it loads and in which order."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from ...db import db
from ...translations import OWN_NAMES
from .. import queries
from ..enquiries.queries import enquiries
from ..models import Edition
from .models import Translation
from .places import Place, places
from .told import ORIGINAL, Sayings, State, state_of

# What an edition's texts can be translated into.
LANGUAGES = tuple(code for code in OWN_NAMES if code != ORIGINAL)


@dataclass(frozen=True)
class Row:
    """A text of an edition beside its translation, None without one."""

    place: Place
    translation: Translation | None

    @property
    def state(self) -> State:
        """What became of it."""
        found = self.translation
        return state_of(None if found is None else (found.text, found.original), self.place.original)


def sayings(edition_ids: Collection[int], language: str) -> Sayings:
    """The translations of editions in a language, read by one statement; by none in the language of the originals."""
    if language == ORIGINAL or not edition_ids:
        return Sayings(language, {})
    found = db.session.execute(
        select(Translation.edition_id, Translation.place, Translation.text, Translation.original)
        .where(Translation.edition_id.in_(edition_ids), Translation.language == language)
        .order_by(Translation.id)
    )
    return Sayings(language, {(edition, place): (text, original) for edition, place, text, original in found})


def languages_of(edition_id: int) -> list[str]:
    """The languages in which at least one text of an edition is told, in the order of the portal's languages."""
    found = set(
        db.session.scalars(
            select(Translation.language)
            .where(Translation.edition_id == edition_id)
            .distinct()
            .order_by(Translation.language)
        )
    )
    return [code for code in LANGUAGES if code in found]


def places_of(edition: Edition) -> list[Place]:
    """Every text of an edition that can be translated: those of its newest rubric, and of its form as published (of
    the draft before one is)."""
    asked = [(each.id, each.question, each.answer) for each in enquiries(edition.id)]
    return places(queries.edition_document(edition), asked)


def translations(edition_id: int, language: str) -> dict[str, Translation]:
    """The translations of an edition in a language, by place."""
    found = db.session.scalars(
        select(Translation)
        .where(Translation.edition_id == edition_id, Translation.language == language)
        .order_by(Translation.id)
    )
    return {each.place: each for each in found}


def every_translation(edition_id: int) -> Sequence[Translation]:
    """The translations of an edition in all languages."""
    return db.session.scalars(
        select(Translation).where(Translation.edition_id == edition_id).order_by(Translation.id)
    ).all()


def rows(edition: Edition, language: str) -> list[Row]:
    """Every text of an edition beside its translation, in the order a reader meets them."""
    found = translations(edition.id, language)
    return [Row(each, found.get(each.key)) for each in places_of(edition)]


def counts(edition: Edition) -> dict[str, Mapping[State, int]]:
    """By language, how many texts are translated, missing, and behind."""
    every = {(each.language, each.place): (each.text, each.original) for each in every_translation(edition.id)}
    texts = places_of(edition)
    found: dict[str, Mapping[State, int]] = {}
    for language in LANGUAGES:
        states = [state_of(every.get((language, each.key)), each.original) for each in texts]
        found[language] = {state: states.count(state) for state in State}
    return found
