"""axe on the page a journey stands on: nothing may be found."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page

AXE = Path(__file__).parent.parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def assert_accessible(page: Page) -> None:
    """Run axe-core on the page as it is now.

    Raises:
        AssertionError: with rule, help and place of each finding.
    """
    page.wait_for_load_state()
    try:
        found = _run(page)
    except Error:
        # A press that leads to another page: axe began on the one that was about to go.
        page.wait_for_load_state()
        found = _run(page)
    told = [
        f"{each['id']} ({each['impact']}): {each['help']} at {[node['target'] for node in each['nodes']][:3]}"
        for each in found["violations"]
    ]
    assert not told, f"{page.url}:\n" + "\n".join(told)


def _run(page: Page) -> Any:
    page.evaluate(AXE.read_text())
    # Only what is wrong is told in full: to describe every element that is right costs more than to find it.
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    return page.evaluate("options => axe.run(document, options)", options)
