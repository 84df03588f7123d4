"""The database: one Base, one meaning of commit, one clock inside a transaction, on SQLite and PostgreSQL alike."""

import enum
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from flask import Flask
from flask_babel import gettext as _
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    DDL,
    JSON,
    BigInteger,
    Date,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    event,
    func,
    inspect,
    select,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry, relationship
from sqlalchemy.sql.base import ExecutableOption
from sqlalchemy.types import TypeDecorator

from . import clock
from .errors import NotHere


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, aware and in UTC on both sides. A naive value is a mistake and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs a time zone: {value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of every table. Constraint names follow one convention so that an error can be told in words."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: UtcDateTime,
            date: Date,
            str: Text,
            dict[str, Any]: JSON,
            list[str]: JSON,
            Any: JSON(none_as_null=False),
        },
    )


# Rows stay readable after the commit that wrote them; a new transaction() reads everything again.
db = SQLAlchemy(model_class=Base, disable_autonaming=True, session_options={"expire_on_commit": False})

R = TypeVar("R")


def left(target: str, **options: Any) -> Any:
    """A relationship to the left. It never queries by itself: the room's `queries.py` says what to load."""
    return relationship(target, lazy="raise_on_sql", **options)


def short(length: int) -> String:
    """A bounded text column: keys, codes, addresses."""
    return String(length)


class Transaction:
    """What a deed holds while it writes: `at` is the database's own clock, read once after the locks are taken."""

    def __init__(self) -> None:
        self._at: datetime | None = None
        self._afterwards: list[Callable[[], None]] = []

    @property
    def at(self) -> datetime:
        """Now, by the database's clock (UTC). With SQLite the database is this process."""
        if self._at is None:
            self._at = clock.now() if _dialect() == "sqlite" else db.session.scalar(select(func.clock_timestamp()))
        assert self._at is not None
        return self._at.astimezone(UTC)

    def afterwards(self, call: Callable[[], None]) -> None:
        """Call this once the transaction is committed, never when it was rolled back."""
        self._afterwards.append(call)


def _dialect() -> str:
    return db.engine.dialect.name


@contextmanager
def transaction() -> Iterator[Transaction]:
    """The only place that commits: everything inside is written whole, or not at all.

    On SQLite the write begins at once (BEGIN IMMEDIATE): a transaction that read first and wrote later loses to
    "database is locked" when two do so together. What was read before is read again inside.

    A deed called inside another deed joins it: the outer one commits.

    Raises:
        RuntimeError: when rows were changed outside a transaction, which would be lost or written by accident.
    """
    session = db.session
    inside: Transaction | None = session.info.get("transaction")
    if inside is not None:
        yield inside
        return
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("rows were changed outside transaction()")
    session.rollback()
    session.connection(execution_options={"portal_write": True})
    current = Transaction()
    session.info["transaction"] = current
    try:
        yield current
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("transaction", None)
    for call in current._afterwards:
        call()


def hold(row: R, *options: ExecutableOption) -> R:
    """Read a row again under lock, so that a rule is judged on what is true now.

    SELECT … FOR UPDATE on PostgreSQL; on SQLite the transaction itself is the lock. `options` are loader options for
    what else the deed needs (`joinedload(Entry.edition)`): whatever was loaded before the transaction is forgotten.

    Raises:
        NotHere: when the row is gone.
    """
    if db.session.info.get("transaction") is None:
        raise RuntimeError("hold() is for use inside transaction()")
    model = type(row)
    key = inspect(row).identity
    question = (
        select(model)
        .where(*(c == v for c, v in zip(inspect(model).primary_key, key, strict=True)))
        .options(*options)
        .with_for_update(of=model)
        .execution_options(populate_existing=True)
    )
    found = db.session.scalar(question)
    if found is None:
        raise NotHere(_("This is no longer here."))
    return found


def refuse_changes(table: str, columns: tuple[str, ...] = (), *, delete: bool = True) -> dict[str, list[str]]:
    """SQL by dialect that makes the database refuse to change a table's rows (or only these columns), or delete them.

    Used for models and by migrations alike, so that a promise such as "a submission never changes" does not rest on
    the good manners of our own code.
    """
    of = f" OF {', '.join(columns)}" if columns else ""
    sqlite = [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE{of} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} rows are kept as they were written'); END"
    ]
    postgresql = [
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{table} rows are kept as they were written'; END $$",
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE{of} ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
    ]
    if delete:
        sqlite.append(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} rows are kept as they were written'); END"
        )
        postgresql.append(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
        )
        postgresql.append(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {table}_refuse()"
        )
    return {"sqlite": sqlite, "postgresql": postgresql}


guards: dict[str, tuple[tuple[str, ...], bool]] = {}


def guarded(table: Table, columns: tuple[str, ...] = (), *, delete: bool = True) -> None:
    """Attach `refuse_changes` to a model's table."""
    guards[table.name] = (columns, delete)
    for dialect, statements in refuse_changes(table.name, columns, delete=delete).items():
        for statement in statements:
            # A literal % in DDL would be read as a placeholder by the driver.
            event.listen(
                table,
                "after_create",
                DDL(statement.replace("%", "%%")).execute_if(dialect=dialect),  # type: ignore[no-untyped-call]
            )


def init_app(app: Flask) -> None:
    """Bind the database to the app and set each connection up."""
    db.init_app(app)
    with app.app_context():
        _prepare(db.engine)


def _prepare(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        # The driver's own transaction handling begins late and never IMMEDIATE; ours is explicit below.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode = WAL",
            "foreign_keys = ON",
            "busy_timeout = 10000",
            # An acknowledged save must survive a power cut: FULL, though NORMAL would be faster.
            "synchronous = FULL",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("portal_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


class Words(enum.StrEnum):
    """Base of the small vocabularies stored as text; a check constraint is made by `one_of`."""


def one_of(column: str, words: type[Words]) -> str:
    """SQL text of a check constraint that admits only these words."""
    return f"{column} IN ({', '.join(repr(str(w.value)) for w in words)})"


def identity() -> Any:
    """The primary key column of every table: 64 bits on PostgreSQL, SQLite's own rowid there."""
    return mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
