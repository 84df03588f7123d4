"""What each sheet of the workbook holds, column by column, in both variants; and what stands beside the scores."""

import csv
import io
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from flask import Flask
from openpyxl.workbook import Workbook
from sqlalchemy import select

from awards_portal.awards import service
from awards_portal.db import db, transaction
from awards_portal.entries.models import Entry, Extension, Submission
from awards_portal.judging.grouping import service as grouping
from awards_portal.judging.models import Judge
from awards_portal.people.models import TeamRole
from awards_portal.programmes.models import Edition, Round
from tests import defended, factories
from tests.page import PageClient
from tests.recalculated import rows_of
from tests.rooms.awards.test_publishing import closed, organisers, propose

# `@` is a moment: two columns, in UTC and in the zone of the edition. What stands after `##` is for organisers only.
SHEETS = """
README: fact | what | value
Results: category | category title | reference | title | city | country | region | type | rank | tied?
| tie decided by | final score | final score is | rank as exported | score as exported | mean of group: jury
| mean of group: public | raw mean | raw rank | adjusted mean | adjusted rank | shift | rank interval low
| rank interval high | chance of first | median | SD | min | max | judges assigned | judges scored | judges abstained
| judges recused | judges pending | coverage ok? | mean: Impact [impact] | mean: Innovation [innovation]
| score to rank by | place by score | tie-break 1: heaviest_criterion 1 | place after tie-break 1 | status
| place after decisions | award ## decision note
Scores: round | category | reference | title | judge id | judge | card | criterion id | criterion | weight | scale min
| scale max | steps per point | score | weighted | scorecard status | counted? | why not | missing | not applicable
| counts for ## comment | @first saved | @last changed | @submitted | revision
Matrix: category | reference | title | mean | SD | 1: total | 1: status | 2: total | 2: status | 3: total | 3: status
| 4: total | 4: status
Scorecards: category | reference | title | judge id | judge | card | group | status | counted? | why not
| scores missing | total | total as exported ## organisation | comment for the city | private note | assigned how
| @assigned | @begun | @last changed | @completed | minutes from begun to completed | revision | conflict
| conflict reason | recusal reason
Judges: ## judge id | judge | organisation | country | panel | assigned | submitted | pending | abstained | recused
| mean | SD | severity | severity interval low | severity interval high | fit | to look at | @last active
Assignments: ## category | reference | title | judge id | judge | how | by | @at | conflict kind
| declared or detected | reason | action | action by | @action at | from paper, entered by | @from paper, entered at
Entries: reference | category | title | city | country | region | type | @submitted | #submitted by | #arrived
| #@extended until | version | form version | SHA-256 of the submission | #Title [c_title] | #Category [c_category]
| Summary [d_summary] | #All of this is accurate [h_accuracy] | #files (question: name, bytes, SHA-256)
Criteria: criterion id | criterion | weight | weight % | scale min | scale max | steps per point | place by weight
| place by alphabet | guidance | descriptors | comment required below | N/A allowed | judges read the answers to
| agreement: ICC(2,1) | agreement: alpha | alpha interval low | alpha interval high | rubric version | @in force from
Groups: group | weight | weight % | judges | counted cards
Feedback: ## reference | category | title | city | Impact [impact] | Innovation [innovation] | the entry as a whole
| cleared by | @cleared
Ledger: ## line | @at | who | role | what | kind of object | object | before | after | reason
Checks: check | category | found | should be | in order? | variation | first places then | joins the awards
| leaves the awards
"""
JUDGES = {"full": ["Anna", "Bo", "Cai", "Dea"], "public": ["Judge 1", "Judge 2", "Judge 3", "Judge 4"]}
# Facts of README that are there whatever the round is like; further ones name categories, sheets and changes.
FACTS = """portal version workbook programme edition edition_key round round_key category generated_at generated_by
variant time_zone sha256 status snapshot method method_words formula weights scale_min scale_max steps_per_point groups
groups_words adjustment missing minimum_cards tie_ladder tie_words ties live values texts verify"""


