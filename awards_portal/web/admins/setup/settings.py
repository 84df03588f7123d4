"""The parts of an edition's settings as pages: which fields each has."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext

from .... import clock
from ....programmes.conflicts import LOOK_BACK, Likeness, Treatment
from ....programmes.documents import METHODS, TIE_RULES
from ....programmes.models import Disclosure, RoundKind
from ....programmes.quotas import kinds_in_words
from ....programmes.reading import label
from ...shared.methods import method_in_words, tie_rule_in_words
from .fields import Field

Document = Mapping[str, Any]

# No part of the document: whether the dates behind the deadline go along with it.
FOLLOW = "follow"


def _field(name: str, kind: str = "text", hint: str = "", *, optional: bool = False, **more: Any) -> Field:
    return Field(name, more.pop("label", "") or label(name.rsplit(".", 1)[-1]), kind, hint, optional, **more)


def _time_zone() -> Field:
    hint = _("The zone in which deadlines are told, as continent and large city: Asia/Seoul, Europe/Zurich.")
    return _field("time_zone", hint=hint, options=[(name, name) for name in sorted(clock.zones())])


def beginning() -> list[Field]:
    """What the first page of a new edition asks."""
    return [
        _field("title", hint=_("As cities read it, such as Smart Sustainable City Awards 2027.")),
        _field("key", hint=_("Small letters, digits and hyphens, such as ssc27. It stands in addresses and stays.")),
        _field("reference_prefix", hint=_("Capitals and digits: SSC27 gives references such as SSC27-0042.")),
        _time_zone(),
        _field("opens", "moment", _("In the zone above. All dates can change later.")),
        _field("closes", "moment"),
    ]


def details(_document: Document) -> list[Field]:
    """Name, theme, place, languages, limits."""
    return [
        _field("title"),
        _field("theme", optional=True),
        _field("description", "area", optional=True),
        _field("place", optional=True),
        _field("languages", "codes", _("Languages an entry may be written in, as codes with commas: en, fr.")),
        _field("reference_prefix", hint=_("Stays once the call is published.")),
        _time_zone(),
        _field("entries_per_city", "number"),
        _field(
            "quiet_hours",
            hint=_(
                "In the zone above, such as 22:00-07:00: letters written then wait till the end, except receipts and "
                "whatever signs somebody in. Empty for none."
            ),
            optional=True,
        ),
    ]


def dates(document: Document) -> list[Field]:
    """Every date of the edition and its rounds, on one page because they are checked against each other."""
    found = [
        _field("called", "day", _("When you mean to publish the call."), optional=True),
        _field("opens", "moment", _("Entries can be started from then on.")),
        _field("closes", "moment"),
        Field(
            FOLLOW,
            _("Move what comes after the deadline by as much"),
            "tick",
            _("Rounds, announcement and ceremony. A date that you change here yourself stays as you write it."),
        ),
        _field("grace_minutes", "number", _("What arrives so many minutes after the deadline is still taken.")),
    ]
    for each in document.get("rounds", []):
        for name in ("opens", "closes"):
            words = _("%(round)s opens", round=each["title"])
            if name == "closes":
                words = _("%(round)s closes", round=each["title"])
            found.append(Field(f"rounds.{each['key']}.{name}", words, "moment"))
    return [*found, _field("announced", "day", optional=True), _field("ceremony", "day", optional=True)]


def scoring(_document: Document) -> list[Field]:
    """Method, tie ladder, awards."""
    ladder = [(rule, tie_rule_in_words(rule)) for rule in TIE_RULES]
    return [
        _field("method", "pick", options=[(each, method_in_words(each)) for each in METHODS]),
        _field("tie_ladder", "ladder", _("What decides first comes first. Leave the rest empty."), options=ladder),
        _field("awards", "lines", _("What the places of a category are called, one a line, the first place first.")),
    ]


def conflicts(_document: Document) -> list[Field]:
    """What follows when something is found between a judge and a city."""
    words = {
        Likeness.PAST_REPRESENTATION: _("The judge spoke for the city in the past"),
        Likeness.EMPLOYER: _("The judge's organisation is the city"),
        Likeness.MAIL_DOMAIN: _("The judge's mail address has the city's domain"),
        Likeness.HISTORY: _("The judge and a representative spoke for the same body"),
        Likeness.COUNTRY: _("The judge and the city are of one country"),
    }
    treatments = [
        (Treatment.BLOCK.value, _("The judge is not given the entry")),
        (Treatment.ASK.value, _("The judge is asked about it first")),
        (Treatment.IGNORE.value, _("Nothing follows")),
    ]
    found = [Field(f"conflicts.{each.value}", told, "pick", options=treatments) for each, told in words.items()]
    years = _("Years that a past representation counts")
    return [*found, Field(f"conflicts.{LOOK_BACK}", years, "number")]


def category(_document: Document) -> list[Field]:
    """One category."""
    return [
        _field("title"),
        _field("description", "area", optional=True),
        Field("", _("The most awards by kind of applicant"), "heading", _("Leave a field empty for no limit.")),
        *(Field(f"quotas.{kind}", words, "number", optional=True) for kind, words in kinds_in_words().items()),
    ]


def eligibility(_document: Document) -> list[Field]:
    """One question asked before an entry is started."""
    return [
        _field("question"),
        _field("help", optional=True),
        _field("right", "pick", options=[("yes", _("yes")), ("no", _("no"))]),
        _field("why", "area", _("Shown to whoever gives the other answer, with the way out.")),
    ]


def round_(document: Document, part: Document) -> list[Field]:
    """One round. One of eligibility has no judges, so nothing of them is asked."""
    entries_close = clock.tell(datetime.fromisoformat(document["closes"]), document["time_zone"])
    kinds = {
        RoundKind.SCORING: _("Scoring: its scores make places"),
        RoundKind.FINAL: _("Final: scores of those who go on"),
        RoundKind.ELIGIBILITY: _("Eligibility: only entries that pass go to the judges"),
        RoundKind.CALIBRATION: _("Practice: its scores never count"),
    }
    disclosures = {
        Disclosure.NOBODY: _("Nobody's"),
        Disclosure.COMPLETED: _("Everybody's, once one's own scorecard is completed"),
        Disclosure.CLOSED: _("Everybody's, once the round is closed"),
    }
    found = [
        _field("title"),
        _field("kind", "pick", options=[(kind.value, words) for kind, words in kinds.items()]),
        _field("opens", "moment", _("Entries close %(when)s.", when=entries_close), label=_("Opens")),
        _field("closes", "moment", label=_("Closes")),
    ]
    if part.get("kind") == RoundKind.ELIGIBILITY:
        return found
    return [
        *found,
        Field(
            "", _("For rounds with judges"), "heading", _("A round of eligibility has none: leave these as they are.")
        ),
        _field("judges_per_entry", "number"),
        _field("minimum_cards", "number", _("An entry with fewer completed scorecards gets no place.")),
        Field("blind", _("Judges do not see contacts, names of people and names of files"), "tick"),
        _field("shows_total", "tick"),
        _field("discussion_ends", "moment", _("Judges who completed an entry discuss it until then."), optional=True),
        _field("discloses", "pick", options=[(each.value, words) for each, words in disclosures.items()]),
        _field("names_judges", "tick"),
        _field("disagreement", "number"),
        _field("carries", "number", _("0: the scores of this round count alone. 40: they are 60 % of the score.")),
        _field(
            "groups",
            "weights",
            _(
                "One a line, such as jury = 50. The score is then the weighted mean of the groups' means. Empty: all "
                "judges count alike. Who is in which group is set beside the panels."
            ),
            optional=True,
        ),
    ]


def round_in_words(part: Document, document: Document) -> str:
    """Kind, first and last day in the edition's zone, and judges of a round."""
    zone = ZoneInfo(document["time_zone"])
    first, last = (datetime.fromisoformat(part[name]).astimezone(zone).date() for name in ("opens", "closes"))
    kinds = {
        RoundKind.SCORING: _("Scoring"),
        RoundKind.FINAL: _("Final"),
        RoundKind.CALIBRATION: _("Practice"),
        RoundKind.ELIGIBILITY: _("The organising team decides which entries go on"),
    }
    words = [
        kinds[RoundKind(part["kind"])],
        _("%(first)s to %(last)s", first=clock.tell_day(first), last=clock.tell_day(last)),
    ]
    if part["kind"] != RoundKind.ELIGIBILITY:
        each = part["judges_per_entry"]
        words.append(ngettext("%(num)d judge for each entry", "%(num)d judges for each entry", each))
    return " · ".join(words)
