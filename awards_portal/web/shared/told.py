"""Texts of an edition in the page's language, and how a page marks those that are in another one."""

from collections.abc import Collection

from babel import Locale
from flask import Flask
from flask_babel import get_locale
from markupsafe import Markup, escape

from ...programmes.models import Edition
from ...programmes.translated.queries import sayings as read
from ...programmes.translated.told import Sayings
from ...translations import tag
from .language import spoken


def init_app(app: Flask) -> None:
    """Give templates the marks."""
    app.add_template_filter(tongue)
    app.jinja_env.globals.update(in_tongue=in_tongue)


def sayings(*editions: Edition) -> Sayings:
    """What editions say in the language of this page's address."""
    return read([each.id for each in editions], spoken())


def in_tongue(text: str) -> Markup:
    """The attributes of an element whose text is not in the page's language; nothing where it is."""
    language, locale = getattr(text, "language", None), get_locale()
    if language is None or language in (locale.language, str(locale)):
        return Markup("")
    return Markup(' lang="{}" dir="{}"').format(tag(language), Locale.parse(language).text_direction)


def tongue(text: str) -> Markup:
    """A text within a line, marked where it is not in the page's language."""
    marks = in_tongue(text)
    return Markup("<span{}>{}</span>").format(marks, str(text)) if marks else escape(str(text))


def addressed(codes: Collection[str], given: str) -> str:
    """The language whose name in addresses this is, when it is one of `codes`; otherwise empty."""
    return next((code for code in codes if tag(code).lower() == given), "")
