"""A photograph and a summary beside an award, after publication. The award itself stays as it was published."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from .. import ledger, storage
from ..db import db, hold, transaction
from ..documents import photographs, uploads
from ..entries.models import Entry
from ..errors import Invalid, Refusal
from ..people import queries as people
from ..people.models import Person, TeamRole
from ..storage import antivirus
from ..text import count_words, is_storable
from . import queries
from .models import Award, Showing

PHOTO = uploads.Limits("photo", ("image/jpeg", "image/png", "image/webp"), min_width=600)
LARGE, SMALL = 1600, 320
MOST_WORDS = 150
MOST_SIGNS = {"alt": 300, "credit": 200}


@dataclass(frozen=True)
class Typed:
    """What an organiser writes; `seen` is the row that her page showed (0 without one)."""

    summary: str = ""
    alt: str = ""
    credit: str = ""
    seen: int = 0
    no_photo: bool = False


def why_not_show(role: str | None, speaks: bool, awards: Sequence[Award]) -> str | None:
    """Why somebody may not hang anything beside the awards of an entry."""
    if role not in {TeamRole.ADMIN, TeamRole.ORGANISER}:
        return _("Observers read. Ask an organiser.")
    if speaks:
        return _("You speak for this city yourself. Ask another organiser.")
    if not awards:
        return _("No award of this entry is published.")
    return None


def show(entry: Entry, typed: Typed, by: Person, photo: tuple[str, bytes] | None = None) -> Showing | None:
    """Hang a photograph and a summary beside an entry's awards; without both, what hangs there is taken down.

    Args:
        photo: name and content of a file as it was sent; without one the photograph of before stays.

    Returns:
        What hangs there now; None when nothing does and nothing did.

    Raises:
        Refusal: when this person may not, no award is published, or a virus was found.
        Invalid: when something is missing, too long or no photograph, or somebody else saved meanwhile.
    """
    _check(entry, by)
    summary, alt, credit = typed.summary.strip(), " ".join(typed.alt.split()), " ".join(typed.credit.split())
    faults: dict[str, list[str]] = {}
    fresh = _photograph(photo, faults)
    with transaction() as moment:
        entry = hold(entry)
        _check(entry, by)
        before = queries.last_showing(entry.id)
        kept = fresh or ({} if typed.no_photo or before is None else _photograph_of(before))
        if not kept:
            alt = credit = ""
        faults |= _faults(summary, alt, credit, bool(kept))
        if before is not None and before.id != typed.seen and not faults:
            told = _("Somebody else saved this meanwhile: “%(text)s”. Save again to replace it.", text=before.summary)
            faults["summary"] = [told]
        if faults:
            raise Invalid(_("This cannot be shown as it is."), faults)
        values = {"summary": summary, "alt": alt, "credit": credit, **dict.fromkeys(_COLUMNS), **kept}
        if before is None and not summary and not kept:
            return None
        if before is not None and all(getattr(before, name) == value for name, value in values.items()):
            return before
        made = Showing(entry_id=entry.id, by_id=by.id, at=moment.at, **values)
        db.session.add(made)
        ledger.write(
            "award.shown",
            actor=by,
            at=moment.at,
            subject=entry,
            label=entry.reference,
            edition_id=entry.edition_id,
            before=None if before is None else _told(before),
            after=_told(made),
        )
    return made


_COLUMNS = ("photo_sha256", "photo_size", "photo_width", "photo_height", "small_sha256", "small_size")


def _photograph_of(row: Showing) -> dict[str, Any]:
    return {} if row.photo_sha256 is None else {name: getattr(row, name) for name in _COLUMNS}


def _told(row: Showing) -> dict[str, Any]:
    return {"summary": row.summary, "alt": row.alt, "credit": row.credit, "photo": row.photo_sha256}


def _photograph(photo: tuple[str, bytes] | None, faults: dict[str, list[str]]) -> dict[str, Any]:
    if photo is None:
        return {}
    try:
        antivirus.scan(photo[1])
        checked = uploads.check(PHOTO, *photo)
    except Invalid as wrong:
        faults |= wrong.fields
        return {}
    large, width, height = photographs.reduced(checked.content, LARGE)
    small, _width, _height = photographs.reduced(checked.content, SMALL)
    sizes = {"photo_size": len(large), "photo_width": width, "photo_height": height, "small_size": len(small)}
    return {"photo_sha256": storage.put(large), "small_sha256": storage.put(small), **sizes}


def _faults(summary: str, alt: str, credit: str, pictured: bool) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    words = count_words(summary)
    if words > MOST_WORDS or len(summary) > MOST_WORDS * 20:
        told = _("The summary has %(words)d words; at most %(most)d fit. Shorten it.", words=words, most=MOST_WORDS)
        found["summary"] = [told]
    if pictured and not alt:
        found["alt"] = [_("Write what the photograph shows, for readers who do not see it.")]
    if pictured and not credit:
        found["credit"] = [_("Write whose photograph it is.")]
    for name, text in (("alt", alt), ("credit", credit)):
        if len(text) > MOST_SIGNS[name]:
            found[name] = [_("Write at most %(n)s characters.", n=MOST_SIGNS[name])]
    for name, text in (("summary", summary), ("alt", alt), ("credit", credit)):
        if not is_storable(text):
            found[name] = [_("A character in it cannot be stored. Write it again.")]
    return found


def _check(entry: Entry, by: Person) -> None:
    member = people.team_member(by.id)
    refusal = why_not_show(
        None if member is None or member.ended_at is not None else member.role,
        people.representative(by.id, entry.city_id) is not None,
        queries.awards_of(entry.edition_id, entry.reference, None),
    )
    if refusal:
        raise Refusal(refusal)
