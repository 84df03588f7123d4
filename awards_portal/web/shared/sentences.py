"""How templates translate: `_` and `ngettext` in one call each.

Those that come with Jinja look themselves up and copy the whole context whenever they stand in a loop: a third of what
a page of fifty rows cost to draw.
"""

from collections.abc import Callable
from typing import Any

from babel.support import NullTranslations
from flask import Flask
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup


def init_app(app: Flask, catalogue: Callable[[], NullTranslations]) -> None:
    """Take the place of Jinja's own. `catalogue` answers the strings of the language that is spoken now."""

    @pass_eval_context
    def gettext(context: EvalContext, string: str, **variables: Any) -> str:
        return _filled(context, catalogue().ugettext(string), variables)

    @pass_eval_context
    def ngettext(context: EvalContext, singular: str, plural: str, num: int, **variables: Any) -> str:
        return _filled(context, catalogue().ungettext(singular, plural, num), {"num": num, **variables})

    app.jinja_env.globals.update(_=gettext, gettext=gettext, ngettext=ngettext)


def _filled(context: EvalContext, words: str, variables: dict[str, Any]) -> str:
    """A sentence with its variables, which are escaped on a page; `%%` is a per cent sign."""
    # Ours, or from a catalogue whose markup is held against ours.
    told = Markup(words) if context.autoescape else words  # noqa: S704
    return told % variables if variables or "%" in words else told
