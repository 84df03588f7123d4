"""One's own long work: how far it is, what came of it, stopping it. It goes on when the page is left."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import ledger, storage
from ...db import transaction
from ...errors import Refusal
from ...queue import Job, JobState, long
from ...sheets import Column, Kind
from ..shared import access, lists
from ..shared.sending import download
from . import blueprint
from .outbox import role, zone
from .rounds import own_cities

COLUMNS = [
    Column("number", Kind.NUMBER),
    Column("what"),
    Column("state"),
    Column("begun", Kind.INSTANT),
    Column("over", Kind.INSTANT),
    Column("words"),
    Column("file"),
]


@blueprint.get("/work")
def work_list() -> str | Response:
    """Long work of whoever asks; `format=csv` gives what is shown as a file."""
    search, state = lists.asked("q"), lists.asked("state", set(JobState))
    owner = access.visitor().person.id
    found = lists.listing(
        lambda limit, offset: long.of_owner(owner, search=search, state=state, limit=limit, offset=offset)
    )
    if lists.wants_csv():
        rows = [
            [j.id, j.title or "", j.state, j.created_at, j.finished_at, j.words or "", j.file_name or ""]
            for j in found.rows
        ]
        return lists.csv_file("long-work", COLUMNS, rows)
    return render_template("admins/work_list.html", listing=found, q=search, state=state, zone=zone())


def _own_or_404(job_id: int) -> Job:
    found = long.one_of_owner(access.visitor().person.id, job_id)
    return found if found is not None else abort(404)


@blueprint.get("/work/<int:job_id>")
def work_item(job_id: int) -> str:
    """How far one piece of work is, or what came of it."""
    job = _own_or_404(job_id)
    return render_template(
        "admins/work.html", job=job, zone=zone(), why_not=_why_not_take(job), kept_days=long.KEPT.days
    )


def _why_not_take(job: Job) -> str | None:
    """Why the result is not, or no longer, this person's to take."""
    if job.roles is not None and role() not in job.roles:
        return _("This file is not for your role in the organising team.")
    if not own_cities() <= set(job.arguments.get("own_cities", own_cities())):
        return _("You speak for a city now for which you did not speak when this file was made. Have it made again.")
    if job.sha256 is None:
        return _("This file was kept for %(days)s days and is gone. Have it made again.", days=long.KEPT.days)
    return None


@blueprint.post("/work/<int:job_id>/file")
def work_file(job_id: int) -> Response:
    """The file that came of it. A post, because the ledger keeps who took it."""
    job = _own_or_404(job_id)
    if job.file_name is None:
        abort(404)
    if (why_not := _why_not_take(job)) is not None:
        raise Refusal(why_not)
    assert job.sha256 is not None
    assert job.size is not None
    assert job.media_type is not None
    content = storage.read(job.sha256, job.size)
    with transaction() as moment:
        ledger.write(
            "file.downloaded",
            actor=access.visitor().person,
            at=moment.at,
            subject=job,
            label=job.file_name,
            edition_id=job.arguments.get("edition_id"),
            after={"sha256": job.sha256, "bytes": job.size},
        )
    return download(content, job.media_type, job.file_name)


@blueprint.post("/work/<int:job_id>/stop")
def stop_work(job_id: int) -> Response:
    """Stop a piece of work."""
    long.stop(_own_or_404(job_id))
    flash(_("It is stopped."), "success")
    return redirect(url_for("admins.work_item", job_id=job_id), 303)
