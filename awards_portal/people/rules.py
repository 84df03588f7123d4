"""Pure questions about people: is this a good password, how long must a guesser wait, which places sound alike."""

import difflib
import enum
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from ..text import name_key

SHORTEST = 8
SHORTEST_FOR_TEAM = 12
LONGEST = 256
_SIGNS = str.maketrans("@431!0$5", "aaeliosS".lower())


@cache
def common_passwords() -> frozenset[str]:
    """Passwords that every guesser tries first."""
    return frozenset((Path(__file__).parent / "data" / "common_passwords.txt").read_text().split())


def _bare(password: str) -> set[str]:
    """The words a password is really made of: without digits and signs at its end, with signs read as letters."""
    low = password.casefold()
    trimmed = re.sub(r"[\W\d_]+$", "", low)
    return {low, trimmed, low.translate(_SIGNS), re.sub(r"[\W\d_]+$", "", low).translate(_SIGNS)}


def why_not_password(password: str, *, about: Iterable[str] = (), shortest: int = SHORTEST) -> str | None:
    """Why this password is refused, or None. `about` holds words a guesser knows: name, address, city."""
    if len(password) < shortest:
        return _("Use at least %(n)s characters. A few words in a row are easy to remember.", n=shortest)
    if len(password) > LONGEST:
        return _("Use at most %(n)s characters.", n=LONGEST)
    bare = _bare(password)
    if bare & common_passwords():
        return _("That password is among the first that anybody would try. Choose another.")
    if len(set(password.casefold())) < 4:
        return _("Use more than three different characters.")
    for word in about:
        for part in re.split(r"[\W_]+", word.casefold()):
            if len(part) >= 4 and any(part in each and len(each) - len(part) < 5 for each in bare):
                return _("That password is made of something others know about you. Choose another.")
    return None


# After this many wrong passwords the next try waits, and longer each time.
FREE_TRIES = 5
FREE_TRIES_OF_ADDRESS = 40
FREE_TRIES_OF_ACCOUNT = 100
# Letters that anybody may ask the portal to send (registration, new password), an hour.
LETTERS_OF_ADDRESS = 40
LETTERS_OF_ACCOUNT = 3
WINDOW = timedelta(hours=1)


def pause(failures: Sequence[datetime], free: int, at: datetime) -> timedelta:
    """How long to wait before the next try, given the failures within the window (oldest first); zero or more.

    The pause after failure n is 15 s · 2^(n - free), at most 15 minutes, counted from the last failure.
    """
    if len(failures) < free:
        return timedelta(0)
    wait = min(timedelta(seconds=15 * 2 ** min(len(failures) - free, 10)), timedelta(minutes=15))
    return max(failures[-1] + wait - at, timedelta(0))


# What is said before or after the name of a place and does not make it another one.
_USUAL_WORDS = {
    "city",
    "town",
    "municipality",
    "metropolitan",
    "metropolis",
    "special",
    "capital",
    "district",
    "county",
    "province",
    "region",
    "prefecture",
    "government",
    "council",
    "of",
    "the",
}
# From this share of equal letters on names are nearly the same.
NEAR = 0.84


class Alike(enum.StrEnum):
    """In what two names of places are the same, the nearest first."""

    # But for accents, capitals and spaces.
    LETTERS = "letters"
    # But for words such as city or municipality.
    USUAL_WORDS = "usual words"
    # One name stands in the other.
    PART = "part"
    # A few letters differ.
    NEARLY = "nearly"


def _own_words(key: str) -> list[str]:
    return [word for word in re.findall(r"\w+", key) if word not in _USUAL_WORDS]


def alike(name: str, other: str) -> Alike | None:
    """In what two names are the same; None for names of different places."""
    key, known = name_key(name), name_key(other)
    if key == known:
        return Alike.LETTERS
    if _own_words(key) and _own_words(key) == _own_words(known):
        return Alike.USUAL_WORDS
    if min(len(key), len(known)) >= 5 and (key in known or known in key):
        return Alike.PART
    matcher = difflib.SequenceMatcher(None, key, known)
    # The quick ones are never less than the true ratio: most names are told apart by them.
    quick = matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR
    return Alike.NEARLY if quick and matcher.ratio() >= NEAR else None


def sounds_like(name: str, others: Iterable[tuple[int, str]], most: int = 5) -> list[int]:
    """Ids of the places whose names are nearly the same, nearest first, each once: other spellings of one place."""
    order = list(Alike)
    found = [(order.index(how), id_) for id_, other in others if (how := alike(name, other))]
    return list(dict.fromkeys(id_ for _how, id_ in sorted(found)))[:most]


_LINK = re.compile(r"://|\bwww\.|[@<>]|\.(?:com|net|org|info|io)\b", re.IGNORECASE)
LONGEST_NAME = 200


def why_not_name(name: str) -> str | None:
    """Why a text is not taken as a name, or None. Names stand in letters to others, so they carry no links."""
    if not name.strip() or len(name) > LONGEST_NAME:
        return _("Write a name, at most %(n)s characters.", n=LONGEST_NAME)
    if _LINK.search(name):
        return _("Write a name without addresses or links: it stands in letters to others.")
    return None


def registration_faults(email: str, name: str, picked: bool, new_city: dict[str, Any] | None) -> dict[str, list[str]]:
    """What is missing from a registration, by field. `picked`: a city of the directory was chosen."""
    faults: dict[str, list[str]] = {}
    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError:
        faults["email"] = [_("Write your address as name@example.org.")]
    wrong = why_not_name(name)
    if wrong:
        faults["name"] = [wrong]
    if not picked:
        faults |= city_faults(new_city)
    return faults


def city_faults(city: dict[str, Any] | None) -> dict[str, list[str]]:
    """What is missing from a city that is to be added, by field."""
    if city is None:
        return {"city": [_("Choose your city, or add it when it is not in the list.")]}
    faults: dict[str, list[str]] = {}
    name = str(city.get("name") or "")
    if not name_key(name) or len(name) > 150:
        faults["city_name"] = [_("Write the city's name, at most 150 characters.")]
    elif why_not_name(name):
        faults["city_name"] = [why_not_name(name) or ""]
    if not city.get("country"):
        faults["country"] = [_("Choose the country.")]
    if not city.get("region"):
        faults["region"] = [_("Choose the part of the world.")]
    site = str(city.get("website") or "")
    if site and not is_web_address(site):
        faults["website"] = [_("Write the web site as https://www.example.org, or leave it empty.")]
    return faults


@cache
def zones() -> frozenset[str]:
    """The time zones a person may say are hers: those named by a place."""
    return frozenset(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix")))


def is_web_address(text: str) -> bool:
    """Whether a text has the form of a web site's address. Nothing is looked up."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        # Half a bracket and the like.
        return False
    return len(text) <= 300 and parts.scheme in {"http", "https"} and "." in host
