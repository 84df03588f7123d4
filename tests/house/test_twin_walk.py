"""Twin worlds, whole: every page of a city, of the public and of an organiser who speaks for the city is read twice,
with other judges, another number of them and other scores in between. Not a byte may differ."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal import clock, ledger
from awards_portal.db import db, transaction
from awards_portal.judging import service
from awards_portal.judging.discussing import moderating, talking
from awards_portal.judging.models import Assignment, AssignmentHow, Judge, Score, Scorecard
from awards_portal.people.models import Person, Representative, RepresentativeRole
from awards_portal.programmes.models import Round
from tests import cast, factories
from tests.cast import World
from tests.house.test_access import address, routes
from tests.house.test_twins import CHANGING
from tests.page import PageClient

# What is another one for each request.
PRIVATE = {"Set-Cookie", "X-Request-Id", "Date", "Expires"}


@pytest.fixture
def given(context: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    """The cast in a world where time stands still."""
    at = clock.now()
    monkeypatch.setattr(clock, "now", lambda: at)
    made = cast.make()
    # When somebody was last here is no secret of judging.
    with transaction() as moment:
        for persona in ("judge", "organiser"):
            ledger.write("person.signed_in", actor=made.personas[persona], at=moment.at)
    return made


def judged_otherwise(given: World, *, only: bool) -> None:
    """Judge the entry otherwise: other scores, a judge less, one more, a conflict, a remark, a score that changes.

    Args:
        only: whether the other entries and the people who judge stay as they were.
    """
    organiser, anna = given.personas["organiser"], given.personas["judge"]
    assert organiser is not None
    assert anna is not None
    assignment = db.session.get_one(Assignment, given.assignment.id)
    talking.join(assignment, anna)
    talking.remark(assignment, "The lamps are quokkabright", "m", anna)
    moderating.decide_change(given.change, True, "", organiser)
    found = {each.name: each for each in db.session.scalars(select(Judge))}
    left = select(Assignment).filter_by(entry_id=given.entry.id, judge_id=found["Cai"].id)
    service.recuse(db.session.scalars(left).one(), "A cousin of the quokkamayor", organiser)
    if not only:
        found["Dea"] = factories.judge(given.edition, "Dea Quokkajudge")
    with transaction() as moment:
        round_ = db.session.scalars(select(Round).filter_by(key="scoring")).one()
        rows = select(Score).join(Scorecard, Scorecard.id == Score.scorecard_id)
        rows = rows.join(Assignment, Assignment.id == Scorecard.assignment_id)
        for row in db.session.scalars(rows.where(Assignment.entry_id == given.entry.id) if only else rows):
            row.step, row.comment = 1, "quokkacomment"
        for name in ["Bo"] if only else ["Bo", "Dea"]:
            values = {"entry_id": given.entry.id, "judge_id": found[name].id, "how": AssignmentHow.BY_HAND}
            made = Assignment(round_id=round_.id, at=moment.at, by_id=organiser.id, detected=[], **values)
            db.session.add(made)
            db.session.flush()
            db.session.add(
                Scorecard(
                    assignment_id=made.id,
                    started_at=moment.at,
                    changed_at=moment.at,
                    completed_at=moment.at,
                    revision=1,
                    comment_for_city="quokkacomment",
                    private_note="quokkanote",
                )
            )


def walk(client: PageClient, paths: list[str]) -> dict[str, str]:
    """Status, headers and bytes of each address."""
    found = {}
    for path in paths:
        answer = client.http.get(path)
        headers = "\n".join(f"{name}: {value}" for name, value in sorted(answer.headers) if name not in PRIVATE)
        text = CHANGING.sub("", answer.data.decode("utf-8", "replace"))
        found[path] = f"{answer.status_code}\n{CHANGING.sub('', headers)}\n{text}"
    return found


def differing(app: Flask, who: Person | None, paths: list[str], change: Callable[[], None]) -> list[str]:
    """The addresses that do not answer this person the same before and after."""
    client = PageClient(app)
    if who is not None:
        client.sign_in(who)
    before = walk(client, paths)
    # Lists that can be had as a file are read as one too.
    lists = [f"{path}?format=csv" for path, said in before.items() if "format=csv" in said]
    before |= walk(client, lists)
    files = [path.replace("?", "/file?") for path in lists if "/file?" in before[path]]
    taken = take(client, files)
    # Taking them is in the ledger, which is read as well.
    before = walk(client, [*paths, *lists])
    change()
    after = walk(client, [*paths, *lists])
    after |= take(client, files)
    return [path for path, said in (before | taken).items() if said != after[path]]


def take(client: PageClient, paths: list[str]) -> dict[str, str]:
    """The bytes of files of judging data, which a button gives."""
    return {path: client.http.post(path, data={"csrf_token": client.csrf()}).get_data(as_text=True) for path in paths}


def addresses(app: Flask, given: World, doors: set[str]) -> list[str]:
    found = [rule for name, rule in routes(app).items() if name.endswith(" GET") and name.partition(".")[0] in doors]
    return [address(app, rule, given) for rule in found]


@pytest.mark.parametrize("persona", ["lead", "anonymous"])
def test_a_city_and_the_public_read_the_same_whatever_the_judges_do(app: Flask, given: World, persona: str) -> None:
    paths = addresses(app, given, {"public", "account", "applicants", "judges", "admins"})
    change = lambda: judged_otherwise(given, only=False)  # noqa: E731
    assert differing(app, given.personas[persona], paths, change) == []


def test_an_organiser_who_speaks_for_the_city_reads_the_same_of_its_judging(app: Flask, given: World) -> None:
    cora = factories.team_member(name="Cora Conflicted")
    seat = {"person_id": cora.id, "city_id": given.city.id, "role": RepresentativeRole.LEAD}
    factories.put(Representative(**seat, since=given.edition.created_at))
    paths = addresses(app, given, {"admins"})
    assert differing(app, cora, paths, lambda: judged_otherwise(given, only=True)) == []


# What is taken away by a press of a button: workbook, report, everything of the edition.
FILES = {
    "admins.workbook": {"format": "xlsx"},
    "admins.results_json": {},
    "admins.jury_report": {"variant": "full"},
    "admins.closing_report": {"format": "pdf"},
    "admins.order_export": {},
}


def test_an_organiser_who_speaks_for_the_city_is_refused_every_file_with_its_judging_in_the_same_words(
    app: Flask, given: World
) -> None:
    cora = factories.team_member(name="Cora Conflicted")
    seat = {"person_id": cora.id, "city_id": given.city.id, "role": RepresentativeRole.LEAD}
    factories.put(Representative(**seat, since=given.edition.created_at))
    client, found = PageClient(app).sign_in(cora), routes(app)
    paths = {name: (rule.endpoint, address(app, rule, given)) for name, rule in found.items() if rule.endpoint in FILES}

    def taken() -> dict[str, tuple[int, str]]:
        told = {}
        for name, (endpoint, path) in paths.items():
            data = FILES[endpoint] | {"csrf_token": client.csrf()}
            answer = client.http.open(path, method=name.split()[1], data=data if name.endswith("POST") else None)
            told[name] = (answer.status_code, CHANGING.sub("", answer.data.decode("utf-8", "replace")))
        return told

    before = taken()
    judged_otherwise(given, only=True)
    assert {said[0] for said in before.values()} == {404, 409}
    assert len(before) == len(FILES)
    assert taken() == before
