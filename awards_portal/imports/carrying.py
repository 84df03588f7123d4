"""An import of many rows as long work: it goes on when the page is left, and is whole or not there at all."""

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import joinedload

from ..db import db, hold, transaction
from ..errors import Refusal
from ..people.models import Person
from ..programmes.models import Edition
from ..queue import Job, Made, Task, long_work, start, under_way
from . import policy, queries, service
from .models import Import, ImportKind

# So many rows are there before anybody notices; a thousand submitted entries take some seconds.
AT_ONCE = 200
KIND = "imports.carry_out"


def is_large(found: Import) -> bool:
    """Whether an import is long work rather than something to wait for."""
    return found.rows > AT_ONCE


def order(found: Import, by: Person) -> Job:
    """Have an import carried out; the same import again is the same work.

    Raises:
        Refusal: not an organiser, done already or by a colleague now, or too much of her work waits.
    """
    with transaction() as moment:
        kept = hold(found, joinedload(Import.edition))
        service.check(by, kept.edition, kept.kind)
        refusal = policy.why_not_carry_out(kept.done_at)
        if refusal:
            raise Refusal(refusal)
        waiting = of_import(kept)
        if waiting is not None and waiting.owner_id != by.id:
            raise Refusal(_("A colleague has it carried out already. Look at this page again in a moment."))
        if waiting is not None:
            return waiting
        title = _("Import of %(file)s", file=kept.name)
        return start(moment, KIND, owner_id=by.id, title=title, import_id=kept.id)


def of_import(found: Import) -> Job | None:
    """The work that is carrying this import out now, or None."""
    return next((job for job in under_way(KIND) if job.arguments["import_id"] == found.id), None)


def told(done: Import) -> str:
    """What came of an import, in a sentence."""
    if done.kind == ImportKind.JUDGES:
        return ngettext(
            "%(num)d judge is invited. The letter is on its way.",
            "%(num)d judges are invited. The letters are on their way.",
            done.rows,
        )
    return ngettext(
        "The import is done: %(num)d row. No letter was sent.",
        "The import is done: %(num)d rows. No letter was sent.",
        done.rows,
    )


@long_work(KIND)
def carry_out(task: Task, import_id: int) -> Made:
    """Make every row of an import, or none, and end the work in the same transaction.

    Raises:
        Refusal: as `service.carry_out`.
    """
    found = db.session.get_one(Import, import_id)
    edition, by = db.session.get_one(Edition, found.edition_id), db.session.get_one(Person, task.owner_id)
    refusal = policy.why_not_carry_out(found.done_at)
    if refusal:
        raise Refusal(refusal)
    # Half of the way is reading. While rows are made nothing can be told: nobody sees one before all of them are there.
    rows, words = found.rows, _("Rows are read again and held against what is in the portal.")
    content = queries.content(import_id) or b""
    service.read(edition, found.kind, content, by, lambda n: task.tell(min(n, rows), 2 * rows, words))
    task.tell_now(rows, 2 * rows, _("All rows are written in one act: either all are there, or none."))
    with transaction() as moment:
        done = service.carry_out(found, by)
        made = Made(told(done), link=f"/team/editions/{edition.key}/imports/{import_id}")
        task.finish(moment, made)
    return made
