"""What joins a judge and the city of an entry, found by the portal itself. Pure: facts in, findings out.

A finding is never a verdict: the edition's rules say whether it keeps the two apart or only has the judge asked.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _

from ..programmes.conflicts import LOOK_BACK, Likeness, Treatment, usual_rules
from ..text import name_key

# Words that say what sort of body it is, not which.
_KINDS_OF_BODY = """
a an and of the for de da do du del la le city town municipality municipal metropolitan metro district region regional
county council government office department authority administration ville stadt gemeente kommune comune
prefeitura ayuntamiento ltd limited inc corp corporation co company gmbh ag sa srl llc plc
"""
# Addresses anybody can have, and the names reserved for examples (RFC 2606), tell nothing about an employer.
_ANYBODYS = """
126.com 163.com aol.com daum.net example.com example.net example.org fastmail.com free.fr gmail.com gmx.at gmx.com
gmx.de gmx.net googlemail.com hanmail.net hotmail.co.uk hotmail.com hotmail.fr icloud.com kakao.com laposte.net
libero.it live.com mac.com mail.com mail.ru me.com msn.com naver.com orange.fr outlook.com pm.me proton.me
protonmail.com qq.com rediffmail.com sina.com t-online.de tutanota.com uol.com.br wanadoo.fr web.de yahoo.co.in
yahoo.co.jp yahoo.co.uk yahoo.com yahoo.fr yandex.com yandex.ru ymail.com zoho.com
"""
# `go.kr` or `gov.uk` belongs to everybody under it: an address there joins nobody.
_REGISTRIES = "ac co com edu go gob gouv gov govt mil ne net nic or org"
_GENERIC, _PUBLIC, _SHARED = (frozenset(words.split()) for words in (_KINDS_OF_BODY, _ANYBODYS, _REGISTRIES))
_YEAR = timedelta(days=365.25)


@dataclass(frozen=True)
class Spell:
    """A person speaks or spoke for a city; `ended_at` is empty while it lasts."""

    person_id: int
    city_id: int
    ended_at: datetime | None


@dataclass(frozen=True)
class JudgeFacts:
    """What is known of a judge. `spells` are this person's own."""

    organisation: str
    country: str | None
    email: str
    spells: Sequence[Spell] = ()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The organisation's name, word by word."""
        return _words(self.organisation)

    @cached_property
    def domain(self) -> str:
        """The domain of the judge's address; empty when it tells nothing."""
        return _telling(self.email.rpartition("@")[2])


@dataclass(frozen=True)
class CityFacts:
    """What is known of a city. `addresses` are those of who speaks for it now; `spells` all of theirs, anywhere."""

    id: int
    name: str
    country: str
    website: str | None = None
    addresses: Sequence[str] = ()
    spells: Sequence[Spell] = ()
    # Under which it was entered a second time, before the two were merged.
    other_names: Sequence[str] = ()

    @cached_property
    def names(self) -> list[tuple[str, ...]]:
        """The city's names, each word by word."""
        return [_words(name) for name in (self.name, *self.other_names)]

    @cached_property
    def domains(self) -> frozenset[str]:
        """Domains that stand for the city."""
        found = {_telling(address.rpartition("@")[2]) for address in self.addresses}
        return frozenset(found | {_telling(_host(self.website or ""))}) - {""}


@dataclass(frozen=True)
class Found:
    """One likeness and what the edition's rule makes of it. `what` is the name, domain or country they share."""

    likeness: Likeness
    treatment: Treatment
    what: str = ""

    @property
    def blocks(self) -> bool:
        """Whether the judge may not be given the entry."""
        return self.treatment is Treatment.BLOCK

    @property
    def asks(self) -> bool:
        """Whether the judge is asked about it before the entry opens."""
        return self.treatment is Treatment.ASK

    @property
    def words(self) -> str:
        """In a few words, for the organising team's lists."""
        return {
            Likeness.REPRESENTATION: _("speaks for this city"),
            Likeness.PAST_REPRESENTATION: _("spoke for this city"),
            Likeness.EMPLOYER: _("works for “%(what)s”", what=self.what),
            Likeness.MAIL_DOMAIN: _("has an address at %(what)s", what=self.what),
            Likeness.HISTORY: _("spoke for another body together with somebody of this city"),
            Likeness.COUNTRY: _("same country"),
        }[self.likeness]

    def reason(self, name: str) -> str:
        """Why a judge of this name may not be given the entry."""
        return {
            Likeness.REPRESENTATION: _("%(name)s speaks for this city.", name=name),
            Likeness.PAST_REPRESENTATION: _("%(name)s spoke for this city.", name=name),
            Likeness.EMPLOYER: _(
                "%(name)s works for “%(what)s”, which bears this city's name.", name=name, what=self.what
            ),
            Likeness.MAIL_DOMAIN: _(
                "%(name)s has an address at %(what)s, as this city's own are.", name=name, what=self.what
            ),
            Likeness.HISTORY: _(
                "%(name)s and somebody who speaks for this city spoke for the same other body.", name=name
            ),
            Likeness.COUNTRY: _("%(name)s and this city are in the same country.", name=name),
        }[self.likeness]

    def question(self, country: str = "") -> str:
        """As the judge is asked. `country` is the country's name in the reader's language."""
        return {
            Likeness.REPRESENTATION: _("You speak for this city."),
            Likeness.PAST_REPRESENTATION: _("You spoke for this city. Does it matter?"),
            Likeness.EMPLOYER: _(
                "You work for “%(what)s”, which bears this city's name. Does it matter?", what=self.what
            ),
            Likeness.MAIL_DOMAIN: _(
                "Your mail address is at %(what)s, as this city's own are. Does it matter?", what=self.what
            ),
            Likeness.HISTORY: _(
                "You and somebody who speaks for this city spoke for the same other body. Does it matter?"
            ),
            Likeness.COUNTRY: _(
                "You and this city are in the same country, %(what)s. Does it matter?", what=country or self.what
            ),
        }[self.likeness]


