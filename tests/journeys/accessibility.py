"""axe on the page a journey stands on: nothing may be found."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parent.parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def assert_accessible(page: Page) -> None:
    """Run axe-core on the page as it is now.

    Raises:
        AssertionError: with rule, help and place of each finding.
    """
    page.evaluate(AXE.read_text())
    found = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
    told = [
        f"{each['id']} ({each['impact']}): {each['help']} at {[node['target'] for node in each['nodes']][:3]}"
        for each in found["violations"]
    ]
    assert not told, f"{page.url}:\n" + "\n".join(told)