def columns(variant: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in SHEETS.replace("\n|", " |").strip().splitlines():
        name, _colon, told = line.partition(":")
        for_all, _sign, for_us = told.partition("##")
        words = [each.strip() for part in (for_all, for_us) for each in part.split("|") if each.strip()]
        public = [each.strip() for each in for_all.split("|") if each.strip() and not each.strip().startswith("#")]
        chosen = public if variant == "public" else words
        if chosen:
            found[name] = [column for each in chosen for column in _spelt(each.removeprefix("#"), JUDGES[variant])]
    return found


def _spelt(word: str, judges: list[str]) -> list[str]:
    if word.startswith("@"):
        return [f"{word[1:]} (UTC)", f"{word[1:]} (Asia/Seoul time)"]
    number, colon, what = word.partition(": ")
    return [f"{judges[int(number) - 1]}: {what}"] if colon and number.isdecimal() else [word]


def weighed() -> Edition:
    edition = defended.edition(["heaviest_criterion"])
    with transaction():
        round_ = db.session.scalars(select(Round)).one()
        round_.groups = [{"group": "jury", "weight": 3}, {"group": "public", "weight": 1}]
    judges = {each.name: each.id for each in db.session.scalars(select(Judge))}
    who = {id_: "public" if name == "Dea" else "jury" for name, id_ in judges.items()}
    grouping.set_groups(round_, who, by=factories.team_member(name="Greta Group"))
    return edition


def download(client: PageClient, shape: str = "xlsx", variant: str = "full") -> bytes:
    client.post("/team/editions/ssc26/workbook", {"format": shape, "variant": variant})
    return client.response.data


def book_of(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=True)


def facts_of(book: Workbook) -> dict[object, object]:
    return {row["fact"]: row["value"] for row in rows_of(book, "README")}


@pytest.mark.parametrize("variant", ["full", "public"])
def test_each_sheet_holds_these_columns_as_xlsx_and_as_csv(client: PageClient, context: Flask, variant: str) -> None:
    weighed()
    expected = columns(variant)
    client.sign_in(factories.team_member())
    book = book_of(download(client, variant=variant))
    assert {sheet.title: [cell.value for cell in sheet[1]] for sheet in book} == expected
    assert [name for name in FACTS.split() if name not in facts_of(book)] == []
    archive = zipfile.ZipFile(io.BytesIO(download(client, "zip", variant)))
    heads = {
        name.removesuffix(".csv"): next(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
        for name in archive.namelist()
    }
    assert heads == expected


def test_what_stands_beside_the_scores(client: PageClient, context: Flask) -> None:
    edition = weighed()
    with transaction() as now:
        edition = db.session.get_one(Edition, edition.id)
        by = factories.team_member(TeamRole.ADMIN, name="Ada Admin")
        entries = {each.title: each for each in db.session.scalars(select(Entry))}
        sent = {each.entry_id: each for each in db.session.scalars(select(Submission))}
        at = sent[entries["The Lake project"].id].at
        edition.closes_at, edition.grace_minutes = at, 0
        for title, until in (("The Lake project", 60), ("The Moor project", 60)):
            given = {"edition_id": edition.id, "reason": "A storm.", "by_id": by.id}
            revoked = at - timedelta(minutes=1) if title == "The Moor project" else None
            db.session.add(
                Extension(
                    city_id=entries[title].city_id,
                    until=at + timedelta(minutes=until),
                    at=at - timedelta(minutes=9),
                    revoked_at=revoked,
                    **given,
                )
            )
    client.sign_in(by)
    download(client)
    book = book_of(download(client))
    rows = {row["title"]: row for row in rows_of(book, "Entries")}
    assert rows["The Lake project"]["arrived"] == "by extension"
    assert rows["The Lake project"]["extended until (UTC)"] is not None
    assert rows["The Moor project"]["arrived"] == "after the deadline"
    assert rows["The Moor project"]["extended until (UTC)"] is None
    with transaction():
        edition.grace_minutes = 5
    assert now.at >= at
    again = {row["title"]: row["arrived"] for row in rows_of(book_of(download(client)), "Entries")}
    assert (again["The Moor project"], again["=1+1"]) == ("in the grace", "in time")
    roles = {row["who"]: row["role"] for row in rows_of(book, "Ledger")}
    assert roles == {"Greta Group": "organiser", "Ada Admin": "admin"}
    cards = rows_of(book, "Scorecards")
    assert {row["minutes from begun to completed"] is None for row in cards if row["status"] == "completed"} == {False}
    assert {row["minutes from begun to completed"] for row in cards if "start" in str(row["status"])} == {None}
    judged = {row["judge"]: row["last active (UTC)"] for row in rows_of(book, "Judges")}
    assert None not in judged.values()
    varied = {row["variation"]: row for row in rows_of(book, "Checks") if row["category"] == "Open City"}
    assert varied["without judge Bo"]["joins the awards"] is None


def test_provisional_then_proposed_then_final_with_its_snapshot(client: PageClient, context: Flask) -> None:
    edition = closed()
    first, second = organisers()
    client.sign_in(first)
    assert str(facts_of(book_of(download(client)))["status"]).startswith("provisional: the result is not published")
    proposal = propose(edition, first)
    facts = facts_of(book_of(download(client)))
    assert facts["status"] == "provisional: the result is proposed and not confirmed"
    service.publish(proposal, seen=proposal.fingerprint, by=second)
    data = download(client)
    facts = facts_of(book_of(data))
    assert str(facts["status"]).startswith("final: confirmed 20")
    assert (facts["snapshot"], facts["snapshot_sha256"]) == (proposal.id, proposal.sha256)
    assert str(facts["adjustment open-city"]).startswith("There is not enough to correct")
