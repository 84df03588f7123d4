"""Alembic's environment: the app's own engine, both databases, batch mode for SQLite."""

from alembic import context

from awards_portal.db import Base, db


def run() -> None:
    """Run migrations on the app's database.

    Raises:
        RuntimeError: for offline mode; a migration looks at the database it changes.
    """
    if context.is_offline_mode():
        raise RuntimeError("migrations run against a database")
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            # Each migration is one transaction; on SQLite too, DDL is undone when a later step fails.
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
