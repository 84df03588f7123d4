"""Odd input to every route: answered with a sentence or as if nothing were there, never with a fault."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests import cast
from tests.cast import World
from tests.house.test_access import address, routes, rows
from tests.page import PageClient

NAMES = [
    "name",
    "email",
    "password",
    "old",
    "role",
    "region",
    "country",
    "kind",
    "city",
    "city_name",
    "website",
    "one_of_these",
    "judge",
    "entry",
    "round",
    "category",
    "format",
    "variant",
    "revision",
    "mark",
    "seen",
    "reason",
    "conflicted",
    "aside",
    "then",
    "stay",
    "go",
    "remove",
    "q",
    "page",
    "standing",
    "time_zone",
    "organisation",
    "languages",
    "expertise",
    "comment_for_city",
    "private_note",
    "score-impact",
    "comment-impact",
    "q-c_title",
    "rev-c_title",
    "q-c_category",
    "q-d_summary",
    "rev-d_summary",
    "kept",
    "next",
    "outcome",
    "until",
    "despite_judging",
    "revocation",
    "questions",
    "note-d_summary",
    "withdrawal",
    "text",
    "population",
    "population_source",
    "contact_name",
    "contact_email",
    "place_name",
    "code",
    "decision",
    "number",
    "signatory",
    "office",
    "on",
    "question",
    "answer",
    "title",
    "place",
    "theme",
    "begins_on",
    "ends_on",
    "session_title",
    "session_on",
    "session_hours",
    "document_kind",
    "document_session",
    "participant_name",
    "before",
    "after",
    "since",
    "section",
    "version",
    "state",
    "participant_office",
    "accepted",
    "because",
    "choice",
    "citation",
    "close_reason",
    "comment",
    "consent",
    "criterion",
    "decision_reason",
    "digest",
    "document_title",
    "due",
    "embargo",
    "factor_reason",
    "first",
    "from",
    "into",
    "key",
    "late",
    "merge_reason",
    "method",
    "named",
    "no_logo",
    "note",
    "order",
    "pairs",
    "participant_consent",
    "participant_country",
    "participant_organisation",
    "plan",
    "reassign_reason",
    "return",
    "return_reason",
    "reuse",
    "rubric",
    "said",
    "second",
    "shown",
    "source",
    "step",
    "successor",
    "tag",
    "to",
    "told",
    "top",
    "undo_reason",
    "undone_because",
    "who",
    "why",
    "winners_first",
    "without_photo",
    "words",
    "session_speakers",
    "session_text",
    "scale.min",
    "opening_day",
    "reference_prefix",
    "closes",
    "opens",
    "shown_if",
    "options",
    "columns",
    "min",
    "max",
    "max_words",
    "biography",
    "rest",
    "position",
    "weight-impact",
    "tie_rule_1",
    "text-impact",
    "body-full",
    "role-full",
    "signed",
    "page_size",
    "release",
    "score",
]
ODD: dict[str, Any] = {
    "nothing": {},
    "signs": dict.fromkeys(NAMES, "\u202e\ufeff<script>'\";--\\ %s {{7*7}} \U0001f9a9"),
    "numbers no column holds": dict.fromkeys(NAMES, "9" * 40),
    "negative": dict.fromkeys(NAMES, "-1"),
    "other digits": {name: ("NaN", "٣²")[at % 2] for at, name in enumerate(NAMES)},
    "half a bracket": dict.fromkeys(NAMES, "http://[half"),
    # All together below what a form may hold, so that each of them is looked at.
    "long": dict.fromkeys(NAMES, "x" * 9_000),
    "twice": {name: ["a", "b"] for name in NAMES},
}
# Stands in an address where a number goes, until that is put there.
PLACE = 77077077
WHO = ("anonymous", "lead", "judge", "admin")


# PostgreSQL refuses texts that SQLite takes, so what it takes needs no second run; each refuses numbers in its own way.
STRICTER = ("negative", "numbers no column holds", "signs")
CASES = [
    *((odd, "sqlite") for odd in sorted(ODD) if odd not in STRICTER or odd == "numbers no column holds"),
    *(pytest.param(odd, "postgresql", marks=pytest.mark.postgresql) for odd in STRICTER),
]


def reached(app: Flask, given: World, persona: str, *, reading: bool = False) -> dict[str, str]:
    """Addresses of the forms (or pages) that this visitor reaches, by endpoint: what is not there reads nothing."""
    found = routes(app)
    return {
        row["endpoint"]: address(app, found[f"{row['endpoint']} {row['method']}"], given)
        for row in rows()
        if (row["method"] == "GET") == reading and row[persona] == "open"
    }


def faults(app: Flask, post: Callable[[PageClient, str], TestResponse]) -> list[str]:
    """What answers with a fault when everybody posts to every form there is for them; who may do most comes last."""
    given = cast.make()
    addresses = {persona: reached(app, given, persona) for persona in WHO}
    found = []
    for persona, paths in addresses.items():
        someone, client = given.personas[persona], PageClient(app)
        for endpoint, path in paths.items():
            if someone is not None and not client.is_signed_in():
                client.sign_in(someone)
            response = post(client, path)
            if response.status_code >= 500:
                found.append(f"{persona}: {path} ({endpoint}) answered {response.status_code}")
            assert response.status_code != 413, "what is too large is not looked at"
    return found


@pytest.mark.parametrize(("odd", "backend"), CASES, scope="session")
def test_no_form_makes_a_fault(app: Flask, odd: str) -> None:
    with app.app_context():
        assert not faults(
            app, lambda client, path: client.http.post(path, data={**ODD[odd], "csrf_token": client.csrf()})
        )


@pytest.mark.parametrize("body", ["[]", '{"value": {"a": [1e999]}, "revision": {}, "mark": []}', "\xff"])
def test_no_json_makes_a_fault(app: Flask, body: str) -> None:
    def post(client: PageClient, path: str) -> TestResponse:
        headers = {"Accept": "application/json", "X-CSRFToken": client.csrf()}
        return client.http.post(path, data=body.encode("latin-1"), content_type="application/json", headers=headers)

    with app.app_context():
        assert not faults(app, post)


# Read from an address by pages that search, filter or go on somewhere.
ASKED = [
    "q",
    "page",
    "round",
    "category",
    "standing",
    "aside",
    "then",
    "next",
    "format",
    "city",
    "before",
    "after",
    "since",
    "until",
    "into",
    "section",
    "version",
    "code",
    "tag",
    "kind",
    "state",
]


@pytest.mark.parametrize(
    ("odd", "backend"),
    [
        *((odd, "sqlite") for odd in ("signs", "other digits", "half a bracket", "long")),
        pytest.param("numbers no column holds", "postgresql", marks=pytest.mark.postgresql),
    ],
    scope="session",
)
def test_no_address_makes_a_fault(app: Flask, odd: str) -> None:
    with app.app_context():
        given = cast.make()
        words = {name: ODD[odd][name][:3000] for name in ASKED}
        found = []
        for persona in WHO:
            someone, client = given.personas[persona], PageClient(app)
            if someone is not None:
                client.sign_in(someone)
            for endpoint, path in reached(app, given, persona, reading=True).items():
                status = client.http.get(path, query_string=words).status_code
                if status >= 500:
                    found.append(f"{persona}: {path} ({endpoint}) answered {status}")
        assert not found


def test_no_number_in_an_address_makes_a_fault(app: Flask) -> None:
    with app.app_context():
        given = cast.make()
        client = PageClient(app)
        admin = given.personas["admin"]
        assert admin is not None
        client.sign_in(admin)
        faults = []
        for name, rule in routes(app).items():
            for number in re.findall(r"<int:(\w+)>", rule.rule):
                for large in ("9" * 5000, str(2**63 - 1)):
                    named = address(app, rule, given, **{number: PLACE}).replace(str(PLACE), large)
                    method = name.rpartition(" ")[2]
                    data = {"csrf_token": client.csrf()} if method == "POST" else None
                    response = client.http.open(named, method=method, data=data)
                    if response.status_code >= 500:
                        faults.append(f"{method} {rule.rule} with {large[:20]} answered {response.status_code}")
        assert not faults
