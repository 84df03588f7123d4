"""Deeds: everything of an edition as long work, everything of a city or a person at once. Each leaves a ledger line."""

from collections.abc import Collection
from tempfile import TemporaryFile
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from .. import clock, ledger, storage
from ..config import VERSION
from ..db import db, transaction
from ..entries.models import Entry
from ..errors import Refusal
from ..people.models import City, Person, TeamRole
from ..programmes.models import Edition
from ..queue import Job, Made, Task, long_work, start
from . import parts, policy, writing
from .numbering import Numbers

MAY_TAKE = (TeamRole.ADMIN, TeamRole.ORGANISER)


def order_edition(edition: Edition, by: Person, role: str | None, own_cities: Collection[int], mark: str) -> Job:
    """Have everything of an edition written into one archive; the same mark again is the same work.

    Raises:
        Refusal: not an organiser, somebody who speaks for a city with an entry, or too much work waits.
    """
    with transaction() as moment:
        refusal = policy.why_not_export(role, _own(edition.id, own_cities))
        if refusal:
            raise Refusal(refusal)
        job = start(
            moment,
            "exports.edition",
            owner_id=by.id,
            title=_("Everything of %(edition)s", edition=edition.title),
            mark=mark,
            roles=MAY_TAKE,
            edition_id=edition.id,
            own_cities=sorted(own_cities),
        )
        ledger.write(
            "edition.exported", actor=by, at=moment.at, subject=edition, label=edition.title, edition_id=edition.id
        )
        return job


def _own(edition_id: int, cities: Collection[int]) -> list[str]:
    question = select(Entry.reference).where(Entry.edition_id == edition_id, Entry.city_id.in_(sorted(cities)))
    return list(db.session.scalars(question.order_by(Entry.reference)))


@long_work("exports.edition")
def pack_edition(task: Task, edition_id: int, own_cities: list[int]) -> Made:
    """Write everything of an edition.

    Raises:
        Refusal: when the owner speaks for a city that has an entry by now.
    """
    refusal = policy.why_not_export(TeamRole.ORGANISER, _own(edition_id, own_cities))
    if refusal:
        raise Refusal(refusal)
    edition = db.session.get_one(Edition, edition_id)
    key, zone, about = edition.key, edition.time_zone, _about("edition", edition.key)
    with TemporaryFile() as file:
        counts = writing.write(
            file,
            parts.of_edition(edition_id),
            about=about,
            zone=zone,
            files=False,
            who=("person", "city"),
            tell=task.tell,
        )
        file.seek(0)
        content = file.read()
    return Made(
        _("%(rows)d rows of %(tables)d tables are in it.", rows=sum(counts.values()), tables=len(counts)),
        file_name=f"{key}-everything.zip",
        media_type="application/zip",
        sha256=storage.put(content),
        size=len(content),
    )


def _about(what: str, name: str) -> dict[str, Any]:
    return {"portal": "awards-portal", "version": VERSION, "of": what, "name": name, "at": clock.now().isoformat()}


def export_city(city: City, by: Person) -> bytes:
    """Everything of one city as an archive, with its files. The doors let its lead and organisers ask.

    Raises:
        Refusal: when its files together are too large.
        storage.Damaged, storage.Unavailable
    """
    return _export(parts.of_city(city.id), "city", city, city.name, by, files=True)


def export_person(person: Person) -> bytes:
    """Everything that is kept of a person as an archive."""
    return _export(parts.of_person(person.id), "person", person, person.email, person, files=False)


def _export(found: list[parts.Part], what: str, row: City | Person, name: str, by: Person, *, files: bool) -> bytes:
    with TemporaryFile() as file:
        counts = writing.write(
            file, found, about=_about(what, name), zone=by.time_zone or "UTC", files=files, numbers=Numbers()
        )
        file.seek(0)
        content = file.read()
    with transaction() as moment:
        ledger.write(
            f"{what}.exported",
            actor=by,
            at=moment.at,
            subject=row,
            label=row.name,
            after={"bytes": len(content), "rows": sum(counts.values())},
        )
    return content
