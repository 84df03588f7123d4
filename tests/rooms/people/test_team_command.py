"""The command that makes the first organiser."""

import re
from urllib.parse import urlsplit

from flask import Flask

from tests.page import PageClient


def test_the_command_prints_a_link_that_lets_the_organiser_in_once(app: Flask) -> None:
    runner = app.test_cli_runner()
    done = runner.invoke(args=["admin", "create", "otto@example.org", "--name", "Otto Organ"])
    assert done.exit_code == 0, done.output
    path = urlsplit(re.findall(r"https?://\S+", done.output)[0]).path
    client = PageClient(app)
    page = client.send(client.get(path), "new-password", password="copper window seventeen")
    assert page.h1 == ["Editions"]
    assert "has been used" in PageClient(app).get(path, status=410).text


def test_the_command_says_what_is_wrong(app: Flask) -> None:
    runner = app.test_cli_runner()
    assert "name@example.org" in runner.invoke(args=["admin", "create", "nobody", "--name", "N"]).output
    runner.invoke(args=["admin", "create", "otto@example.org", "--name", "Otto"])
    again = runner.invoke(args=["admin", "create", "otto@example.org", "--name", "Otto"])
    assert again.exit_code == 1
    assert "already" in again.output
