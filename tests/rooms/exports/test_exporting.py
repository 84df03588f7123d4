"""Everything of an edition, a city or a person: complete by the foreign keys, and without what nobody may have."""

import csv
import io
import json
import zipfile
from typing import Any

import pytest
from sqlalchemy import select, true

from awards_portal import storage
from awards_portal.db import db, transaction
from awards_portal.entries.models import Submission
from awards_portal.errors import Refusal
from awards_portal.exports import parts, service, writing
from awards_portal.ledger import LedgerLine
from awards_portal.mail.models import Letter
from awards_portal.people.models import RepresentativeRole
from awards_portal.queue import Task
from tests import factories

pytestmark = pytest.mark.usefixtures("context")

# Of no edition: people and how they sign in, the directory, history from before the portal, the portal's own work.
OF_NO_EDITION = {"city", "edition", "person", "sign_in", "token", "registration", "team_member", "job", "ledger_seal"}


def opened(content: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {name: archive.read(name) for name in archive.namelist()}


def table(found: dict[str, bytes], name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(found[f"json/{name}.json"])
    assert len(list(csv.DictReader(io.StringIO(found[f"csv/{name}.csv"].decode("utf-8-sig"))))) == len(rows)
    return rows


def packed(edition_id: int, owner_id: int) -> dict[str, bytes]:
    with transaction() as moment:
        from awards_portal.queue import start

        job = start(moment, "exports.edition", owner_id=owner_id, title="x", edition_id=edition_id, own_cities=[])
    made = service.pack_edition(Task(job), edition_id, [])
    assert made.sha256 is not None
    assert made.size is not None
    return opened(storage.read(made.sha256, made.size))


def test_everything_of_an_edition_is_in_its_export_and_nothing_of_another() -> None:
    organiser = factories.team_member(password_hash="a hash nobody sees")
    edition = factories.edition()
    other = factories.edition(key="ssc27", reference_prefix="SSC27")
    city = factories.city("=Norrhavn")
    entry = factories.submitted_entry(edition, city)
    factories.submitted_entry(other, city, "Another year")
    factories.assignment(factories.judge(edition), entry)
    found = packed(edition.id, organiser.id)
    assert [row["title"] for row in table(found, "entry")] == ["Night trams"]
    assert [row["name"] for row in table(found, "judge")] == ["Anna Arbor"]
    assert len(table(found, "assignment")) == 1
    assert [row["name"] for row in table(found, "city")] == ["=Norrhavn"]
    assert b"'=Norrhavn" in found["csv/city.csv"]
    assert {row["name"] for row in table(found, "person")} == {"Vera Lind", "Anna Arbor"}
    frozen = db.session.scalars(select(Submission).filter_by(entry_id=entry.id)).one()
    assert found[f"submissions/{entry.id}-1.json"].decode() == frozen.snapshot
    assert json.loads(found["about.json"])["rows"]["entry"] == 1
    assert not any(b"a hash nobody sees" in content for content in found.values())


def test_people_are_found_however_many_an_edition_names() -> None:
    people = [factories.person(name) for name in ("Anna Arbor", "Bo Birch", "Cai Cedar")]
    table = parts.tables()["person"]
    part = parts.Part(table, true(), [table.c.id, table.c.name])
    # More than either database takes in one statement.
    found = list(writing.with_ids(part, [*range(1000, 80_000), *(each.id for each in people)]))
    assert [row.name for row in found] == ["Anna Arbor", "Bo Birch", "Cai Cedar"]


def test_every_table_is_an_editions_or_known_to_be_of_none() -> None:
    ways = {name: parts.way_to_edition(each) for name, each in parts.tables().items()}
    alone = {name for name, way in ways.items() if way is None}
    assert alone >= OF_NO_EDITION
    assert {"answer", "score", "letter", "ledger_line", "award", "import"}.isdisjoint(alone)
    hidden = {f"{each.name}.{c.name}" for each in parts.tables().values() for c in set(each.c) - set(parts.shown(each))}
    assert {"person.password_hash", "sign_in.token_hash", "letter.body", "upload_piece.content"} <= hidden


def test_a_citys_export_has_its_people_texts_and_versions_and_no_judge() -> None:
    edition, city = factories.edition(), factories.city()
    lead = factories.representative(city)
    entry = factories.submitted_entry(edition, city)
    factories.submitted_entry(edition, factories.city("Sandmere", "SE"), "Day trams")
    factories.assignment(factories.judge(edition), entry)
    content = service.export_city(city, lead)
    found = opened(content)
    assert [row["title"] for row in table(found, "entry")] == ["Night trams"]
    assert [row["name"] for row in table(found, "person")] == ["Ida Berg"]
    assert [row["number"] for row in table(found, "submission")] == [1]
    assert not any(b"Anna Arbor" in each or b"Sandmere" in each for each in found.values())
    assert db.session.scalars(select(LedgerLine.event)).all()[-1] == "city.exported"


def test_a_persons_export_has_what_names_her_alone() -> None:
    edition, city = factories.edition(), factories.city()
    judge = factories.judge(edition)
    entry = factories.submitted_entry(edition, city)
    factories.assignment(judge, entry)
    factories.statement(judge, entry)
    from awards_portal.people.models import Person

    someone = db.session.get_one(Person, judge.person_id)
    at = someone.created_at
    values = {"to_address": "a@example.org", "to_name": "A", "subject": "Hello", "body": "the text", "next_try_at": at}
    factories.put(Letter(kind="x", message_id="<1>", person_id=someone.id, created_at=at, **values))
    factories.representative(city, RepresentativeRole.LEAD, name="Not Her")
    found = opened(service.export_person(someone))
    assert [row["name"] for row in table(found, "person")] == ["Anna Arbor"]
    assert len(table(found, "conflict_statement")) == 1
    assert [row["subject"] for row in table(found, "letter")] == ["Hello"]
    assert not any(b"the text" in each or b"Not Her" in each for each in found.values())


def test_who_may_not_have_everything() -> None:
    edition, city, organiser = factories.edition(), factories.city(), factories.team_member()
    factories.submitted_entry(edition, city)
    with pytest.raises(Refusal, match="for organisers"):
        service.order_edition(edition, organiser, "observer", [], "")
    with pytest.raises(Refusal, match="you speak for that city"):
        service.order_edition(edition, organiser, "organiser", [city.id], "")
    first = service.order_edition(edition, organiser, "organiser", [], "m")
    assert service.order_edition(edition, organiser, "organiser", [], "m").id == first.id
