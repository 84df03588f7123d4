"""Downloads that take longer than a page: the workbook of a large round, all dossiers or certificates."""

import zipfile
from collections.abc import Callable, Collection, Mapping
from tempfile import TemporaryFile

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from .. import clock, storage
from ..db import db, transaction
from ..entries.models import Dossier, Submission
from ..errors import Refusal
from ..judging.models import Assignment
from ..people.models import Person
from ..programmes.models import Edition, Round, Rubric
from ..queue import Job, Made, Task, long_work, start
from . import certificates, queries

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
# A round with more assignments than this is not made while somebody waits for the page.
LARGE = 1000
MOST_BYTES = 500_000_000
# The same files give the same archive: their own times are inside them.
FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def is_large(round_id: int) -> bool:
    """Whether the workbook of a round takes longer than somebody should wait for a page."""
    question = select(func.count()).select_from(Assignment).where(Assignment.round_id == round_id)
    return (db.session.scalar(question) or 0) > LARGE


def order_workbook(
    edition: Edition,
    round_: Round,
    *,
    category: str | None,
    shape: str,
    is_public: bool,
    by: Person,
    own_cities: Collection[int],
    mark: str,
) -> Job:
    """Have the workbook of a round made; the same mark again is the same work.

    Raises:
        Refusal: when too much of this person's work waits.
    """
    with transaction() as moment:
        return start(
            moment,
            "awards.workbook",
            owner_id=by.id,
            title=_("Workbook of %(edition)s, %(round)s", edition=edition.title, round=round_.title),
            mark=mark,
            edition_id=edition.id,
            round_id=round_.id,
            category=category,
            shape=shape,
            is_public=is_public,
            own_cities=sorted(own_cities),
        )


@long_work("awards.workbook")
def make_workbook(
    task: Task,
    edition_id: int,
    round_id: int,
    category: str | None,
    shape: str,
    is_public: bool,
    own_cities: list[int],
) -> Made:
    """Make the workbook of a round as it is now."""
    # Late: pandas takes a second to load, and only workbooks need it.
    from .service import download_workbook

    round_ = db.session.get_one(Round, round_id)
    file, name = download_workbook(
        db.session.get_one(Edition, edition_id),
        round_,
        db.session.get_one(Rubric, round_.rubric_id),
        category=category,
        shape=shape,
        by=db.session.get_one(Person, task.owner_id),
        own_cities=own_cities,
        is_public=is_public,
        tell=task.tell,
    )
    with file:
        content = file.read()
    return Made(
        _("The workbook is as the round was when it was made."),
        file_name=name,
        media_type=MEDIA_TYPES[shape],
        sha256=storage.put(content),
        size=len(content),
    )


def order_dossiers(edition: Edition, category: str | None, by: Person, mark: str) -> Job:
    """Have the dossiers of all entries that stand put into one archive; the same mark again is the same work.

    Raises:
        Refusal: when too much of this person's work waits.
    """
    with transaction() as moment:
        return start(
            moment,
            "awards.dossiers",
            owner_id=by.id,
            title=_("Dossiers of %(edition)s", edition=edition.title),
            mark=mark,
            edition_id=edition.id,
            category=category,
        )


@long_work("awards.dossiers")
def pack_dossiers(task: Task, edition_id: int, category: str | None) -> Made:
    """Put the dossiers of the versions that count into one archive, a folder per category.

    Raises:
        Refusal: without an entry, or when the archive would be too large.
    """
    rows = queries.entry_rows(edition_id, category)
    drawn = {
        (entry_id, number): (sha256, size)
        for entry_id, number, sha256, size in db.session.execute(
            select(Submission.entry_id, Submission.number, Dossier.sha256, Dossier.size)
            .join(Dossier, Dossier.submission_id == Submission.id)
            .where(
                Submission.entry_id.in_(select(Submission.entry_id).where(Submission.entry.has(edition_id=edition_id)))
            )
        )
    }
    found = [(row, drawn[row.id, row.version]) for row in rows if (row.id, row.version) in drawn]
    if not found:
        raise Refusal(_("There is no dossier yet. They are drawn within minutes after an entry is submitted."))
    if sum(size for _row, (_sha256, size) in found) > MOST_BYTES:
        raise Refusal(_("All dossiers together are too large for one file. Take them category by category."))
    content = _archive(
        task, {f"{row.category}/{row.reference}-{row.version}.pdf": where for row, where in found}, _dossiers_packed
    )
    missing = len(rows) - len(found)
    told = [ngettext("%(num)d dossier is in it.", "%(num)d dossiers are in it.", len(found))]
    if missing:
        told.append(ngettext("%(num)d is not drawn yet.", "%(num)d are not drawn yet.", missing))
    key = db.session.get_one(Edition, edition_id).key
    return Made(
        " ".join(told),
        file_name="-".join(filter(None, [key, category, "dossiers"])) + ".zip",
        media_type="application/zip",
        sha256=storage.put(content),
        size=len(content),
    )


def _dossiers_packed(n: int) -> str:
    return ngettext("%(num)d dossier packed", "%(num)d dossiers packed", n)


def _certificates_packed(n: int) -> str:
    return ngettext("%(num)d certificate packed", "%(num)d certificates packed", n)


def _archive(task: Task, files: Mapping[str, tuple[str, int]], words: Callable[[int], str]) -> bytes:
    """Stored files, by digest and size, as a ZIP of these names; the same files give the same archive."""
    with TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for n, (name, (digest, size)) in enumerate(files.items(), 1):
                archive.writestr(zipfile.ZipInfo(name, FIRST_DAY), storage.read(digest, size))
                task.tell(n, len(files), words(n))
        file.seek(0)
        return file.read()


def order_certificates(edition: Edition, by: Person, mark: str) -> Job:
    """Have every certificate of the results that are public put into one archive; the same mark again is the same work.

    Raises:
        Refusal: when too much of this person's work waits.
    """
    with transaction() as moment:
        return start(
            moment,
            "awards.pack_certificates",
            owner_id=by.id,
            title=_("Certificates of %(edition)s", edition=edition.title),
            mark=mark,
            edition_id=edition.id,
        )


@long_work("awards.pack_certificates")
def pack_certificates(task: Task, edition_id: int) -> Made:
    """Put every certificate into one archive, awards, finalists and those who took part in folders of their own.

    Raises:
        Refusal: when results are not public, or none is drawn yet.
    """
    found = certificates.of_edition(edition_id, clock.now())
    if not found:
        raise Refusal(_("There are no certificates yet. They are made within minutes after the results are public."))
    content = _archive(task, {name: (each.sha256, each.size) for name, each in found.items()}, _certificates_packed)
    return Made(
        ngettext("%(num)d certificate is in it.", "%(num)d certificates are in it.", len(found)),
        file_name=f"{db.session.get_one(Edition, edition_id).key}-certificates.zip",
        media_type="application/zip",
        sha256=storage.put(content),
        size=len(content),
    )
