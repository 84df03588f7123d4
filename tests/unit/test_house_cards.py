"""Every room and door says in its card what it is for."""

import importlib

import pytest

ROOMS = [
    "people",
    "programmes",
    "assemblies",
    "entries",
    "judging",
    "awards",
    "web",
    "mail",
    "mailings",
    "storage",
    "documents",
    "sheets",
    "results",
    "matching",
]


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_has_a_card(room: str) -> None:
    assert importlib.import_module(f"awards_portal.{room}").__doc__
