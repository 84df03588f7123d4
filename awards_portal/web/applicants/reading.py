"""In which language a city reads what a form asks: it stands in the address (`?questions=ko`). Answers stay."""

from dataclasses import dataclass

from flask import has_request_context, request

from ...programmes.translated import queries
from ...programmes.translated.told import ORIGINAL, Sayings
from ...translations import OWN_NAMES, prefix, tag
from ..shared import lists
from ..shared.language import spoken
from ..shared.told import addressed
from . import blueprint

ARGUMENT = "questions"
# The pages that tell an edition's texts: links between them stay in the language that was chosen.
PAGES = {
    f"applicants.{name}" for name in ("entry", "section", "save_section", "check", "submit", "start_page", "start")
}


@dataclass(frozen=True)
class Choice:
    """A language the questions can be read in; `address` is this page with them in it."""

    tag: str
    name: str
    address: str
    current: bool


def chosen() -> str:
    """The language of the questions on this page, by its code. What was submitted is shown in the original."""
    if request.endpoint not in PAGES:
        return ORIGINAL
    return addressed(queries.LANGUAGES, request.args.get(ARGUMENT, "")) or ORIGINAL


def sayings(edition_id: int) -> Sayings:
    """What an edition says in that language."""
    return queries.sayings([edition_id], chosen())


def choices(edition_id: int) -> list[Choice]:
    """The languages in which something of an edition is told, the original first; empty without a translation."""
    found = queries.languages_of(edition_id)
    return [
        Choice(tag(code), OWN_NAMES[code], lists.address(**{ARGUMENT: prefix(code) or None}), code == chosen())
        for code in ([ORIGINAL, *found] if found else [])
    ]


@blueprint.app_url_defaults
def _stay(endpoint: str, values: dict[str, object]) -> None:
    if endpoint not in PAGES or ARGUMENT in values or not has_request_context():
        return
    # From a public page in another language the way leads to the questions in that language.
    code = chosen() if request.endpoint in PAGES else spoken()
    if code != ORIGINAL:
        values[ARGUMENT] = prefix(code)


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {"reading_choices": choices, "questions_in": prefix(chosen())}
