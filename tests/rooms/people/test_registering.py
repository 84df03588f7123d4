"""Coming in: nothing exists before the address is proven; the first speaks for a city, others are invited."""

from typing import Any

import pytest
from sqlalchemy import func, select

from awards_portal.db import db, transaction
from awards_portal.errors import Invalid, Refusal, TooFast
from awards_portal.ledger import LedgerLine
from awards_portal.people import queries, service
from awards_portal.people.models import City, Person, Registration, Representative, RepresentativeRole
from tests import factories
from tests.rooms.people.letters import letters, secret

pytestmark = pytest.mark.usefixtures("context")
NEW: dict[str, Any] = {"name": "Port Almera", "country": "PT", "region": "Europe", "kind": "city", "website": ""}
GOOD = "tram bridge lantern"


def register(email: str = "ida@example.org", city: City | None = None, **more: Any) -> None:
    values: dict[str, Any] = {"new_city": None if city else NEW, "address": "192.0.2.1", **more}
    service.register(email, "Ida Berg", city=city, **values)


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_nothing_but_a_letter_exists_before_the_address_is_proven() -> None:
    register()
    assert (count(Person), count(City)) == (0, 0)
    assert letters("registration")[0].to_address == "ida@example.org"
    assert letters("registration")[0].secret


def test_the_link_makes_the_person_the_city_and_its_lead() -> None:
    register()
    person, city, seat = service.confirm_registration(secret("registration"), GOOD)
    assert person.verified_at
    assert (city.name, city.country, city.slug) == ("Port Almera", "PT", "port-almera")
    assert seat is not None
    assert seat.role == RepresentativeRole.LEAD
    events = set(db.session.scalars(select(LedgerLine.event)))
    assert {"person.registered", "city.added", "representative.joined"} <= events


def test_a_city_of_the_directory_gets_its_lead() -> None:
    city = factories.city()
    register(city=city)
    _person, same, seat = service.confirm_registration(secret("registration"), GOOD)
    assert same.id == city.id
    assert seat is not None


def test_the_link_works_once() -> None:
    register()
    token = secret("registration")
    service.confirm_registration(token, GOOD)
    with pytest.raises(Refusal, match="has been used"):
        service.confirm_registration(token, GOOD)
    assert count(Person) == 1


def test_the_link_is_refused_when_it_is_too_old() -> None:
    register()
    with transaction() as moment:
        db.session.scalars(select(Registration)).one().expires_at = moment.at
    with pytest.raises(Refusal, match="too old"):
        service.confirm_registration(secret("registration"), GOOD)


@pytest.mark.parametrize("password", ["short", "password1", "aaaaaaaaaa", "idaberg2026"])
def test_a_password_others_would_guess_is_refused_and_the_link_still_works(password: str) -> None:
    register()
    token = secret("registration")
    with pytest.raises(Invalid) as caught:
        service.confirm_registration(token, password)
    assert caught.value.fields["password"]
    service.confirm_registration(token, GOOD)


def test_a_known_address_gets_another_letter_and_no_second_account() -> None:
    factories.person(email="ida@example.org")
    register(email=" IDA@example.org ")
    assert [letter.kind for letter in letters()] == ["known-address"]
    assert count(Registration) == 0


def test_whoever_names_a_city_that_has_a_lead_does_not_get_in_and_the_lead_is_told() -> None:
    city = factories.city()
    factories.representative(city, name="Leo Lead")
    register(city=city)
    person, _city, seat = service.confirm_registration(secret("registration"), GOOD)
    assert seat is None
    assert queries.representations(person.id) == []
    assert letters("somebody-asks-to-join")[0].to_address == "leo-lead@example.org"


def test_a_city_typed_under_another_spelling_is_the_one_that_is_there() -> None:
    city = factories.city("Port Álmera", "PT")
    factories.representative(city, name="Leo Lead")
    register()
    _person, same, seat = service.confirm_registration(secret("registration"), GOOD)
    assert (same.id, seat) == (city.id, None)
    assert count(City) == 1


@pytest.mark.parametrize(
    ("new", "field"),
    [
        ({**NEW, "name": " "}, "city_name"),
        ({**NEW, "name": "Win at https://example.com"}, "city_name"),
        ({**NEW, "country": ""}, "country"),
        ({**NEW, "region": ""}, "region"),
        ({**NEW, "website": "javascript:alert(1)"}, "website"),
        ({**NEW, "website": "http://[half"}, "website"),
        (None, "city"),
    ],
)
def test_what_is_missing_from_a_new_city_is_told_by_field(new: dict[str, Any] | None, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        service.register("ida@example.org", "Ida Berg", city=None, new_city=new, address="192.0.2.1")
    assert list(caught.value.fields) == [field]
    assert letters() == []


def test_one_address_gets_three_letters_an_hour_and_a_sender_is_slowed_down() -> None:
    for _ in range(5):
        register()
    assert len(letters()) == 3
    with pytest.raises(TooFast, match="Wait"):
        for number in range(60):
            register(email=f"n{number}@example.org")
    register(email="somebody.else@example.org", address="192.0.2.99")


def test_two_cities_of_one_name_have_addresses_of_their_own() -> None:
    factories.city("Port Almera", "BR")
    register()
    _person, city, _seat = service.confirm_registration(secret("registration"), GOOD)
    assert city.slug == "port-almera-pt"
    assert count(Representative) == 1


@pytest.mark.parametrize(
    "name", ["", "Ida https://example.com", "Ida www.example", "ida@example.com", "<b>Ida</b>", "I" * 201]
)
def test_a_name_carries_no_link_into_letters_to_others(name: str) -> None:
    with pytest.raises(Invalid) as caught:
        service.register("ida@example.org", name, city=None, new_city=NEW, address="192.0.2.1")
    assert list(caught.value.fields) == ["name"]
    assert letters() == []
