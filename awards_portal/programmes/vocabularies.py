"""Lists of the world: the Sustainable Development Goals and the countries, which questions choose from, and the names
of languages.
"""

from functools import cache

from babel import Locale, UnknownLocaleError

from ..text import name_key

# The seventeen goals by number, in the short titles of the United Nations.
SDGS = {
    "1": "No poverty",
    "2": "Zero hunger",
    "3": "Good health and well-being",
    "4": "Quality education",
    "5": "Gender equality",
    "6": "Clean water and sanitation",
    "7": "Affordable and clean energy",
    "8": "Decent work and economic growth",
    "9": "Industry, innovation and infrastructure",
    "10": "Reduced inequalities",
    "11": "Sustainable cities and communities",
    "12": "Responsible consumption and production",
    "13": "Climate action",
    "14": "Life below water",
    "15": "Life on land",
    "16": "Peace, justice and strong institutions",
    "17": "Partnerships for the goals",
}

# Codes that the list of territories holds and that are no country or area.
_NO_COUNTRY = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


@cache
def countries(language: str = "en") -> dict[str, str]:
    """Names of countries and areas by ISO 3166 two-letter code, in order of their names in a language."""
    territories = Locale.parse(language).territories
    named = {
        code: name
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY
    }
    return dict(sorted(named.items(), key=lambda item: item[1].casefold()))


@cache
def language_name(code: str, language: str = "en") -> str:
    """What a language such as `fr` or `pt-BR` is called in another; the code itself where nothing is known of it."""
    try:
        return Locale.parse(code, sep="-").get_display_name(language) or code
    except (UnknownLocaleError, ValueError):
        return code


@cache
def language_spellings(code: str) -> frozenset[str]:
    """How somebody may write that she reads a language, as name keys: its code, its English name, its own name.

    A language of one country (`pt-BR`) is read by whoever reads the language.
    """
    base = code.partition("-")[0]
    names = {code, base}
    for each in (code, base):
        names |= {language_name(each), language_name(each, base)}
    return frozenset(name_key(each) for each in names)
