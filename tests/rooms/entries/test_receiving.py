"""A file that arrives in pieces: what has arrived stays, the rest is sent later, and it is checked when it is whole."""

import os
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from awards_portal import tasks
from awards_portal.db import db, transaction
from awards_portal.entries import files, queries, receiving
from awards_portal.entries.models import Entry, Upload, UploadPiece
from awards_portal.errors import Invalid, NotHere, Refusal
from tests.rooms.entries.stage import Stage, make
from tests.together import together

PIECE = 64_000


def noise() -> bytes:
    """A photo that does not get small: about 200 KB."""
    out = BytesIO()
    Image.frombytes("RGB", (1000, 220), os.urandom(660_000)).save(out, "JPEG", quality=90)
    return out.getvalue()


def begin(stage: Stage, content: bytes, **more: Any) -> Upload:
    values = {"name": "Tram.jpg", "size": len(content), "key": "k", "by": stage.lead, **more}
    return receiving.begin(stage.entry, stage.question("g_photo"), **values)


def count(table: type[Upload] | type[UploadPiece]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_what_arrived_before_the_break_is_not_sent_again(context: Flask) -> None:
    stage, content = make(), noise()
    row = begin(stage, content)
    receiving.take(row, 0, content[:PIECE])
    row = receiving.take(row, PIECE, content[PIECE : 2 * PIECE])
    # The answer was lost: the same piece again, and a piece too far on, change nothing.
    assert receiving.take(row, PIECE, content[PIECE : 2 * PIECE]).received == 2 * PIECE
    assert receiving.take(row, 3 * PIECE, content[3 * PIECE :]).received == 2 * PIECE
    again = begin(stage, content)
    assert (again.id, again.received) == (row.id, 2 * PIECE)
    row = receiving.take(again, 2 * PIECE, content[2 * PIECE :])
    made = receiving.finish(row, stage.entry, stage.question("g_photo"), stage.lead)
    assert (made.name, made.width) == ("Tram.jpg", 1000)
    assert Image.open(BytesIO(files.read(made))).size == (1000, 220)
    assert count(UploadPiece) == 0
    # Announced once more after everything is done: it is there.
    assert begin(stage, content).attachment_id == made.id
    files.remove_attachment(stage.entry, made.id, stage.lead)
    assert (begin(stage, content).attachment_id, begin(stage, content).received) == (None, 0)


def test_a_file_that_is_refused_when_whole_is_forgotten(context: Flask) -> None:
    stage = make()
    row = receiving.take(begin(stage, b"MZ program"), 0, b"MZ program")
    with pytest.raises(Invalid, match="this is a program"):
        receiving.finish(row, stage.entry, stage.question("g_photo"), stage.lead)
    assert (count(Upload), count(UploadPiece)) == (0, 0)
    assert queries.attachments(stage.entry.id) == []


@pytest.mark.parametrize(("size", "sentence"), [(0, "the file is empty"), (10**9, "the file is larger than 10 MB")])
def test_a_size_that_cannot_be_is_refused_before_a_byte_is_sent(context: Flask, size: int, sentence: str) -> None:
    stage = make()
    with pytest.raises(Invalid, match=sentence):
        begin(stage, b"", size=size)
    with pytest.raises(NotHere):
        receiving.begin(stage.entry, stage.question("d_summary"), "a", 5, "k", stage.lead)
    assert count(Upload) == 0


def test_who_may_not_add_a_file_announces_none(context: Flask) -> None:
    stage = make()
    with pytest.raises(Refusal, match="You may read this"):
        begin(stage, b"x", by=stage.viewer)
    stage.close()
    with pytest.raises(Refusal, match="The deadline passed"):
        begin(stage, b"x")


def test_crumbs_and_more_than_was_announced_are_refused(context: Flask) -> None:
    stage, content = make(), noise()
    row = begin(stage, content)
    for piece in (content[:100], content + b"x"):
        with pytest.raises(Invalid, match="did not arrive as it was announced"):
            receiving.take(row, 0, piece)
    assert count(UploadPiece) == 0


def test_what_a_city_has_on_its_way_is_limited(context: Flask) -> None:
    stage = make()
    for number in range(10):
        begin(stage, b"", size=10_000_000, key=f"k{number}")
    with pytest.raises(Refusal, match="more than 100 MB of files on their way"):
        begin(stage, b"", size=1, key="one more")


def test_a_colleague_does_not_go_on_with_my_upload(context: Flask) -> None:
    stage, content = make(), noise()
    row = begin(stage, content)
    assert receiving.upload(stage.entry.id, row.id, stage.editor.id) is None
    assert begin(stage, content, by=stage.editor).id != row.id


def test_eight_times_the_same_piece_at_once_is_one(context: Flask) -> None:
    stage, content = make(), noise()
    upload_id = begin(stage, content).id

    def send() -> int:
        return receiving.take(db.session.get_one(Upload, upload_id), 0, content[:PIECE]).received

    assert together(context, *[send] * 8) == [PIECE] * 8
    assert count(UploadPiece) == 1


def test_files_that_were_given_up_are_forgotten_after_a_day(context: Flask) -> None:
    stage, content = make(), noise()
    receiving.take(begin(stage, content), 0, content[:PIECE])
    begin(stage, content, key="fresh")
    with transaction() as moment:
        old = db.session.scalars(select(Upload).filter_by(key="k")).one()
        old.begun_at = moment.at - timedelta(hours=25)
    tasks.work_through()
    assert (count(Upload), count(UploadPiece)) == (1, 0)
    assert db.session.scalar(select(func.count()).select_from(Entry)) == 1
