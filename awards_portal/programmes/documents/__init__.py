"""An edition as a document: what `flask edition load` reads and the browser builds. Pure: typed parts or sentences.

The document is JSON: `{"key", "title", "theme", "description", "place", "languages", "reference_prefix", "time_zone",
"called", "opens", "closes", "grace_minutes", "entries_per_city", "method", "tie_ladder", "awards", "conflicts": {…},
"announced", "ceremony", "categories": [{"key", "title", "description", "quotas"}], "eligibility": [{"key", "question",
"help", "right", "why"}], "rounds": [{"key", "title", "kind", "opens", "closes", "judges_per_entry", "minimum_cards",
"blind", and its settings (`round_settings.py`)}], "form": {…}, "rubric": {…}}` (`forms.py` and `rubrics.py` say what
these hold).
Dates are ISO 8601 with a zone (`2026-05-31T23:59:00+09:00`), or a distance from now (`-P30D`, `P45D`, `PT2H`).
"""

from .reading import SettingsPlan, read_edition, read_settings
from .values import METHODS, TIE_RULES
from .writing import settings_document

__all__ = [
    "METHODS",
    "TIE_RULES",
    "SettingsPlan",
    "read_edition",
    "read_settings",
    "settings_document",
]
