"""Clearing what judges wrote for the cities: entry by entry, or as it is written for many at once."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from .. import ledger
from ..db import Transaction, db, hold, transaction
from ..errors import NotHere, Refusal
from ..people.models import Person
from ..programmes.models import Edition, Round
from ..text import canonical_json, sha256
from . import feedback_policy, feedback_queries
from .feedback import OVERALL, Sheet, State, sheets
from .models import ClearedFeedback
from .permission import require_handler


def clear(
    edition: Edition, round_: Round, reference: str, texts: Mapping[str, str], seen: int, source: str, by: Person
) -> ClearedFeedback:
    """Keep what a city is to read of its judges' comments; what judges wrote stays. The same texts again are one act.

    Args:
        texts: by criterion's key, the empty key for the whole. An empty text passes nothing on.
        seen: the id of the text that was on the page, 0 for none.
        source: the fingerprint of the comments that were on the page (`Sheet.source`).

    Raises:
        NotHere: no such entry in the results.
        Refusal: not an organiser, or one who speaks for a city in the round; somebody was faster; it is released.
    """
    with transaction() as moment:
        edition, round_ = hold(edition), hold(round_)
        found = sheets(edition, round_)
        require_handler(by, (sheet.entry for sheet in found.values()))
        sheet = found.get(reference)
        if sheet is None:
            raise NotHere(_("This entry takes no part in the results."))
        kept = {
            key: "\n".join(texts.get(key, "").splitlines()).strip()
            for key in [OVERALL, *(each.key for each in sheet.criteria)]
        }
        last = sheet.cleared
        if last is not None and (last.texts, last.source) == (kept, sheet.source):
            return last
        why_not = feedback_policy.why_not_clear(
            _is_released(edition.id), seen, 0 if last is None else last.id, source, sheet.source
        )
        if why_not is not None:
            raise Refusal(why_not)
        return _keep(moment, edition, round_, sheet, kept, by)


def fingerprint(found: Sequence[Sheet]) -> str:
    """What is read when many are cleared at once: which entries, and what judges wrote of each."""
    return sha256(canonical_json({sheet.entry.reference: sheet.source for sheet in found}))


def as_written(found: Mapping[str, Sheet], category: str = "") -> list[Sheet]:
    """The entries whose comments can be cleared as they are: nobody has yet, and they name no judge."""
    return [
        sheet
        for sheet in found.values()
        if sheet.state is State.OPEN and not sheet.names_a_judge and category in {"", sheet.entry.category}
    ]


def clear_many(edition: Edition, round_: Round, category: str, seen: str, by: Person) -> int:
    """Clear, as judges wrote them, the comments of every entry that nobody has read yet; how many entries.

    Args:
        seen: the fingerprint of what the page offered (`fingerprint(as_written(...))`).

    Raises:
        Refusal: as for `clear`.
    """
    with transaction() as moment:
        edition, round_ = hold(edition), hold(round_)
        found = sheets(edition, round_)
        require_handler(by, (sheet.entry for sheet in found.values()))
        if _is_released(edition.id):
            raise Refusal(feedback_policy.why_not_clear(True, 0, 0, "", "") or "")
        chosen = as_written(found, category)
        if fingerprint(chosen) != seen:
            raise Refusal(_("The comments changed while you looked at the list. Look again, then clear."))
        for sheet in chosen:
            topics = [OVERALL, *(each.key for each in sheet.criteria)]
            _keep(moment, edition, round_, sheet, {key: sheet.suggested.get(key, "") for key in topics}, by)
        return len(chosen)


def _is_released(edition_id: int) -> bool:
    running = feedback_queries.release(edition_id)
    return running is not None and running.released_at is not None


def _keep(
    moment: Transaction, edition: Edition, round_: Round, sheet: Sheet, texts: dict[str, str], by: Person
) -> ClearedFeedback:
    row = ClearedFeedback(
        round_id=round_.id,
        entry_id=sheet.entry.id,
        texts=dict(texts),
        source=sheet.source,
        at=moment.at,
        by_id=by.id,
    )
    db.session.add(row)
    db.session.flush()
    ledger.write(
        "feedback.cleared",
        actor=by,
        at=moment.at,
        subject=row,
        label=sheet.entry.reference,
        edition_id=edition.id,
        after={"as_written": texts == {**dict.fromkeys(texts, ""), **sheet.suggested}},
    )
    return row
