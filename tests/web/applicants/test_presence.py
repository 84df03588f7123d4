"""The pages say who else is editing, and the page's script hears it in JSON. Reading never writes."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from awards_portal.entries import presence
from tests import factories
from tests.page import PageClient
from tests.rooms.entries.stage import Stage, make
from tests.statements import statements


@pytest.fixture
def stage(app: Flask, client: PageClient) -> Iterator[Stage]:
    with app.app_context():
        made = make()
        client.sign_in(made.lead)
        yield made


def address(stage: Stage, rest: str = "/presence") -> str:
    return f"/entries/{stage.entry.reference}{rest}"


def beat(client: PageClient, stage: Stage, **sent: Any) -> Any:
    headers = {"Accept": "application/json", "X-CSRFToken": client.csrf()}
    return client.http.post(address(stage), json=sent, headers=headers)


def test_the_section_and_the_list_say_who_else_is_editing(stage: Stage, client: PageClient) -> None:
    assert "is editing" not in client.get(address(stage, "/sections/D")).text
    presence.beat(stage.entry, "D", stage.editor)
    assert "Eda Editor is editing this section." in client.get(address(stage, "/sections/D")).text
    assert "is editing" not in client.get(address(stage, "/sections/C")).text
    assert "Summary Eda Editor is editing here." in client.get(address(stage, "")).text


def test_a_save_without_a_script_is_told_with_its_age(stage: Stage, client: PageClient) -> None:
    stage.write("At night", by=stage.editor)
    assert "Eda Editor saved here less than a minute ago." in client.get(address(stage, "/sections/D")).text
    assert "Eda Editor saved here less than a minute ago." in client.get(address(stage, "")).text


def test_a_beat_is_answered_with_who_else_is_here(stage: Stage, client: PageClient) -> None:
    presence.beat(stage.entry, "D", stage.editor)
    assert beat(client, stage, section="C").json == {"here": [{"section": "D", "name": "Eda Editor"}]}
    assert client.http.get(address(stage)).json == {"here": [{"section": "D", "name": "Eda Editor"}]}
    client.sign_in(stage.editor)
    assert client.http.get(address(stage)).json == {"here": [{"section": "C", "name": "Leo Lead"}]}
    beat(client, stage, section="D", left=True)
    client.sign_in(stage.lead)
    assert client.http.get(address(stage)).json == {"here": []}


@pytest.mark.parametrize("sent", [{}, {"section": "no such"}, {"section": 1}])
def test_a_beat_for_no_section_is_nothing(stage: Stage, client: PageClient, sent: dict[str, Any]) -> None:
    assert beat(client, stage, **sent).status_code == 404


def test_a_viewer_hears_who_is_here_and_is_refused_a_beat(stage: Stage, client: PageClient) -> None:
    client.sign_in(stage.viewer)
    assert client.http.get(address(stage)).json == {"here": []}
    assert beat(client, stage, section="C").status_code == 409
    assert 'data-section=""' in client.get(address(stage, "/sections/C")).html


def test_hearing_who_is_here_costs_the_same_for_one_and_for_many(stage: Stage, client: PageClient) -> None:
    def cost() -> int:
        client.http.get(address(stage))
        with statements() as found:
            client.http.get(address(stage))
        assert all(s.lstrip().startswith("SELECT") for s in found)
        return len(found)

    presence.beat(stage.entry, "C", stage.editor)
    few = cost()
    for number in range(5):
        presence.beat(stage.entry, "C", factories.representative(stage.city, name=f"Person {number}"))
    assert cost() == few
