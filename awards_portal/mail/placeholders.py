"""Placeholders: `{{city}}` stands for a value, and nothing else means anything. There is no code to run.

Values are put in as text, once: a value that looks like a placeholder stays what it is.
"""

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches

from flask_babel import gettext as _

# A placeholder; or what somebody took for one: braces that are open or closed too often, or that mean code elsewhere.
_PLACEHOLDER = re.compile(r"\{\{[ \t]*(\w*)[ \t]*\}\}")
_BRACES = re.compile(r"\{\{[^{}\n]*\}\}|\{\{|\}\}|\{%|%\}|\{#|#\}")


def names_in(text: str) -> set[str]:
    """The names of all placeholders of a text."""
    return {found.group(1) for found in _PLACEHOLDER.finditer(text)}


def faults(text: str, allowed: Collection[str], required: Collection[str] = ()) -> list[str]:
    """A sentence for everything in a text that is no placeholder of its letter, and for what is missing."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        for match in _BRACES.finditer(line):
            said = match.group()
            placeholder = _PLACEHOLDER.fullmatch(said)
            if placeholder is None:
                sentence = _("Line %(n)d: “%(said)s” is no placeholder.", n=number, said=said)
                found.append(sentence + " " + _("Write one like {{%(name)s}}.", name=min(allowed, default="name")))
            elif placeholder.group(1) not in allowed:
                sentence = _("Line %(n)d: this letter has no placeholder “%(said)s”.", n=number, said=said)
                near = get_close_matches(placeholder.group(1), sorted(allowed), 1)
                hint = _("Did you mean {{%(name)s}}?", name=near[0]) if near else _("Take one from the list.")
                found.append(f"{sentence} {hint}")
    there = names_in(text)
    found += [
        _("The text needs {{%(name)s}}: without it the letter leads nowhere.", name=name)
        for name in sorted(required)
        if name not in there
    ]
    return found


def fill(text: str, values: Mapping[str, object]) -> str:
    """The text with its placeholders replaced by values, as text.

    Raises:
        KeyError: when a placeholder has no value.
    """
    return _PLACEHOLDER.sub(lambda found: str(values[found.group(1)]), text)
