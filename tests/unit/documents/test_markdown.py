"""People's Markdown becomes HTML that can do nothing."""

from html.parser import HTMLParser

import pytest

from awards_portal.documents.markdown import render


def tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    """What a browser would make of it: every tag with its attributes, but for what says nothing of where it leads."""
    found = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, {name: value for name, value in attrs if name not in {"rel", "title"}}))

    Reader().feed(html)
    return found


def test_a_text_reads_as_it_was_meant_one_level_below_the_headings_of_its_page() -> None:
    html = render(
        '# Programme\n\nA *warm* [welcome](https://example.org "Us").\n\n1. one\n2. two\n\n| a |\n|---|\n| b |'
    )
    assert "<h3>Programme</h3>" in html
    assert '<a href="https://example.org" title="Us" rel="noreferrer">welcome</a>' in html
    assert "<em>warm</em>" in html
    assert "<td>b</td>" in html
    assert "<ol>" in html


def test_headings_begin_below_those_of_the_page_and_leave_no_level_out() -> None:
    text = "## First\n\n#### Under it\n\n## Second"
    assert "<h3>First</h3>\n<h4>Under it</h4>\n<h3>Second</h3>" in render(text)
    assert "<h2>First</h2>\n<h3>Under it</h3>\n<h2>Second</h2>" in render(text, 2)
    deep = "\n\n".join(f"{'#' * level} {level}" for level in range(1, 7))
    assert render(deep, 4).count("<h6>") == 4


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<scr<script>ipt>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox(1))",
        "[x](file:///etc/passwd)",
        '<img src=x onerror="alert(1)">',
        '<a href="/" onclick="alert(1)">x</a>',
        '<svg onload="alert(1)"></svg>',
        '<iframe src="https://example.org"></iframe>',
        '<form action="https://example.org"><button>Sign in</button></form>',
        '<p style="position:fixed">x</p>',
        "<style>body{display:none}</style>",
        '<base href="https://example.org/">',
        '<meta http-equiv="refresh" content="0;url=https://example.org">',
        "![x](https://example.org/pixel.png)",
        "![x](//example.org/pixel.png)",
        "![x](data:image/svg+xml;base64,PHN2Zz4=)",
        '[x](//example.org "where am I")',
    ],
)
def test_nothing_in_a_text_acts_loads_or_leads_where_it_does_not_say(text: str) -> None:
    for tag, attributes in tags(render(text)):
        assert tag not in {"script", "img", "svg", "iframe", "form", "button", "style", "base", "meta"}
        assert not attributes, attributes


def test_a_picture_of_the_portal_stays_and_one_from_elsewhere_is_told_in_words() -> None:
    assert '<img src="/assemblies/2026/files/3" alt="The hall">' in render("![The hall](/assemblies/2026/files/3)")
    assert render("![The hall](https://example.org/hall.png)").strip() == "<p>The hall</p>"
