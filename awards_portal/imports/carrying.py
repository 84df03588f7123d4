"""An import of many rows as long work: it goes on when the page is left, and is whole or not there at all."""

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import joinedload

from ..db import db, hold, transaction
from ..errors import Refusal
from ..people.models import Person
from ..programmes.models import Edition
from ..queue import Job, Made, Task, long_work, start, under_way
from . import policy, service
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
    """Make every row of an import, or none.

    Raises:
        Refusal: as `service.carry_out`.
    """
    found = db.session.get_one(Import, import_id)
    edition = db.session.get_one(Edition, found.edition_id)
    # One transaction makes all rows, so that nobody sees a part of them; nothing inside it can be told either.
    task.tell(1, 3, _("Every row is read again, and all are written in one act: either all are there, or none."))
    done = service.carry_out(found, db.session.get_one(Person, task.owner_id))
    return Made(told(done), link=f"/team/editions/{edition.key}/imports/{import_id}")
