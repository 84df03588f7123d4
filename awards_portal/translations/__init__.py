"""The languages the portal speaks, and their catalogues: read from `.po` files, checked, filled.

English is the language of the code and needs no catalogue. A language is spoken once its catalogue is complete and it
stands in `LANGUAGES`: that turns on its addresses, the switch, `hreflang` and the test of completeness.
"""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent

# Every language by the name its readers give it; codes are those of Babel.
OWN_NAMES = {
    "en": "English",
    "ko": "한국어",
    "ru": "Русский",
    "es": "Español",
    "fr": "Français",
    "zh_Hans": "简体中文",
    "ar": "العربية",
}

# The languages whose catalogues are complete. English comes first and has no prefix in addresses.
LANGUAGES: tuple[str, ...] = ("en", "ko", "ru", "es", "fr", "zh_Hans", "ar")


def tag(code: str) -> str:
    """The language as HTML and HTTP name it: `zh-Hans`."""
    return code.replace("_", "-")


def prefix(code: str) -> str:
    """How the language stands at the beginning of an address: `zh-hans`; empty for English."""
    return "" if code == "en" else tag(code).lower()
