"""The directory and the pages of cities, and how a profile gets there."""

from datetime import date
from io import BytesIO

import pytest
from flask import Flask

from awards_portal.awards import history
from awards_portal.people import directory
from awards_portal.people.models import Membership, MembershipKind
from tests import factories
from tests.page import PageClient
from tests.rooms.people.test_profiles import picture
from tests.web.applicants.test_cost import cost

pytestmark = pytest.mark.usefixtures("context")


def test_the_directory_is_searched_filtered_and_downloaded(client: PageClient) -> None:
    directory.load()
    history.load()
    page = client.get("/cities")
    assert "114 cities" in page.text
    assert "Page 1 of 3" in page.text
    assert "Full member since 2010" in page.text
    assert page.links["Baku"] == "/cities/baku"
    page = client.get("/cities?q=JAK&country=ID&region=Asia")
    assert "1 city " in page.text
    page = client.get("/cities?membership=none&region=Oceania")
    assert "Melbourne" in page.text
    assert client.get("/cities?q=zzz").links["Show all cities"] == "/cities"
    client.get("/cities?region=Oceania&format=csv")
    assert "Melbourne,Australia,Oceania,," in client.response.text
    assert "Full member, since 2010" in client.get("/cities/baku").text
    page = client.get("/cities/goyang")
    assert "Population Unknown" in page.text
    assert "WeGO Smart Sustainable City Awards 2017" in page.text
    client.get("/cities/nowhere", status=404)


def test_a_profile_goes_from_the_city_over_the_organiser_to_the_public(app: Flask) -> None:
    city = factories.city()
    when = {"since": "2012", "ended_on": date(2019, 5, 1)}
    factories.put(Membership(city_id=city.id, kind=MembershipKind.FULL, **when))
    lead, organiser, anybody = PageClient(app), PageClient(app), PageClient(app)
    lead.sign_in(factories.representative(city))
    organiser.sign_in(factories.team_member())
    page = lead.get("/account/cities/norrhavn/profile")
    typed = {"text": "A *port* <script>alert(1)</script>", "population": "450000", "contact_name": "Ida Berg"}
    page = lead.send(page, "/profile", status=422, **typed, contact_email="ida@example.org")
    assert page.title.startswith("Error:")
    assert "Tick that this person agrees" in page.text
    assert "Write where the number comes from" in page.text
    assert page.form("/profile")["fields"]["text"] == typed["text"]
    more = {"consent": "yes", "population_source": "Census of 2021", "logo": (BytesIO(picture()), "logo.png")}
    page = lead.send(page, "/profile", **more)
    assert "Waits for the organising team" in page.text
    assert "450,000" not in anybody.get("/cities/norrhavn").text
    anybody.get("/cities/norrhavn/logo", status=404)
    page = organiser.get("/team/profiles")
    page = organiser.get(page.links["Norrhavn"])
    organiser.get("/team/cities/norrhavn/profile/logo")
    page = organiser.send(page, "/profile", status=422)
    assert "Choose whether it becomes public." in page.text
    page = organiser.send(page, "/profile", status=422, decision="decline", reason="")
    assert "Write why: the city reads it." in page.text
    organiser.send(page, "/profile", decision="approve")
    page = anybody.get("/cities/norrhavn")
    for words in ("450,000", "Census of 2021", "Ida Berg", "Full member, since 2012", "Ended on 1 May 2019"):
        assert words in page.text, words
    assert "<em>port</em>" in page.html
    assert "<script>alert" not in page.html
    anybody.get("/cities/norrhavn/logo?v=other")
    assert anybody.response.headers["Cache-Control"] == "no-cache"
    assert anybody.response.mimetype == "image/png"
    page = organiser.get("/team/cities/norrhavn/profile")
    page = organiser.send(page, "/name", status=422, name="Nordhavn")
    assert "it stays in the record" in page.text
    organiser.send(page, "/name", name="Nordhavn", reason="As the city writes it")
    anybody.get("/cities/norrhavn", follow=False, status=301)
    assert anybody.get("/cities/norrhavn").h1 == ["Nordhavn"]


def test_a_country_is_called_as_the_organisation_says_on_every_public_page(client: PageClient) -> None:
    directory.load()
    client.sign_in(factories.team_member())
    page = client.get("/team/profiles")
    page = client.send(page, "/places", status=422, code="", place_name="Czechia")
    assert "Choose the country or area." in page.text
    client.send(page, "/places", code="KR", place_name="Republic of Korea")
    assert "Republic of Korea" in client.get("/cities/seoul").text
    assert "Republic of Korea" in client.get("/cities?q=seoul").text


def test_a_photograph_of_twenty_megabytes_is_answered_with_a_sentence(client: PageClient) -> None:
    client.sign_in(factories.representative(factories.city()))
    # Sent as bytes: the test's own client would keep a temporary file of it.
    mark, body = client.csrf(), b"x" * 20_000_000
    head = f'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{mark}\r\n--b\r\n'
    head += 'Content-Disposition: form-data; name="logo"; filename="hall.jpg"\r\n\r\n'
    page = client.open(
        "POST",
        "/account/cities/norrhavn/profile",
        data=head.encode() + body + b"\r\n--b--\r\n",
        content_type="multipart/form-data; boundary=b",
        status=413,
    )
    assert "too large" in page.text


def test_the_directory_costs_the_same_for_three_and_for_thirty(client: PageClient) -> None:
    costs = []
    for number in range(30):
        city = factories.city(f"City {number}", listed=True)
        factories.put(Membership(city_id=city.id, kind=MembershipKind.FULL))
        if number in {2, 29}:
            costs.append((cost(client, "/cities"), cost(client, "/cities/city-1")))
    assert costs[0] == costs[1]


def test_dates_have_one_form_wherever_they_come_from(client: PageClient) -> None:
    city = factories.city("Sandmere", "SE", listed=True)
    when = {"since": "2026-01-19", "ended_on": date(2026, 3, 1)}
    factories.put(Membership(city_id=city.id, kind=MembershipKind.FULL, **when))
    factories.put(Membership(city_id=city.id, kind=MembershipKind.FRIENDSHIP, since="2026-04"))
    page = client.get("/cities/sandmere")
    assert "since 19 January 2026" in page.text
    assert "Ended on 1 March 2026" in page.text
    assert "since April 2026" in page.text
    assert "since April 2026" in client.get("/cities").text
