"""A judge's profile: what the judge says of herself, read and checked; what the public page may show of it. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import gettext as _

from ..programmes.forms import Question, QuestionType
from ..text import name_key
from .guests import LONGEST, several

# A page of the jury holds a paragraph a judge.
LONGEST_BIOGRAPHY = 2_000
MOST_ENTRIES = 1_000
# A photo is checked like a file of an entry: recognised by its bytes, decoded, encoded anew from its pixels.
PHOTO = Question(
    key="photo",
    type=QuestionType.FILES,
    label="Photo",
    section="",
    accept=("image/jpeg", "image/png", "image/webp"),
    max_bytes=5_000_000,
    max_files=1,
)


@dataclass(frozen=True)
class Profile:
    """What a judge says of herself."""

    organisation: str
    country: str | None
    languages: list[str]
    expertise: list[str]
    max_load: int | None
    biography: str

    def document(self) -> dict[str, Any]:
        """As it stands in the ledger."""
        return asdict(self)


def read_profile(
    sent: Mapping[str, str], countries: Collection[str], reads: Sequence[str] = (), knows: Sequence[str] = ()
) -> tuple[Profile, dict[str, list[str]]]:
    """The profile that a form sent, and what is wrong with it by field.

    Args:
        reads: languages ticked on the page's list; others are written in `languages`.
        knows: words of expertise ticked on the page's list; others are written in `expertise`.
    """
    faults: dict[str, list[str]] = {}
    organisation = " ".join(sent.get("organisation", "").split())
    if not organisation or len(organisation) > LONGEST or "\x00" in organisation:
        faults["organisation"] = [_("Write where you work, at most %(n)s characters.", n=LONGEST)]
    country = sent.get("country") or None
    if country is not None and country not in countries:
        faults["country"] = [_("Choose the country from the list.")]
    biography = sent.get("biography", "").replace("\r\n", "\n").strip()
    if len(biography) > LONGEST_BIOGRAPHY:
        faults["biography"] = [
            _("The text has %(n)s characters; %(max)s fit. Shorten it.", n=len(biography), max=LONGEST_BIOGRAPHY)
        ]
    if any(ord(each) == 0 or "\ud800" <= each <= "\udfff" for each in biography):
        faults["biography"] = [_("The text holds a character that cannot be stored. Remove it and save again.")]
    most, wrong = _max_load(sent.get("max_load", ""))
    if wrong:
        faults["max_load"] = [wrong]
    languages = _once([*reads, *several(sent.get("languages", ""))])
    expertise = _once([*knows, *several(sent.get("expertise", ""))])
    return Profile(organisation, country, languages, expertise, most, biography), faults


def _once(words: Sequence[str]) -> list[str]:
    return list({name_key(each): each for each in reversed(words)}.values())[::-1]


def _max_load(text: str) -> tuple[int | None, str | None]:
    text = text.strip()
    if not text:
        return None, None
    if text.isdecimal() and text.isascii() and len(text) < 6 and 1 <= int(text) <= MOST_ENTRIES:
        return int(text), None
    return None, _("Write a whole number from 1 to %(most)s, or leave it empty.", most=MOST_ENTRIES)


@dataclass(frozen=True)
class PublicJudge:
    """What anybody may read of a judge who agreed to it. `photo` is the digest of the picture; None without one."""

    name: str
    affiliation: str
    country: str | None
    biography: str
    photo: str | None
