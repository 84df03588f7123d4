"""The most awards that applicants of a kind may get in a category, in words and counted. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from ..people.models import CityKind


def kinds_in_words() -> dict[str, str]:
    """Every kind of applicant, as many of it are called."""
    return {
        CityKind.CITY.value: _("Cities"),
        CityKind.DISTRICT.value: _("Districts"),
        CityKind.REGION.value: _("Regions"),
        CityKind.PUBLIC_ORGANISATION.value: _("Public organisations"),
        CityKind.SOLUTION_PROVIDER.value: _("Solution providers"),
    }


def told(quotas: Mapping[str, int]) -> list[str]:
    """A category's quotas in words, one each: `Solution providers: at most 1 award`."""
    words = kinds_in_words() if quotas else {}
    return [
        _(
            "%(kind)s: %(most)s",
            kind=words.get(kind, kind),
            most=ngettext("at most %(num)d award", "at most %(num)d awards", most),
        )
        for kind, most in quotas.items()
    ]


def exceeded(quotas: Mapping[str, int], awarded: Iterable[str]) -> dict[str, int]:
    """How many awards each kind gets that gets more than it may.

    Args:
        awarded: the kind of applicant of every award.
    """
    given = Counter(awarded)
    return {kind: given[kind] for kind, most in quotas.items() if given[kind] > most}
