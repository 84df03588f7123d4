"""Taking the workbook."""

from collections.abc import Callable, Collection
from tempfile import TemporaryFile
from typing import IO

from flask_babel import gettext as _

from ... import clock, ledger
from ...config import VERSION
from ...db import transaction
from ...errors import Refusal
from ...people.models import Person
from ...programmes.models import Edition, Round, Rubric
from ...sheets import write_xlsx, write_zip
from .. import policy, standings
from ..workbook import Download, fingerprint, without_names, workbook

WRITERS = {"xlsx": write_xlsx, "zip": write_zip}


def _nobody(_done: int, _total: int, _words: str) -> None:
    """Nobody waits to hear how far it is."""


def download_workbook(
    edition: Edition,
    round_: Round,
    rubric: Rubric,
    *,
    category: str | None,
    shape: str,
    by: Person,
    own_cities: Collection[int],
    is_public: bool = False,
    tell: Callable[[int, int, str], None] = _nobody,
) -> tuple[IO[bytes], str]:
    """Make the workbook of a round, as XLSX or a ZIP of CSV files: an open file at its beginning, and its name.

    A public one names no judge (see `workbook`). `own_cities` are cities that the person also speaks for. The ledger
    keeps who took it, and its fingerprint. `tell` hears how far it is.

    Raises:
        Refusal: when an entry of such a city is in it.
    """
    tell(0, 3, _("The standings are computed."))
    computed = standings.compute(edition, round_, rubric, category=category)
    own = [entry.reference for entry in computed.scores.entries if entry.city_id in own_cities]
    if (why_not := policy.why_not_download(own)) is not None:
        raise Refusal(why_not)
    parts = [edition.key, round_.key, category, "results", "public" if is_public else None]
    name = "-".join(filter(None, parts)) + f".{shape}"
    digest = fingerprint(computed)
    if is_public:
        computed = without_names(computed, salt=digest)
        digest = fingerprint(computed)
    tell(1, 3, _("The sheets are filled."))
    made = workbook(computed, Download(clock.now(), by.name, VERSION, digest, category, is_public))
    # An unnamed file: gone by itself, also when the visitor goes away in the middle.
    file = TemporaryFile()  # noqa: SIM115
    try:
        tell(2, 3, _("The file is written."))
        WRITERS[shape](made, file)
        size = file.tell()
        file.seek(0)
        with transaction() as moment:
            ledger.write(
                "workbook.downloaded",
                actor=by,
                at=moment.at,
                subject=edition,
                label=name,
                edition_id=edition.id,
                after={"sha256": digest, "round": round_.key, "category": category, "format": shape, "bytes": size},
            )
    except BaseException:
        file.close()
        raise
    return file, name
