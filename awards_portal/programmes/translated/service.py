"""Deeds on translations: written, taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from ... import ledger
from ...db import db, hold, transaction
from ...errors import Invalid, NotHere
from ...text import is_storable
from ..models import Edition
from ..service.members import check_member
from . import queries
from .models import Translation
from .places import Place

LONGEST = 10_000


@dataclass(frozen=True)
class Given:
    """What somebody writes: the text, the one she saw before, and the original she had before her.

    `seen` is None for who saw none, such as a file. `still`: a translation whose original changed is right as it is.
    """

    text: str
    seen: str | None
    original: str
    still: bool = False


def save(edition: Edition, language: str, given: Mapping[str, Given], by: ledger.Actor) -> int:
    """Write texts of an edition in a language, all or none; an empty text takes a translation back.

    Args:
        given: by place.

    Returns:
        How many changed.

    Raises:
        NotHere: a language that nobody translates into.
        Refusal: not an organiser.
        Invalid: a sentence for each place that cannot be written: it is not there (any more), its text is too long, or
            somebody else wrote another one meanwhile, or changed the original.
    """
    if language not in queries.LANGUAGES:
        raise NotHere(_("Nothing is translated into this language."))
    with transaction() as moment:
        check_member(by)
        # Asked before rows are made: on PostgreSQL the question for the time would write them half empty.
        edition, at = hold(edition), moment.at
        known = {each.key: each for each in queries.places_of(edition)}
        stored = queries.translations(edition.id, language)
        wanted = {
            place: Given(_plain(each.text), each.seen, each.original, each.still) for place, each in given.items()
        }
        faults = {
            place: [sentence]
            for place, each in wanted.items()
            if (sentence := _fault(known.get(place), stored.get(place), each))
        }
        if faults:
            raise Invalid(_("Nothing was saved: some texts cannot be written as they are."), faults)
        before = {place: row.text for place, row in stored.items()}
        changed = [place for place, each in wanted.items() if _is_change(each, stored.get(place), known[place])]
        for place in changed:
            _write(edition, language, place, wanted[place], stored.get(place), known[place], at, by)
        if changed:
            ledger.write(
                "translation.written",
                actor=by,
                at=at,
                subject=edition,
                label=f"{edition.title}, {language}",
                edition_id=edition.id,
                before={place: before.get(place, "") for place in changed},
                after={place: wanted[place].text for place in changed},
            )
    return len(changed)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _fault(place: Place | None, row: Translation | None, given: Given) -> str | None:
    if place is None:
        return _("This text is not part of the edition any more. Open the page again.")
    if len(given.text) > LONGEST:
        return _("%(what)s: write at most %(n)s characters.", what=place.what, n=LONGEST)
    if not is_storable(given.text):
        return _("%(what)s: a character in it cannot be stored. Write it again.", what=place.what)
    if given.seen is None:
        return None
    now = "" if row is None else row.text
    if _plain(given.seen) != now and given.text not in {now, _plain(given.seen)}:
        return _(
            "%(what)s: somebody else wrote “%(text)s” meanwhile. Save again to replace it.",
            what=place.what,
            text=now or _("nothing"),
        )
    if given.text != now and _plain(given.original) != _plain(place.original):
        return _("%(what)s: the original was changed meanwhile. Look at it and save again.", what=place.what)
    return None


def _is_change(given: Given, row: Translation | None, place: Place) -> bool:
    now = "" if row is None else row.text
    if given.seen is not None and given.text == _plain(given.seen) and not given.still:
        # Left as it was on the page: what somebody else wrote meanwhile stays.
        return False
    if row is not None and given.still and row.original != place.original:
        return True
    return given.text != now


def _write(
    edition: Edition,
    language: str,
    place: str,
    given: Given,
    row: Translation | None,
    known: Place,
    at: datetime,
    by: ledger.Actor,
) -> None:
    if not given.text:
        if row is not None:
            db.session.delete(row)
        return
    if row is None:
        row = Translation(edition_id=edition.id, language=language, place=place)
        db.session.add(row)
    # A file may have been filled in beside an earlier original: then the translation is behind.
    row.original = known.original if _plain(given.original) == _plain(known.original) else given.original
    row.text, row.by_id, row.at = given.text, by.id, at
