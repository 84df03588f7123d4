"""Commands that run the portal: serve, worker, doctor."""

import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import FrameType

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import inspect

from .. import tasks
from ..config import ROOT, Settings
from ..db import Base, db


@click.command()
@with_appcontext
def worker() -> None:
    """Send letters and do deferred work, until stopped."""
    tasks.run_worker(current_app._get_current_object())  # type: ignore[attr-defined]


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=5000, show_default=True, type=int)
@with_appcontext
def serve(host: str, port: int) -> None:
    """Migrate, then serve web and worker together; for one machine and for trying out."""
    from flask_migrate import upgrade

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"Port {port} is taken ({error.strerror}). Stop what uses it, or add --port."
            ) from error
    upgrade()
    click.echo(f"Database: {db.engine.url.render_as_string(hide_password=True)}")
    db.session.remove()
    db.engine.dispose()
    click.echo(f"Open http://{host}:{port}/ (stop with Ctrl+C)")
    _run_together(
        [sys.executable, "-m", "flask", "--app", "wsgi", "worker"],
        [
            *[sys.executable, "-m", "gunicorn", "wsgi:app", "--worker-class", "gthread", "--threads", "8"],
            *["--bind", f"{host}:{port}", "--worker-tmp-dir", _shared_memory(), "--no-control-socket"],
        ],
    )


def _shared_memory() -> str:
    # gunicorn's heartbeat file on a slow disk makes it kill workers that are well.
    return "/dev/shm" if Path("/dev/shm").is_dir() else str(current_app.config["SETTINGS"].instance_dir)  # noqa: S108


def _run_together(*commands: list[str]) -> None:
    """Run programs until one ends or a signal comes; then end them all."""
    running = [subprocess.Popen(command, cwd=ROOT) for command in commands]  # noqa: S603

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)
    failed = 0
    try:
        while not failed and all(p.poll() is None for p in running):
            signal.sigtimedwait([signal.SIGCHLD], 1)
        failed = max((p.returncode or 0 for p in running if p.poll() is not None), default=0)
    except KeyboardInterrupt:
        pass
    finally:
        for process in running:
            if process.poll() is None:
                process.terminate()
        for process in running:
            process.wait(30)
    if failed:
        raise click.ClickException("One of the two programs stopped; see above.")


@click.command()
@with_appcontext
def doctor() -> None:
    """Say what the portal finds of its parts, and what is missing."""
    settings: Settings = current_app.config["SETTINGS"]
    faults = 0
    click.echo(f"environment  {settings.environment}")
    click.echo(f"address      {settings.public_url}")
    try:
        missing = sorted(set(Base.metadata.tables) - set(inspect(db.engine).get_table_names()))
        state = "up to date" if not missing else f"{len(missing)} tables missing: run `flask --app wsgi db upgrade`"
        faults += bool(missing)
    except Exception as error:
        state, faults = f"cannot be reached: {error}", faults + 1
    click.echo(f"database     {db.engine.dialect.name}, {state}")
    click.echo(f"letters      {'by SMTP' if settings.mail_url else 'written to files (not for production)'}")
    click.echo(f"files        {settings.storage_url or settings.instance_dir / 'files'}")
    click.echo(f"queue        {'Redis' if settings.queue_url else 'SQLite file'}")
    if faults:
        raise click.exceptions.Exit(1)
