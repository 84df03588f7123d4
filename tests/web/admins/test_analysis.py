"""How sure a category's places are: one page with what would change the winners, each judge, each criterion."""

from pathlib import Path

import pytest

from awards_portal.db import db, transaction
from awards_portal.programmes.models import Edition
from awards_portal.results import verify
from tests import factories
from tests.page import PageClient
from tests.rooms.awards.test_publishing import entry
from tests.scored import round_with
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("context")

PAGE = "/team/editions/ssc26/standings/analysis/open-city"

# Dea is harsh and did not see East, which is first only because of that.
HARSH = {
    "East": {"Anna": (4, 4), "Bo": (4, 4), "Cai": (4, 4.5)},
    "North": {"Anna": (4.5, 4.5), "Bo": (4.5, 4.5), "Dea": (1.5, 2)},
    "West": {"Anna": (3, 3), "Cai": (3, 3), "Dea": (0.5, 0)},
    "South": {"Bo": (2, 2), "Cai": (2, 2.5), "Dea": (0, 0)},
}


def test_the_page_says_in_one_sentence_what_would_change_the_winner(client: PageClient) -> None:
    round_with(HARSH)
    client.sign_in(factories.team_member())
    page = client.get(PAGE)
    assert "The winner changes in" in page.text
    assert "without judge Dea North open-city (SSC26-O001) changes" in page.text
    assert "Points of 100 that a judge gives less" in page.text
    assert "severe" in page.text
    assert "Judges read 'Impact'" in page.text
    assert "nan" not in page.text.lower().split()


def test_standings_lead_to_it(client: PageClient) -> None:
    round_with(HARSH)
    client.sign_in(factories.team_member())
    page = client.get("/team/editions/ssc26/standings")
    assert page.links["How sure are these places? Open City"] == f"{PAGE}?round=scoring"


@pytest.mark.parametrize(
    "given",
    [
        {"North": {"Anna": (5, 5)}},
        {"North": {"Anna": (3, 3), "Bo": (3, 3)}, "East": {"Anna": (3, 3), "Bo": (3, 3)}},
        {"North": {"Anna": (3, 3), "Bo": None}, "East": {"Bo": (None, 3)}},
    ],
    ids=["one judge and one entry", "all scores equal", "most cards missing"],
)
def test_thin_data_give_words_and_never_a_figure_that_is_none(client: PageClient, given: object) -> None:
    round_with(given)  # type: ignore[arg-type]
    client.sign_in(factories.team_member())
    page = client.get(PAGE)
    assert "Would the winners change?" in page.text
    words = page.text.split()
    assert not [words[at - 6 : at + 3] for at, word in enumerate(words) if word in {"nan", "inf", "None"}]


def test_without_a_completed_card_the_page_says_so(client: PageClient) -> None:
    round_with({"North": {"Anna": None}})
    client.sign_in(factories.team_member())
    assert "No scorecard of this category is completed yet." in client.get(PAGE).text


def test_who_speaks_for_a_city_of_the_category_does_not_see_it(client: PageClient) -> None:
    round_with(HARSH)
    someone = factories.team_member()
    seat = {"person_id": someone.id, "city_id": entry("West").city_id, "role": "viewer", "since": someone.created_at}
    factories.put(factories.Representative(**seat))
    client.sign_in(someone)
    page = client.get(PAGE).text
    assert "is in this category, and you speak for its city" in page
    assert "Dea" not in page


def test_twelve_entries_cost_as_many_statements_as_four(client: PageClient) -> None:
    edition = round_with(HARSH)
    client.sign_in(factories.team_member())
    with statements() as few:
        client.get(PAGE)
    more = {f"{name} {n}": cards for name, cards in HARSH.items() for n in (2, 3)}
    round_with(more, "digital-inclusion", db.session.get_one(Edition, edition.id))
    with statements() as many:
        client.get(PAGE.replace("open-city", "digital-inclusion"))
    assert len(few) == len(many)


@pytest.mark.parametrize("path", [PAGE, "/team/editions/ssc26/standings", "/team/editions/ssc26/publication"])
def test_a_method_that_needs_more_cards_than_there_are_gives_no_places_and_says_why(
    client: PageClient, path: str
) -> None:
    edition = round_with({"North": {"Anna": (5, 5), "Bo": (4, 4)}, "East": {"Anna": (3, 3), "Bo": (2, 2)}})
    with transaction():
        db.session.get_one(Edition, edition.id).method = "adjusted"
    client.sign_in(factories.team_member())
    page = client.get(path)
    assert "There is not enough to correct for severity" in page.text


def test_a_workbook_without_places_is_made_and_its_verification_says_why_there_are_none(
    client: PageClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edition = round_with({"North": {"Anna": (5, 5), "Bo": (4, 4)}, "East": {"Anna": (3, 3), "Bo": (2, 2)}})
    with transaction():
        db.session.get_one(Edition, edition.id).method = "adjusted"
    client.sign_in(factories.team_member())
    client.post("/team/editions/ssc26/workbook", {"format": "xlsx", "round": "scoring"})
    path = tmp_path / "results.xlsx"
    path.write_bytes(client.response.data)
    code = verify.main([str(path)])
    told = capsys.readouterr()
    assert (code, "not enough to correct for severity" in told.out + told.err) == (2, True), told


def test_of_a_long_category_fifty_entries_are_shown_at_a_time(client: PageClient) -> None:
    round_with({f"City {n:02}": {"Anna": (n % 5, 3), "Bo": (n % 4, 2)} for n in range(60)})
    client.sign_in(factories.team_member())
    page = client.get(PAGE)
    assert page.html.count('class="cell"') == 50 * 2
    assert "Page 1 of 2, 60 in all" in page.text
    assert client.get(f"{PAGE}?page=2").html.count('class="cell"') == 10 * 2
