"""The sample edition: loaded whole into an empty database, believable, and true to the portal's own rules."""

import csv
import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from awards_portal import queue, sample, storage
from awards_portal.assemblies.models import AssemblyFile
from awards_portal.awards import queries as awards
from awards_portal.awards import standings
from awards_portal.db import db
from awards_portal.entries import queries as entries
from awards_portal.entries import rules
from awards_portal.entries.listing import entry_rows
from awards_portal.entries.models import Dossier, Entry, Submission
from awards_portal.errors import Refusal
from awards_portal.ledger import LedgerLine
from awards_portal.mailings import queries as mailings
from awards_portal.people import directory, service
from awards_portal.people import queries as people
from awards_portal.people.memberships.models import MembershipApplication
from awards_portal.people.memberships.queries import steps
from awards_portal.people.models import City, Person
from awards_portal.people.profiles.models import ProfileVersion
from awards_portal.programmes import queries as programmes
from awards_portal.programmes.form_reading import read_form
from awards_portal.programmes.models import Edition, Rubric
from awards_portal.programmes.translated import queries as translations
from awards_portal.programmes.translated.told import State
from awards_portal.queue import Job
from awards_portal.sample import entering, loading
from awards_portal.text import name_key, sha256
from tests import factories
from tests.page import PageClient

pytestmark = pytest.mark.usefixtures("context")


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_it_is_loaded_once_and_whole() -> None:
    directory.load()
    cast = sample.load()
    assert len(cast.cities) >= 24
    now = programmes.edition_by_key("ssc26")
    assert now is not None
    assert translations.languages_of(now.id) == ["ar"]
    assert {row.state for row in translations.rows(now, "ar")} == {State.CURRENT, State.MISSING}
    assert (len(cast.judges), len(cast.organisers)) == (9, 3)
    assert len(people.coordinated(cast.organisers[2].id)) == 4
    assert db.session.scalar(select(func.count()).where(LedgerLine.event == "sample.loaded")) == 1
    with pytest.raises(Refusal, match="here already"):
        sample.load()


def test_the_worker_draws_a_dossier_of_every_submission() -> None:
    sample.load()
    assert count(Job) == count(Submission) > 20
    queue.sweep(limit=1)
    assert count(Dossier) == 1


def test_a_mailing_was_sent_with_one_letter_that_came_to_nobody_and_one_stopped_half_way() -> None:
    sample.load()
    states = {
        row.mailing.audience: (row.recipients, row.waiting, row.sent, row.failed)
        for key in ("ssc25", "ssc26")
        for row in mailings.mailings(db.session.scalars(select(Edition.id).filter_by(key=key)).one())[0]
    }
    assert states == {"entries": (8, 0, 7, 1), "judges": (4, 0, 2, 0)}


def test_its_cities_have_profiles_memberships_in_every_state_and_met_at_an_assembly(app: Flask) -> None:
    sample.load()
    client = PageClient(app)
    page = client.get("/cities/norrhavn")
    assert "84,300" in page.text
    assert "Full member" in page.text
    for version in db.session.scalars(select(ProfileVersion)):
        assert storage.read(version.logo_sha256 or "", version.logo_size or 0)
    states = {
        (each.kind, tuple(step.kind for step in steps(each.city_id)))
        for each in db.session.scalars(select(MembershipApplication))
    }
    assert {len(done) for _, done in states} == {0, 1, 2}
    assert {kind for _, done in states for kind in done} == {"accepted", "approved", "declined", "ended"}
    page = client.get("/assemblies/port-almera-sample")
    assert "Budgets that residents correct" in page.text
    for file in db.session.scalars(select(AssemblyFile)):
        answer = client.http.get(f"/assemblies/port-almera-sample/files/{file.id}")
        assert (answer.status_code, answer.mimetype, len(answer.data)) == (200, file.media_type, file.size)


@pytest.mark.parametrize("what", ["person", "edition", "city"])
def test_a_database_that_holds_anything_else_is_refused_and_stays_as_it_is(what: str) -> None:
    {"person": factories.person, "edition": factories.edition, "city": factories.city}[what]()
    before = [count(model) for model in (Person, Edition, Entry, City)]
    with pytest.raises(Refusal, match="only loaded into an empty one"):
        sample.load()
    assert [count(model) for model in (Person, Edition, Entry, City)] == before


def test_everybody_signs_in_with_the_password_that_is_printed(context: Flask) -> None:
    done = context.test_cli_runner().invoke(args=["sample", "load"])
    assert sample.PASSWORD in done.output
    for _who, email in sample.ways_in():
        assert email in done.output
        service.sign_in(email, sample.PASSWORD, address="192.0.2.1", user_agent="a test")


def test_loading_if_empty_leaves_another_database_alone(context: Flask) -> None:
    factories.person()
    done = context.test_cli_runner().invoke(args=["sample", "load", "--if-empty"])
    assert done.exit_code == 0
    assert "only loaded into an empty one" in done.output
    assert context.test_cli_runner().invoke(args=["sample", "load"]).exit_code == 1


def test_entries_stand_in_every_state() -> None:
    sample.load()
    now = programmes.edition_by_key("ssc26")
    assert now is not None
    rows, _total = entry_rows(now.id)
    assert {str(row.standing) for row in rows} == {"draft", "submitted", "returned", "eligible", "withdrawn"}
    assert {row.version for row in rows} == {0, 1, 2}
    before = programmes.edition_by_key("ssc25")
    assert before is not None
    assert any(row.version == 0 for row in entry_rows(before.id)[0]), "one was not submitted in time"


def test_every_version_has_its_digest_and_no_gap() -> None:
    sample.load()
    form = read_form(loading.read("form.json"))
    for submission in db.session.scalars(select(Submission)):
        assert sha256(submission.snapshot) == submission.sha256
        answers: dict[str, Any] = entries.read_snapshot(submission)["answers"]
        assert rules.gaps(form, answers, {}) == []


def places(key: str) -> dict[str, list[standings.Place]]:
    edition = awards.edition_by_key(key)
    assert edition is not None
    scoring = awards.rounds(edition.id)[0]
    computed = standings.compute(edition, scoring, db.session.get_one(Rubric, scoring.rubric_id))
    return {category.key: category.places for category in computed.categories}


def test_standings_are_interesting() -> None:
    sample.load()
    found = places("ssc25")
    first, second, *_rest = found["open-city"]
    assert first.adjusted is not None
    assert second.adjusted is not None
    assert first.adjusted < second.adjusted, "the harsh judge decides who is first, and the correction shows it"
    tied = found["sustainable-city"][:2]
    assert tied[0].score == tied[1].score
    assert tied[0].tie_decided_by == "heaviest_criterion: results"
    assert any(not place.covered for place in found["sustainable-city"]), "a card is missing"
    states = {card.state for category in found.values() for place in category for card in place.cards}
    assert states == {"completed", "started", "not started", "abstained", "recused"}


def test_no_invented_city_is_one_of_the_directory() -> None:
    with directory.DATA.open(newline="", encoding="utf-8") as file:
        real = {name_key(row["city"]) for row in csv.DictReader(file)}
    assert not {name_key(city["name"]) for city in loading.read("cast.json")["cities"]} & real


def test_every_city_has_an_entry_of_its_own_words() -> None:
    texts = dict(entering.texts(*entering.JUDGED, *entering.OPEN))
    assert {city["name"] for city in loading.read("cast.json")["cities"]} == set(texts)
    problems = [answers["e1_problem"] for answers in texts.values()]
    assert len(set(problems)) == len(problems)
    assert json.dumps(texts)
