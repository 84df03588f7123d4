"""The access ledger: every route x every kind of visitor, as real requests. A route that is not listed fails.

`access.csv` holds a row per endpoint: `open` (answered: a page, a redirect or a refusal with a reason), `sign-in` (sent
to the sign-in page) or `nothing` (404: looks as if it were not there).
"""

import csv
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.routing import Rule

from awards_portal.people.models import Person
from tests import cast
from tests.cast import World
from tests.page import PageClient

MATRIX = Path(__file__).with_name("access.csv")
PERSONAS = (
    "anonymous stranger other_city viewer editor lead other_judge judge coordinator observer organiser admin".split()  # noqa: SIM905
)


def rows() -> list[dict[str, str]]:
    with MATRIX.open(newline="") as file:
        return list(csv.DictReader(file))


def routes(app: Flask) -> dict[str, Rule]:
    """Every route by `endpoint METHOD`; its addresses in other languages are the same route."""
    found = {}
    for rule in (each for each in app.url_map.iter_rules() if "lang" not in each.arguments):
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            found[f"{rule.endpoint} {method}"] = rule
    return found


def address(app: Flask, rule: Rule, given: World, **instead: Any) -> str:
    """The rule's address with the world's own things in it, or others `instead`."""
    door = rule.endpoint.partition(".")[0]
    assembly, session, file, participant = given.assemblies.get(door, given.assemblies["public"])
    examples: dict[str, Any] = {
        "reference": given.entry.reference,
        "ref": given.entry.reference,
        "key": given.past.key if rule.endpoint == "public.past_edition" else given.edition.key,
        "edition_key": given.edition.key,
        "category": "open-city",
        "category_key": "open-city",
        "round_key": "scoring",
        "slug": assembly.slug if "assemblies" in rule.rule else given.city.slug,
        "section": "C",
        "representative_id": given.seat.id,
        "invitation_id": given.invitation.id,
        "sign_in_id": given.sign_in.id,
        "question": "g_photo" if rule.endpoint.endswith("add_file") else "c_title",
        "token": "no-such-token",
        "filename": "js/none.js",
        "name": "none",
        "digest": given.sent.sha256 if rule.endpoint == "public.receipt_digest" else given.photo.sha256,
        "assignment_id": given.assignment.id,
        "judge_id": given.assignment.judge_id,
        "person_id": 10**9,
        "attachment_id": given.photo.id,
        "change_id": given.change.id,
        "exclusion_id": given.exclusion.id,
        "decision_id": given.decision.id,
        "publication_id": given.publication.id,
        "meeting_id": given.meeting.id,
        "final_id": given.final.id,
        "version": 2,
        "tag_id": given.tag_id,
        "team_invitation_id": given.team_invitation_id,
        "letter_id": given.letter_id,
        "mailing_id": given.mailing_id,
        "kind": "receipt",
        "job_id": given.job_id,
        "someone_id": given.personas["stranger"].id if given.personas["stranger"] else 0,
        "merger_id": given.merger_id,
        "session_id": session.id,
        "document_id": file.document_id,
        "file_id": file.id,
        "participant_id": participant.id,
        "enquiry_id": given.enquiry.id,
        "application_id": given.application.id,
        "membership_id": given.membership.id,
        "approval": "full",
        "language": "ko",
        "number": 1,
        "part": "details",
        "parts": "categories",
        "item": "scoring" if rule.endpoint == "admins.choose_rubric" else "open-city",
    }
    with app.test_request_context():
        return rule.build({name: examples.get(name, 1) for name in rule.arguments} | instead, append_unknown=False)[1]  # type: ignore[index]


def answer(client: PageClient, method: str, path: str) -> str:
    data = {"csrf_token": client.csrf()} if method != "GET" else None
    response = client.http.open(path, method=method, data=data)
    if response.status_code == 404:
        return "nothing"
    if response.status_code == 401 or urlsplit(response.headers.get("Location", "")).path == "/account/sign-in":
        return "sign-in"
    assert response.status_code < 500, f"{method} {path} answered {response.status_code}"
    return "open"


def test_every_route_is_listed_once_and_nothing_else_is(app: Flask) -> None:
    listed = [f"{row['endpoint']} {row['method']}" for row in rows()]
    assert sorted(listed) == sorted(routes(app))


@pytest.mark.parametrize("persona", PERSONAS)
def test_each_visitor_reaches_what_the_ledger_says(app: Flask, persona: str) -> None:
    with app.app_context():
        given = cast.make()
        found = routes(app)
        someone: Person | None = given.personas[persona]
        wrong = []
        # Before the first request: some of them remove what their address names.
        paths = {row["endpoint"]: address(app, found[f"{row['endpoint']} {row['method']}"], given) for row in rows()}
        for row in rows():
            client = PageClient(app)
            if someone is not None:
                client.sign_in(someone)
            path = paths[row["endpoint"]]
            got = answer(client, row["method"], path)
            if got != row[persona]:
                wrong.append(f"{persona}: {row['method']} {path} ({row['endpoint']}) is {got}, listed {row[persona]}")
    assert not wrong, "\n".join(wrong)
