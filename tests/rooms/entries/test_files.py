"""Files are stored under their digest before their row, counted under lock, and stay for what was submitted."""

import json
import socket
import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal import ledger, storage
from awards_portal.db import db
from awards_portal.entries import files, queries
from awards_portal.entries.models import Attachment, Entry
from awards_portal.errors import Invalid, NotHere, Refusal
from awards_portal.people.models import Person
from awards_portal.storage import antivirus
from tests.rooms.entries.stage import Stage, make, pdf, photo
from tests.together import together


def attach(stage: Stage, pages: int = 1, **more: Person) -> Attachment:
    return files.attach(
        stage.entry, stage.question("g_files"), f"Plan {pages}.pdf", pdf(pages), **{"by": stage.lead, **more}
    )


def kept(context: Flask) -> list[Path]:
    folder: Path = context.config["SETTINGS"].instance_dir / "files"
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_file_is_stored_under_its_digest_and_read_back(context: Flask) -> None:
    stage = make()
    row = attach(stage, 2)
    assert (row.name, row.media_type, row.pages) == ("Plan 2.pdf", "application/pdf", 2)
    assert [path.name for path in kept(context)] == [row.sha256]
    assert files.read(row).startswith(b"%PDF-")
    line = db.session.scalars(select(ledger.LedgerLine).filter_by(event="attachment.added")).one()
    assert line.after == {"question": "g_files", "sha256": row.sha256, "size": row.size}


def test_the_same_file_added_twice_is_kept_once(context: Flask) -> None:
    stage = make()
    assert attach(stage).id == attach(stage).id
    assert len(queries.attachments(stage.entry.id)) == 1


def test_a_fourth_file_and_one_of_another_kind_are_refused_in_words(context: Flask) -> None:
    stage = make()
    for pages in (1, 2, 3):
        attach(stage, pages)
    with pytest.raises(Invalid, match="at most 3 files"):
        attach(stage, 4)
    files.attach(stage.entry, stage.question("g_photo"), "a.jpg", photo(), stage.lead)
    with pytest.raises(Invalid, match="takes one file, and it has one"):
        files.attach(stage.entry, stage.question("g_photo"), "b.jpg", photo(1001), stage.lead)
    with pytest.raises(Invalid, match="this is a JPG file; this question takes PDF"):
        files.attach(stage.entry, stage.question("g_files"), "c.pdf", photo(), stage.lead)
    with pytest.raises(NotHere):
        files.attach(stage.entry, stage.question("d_summary"), "d.pdf", pdf(), stage.lead)
    assert len(queries.attachments(stage.entry.id)) == 4


def test_of_eight_files_added_at_once_to_a_question_of_three_three_are_there(context: Flask) -> None:
    stage = make()
    entry_id, lead_id, question = stage.entry.id, stage.lead.id, stage.question("g_files")
    contents = [pdf(pages) for pages in range(1, 9)]

    def add(content: bytes) -> int:
        entry = queries.entry_by_reference(db.session.get_one(Entry, entry_id).reference)
        assert entry is not None
        return files.attach(entry, question, "Plan.pdf", content, db.session.get_one(Person, lead_id)).id

    answers = together(context, *[lambda c=content: add(c) for content in contents])  # type: ignore[misc]
    assert sum(isinstance(answer, int) for answer in answers) == 3, answers
    assert sum(isinstance(answer, Invalid) for answer in answers) == 5, answers
    assert len(queries.attachments(entry_id)) == 3


def test_a_removed_file_stays_for_the_version_that_was_submitted_with_it(context: Flask) -> None:
    stage = make()
    stage.fill()
    row = attach(stage)
    submission = stage.submit()
    files.remove_attachment(stage.entry, row.id, stage.editor)
    files.remove_attachment(stage.entry, row.id, stage.editor)
    assert queries.attachments(stage.entry.id) == []
    digest = json.loads(submission.snapshot)["attachments"][0]["sha256"]
    still = queries.attachment_by_digest(stage.entry.id, digest)
    assert still is not None
    assert files.read(still).startswith(b"%PDF-")
    assert len(list(db.session.scalars(select(ledger.LedgerLine).filter_by(event="attachment.removed")))) == 1
    with pytest.raises(NotHere):
        files.remove_attachment(stage.entry, 10**9, stage.lead)


def test_a_viewer_and_whoever_is_late_add_and_remove_nothing(context: Flask) -> None:
    stage = make()
    row = attach(stage)
    with pytest.raises(Refusal, match="read this and not change it"):
        attach(stage, 2, by=stage.viewer)
    with pytest.raises(Refusal, match="read this and not change it"):
        files.remove_attachment(stage.entry, row.id, stage.viewer)
    stage.close()
    with pytest.raises(Refusal, match="The deadline passed"):
        attach(stage, 2)
    with pytest.raises(Refusal, match="The deadline passed"):
        files.remove_attachment(stage.entry, row.id, stage.lead)
    assert len(queries.attachments(stage.entry.id)) == 1
    assert len(kept(context)) == 1


def test_a_citys_space_is_limited(context: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = make()
    row = attach(stage)
    narrow = context.config["SETTINGS"].model_copy(update={"upload_quota_bytes": row.size + 10})
    monkeypatch.setitem(context.config, "SETTINGS", narrow)
    with pytest.raises(Refusal, match="Your city has used"):
        attach(stage, 2)


def test_a_file_damaged_on_the_disk_is_never_handed_out_and_sending_it_again_mends_it(context: Flask) -> None:
    stage = make()
    row = attach(stage)
    path = kept(context)[0]
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + b"x")
    with pytest.raises(storage.Damaged):
        files.read(row)
    attach(stage)
    assert files.read(row) == whole
    path.unlink()
    with pytest.raises(storage.Damaged):
        files.read(row)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"stream: OK\0", None),
        (b"stream: Test-Signature FOUND\0", "found something in this file"),
        (b"INSTREAM size limit exceeded. ERROR\0", "cannot be checked for viruses"),
        (b"", "cannot be checked for viruses"),
    ],
)
def test_the_virus_scanners_word_decides_and_what_is_not_understood_refuses(
    context: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: bytes, words: str | None
) -> None:
    path = tmp_path / "clamd"
    heard: list[bytes] = []
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()

        def scanner() -> None:
            connection = server.accept()[0]
            with connection:
                sent = b""
                while not sent.endswith(b"\0\0\0\0"):
                    sent += connection.recv(1 << 16)
                heard.append(sent)
                connection.sendall(answer)

        thread = threading.Thread(target=scanner)
        thread.start()
        settings = context.config["SETTINGS"].model_copy(update={"clamd_socket": str(path)})
        monkeypatch.setitem(context.config, "SETTINGS", settings)
        if words is None:
            antivirus.scan(b"content")
        else:
            with pytest.raises(Refusal, match=words):
                antivirus.scan(b"content")
        thread.join(timeout=10)
    assert heard == [b"zINSTREAM\0\0\0\0\7content\0\0\0\0"]


def test_a_scanner_that_is_down_lets_nothing_pass(
    context: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stage = make()
    settings = context.config["SETTINGS"].model_copy(update={"clamd_socket": str(tmp_path / "none")})
    monkeypatch.setitem(context.config, "SETTINGS", settings)
    with pytest.raises(Refusal, match="cannot be checked for viruses"):
        attach(stage)
    assert kept(context) == []
    assert queries.attachments(stage.entry.id) == []
