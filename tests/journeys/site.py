"""A whole portal of its own for a journey: web and worker as processes on an instance folder, and a real Chromium."""

import email
import email.policy
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from email.message import EmailMessage
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from awards_portal import create_app
from awards_portal.config import ROOT, Settings
from awards_portal.db import db
from tests.services import free_port

# Without the background-networking flags Chromium asks its maker's servers for things no test needs.
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Site:
    """A running portal. `kill` and `start` let a journey pull the plug."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / "serve.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.environment = {
            **os.environ,
            "AWARDS_ENVIRONMENT": "development",
            "AWARDS_INSTANCE_DIR": str(folder / "instance"),
            "AWARDS_PUBLIC_URL": self.address,
            "AWARDS_SECRET_KEY": "journey" * 8,
            "PYTHONWARNINGS": "default",
        }

    def flask(self, *arguments: str) -> str:
        """Run a command of the portal and return what it printed."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{' '.join(arguments)}: {done.stdout}{done.stderr}"
        return done.stdout

    def start(self) -> None:
        """Serve web and worker; returns when pages are answered."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=2):
                    return
            except OSError:
                assert self.process.poll() is None, self.log.read_text()
                time.sleep(0.1)
        raise AssertionError(f"the portal did not start: {self.log.read_text()}")

    @property
    def runs(self) -> bool:
        """Whether its processes are there."""
        return self.process is not None and self.process.poll() is None

    def empty(self) -> None:
        """Forget everything while it runs: every row, every letter, every file.

        Rows that the database guards are deleted with the guards taken off and put on again in one transaction.
        """
        instance = self.folder / "instance"
        connection = sqlite3.connect(instance / "portal.db", isolation_level=None, timeout=30)
        with closing(connection):
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("BEGIN IMMEDIATE")
            named = "SELECT name, sql FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite_%'"
            guards = connection.execute(named, ("trigger",)).fetchall()
            tables = connection.execute(named, ("table",)).fetchall()
            for name, _ in guards:
                connection.execute(f"DROP TRIGGER {name}")
            for name, _ in tables:
                if name != "alembic_version":
                    connection.execute(f"DELETE FROM {name}")
            for _, sql in guards:
                connection.execute(sql)
            connection.execute("COMMIT")
        for name in ("files", "letters"):
            shutil.rmtree(instance / name, ignore_errors=True)

    @contextmanager
    def inside(self) -> Iterator[Flask]:
        """The served portal's application and database in this process, for deeds that need no page."""
        settings = Settings.load(
            environment="development",
            secret_key=self.environment["AWARDS_SECRET_KEY"],
            instance_dir=self.environment["AWARDS_INSTANCE_DIR"],
            public_url=self.address,
        )
        app = create_app(settings)
        with app.app_context():
            yield app
            db.session.rollback()
            db.engine.dispose()

    def kill(self) -> None:
        """End every process at once, as a power cut would."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """End in order."""
        self._signal(signal.SIGTERM)

    def _signal(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, number)
            self.process.wait(30)
        self.process = None

    def letters(self, to: str, subject: str = "") -> list[str]:
        """Bodies of the letters sent to an address whose subject contains this, oldest first."""
        found = []
        for path in sorted((self.folder / "instance" / "letters").glob("*.eml")):
            message = email.message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=email.policy.default)
            if to in str(message["To"]) and subject.lower() in str(message["Subject"]).lower():
                found.append(message.get_content())
        return found

    def link(self, to: str, subject: str = "", seconds: float = 30) -> str:
        """The last link in the newest letter to this address; waits for the worker to send it."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for body in reversed(self.letters(to, subject)):
                links = re.findall(r"https?://\S+", body)
                if links:
                    return str(links[-1]).rstrip(".,)")
            time.sleep(0.2)
        raise AssertionError(f"no letter with a link came for {to}: {self.log.read_text()[-3000:]}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium, the system's own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["TEST_CHROMIUM"], args=CHROMIUM)
        yield browser
        browser.close()


class Person:
    """One person at one browser. With `script=False` the browser runs no JavaScript."""

    def __init__(
        self, browser: Browser, site: Site, *, script: bool = True, width: int = 1280, height: int = 900
    ) -> None:
        self.site = site
        self.context: BrowserContext = browser.new_context(
            base_url=site.address,
            java_script_enabled=script,
            viewport={"width": width, "height": height},
            accept_downloads=True,
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("console", lambda m: self.faults.append(m.text) if "Content Security Policy" in m.text else None)

    def go(self, path: str) -> Page:
        """Open an address of the portal."""
        self.page.goto(path)
        return self.page

    def press(self, words: str) -> Page:
        """Click the button or link with these words."""
        button, link = (self.page.get_by_role(role, name=words, exact=True) for role in ("button", "link"))
        # The page that has it may still be on its way.
        button.or_(link).first.wait_for(state="attached")
        (button if button.count() else link).first.click()
        return self.page

    def fill(self, label: str, value: str) -> None:
        """Type into the field with this label."""
        self.page.get_by_label(label, exact=True).fill(value)

    def reads(self, words: str) -> None:
        """Wait until the page says this."""
        self.page.get_by_text(words).first.wait_for()

    def close(self) -> None:
        """Leave; a script error or a blocked request on the way is a fault of the portal."""
        self.context.close()
        assert not self.faults, self.faults
