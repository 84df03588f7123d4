"""Fixtures: one app per database for the whole run, an empty database for every test."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from awards_portal import create_app
from awards_portal.config import Settings
from awards_portal.db import Base, db
from tests import services
from tests.page import PageClient

NEEDS = {
    "browser": ("TEST_CHROMIUM", "no Chromium found: install Debian's chromium or set TEST_CHROMIUM"),
    "postgresql": ("TEST_DATABASE_URL", "no PostgreSQL found: install it or set TEST_DATABASE_URL"),
    "redis": ("TEST_REDIS_URL", "no Redis found: install it or set TEST_REDIS_URL"),
    "libreoffice": ("TEST_SOFFICE", "no LibreOffice found: install libreoffice-calc or set TEST_SOFFICE"),
    "html_validate": ("TEST_HTML_VALIDATE", "no html-validate found: npm install it or set TEST_HTML_VALIDATE"),
}
MEMORY = "/dev/shm"
_stops: list[Callable[[], None]] = []


def pytest_configure(config: pytest.Config) -> None:
    """Find the real parts, or start them; once, in the process that hands tests out."""
    if hasattr(config, "workerinput"):
        return
    # SQLite waits for the disk at every commit, up to 8 ms. A test's database need not outlive a power cut.
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 2_000_000_000:
        os.environ["TMPDIR"] = tempfile.tempdir = MEMORY
    for name, programs in (
        ("TEST_CHROMIUM", ("chromium", "chromium-browser", "google-chrome")),
        ("TEST_SOFFICE", ("soffice",)),
        ("TEST_HTML_VALIDATE", ("html-validate", str(Path(sys.executable).with_name("html-validate")))),
    ):
        found = next(filter(None, map(shutil.which, programs)), None)
        if found:
            os.environ.setdefault(name, found)
    wanted = config.getoption("markexpr") or ""
    for name, mark, start in (
        ("TEST_DATABASE_URL", "postgresql", services.start_postgresql),
        ("TEST_REDIS_URL", "redis", services.start_redis),
    ):
        if name in os.environ or f"not {mark}" in wanted:
            continue
        started = start()
        if started:
            os.environ[name] = started[0]
            _stops.append(started[1])


# Files whose tests share something dear go to one worker. Marks for that are not heeded by pytest 9 with xdist 3.8.
TOGETHER = {"tests/web/admins/test_workbook_recalculates.py"}


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Hand tests out one by one, and the files above whole, the largest first."""
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            path = nodeid.partition("::")[0]
            return path if path in TOGETHER else nodeid

    return Together(config, log)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started."""
    while _stops:
        _stops.pop()()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, in words, what this machine cannot run; where nothing may be skipped, fail instead."""
    for mark, (name, why) in NEEDS.items():
        if item.get_closest_marker(mark) and not os.environ.get(name):
            if os.environ.get("TEST_SKIP_NOTHING"):
                pytest.fail(why)
            pytest.skip(why)


class Bench:
    """An app on one database, and how to empty it."""

    def __init__(self, backend: str, folder: Path) -> None:
        self.backend = backend
        self.folder = folder
        self.template = folder / "template.db"
        self.is_there = False
        url = f"sqlite:///{folder / 'portal.db'}"
        if backend == "postgresql":
            self.server = os.environ["TEST_DATABASE_URL"]
            self.name = f"t_{os.getpid()}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
            url = self.server.rsplit("/", 1)[0] + f"/{self.name}"
            self._server(f"CREATE DATABASE {self.name}_template")
        settings = Settings.load(
            environment="test",
            secret_key="t" * 40,
            instance_dir=folder,
            database_url=url,
            public_url="http://localhost",
        )
        self.app = create_app(settings)
        self.app.testing = True
        self._make_template()

    def _server(self, *statements: str) -> None:
        engine = create_engine(
            self.server.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
        )
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()

    def _make_template(self) -> None:
        if self.backend == "sqlite":
            with self.app.app_context():
                Base.metadata.create_all(db.engine)
                db.engine.dispose()
            with create_engine(f"sqlite:///{self.folder / 'portal.db'}").connect() as connection:
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            shutil.copyfile(self.folder / "portal.db", self.template)
        else:
            url = self.server.rsplit("/", 1)[0] + f"/{self.name}_template"
            engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
            Base.metadata.create_all(engine)
            engine.dispose()

    def empty(self) -> None:
        """Put an empty database in place of the last test's."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        self.app.extensions["pages"].forget()
        if self.backend == "sqlite":
            for tail in ("-wal", "-shm"):
                (self.folder / f"portal.db{tail}").unlink(missing_ok=True)
            shutil.copyfile(self.template, self.folder / "portal.db")
        elif not self.emptied():
            self._server(
                f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)",
                f"CREATE DATABASE {self.name} TEMPLATE {self.name}_template",
            )
            self.is_there = True
        for name in ("files", "letters"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def emptied(self) -> bool:
        """Delete every row, guards aside: forty times faster than a new database. Whether that could be done."""
        if not self.is_there:
            return False
        tables = [table.name for table in Base.metadata.sorted_tables]
        listed = ", ".join(f"'{name}'" for name in tables)
        try:
            with self.app.app_context(), db.engine.begin() as connection:
                # Whoever still holds a row of the last test is thrown out by the slow way.
                connection.execute(text("SET LOCAL lock_timeout = '2s'"))
                connection.execute(text("SET LOCAL session_replication_role = replica"))
                connection.execute(text("; ".join(f'DELETE FROM "{name}"' for name in tables)))
                first = "SELECT setval(pg_get_serial_sequence(name, 'id'), 1, false)"
                connection.execute(text(f"{first} FROM unnest(ARRAY[{listed}]) AS name"))
        except OperationalError:
            return False
        return True

    def drop(self) -> None:
        """Leave nothing behind."""
        with self.app.app_context():
            db.engine.dispose()
        if self.backend == "postgresql":
            self._server(
                f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)",
                f"DROP DATABASE IF EXISTS {self.name}_template WITH (FORCE)",
            )


@pytest.fixture(scope="session")
def benches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Bench]]:
    """Apps by backend, each made when first asked for."""
    made: dict[str, Bench] = {}

    def get(backend: str) -> Bench:
        if backend not in made:
            made[backend] = Bench(backend, tmp_path_factory.mktemp(backend))
        return made[backend]

    yield get
    for bench in made.values():
        bench.drop()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Room tests run on both databases; everything else on SQLite unless a test asks for more."""
    if "backend" in metafunc.fixturenames and "/rooms/" in str(metafunc.definition.path):
        metafunc.parametrize(
            "backend", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)], scope="session"
        )


@pytest.fixture(scope="session")
def backend() -> str:
    """The database of tests outside rooms/."""
    return "sqlite"


@pytest.fixture
def bench(benches: Callable[[str], Bench], backend: str) -> Bench:
    """The app and an empty database."""
    found = benches(backend)
    found.empty()
    return found


@pytest.fixture
def app(bench: Bench) -> Flask:
    """The app on an empty database."""
    return bench.app


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """The app with its context pushed: for room tests, which call deeds and queries directly."""
    with app.app_context():
        yield app


@pytest.fixture
def client(app: Flask) -> PageClient:
    """A browser without JavaScript that checks every page it gets."""
    return PageClient(app)
