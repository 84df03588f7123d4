"""The seal of the ledger: a line that was changed, taken out or put in shows, on both databases."""

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from awards_portal import ledger
from awards_portal.db import db, transaction
from awards_portal.ledger import LedgerLine, reading, sealing
from awards_portal.ledger.sealing import LedgerSeal
from tests import factories


def write(*labels: str) -> None:
    for label in labels:
        with transaction() as moment:
            ledger.write("test.done", actor=None, at=moment.at, label=label, after={"said": label, "n": 1.5, "é": None})


def tamper(*statements: str) -> None:
    """As who owns the database: without the guards."""
    sqlite = db.engine.dialect.name == "sqlite"
    with db.engine.begin() as connection:
        guards = [("ledger_line", "update"), ("ledger_line", "delete"), ("ledger_seal", "delete")]
        kept = []
        if sqlite:
            for table, what in guards:
                name = f"{table}_no_{what}"
                kept.append(connection.scalar(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": name}))
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            connection.execute(text(statement))
        for statement in kept:
            connection.execute(text(statement))
    db.session.rollback()


def ids() -> list[int]:
    return list(db.session.scalars(select(LedgerLine.id).order_by(LedgerLine.id)))


def test_lines_are_sealed_once_and_the_chain_holds(context: Flask) -> None:
    write("one", "two")
    assert (sealing.seal(), sealing.seal()) == (2, 0)
    write("three")
    assert (sealing.verify().sealed, sealing.verify().unsealed) == (2, 1)
    kept = sealing.verify().head
    sealing.seal()
    found = sealing.verify(kept)
    assert (found.sealed, found.unsealed, found.faults) == (3, 0, [])
    seals = db.session.scalars(select(LedgerSeal).order_by(LedgerSeal.id)).all()
    assert [each.previous for each in seals] == [sealing.BEGINNING, seals[0].digest, seals[1].digest]


def test_the_database_refuses_to_change_a_seal(context: Flask) -> None:
    write("one")
    sealing.seal()
    with pytest.raises(DBAPIError, match="kept as they were written"), transaction():
        db.session.execute(text("UPDATE ledger_seal SET digest = 'x'"))


def test_a_changed_line_is_named_and_the_command_exits_with_one(context: Flask) -> None:
    write("one", "two", "three")
    sealing.seal()
    line = ids()[1]
    tamper(f"UPDATE ledger_line SET subject = 'another' WHERE id = {line}")
    (fault,) = sealing.verify().faults
    assert fault.startswith(f"Line {line} was changed")
    result = context.test_cli_runner().invoke(args=["ledger", "verify"])
    assert result.exit_code == 1
    assert f"Line {line} was changed" in result.output
    tamper(f"UPDATE ledger_line SET subject = 'two' WHERE id = {line}")
    assert context.test_cli_runner().invoke(args=["ledger", "verify"]).exit_code == 0


def test_a_line_that_was_taken_out_is_missed_and_so_is_its_seal(context: Flask) -> None:
    write("one", "two", "three")
    sealing.seal()
    head, line = sealing.verify().head, ids()[1]
    tamper(f"DELETE FROM ledger_line WHERE id = {line}")
    assert sealing.verify().faults[0].startswith(f"Line {line} is missing")
    tamper(f"DELETE FROM ledger_seal WHERE line_id = {line}")
    assert "does not follow the one before it" in sealing.verify().faults[0]
    last = ids()[-1]
    tamper(f"DELETE FROM ledger_line WHERE id >= {last}", f"DELETE FROM ledger_seal WHERE line_id >= {line}")
    assert sealing.verify().faults == []
    assert "its end was replaced" in sealing.verify(head).faults[0]


def test_lines_are_found_by_person_event_and_edition_and_own_judging_is_left_out(context: Flask) -> None:
    edition = factories.edition()
    with transaction() as moment:
        for event, label, edition_id in (
            ("scorecard.completed", "SSC26-0001, Anna", edition.id),
            ("entry.submitted", "SSC26-0001", edition.id),
            ("person.signed_in", "Vera", None),
        ):
            ledger.write(event, actor=None, at=moment.at, label=label, edition_id=edition_id, reason="Because")
    assert [each.event for each in reading.lines(event="entry.")[0]] == ["entry.submitted"]
    assert reading.lines(search="vera")[1] == 1
    assert reading.lines(edition_id=edition.id, event="person.signed_in")[1] == 0
    told = {each.event for each in reading.lines(hidden=["SSC26-0001"])[0]}
    assert told == {"entry.submitted", "person.signed_in"}
