"""What runs after the response or at a time. Rows say what is to be done; Huey rings, a sweep makes sure."""

import logging
from typing import Any

import structlog
from flask import Flask
from huey import RedisHuey, SqliteHuey, crontab

# Importing the tables here makes all of them known to migrations, to the worker and to every command.
from . import clock, ledger, queue
from .awards import announcing, certificates, feedback_releasing, packing
from .awards import models as awards
from .awards.meeting import minutes
from .config import Settings
from .db import db, transaction
from .entries import dossier, presence, receiving, reminders
from .exports import service as exporting
from .imports import carrying, keeping
from .judging import models as judging
from .ledger import sealing
from .mail import models as mail
from .mail import post_office
from .mailings import models as mailings
from .mailings import service as mailing
from .programmes import quiet
from .storage import sweeping

TABLES_OF = (awards, judging, mail, mailings, ledger, sealing, queue)
# Rooms whose work the worker does, and who knows the quiet hours; importing them makes it known.
WORK_OF = (announcing, carrying, certificates, dossier, feedback_releasing, mailing, minutes, packing, quiet, exporting)

log = structlog.get_logger()


def init_app(app: Flask) -> None:
    """Make the bell of this app: Huey on a SQLite file of its own, or on Redis when scaled out."""
    post_office.init_app(app)
    huey = _make_huey(app.config["SETTINGS"])
    app.extensions["huey"] = huey

    def everything_due() -> None:
        with app.app_context():
            work_through()

    rung = huey.task(name="everything_due")(everything_due)
    huey.periodic_task(crontab(minute="*"), name="sweep")(everything_due)
    app.extensions["ring"] = rung
    queue.on_ring(lambda: _ring(app))


def _make_huey(settings: Settings) -> Any:
    if settings.queue_url:
        return RedisHuey("portal", url=settings.queue_url, results=False)
    # A file of its own: the bell must not wait for the portal's writers, nor they for it.
    return SqliteHuey("portal", filename=str(settings.instance_dir / "queue.db"), results=False)


def _ring(app: Flask) -> None:
    # Tests run the work themselves, when they want it.
    if app.config["SETTINGS"].environment != "test":
        app.extensions["ring"]()


def work_through() -> tuple[int, int]:
    """Do every job that is due and send every letter that is due. Returns how many of each."""
    reminders.plan()
    certificates.plan()
    _plan_sweeping()
    done = queue.sweep(), post_office.deliver()
    sealing.seal()
    presence.sweep()
    receiving.sweep()
    db.session.remove()
    if any(done):
        log.info("worked through", jobs=done[0], letters=done[1])
    return done


def _plan_sweeping() -> None:
    key = f"storage:{clock.now().date()}"
    if not queue.is_deferred(key):
        with transaction() as moment:
            queue.defer(moment, "storage.sweep", key=key)


@queue.work("storage.sweep")
def sweep_storage() -> None:
    """Once a day: results nobody takes any more, files nobody imported and content that no row counts are removed."""
    queue.long.forget_results(clock.now())
    keeping.forget_unused(clock.now())
    sweeping.sweep()


def run_worker(app: Flask, workers: int = 2) -> None:
    """Serve the bell until a signal ends it."""
    logging.getLogger("huey").setLevel(logging.INFO)
    app.extensions["huey"].create_consumer(workers=workers, worker_type="thread", periodic=True).run()