@dataclass(frozen=True)
class Rules:
    """An edition's rules, as `programmes.conflicts` keeps them."""

    document: Mapping[str, Any] = field(default_factory=usual_rules)

    def treatment(self, likeness: Likeness) -> Treatment:
        """What follows. A judge never scores the city she speaks for, and what is not known keeps the two apart."""
        if likeness is Likeness.REPRESENTATION:
            return Treatment.BLOCK
        value = self.document.get(likeness.value, usual_rules()[likeness.value])
        return Treatment(value) if value in set(Treatment) else Treatment.BLOCK

    def since(self, at: datetime) -> datetime:
        """How far back a past representation counts."""
        return at - int(self.document.get(LOOK_BACK, usual_rules()[LOOK_BACK])) * _YEAR


def detect(judge: JudgeFacts, city: CityFacts, rules: Rules, at: datetime) -> list[Found]:
    """What joins a judge and a city now, gravest first; what the rules ignore is left out."""
    since = rules.since(at)
    found: list[tuple[Likeness, str]] = []
    here = [spell for spell in judge.spells if spell.city_id == city.id]
    if any(spell.ended_at is None for spell in here):
        found.append((Likeness.REPRESENTATION, ""))
    elif any(_counts(spell, since) for spell in here):
        found.append((Likeness.PAST_REPRESENTATION, ""))
    if any(_bears(judge.words, words) for words in city.names):
        found.append((Likeness.EMPLOYER, judge.organisation))
    shared = _shared_domain(judge.domain, city.domains)
    if shared:
        found.append((Likeness.MAIL_DOMAIN, shared))
    elsewhere = {spell.city_id for spell in judge.spells if _counts(spell, since)} - {city.id}
    own = {spell.person_id for spell in judge.spells}
    if any(s.city_id in elsewhere and s.person_id not in own and _counts(s, since) for s in city.spells):
        found.append((Likeness.HISTORY, ""))
    if judge.country and judge.country == city.country:
        found.append((Likeness.COUNTRY, city.country))
    told = [Found(likeness, rules.treatment(likeness), what) for likeness, what in found]
    return [each for each in told if each.treatment is not Treatment.IGNORE]


def blocking(found: Iterable[Found]) -> Found | None:
    """The gravest finding that keeps the two apart."""
    return next((each for each in found if each.blocks), None)


def _counts(spell: Spell, since: datetime) -> bool:
    return spell.ended_at is None or spell.ended_at >= since


def _words(name: str) -> tuple[str, ...]:
    words = tuple(re.findall(r"\w+", name_key(name)))
    # A body that is named by generic words alone ("The Company") keeps them: nothing else tells it from others.
    return tuple(word for word in words if word not in _GENERIC) or words


def _bears(organisation: tuple[str, ...], city: tuple[str, ...]) -> bool:
    """Whether the organisation's name holds the city's, word by word."""
    n = len(city)
    return n > 0 and any(organisation[at : at + n] == city for at in range(len(organisation) - n + 1))


def _host(website: str) -> str:
    try:
        host = urlsplit(website if "//" in website else f"//{website}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def _telling(domain: str) -> str:
    domain = domain.strip().strip(".").lower()
    labels = domain.split(".")
    if len(labels) < 2 or domain in _PUBLIC or (len(labels) == 2 and labels[0] in _SHARED and len(labels[1]) == 2):
        return ""
    return domain


def _shared_domain(domain: str, others: Iterable[str]) -> str:
    """What two domains share, when one is, or lies under, the other; empty otherwise."""
    for other in sorted(others):
        if domain and (domain == other or domain.endswith(f".{other}") or other.endswith(f".{domain}")):
            return min(domain, other, key=len)
    return ""
