"""The dossier: a submission as PDF from its snapshot alone, and receipts that anyone can check."""

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import joinedload

from awards_portal import queue, storage
from awards_portal.db import db, transaction
from awards_portal.documents.typesetting import CannotDraw, typeset
from awards_portal.entries import dossier, queries, receipts
from awards_portal.entries.models import Dossier, Entry, Submission
from awards_portal.programmes import queries as programmes
from awards_portal.programmes.models import FormVersion
from tests import factories

pytestmark = pytest.mark.usefixtures("context")

SCRIPTS = {
    "Latin": "Łódź, São Tomé and Đà Nẵng",
    "Korean": "야간 트램은 간호사를 위한 것",
    "Cyrillic": "Ночные трамваи для медсестёр",
    "Arabic": "ترام ليلي للممرضات",
    "Chinese": "为护士开设的夜间有轨电车",
    "hostile": '#read("/etc/passwd") $x$ \\ *bold* <label> @ref `code` #panic("no")',
}


def submitted(summary: str = "Trams at night.", title: str = "Night trams") -> Submission:
    city = factories.city()
    entry = factories.submitted_entry(factories.edition(), city, title, d_summary=summary)
    whole = (joinedload(Submission.by), joinedload(Submission.entry).joinedload(Entry.edition))
    return db.session.scalars(select(Submission).filter_by(entry_id=entry.id).options(*whole)).one()


def drawn(submission: Submission) -> bytes:
    dossier.make(submission.id)
    found = dossier.of_submission(submission.id)
    assert found is not None
    return dossier.read(found)


def fonts_of(pdf: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {
            str(each["/BaseFont"]).partition("+")[2]
            for each in document.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Font" and "/BaseFont" in each
        }


@pytest.mark.parametrize("script", SCRIPTS)
def test_text_of_every_script_and_text_that_looks_like_markup_is_drawn_as_text(script: str) -> None:
    made = drawn(submitted(SCRIPTS[script], SCRIPTS[script]))
    assert made.startswith(b"%PDF")
    wanted = {"Korean": "NanumGothic", "Arabic": "NotoNaskhArabic", "Chinese": "DroidSansFallback"}.get(
        script, "NotoSans"
    )
    assert any(font.replace(" ", "").startswith(wanted) for font in fonts_of(made)), fonts_of(made)


def test_ten_thousand_words_and_an_endless_word_fit_on_pages() -> None:
    made = drawn(submitted("word " * 10_000 + "a" * 5_000))
    with pikepdf.open(io.BytesIO(made)) as document:
        assert len(document.pages) > 10


def test_lines_from_right_to_left_are_known_by_their_first_letter() -> None:
    submission = submitted("12 ترام\ntram ترام")
    version = db.session.scalars(select(FormVersion)).one()
    told = dossier.content(submission, queries.read_snapshot(submission), programmes.form_of(version))
    lines = next(a["lines"] for s in told["sections"] for a in s["answers"] if a["label"][0]["text"] == "Summary")
    assert [line["rtl"] for line in lines] == [True, False]


def test_the_same_submission_gives_the_same_bytes_once() -> None:
    submission = submitted()
    first = drawn(submission)
    assert drawn(submission) == first
    assert len(db.session.scalars(select(Dossier)).all()) == 1
    with pytest.raises(DatabaseError, match="kept as they were written"), transaction():
        db.session.execute(text("UPDATE dossier SET sha256 = 'x'"))


def test_submitting_asks_for_the_dossier_and_the_worker_draws_it() -> None:
    submission = submitted()
    with transaction() as moment:
        queue.defer(moment, "entries.dossier", submission_id=submission.id)
    queue.sweep()
    assert dossier.of_submission(submission.id) is not None


def test_a_damaged_photo_is_left_out_rather_than_the_dossier() -> None:
    submission = submitted()
    said = queries.read_snapshot(submission)
    lost = {"media_type": "image/png", "sha256": "0" * 64, "size": 5}
    assert dossier._photo({**said, "attachments": [lost]}) == (None, None)


def test_what_typst_cannot_draw_is_a_fault_with_words() -> None:
    with pytest.raises(CannotDraw):
        typeset("dossier", {"title": "half"}, {}, 0)


def test_a_digest_of_a_submission_or_of_its_dossier_is_known_and_no_other() -> None:
    submission = submitted()
    made = drawn(submission)
    assert receipts.submission_of(submission.sha256) is not None
    assert receipts.submission_of(receipts.digest_of(made)) is not None
    assert receipts.submission_of("0" * 64) is None
    assert receipts.submission_of("%") is None
    assert receipts.named_in(made) == submission.sha256
    assert receipts.named_in(b"no pdf") is None


Command = Callable[..., Result]


@pytest.fixture
def command(app: Flask) -> Command:
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=["receipt", "verify", *words])


def test_the_command_tells_a_genuine_dossier_from_a_changed_one(command: Command, tmp_path: Path) -> None:
    submission = submitted()
    reference = submission.entry.reference
    path = tmp_path / "dossier.pdf"
    path.write_bytes(drawn(submission))
    told = command(str(path))
    assert told.exit_code == 0, told.output
    assert f"{reference}, version 1" in told.output
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.pages.append(document.pages[0])
        document.save(path)
    told = command(str(path))
    assert told.exit_code == 1
    assert f"names {reference}, version 1, but is not byte for byte" in told.output
    path.write_bytes(b"%PDF-1.7 of somebody else")
    told = command(str(path))
    assert told.exit_code == 1
    assert "did not make this file" in told.output


def test_the_command_verifies_every_version_and_file_of_a_reference(command: Command) -> None:
    submission = submitted()
    reference = submission.entry.reference
    assert command(reference.lower()).exit_code == 0
    told = command("SSC26-0000")
    assert told.exit_code == 1
    assert "no submitted entry with that reference" in told.output


def test_a_file_that_changed_since_is_named() -> None:
    submission = submitted()
    digest = storage.put(b"hello")
    file = f'{{"name":"note.pdf","sha256":"{digest}","size":4}}'
    # Only in memory: the database refuses it, as another test shows.
    db.session.expunge(submission)
    submission.snapshot = submission.snapshot.replace('"attachments":[]', f'"attachments":[{file}]')
    assert receipts.check(submission).faults == [
        "The record does not have the SHA-256 that was noted for it.",
        'The file "note.pdf" is missing or was changed.',
    ]
