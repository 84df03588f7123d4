"""transaction(), hold() and the guards, on both databases."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from awards_portal import clock, ledger
from awards_portal.db import db, hold, transaction
from awards_portal.ledger import LedgerLine
from awards_portal.people.models import Person
from tests import factories

pytestmark = pytest.mark.usefixtures("context")


def test_a_transaction_is_written_whole_or_not_at_all() -> None:
    with pytest.raises(ValueError, match="in the middle"), transaction() as moment:
        db.session.add(Person(name="A", email="a@example.org", created_at=moment.at))
        db.session.flush()
        raise ValueError("in the middle")
    assert db.session.scalars(select(Person)).all() == []


def test_a_change_outside_a_transaction_is_refused() -> None:
    someone = factories.person()
    someone.name = "Changed by accident"
    with pytest.raises(RuntimeError, match="outside"), transaction():
        pass


def test_hold_reads_the_row_again() -> None:
    someone = factories.person(name="Before")
    with db.engine.connect() as other:
        other.execute(text("UPDATE person SET name = 'After'"))
        other.commit()
    with transaction():
        assert hold(someone).name == "After"


def test_a_ledger_line_can_be_written_but_neither_changed_nor_deleted() -> None:
    with transaction() as moment:
        ledger.write("test.happened", actor=ledger.System(), at=moment.at)
    for statement in ("UPDATE ledger_line SET actor = 'somebody else'", "DELETE FROM ledger_line"):
        with pytest.raises(DatabaseError, match="kept as they were written"), transaction():
            db.session.execute(text(statement))
    assert db.session.scalars(select(LedgerLine.actor)).all() == ["the portal"]


def test_a_ledger_line_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        ledger.write("test.happened", actor=None, at=clock.now())


def test_what_was_promised_for_afterwards_happens_only_after_a_commit() -> None:
    happened: list[str] = []
    with transaction() as moment:
        moment.afterwards(lambda: happened.append("committed"))
        assert happened == []
    with pytest.raises(ValueError, match="no"), transaction() as moment:
        moment.afterwards(lambda: happened.append("rolled back"))
        raise ValueError("no")
    assert happened == ["committed"]
