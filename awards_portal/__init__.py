"""The awards portal. `create_app` is the front door: read it top to bottom to see how the house is put together."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from .config import Settings


def create_app(settings: "Settings | None" = None) -> "Flask":
    """Make the web application.

    Args:
        settings: given by tests; otherwise read from the environment.

    Raises:
        UnsafeSettings: when the settings would run the portal unsafely; the message lists every fault.
    """
    # Imports stay inside so that `awards_portal.results` and `.matching` load without Flask.
    from flask import Flask
    from flask_migrate import Migrate

    from . import cli, db, logs, storage, tasks, web
    from .config import ROOT, Settings

    settings = settings or Settings.load()
    logs.configure(settings)
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.session_secret,
        SQLALCHEMY_DATABASE_URI=settings.sqlalchemy_url,
        SQLALCHEMY_ENGINE_OPTIONS={"pool_pre_ping": True},
        TRUSTED_HOSTS=settings.hosts,
        # One file and its form, with room to spare; the upload itself is checked against the question's own limit.
        MAX_CONTENT_LENGTH=12_000_000,
        MAX_FORM_MEMORY_SIZE=2_000_000,
        MAX_FORM_PARTS=2_000,
    )
    settings.instance_dir.mkdir(parents=True, exist_ok=True)

    db.init_app(app)
    Migrate(app, db.db, directory=str(ROOT / "awards_portal" / "migrations"), render_as_batch=True)
    storage.init_app(app)
    tasks.init_app(app)
    web.init_app(app)
    cli.init_app(app)
    return app
