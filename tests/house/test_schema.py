"""Migrations and models tell the same story on both databases, triggers included."""

import os
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import upgrade
from sqlalchemy import Connection, create_engine, text

from awards_portal import create_app
from awards_portal.config import Settings
from awards_portal.db import Base, db


def triggers(connection: Connection) -> list[str]:
    question = {
        "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
        "postgresql": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname",
    }[connection.dialect.name]
    return list(connection.execute(text(question)).scalars())


def check(folder: Path, migrated: str, modelled: str) -> None:
    app = create_app(Settings.load(environment="test", secret_key="t" * 40, instance_dir=folder, database_url=migrated))
    with app.app_context():
        upgrade()
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []
            from_migrations = triggers(connection)
        db.engine.dispose()
    engine = create_engine(modelled)
    Base.metadata.create_all(engine)
    with engine.connect() as connection:
        assert triggers(connection) == from_migrations
        assert len(from_migrations) > 8
    engine.dispose()


def test_schema_equals_models_on_sqlite(tmp_path: Path) -> None:
    check(tmp_path, f"sqlite:///{tmp_path / 'migrated.db'}", f"sqlite:///{tmp_path / 'modelled.db'}")


@pytest.mark.postgresql
def test_schema_equals_models_on_postgresql(tmp_path: Path) -> None:
    server = os.environ["TEST_DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://")
    names = [f"schema_{os.getpid()}_{n}" for n in ("migrated", "modelled")]
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for name in names:
            connection.execute(text(f"CREATE DATABASE {name}"))
    base = server.rsplit("/", 1)[0]
    check(tmp_path, f"{base}/{names[0]}", f"{base}/{names[1]}")
    with engine.connect() as connection:
        for name in names:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()
