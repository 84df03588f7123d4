"""Every act behind a POST: an observer, and an organiser in what concerns the city she speaks for, are refused and
change nothing, whatever they send."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from awards_portal import clock
from awards_portal.db import Base, db
from awards_portal.people.models import Person, Representative, RepresentativeRole
from tests import cast, factories
from tests.cast import World
from tests.house.test_access import address, routes
from tests.page import PageClient

# Long to make; that an observer may take them away, and what is left by that, is tested where they are.
LONG = {
    *("admins.workbook", "admins.jury_report", "admins.closing_report", "admins.pack_dossiers"),
    "admins.pack_certificates",
}
# Opened by a button, because the ledger keeps by whom: read like a file.
OPENED = {"admins.open_card_history"}
# When a browser was last here, and how often somebody knocked: nothing of what the portal is about.
PASSING = {"sign_in", "sign_in_attempt"}
# What names the city's own: an entry, its assignment, what was decided or asked about it, the city itself.
OWN = {"reference", "assignment_id", "change_id", "decision_id", "merger_id", "slug"}

# Where the same words mean another act: a look before the letters leave changes nothing for anybody.
INSTEAD = {"admins.send_mailing": {"act": "send"}}


def sent(given: World) -> dict[str, Any]:
    """Fields that would do, under every name that a form of the organising team has: an organiser gets through."""
    reasons = "reason merge_reason because why undone_because undo_reason return_reason reassign_reason note text words"
    reasons += " exclusion_reason factor_reason close_reason decision_reason withdrawal revocation answer question body"
    reasons += " summary title theme subject citation note-d_summary said alt credit name tag time_reason"
    later = (clock.now() + timedelta(days=40)).strftime("%Y-%m-%dT%H:%M")
    return {
        **dict.fromkeys(reasons.split(), "Because of the lamps"),
        **dict.fromkeys(("until", "due", "embargo"), later),
        **dict.fromkeys(("seen", "version", "revision", "number", "place", "population"), "2"),
        "mark": "a mark of this press",
        "entry": given.entry.reference,
        "judge": str(given.assignment.judge_id),
        "category": "digital-inclusion",
        "target": "digital-inclusion",
        "round": "scoring",
        "kind": "mention",
        "outcome": "passed",
        "accepted": "yes",
        "decision": "yes",
        "conflicted": "no",
        "act": "tag",
        "scope": "ticked",
        "role": "observer",
        "format": "xlsx",
        "email": "somebody@example.org",
        "country": "NO",
        "language": "en",
        "leaving": "yes",
        "despite_judging": "yes",
        "score-impact": "4",
        "score-innovation": "4",
        "on": "2026-05-01",
        "source": "The minutes",
        "person": "1",
    }


def rows() -> dict[str, list[Any]]:
    """Everything the portal holds."""
    db.session.rollback()
    tables = [each for each in Base.metadata.sorted_tables if each.name not in PASSING]
    return {each.name: sorted(map(repr, db.session.execute(select(each)))) for each in tables}


class Watch:
    """Tells whether the portal began to write: only then what it holds is compared."""

    def __init__(self) -> None:
        self.wrote = False
        event.listen(db.engine, "before_cursor_execute", self._see)

    def _see(self, _c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self.wrote |= statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))

    def end(self) -> None:
        """Look no longer."""
        event.remove(db.engine, "before_cursor_execute", self._see)


def walk(app: Flask, who: Person, paths: Mapping[str, str], data: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """The routes that took what they were sent, and those after which the portal holds something else.

    A file that is taken away is read, not changed: it leaves a line in the ledger and nothing else.
    """
    client, watch, held = PageClient(app).sign_in(who), Watch(), rows()
    token, done, changed = client.csrf(), [], []
    for name, path in paths.items():
        watch.wrote = False
        answer = client.http.post(path, data={**data, **INSTEAD.get(name, {}), "csrf_token": token})
        is_file = name in OPENED or answer.headers.get("Content-Disposition", "").startswith("attachment")
        if answer.status_code < 300 and not is_file:
            done.append(name)
        if watch.wrote and (now := rows()) != held:
            if {table for table in now if now[table] != held[table]} != {"ledger_line"} or not is_file:
                changed.append(name)
            held = now
    watch.end()
    return done, changed


def acts(app: Flask, given: World, arguments: Collection[str] = ()) -> dict[str, str]:
    """Addresses of the organising team's acts by endpoint: all, or those whose address names one of these."""
    return {
        rule.endpoint: address(app, rule, given)
        for name, rule in routes(app).items()
        if name.startswith("admins.") and name.endswith(" POST") and rule.endpoint not in LONG
        # An assembly is no city's.
        if not arguments or ("assemblies" not in rule.rule and set(arguments) & rule.arguments)
    }


@pytest.fixture
def given(context: Flask) -> World:
    return cast.make()


def persona(given: World, name: str) -> Person:
    found = given.personas[name]
    assert found is not None
    return found


def test_an_observer_changes_nothing_by_any_act(app: Flask, given: World) -> None:
    done, changed = walk(app, persona(given, "observer"), acts(app, given), sent(given))
    assert (done, changed) == ([], [])


def test_an_organiser_who_speaks_for_the_city_changes_nothing_of_its_own(app: Flask, given: World) -> None:
    cora = factories.team_member(name="Cora Conflicted")
    seat = {"person_id": cora.id, "city_id": given.city.id, "role": RepresentativeRole.LEAD}
    factories.put(Representative(**seat, since=given.edition.created_at))
    paths = acts(app, given, OWN)
    # All of the city's own, in which no judge is named, is hers as its lead.
    del paths["admins.export_city"]
    done, changed = walk(app, cora, paths, sent(given))
    assert (done, changed) == ([], [])


def test_what_is_sent_here_does_change_something_when_another_organiser_sends_it(app: Flask, given: World) -> None:
    _done, changed = walk(app, persona(given, "organiser"), acts(app, given, OWN), sent(given))
    assert len(changed) >= 9, changed
