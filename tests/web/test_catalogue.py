"""The catalogue of components: every macro renders, none breaks the page's rules."""

from tests.page import PageClient


def test_every_component_is_shown(client: PageClient) -> None:
    page = client.get("/development/catalogue")
    for words in ("Not provided", "Nobody is on the panel yet", "The numbers as a table", "There is something to mend"):
        assert words in page.html, words
    assert 'value="7" checked' in page.html
