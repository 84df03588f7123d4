"""Markdown of organisers and cities as HTML that can do nothing: the one place where people's text becomes markup.

CommonMark without raw HTML, then a list of what may stay: no script, no style, no event handler, no frame, no form; a
link goes to the web, to mail or to a page of ours; an image comes from this portal or not at all.
"""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_reader = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")

_TAGS = {
    *(
        "a",
        "blockquote",
        "br",
        "code",
        "em",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "li",
        "ol",
        "p",
        "pre",
        "strong",
        "ul",
    ),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}}


def _is_own(address: str) -> bool:
    """Whether an address is a path of this portal, which no browser takes for another site."""
    return address.startswith("/") and not address.startswith(("//", "/\\")) and "\\" not in address


def _allowed(tag: str, attribute: str, value: str) -> str | None:
    if tag == "img" and attribute == "src":
        return value if _is_own(value) else None
    if tag == "a" and attribute == "href":
        return value if _is_own(value) or value.startswith(("http://", "https://", "mailto:", "#")) else None
    return value


@lru_cache(maxsize=512)
def render(text: str, top: int = 3) -> Markup:
    """The text as HTML. The same text gives the same HTML, so it is kept for the next reader.

    Args:
        top: the level of the text's highest heading, whatever the text calls it; lower ones follow without a gap.
    """
    tokens = _reader.parse(text)
    used = sorted({token.tag for token in tokens if token.type == "heading_open"})
    lower = {tag: f"h{min(top + number, 6)}" for number, tag in enumerate(used)}
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = lower[token.tag]
        # An image from elsewhere would ask somebody else; what it shows stays as words.
        children = token.children or []
        for child in children:
            if child.type == "image" and not _is_own(str(child.attrs.get("src", ""))):
                child.type, child.content, child.children = "text", child.content, None
    html = _reader.renderer.render(tokens, _reader.options, {})
    return Markup(  # noqa: S704
        nh3.clean(
            html,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            attribute_filter=_allowed,
            url_schemes={"http", "https", "mailto"},
            link_rel="noreferrer",
        )
    )
