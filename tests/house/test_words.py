"""Every word of a page goes through gettext: nothing is written into a template as it is."""

import re
from pathlib import Path

import pytest

from awards_portal.config import ROOT

# Shown in development only; and the page that must come when even translation has failed.
LEFT = {"development", "mail"}
ALONE = {"errors/fault.html"}
TEMPLATES = sorted(
    path
    for path in (ROOT / "templates").rglob("*.html")
    if path.parent.name not in LEFT and str(path.relative_to(ROOT / "templates")) not in ALONE
)
SPOKEN = re.compile(r'\b(?:aria-label|alt|title|placeholder|content)="([^"]*)"')
# Values that are no words of a language: a scheme, a date's form, settings of the page.
MARKS = re.compile(r"https://|\d{4}-\d{2}(-\d{2})?|width=device-width, initial-scale=1|light dark")


def said(text: str) -> list[str]:
    """What a reader would read in a template that did not come out of an expression."""
    text = re.sub(r"{#.*?#}", " ", text, flags=re.DOTALL)
    # The name of a look, not a word.
    text = re.sub(r"{% block main_class %}.*?{% endblock %}", " ", text)
    text = re.sub(r"{%.*?%}", " ", text, flags=re.DOTALL)
    text = re.sub(r"{{.*?}}", " ", text, flags=re.DOTALL)
    spoken = [MARKS.sub("", value) for value in SPOKEN.findall(text)]
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", text, flags=re.DOTALL)
    text = re.sub(r"<[^>]*>", "\n", text)
    # Some macros give attributes, which stand outside a tag here.
    text = re.sub(r'[\w-]+="[^"]*"|\bdisabled\b|&\w+;', " ", text)
    return [piece.strip() for piece in [*text.splitlines(), *spoken] if re.search(r"[^\W\d_]{2,}", piece)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_word_is_written_into_a_template(path: Path) -> None:
    assert said(path.read_text()) == []


def test_a_word_that_is_written_into_a_template_is_found() -> None:
    assert said('<p class="x">Hello {{ name }}</p>') == ["Hello"]
    assert said('<img alt="A street">') == ["A street"]
    assert said('{{ _("Hello") }}<b>{% if a %}{{ _("b") }}{% endif %}</b> · 12') == []
