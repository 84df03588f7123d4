"""Judges come from a spreadsheet like all else: all or nobody, recorded, taken back while none of them has answered."""

from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal.db import db, transaction
from awards_portal.errors import Invalid, NotHere, Refusal
from awards_portal.imports import service
from awards_portal.imports.models import Import
from awards_portal.judging import service as judging
from awards_portal.judging.grouping.models import JudgeGroup
from awards_portal.judging.models import Judge
from awards_portal.ledger import LedgerLine
from awards_portal.people import queries as people
from awards_portal.people.links import hash_token
from awards_portal.people.models import Person, TeamRole
from awards_portal.programmes.models import Edition, Round
from awards_portal.sheets import Column, Sheet, Workbook, write_xlsx
from tests import factories
from tests.rooms.imports.test_importing import count, done
from tests.rooms.people.letters import letters, secret

pytestmark = pytest.mark.usefixtures("context")

HEAD = "name,email,organisation,group\n"
EVA, FAY = "Eva Elm,eva@example.org,Elm University,Jury\n", "Fay Fir,fay@example.org,Fir Ltd,\n"


@pytest.fixture
def edition(context: Flask) -> Edition:
    made = factories.edition()
    with transaction():
        db.session.scalars(select(Round)).one().groups = [{"group": "Jury", "weight": 2}]
    return made


@pytest.fixture
def organiser(context: Flask) -> Person:
    return factories.team_member()


def invited(edition: Edition, by: Person) -> Import:
    return done(edition, (HEAD + EVA + FAY).encode(), by, "judges")


def events() -> list[str]:
    return list(db.session.scalars(select(LedgerLine.event).order_by(LedgerLine.id)))


def test_they_are_invited_together_and_the_import_is_in_the_record(edition: Edition, organiser: Person) -> None:
    kept = invited(edition, organiser)
    assert len(kept.made["judge"]) == count(Judge) == len(letters("judge-invitation")) == 2
    assert count(JudgeGroup) == 1
    assert events()[-1] == "import.done"
    told = service.read(edition, "judges", (HEAD + EVA).encode()).faults
    assert [each.told for each in told] == ["B2: eva@example.org is among the judges already. Remove the row."]


def test_a_fault_in_a_workbook_names_its_sheet(edition: Edition, organiser: Person) -> None:
    to = BytesIO()
    rows = [("Gil Gum", "gil(at)example.org", "Gum Ltd")]
    write_xlsx(Workbook("x", "UTC", [Sheet("Judges", [Column(h) for h in ("name", "email", "work")], 1, rows)]), to)
    (fault,) = service.read(edition, "judges", to.getvalue()).faults
    assert fault.told == "Judges!A1: Row 1 has no heading “organisation”. Add the column."


def test_undone_nobody_of_it_is_a_judge_their_links_lead_nowhere_and_they_may_be_asked_anew(
    edition: Edition, organiser: Person
) -> None:
    kept = invited(edition, organiser)
    invitation = people.invitation_by_hash(hash_token(secret("judge-invitation")))
    assert invitation is not None
    with pytest.raises(Invalid, match="Write why"):
        service.undo(kept, " ", organiser)
    service.undo(kept, "The wrong file.", organiser)
    assert (count(Judge), count(JudgeGroup)) == (0, 0)
    assert events()[-3:] == ["judge.uninvited", "judge.uninvited", "import.undone"]
    assert len(letters()) == 2
    with pytest.raises((NotHere, Refusal)):
        judging.accept_invitation(invitation, factories.person("Fay Fir", invitation.email))
    assert len(invited(edition, organiser).made["judge"]) == 2


def test_one_taken_back_before_stands_in_nobodys_way(edition: Edition, organiser: Person) -> None:
    kept = invited(edition, organiser)
    judging.revoke_invitation(db.session.get_one(Judge, kept.made["judge"][0]), organiser)
    service.undo(kept, "The wrong file.", organiser)
    assert count(Judge) == 0


def test_who_has_answered_or_has_work_keeps_all_of_them(edition: Edition, organiser: Person) -> None:
    kept = invited(edition, organiser)
    eva, fay = (db.session.get_one(Judge, each) for each in kept.made["judge"])
    invitation = people.invitation_by_hash(hash_token(secret("judge-invitation")))
    assert invitation is not None
    judging.decline_invitation(invitation, "")
    who = fay if invitation.email == fay.email else eva
    with pytest.raises(Refusal, match=f"{who.name} has declined the invitation, so the import stays"):
        service.undo(kept, "x", organiser)
    factories.assignment(eva if who is fay else fay, factories.submitted_entry(edition, factories.city()))
    with pytest.raises(Refusal, match=r"Eva Elm .*, and 1 more rows are in use"):
        service.undo(kept, "x", organiser)
    assert (count(Judge), kept.undone_at) == (2, None)


def test_an_observer_invites_and_takes_back_nobody(edition: Edition, organiser: Person) -> None:
    observer = factories.team_member(TeamRole.OBSERVER, name="Obe Observer")
    with pytest.raises(Refusal, match="read this and not change it"):
        service.look(edition, "judges", "x", (HEAD + FAY).encode(), observer)
    kept = invited(edition, organiser)
    with pytest.raises(Refusal, match="read this and not change it"):
        service.undo(kept, "x", observer)
    assert count(Judge) == 2
