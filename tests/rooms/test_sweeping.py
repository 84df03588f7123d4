"""Content that no row counts is removed after a day; what anything at all refers to stays."""

import os
from datetime import timedelta
from hashlib import sha256 as digest_of

import pytest
from flask import Flask

from awards_portal import clock, storage, tasks
from awards_portal.config import Settings
from awards_portal.db import db
from awards_portal.entries import dossier, files, queries
from awards_portal.queue import Job
from awards_portal.storage import sweeping
from tests.rooms.entries.stage import Stage, make, pdf

pytestmark = pytest.mark.usefixtures("context")


def age(app: Flask, *digests: str) -> None:
    """Let content have been put there two days ago."""
    settings: Settings = app.config["SETTINGS"]
    then = (clock.now() - timedelta(days=2)).timestamp()
    for digest in digests:
        os.utime(settings.instance_dir / "files" / digest[:2] / digest, (then, then))


def submitted() -> tuple[Stage, list[str]]:
    """An entry with a file that is in a version, one removed again, and a dossier; their digests."""
    stage = make()
    stage.fill()
    kept = files.attach(stage.entry, stage.question("g_files"), "a.pdf", pdf(1), stage.lead)
    gone = files.attach(stage.entry, stage.question("g_files"), "b.pdf", pdf(2), stage.lead)
    files.remove_attachment(stage.entry, gone.id, stage.lead)
    version = stage.submit()
    dossier.make(version.id)
    drawn = dossier.of_submission(version.id)
    assert drawn is not None
    return stage, [kept.sha256, gone.sha256, drawn.sha256]


def test_only_what_nothing_refers_to_goes_and_only_after_a_day(app: Flask, context: Flask) -> None:
    stage, kept = submitted()
    old, young, named = storage.put(b"old"), storage.put(b"young"), storage.put(b"named in a text")
    stage.write(f"Proof: {named}", "c_title", seen=1)
    age(context, *kept, old, named)
    told = sweeping.sweep(dry=True)
    assert (told.digests, told.size, told.of, told.is_removed) == ([old], 3, 6, False)
    assert sweeping.sweep().digests == [old]
    with pytest.raises(storage.Damaged):
        storage.read(old, 3)
    for digest in (*kept, young, named):
        assert context.extensions["storage"].read(digest)
    assert sweeping.sweep().digests == []
    assert [row.name for row in queries.attachments(stage.entry.id)] == ["a.pdf"]


def test_content_put_again_is_young_again(context: Flask) -> None:
    digest = storage.put(b"once more")
    age(context, digest)
    found = context.extensions["storage"]
    storage.put(b"once more")
    assert not found.remove(digest, clock.now() - timedelta(days=1))
    assert storage.read(digest, 9) == b"once more"


def test_where_much_would_go_nothing_does_unless_somebody_says_so(context: Flask) -> None:
    digests = [storage.put(str(number).encode()) for number in range(24)]
    age(context, *digests)
    runner = context.test_cli_runner()
    assert "24 of 24 files would be removed" in runner.invoke(args=["storage", "sweep", "--dry-run"]).output
    refused = runner.invoke(args=["storage", "sweep"])
    assert refused.exit_code == 1
    assert "may be the wrong one" in refused.output
    assert len(list(context.extensions["storage"].all())) == 24
    done = runner.invoke(args=["storage", "sweep", "--however-many"])
    assert "24 of 24 files removed" in done.output
    assert list(context.extensions["storage"].all()) == []
    assert digest_of(b"0").hexdigest() in done.output


def test_the_worker_sweeps_once_a_day(context: Flask) -> None:
    digest = storage.put(b"orphan")
    age(context, digest)
    tasks.work_through()
    tasks.work_through()
    assert list(context.extensions["storage"].all()) == []
    assert db.session.query(Job).filter_by(kind="storage.sweep").count() == 1
