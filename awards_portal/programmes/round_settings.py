"""What a round allows its judges beyond scoring (discussion, disclosure of scores, the running total), and
what it carries on from the round before it, and what groups of judges weigh in it. Pure.

One list for the edition's document and for the pages that set a round up.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from .group_weights import why_not_grouped, why_not_groups
from .models import COUNTING, Disclosure, Round, RoundKind
from .reading import Reader, Where

# Columns of a round by the word that the edition's document has for each.
ROUND_SETTINGS = {
    "discussion_ends": "discusses_until",
    "discloses": "discloses",
    "names_judges": "names_judges",
    "disagreement": "disagreement",
    "shows_total": "shows_total",
    "carries": "carries",
    "groups": "groups",
}
MOST_CARRIED = 99


def read_round_settings(reader: Reader, raw: Mapping[str, Any], where: Where, opens_at: datetime) -> dict[str, Any]:
    """A round's settings as columns. What does not fit is a fault of the reader's."""
    ends = reader.moment(raw, "discussion_ends", where) if raw.get("discussion_ends") else None
    discloses = raw.get("discloses", Disclosure.NOBODY.value)
    if discloses not in set(Disclosure):
        told = _("%(where)s: “discloses” is one of %(known)s.", where=where.words, known=", ".join(Disclosure))
        reader.fault(f"{where.path}discloses", told)
        discloses = Disclosure.NOBODY.value
    disagreement = reader.whole(raw, "disagreement", where, 20, 1)
    if disagreement > 100:
        told = _("%(where)s: “disagreement” is a number of points from 1 to 100.", where=where.words)
        reader.fault(f"{where.path}disagreement", told)
    if ends is not None and ends <= opens_at:
        told = _("%(where)s: its discussion would end before it opens.", where=where.words)
        reader.fault(f"{where.path}discussion_ends", told)
    if ends is None and discloses != Disclosure.NOBODY:
        told = _("%(where)s: scores are shown in a discussion only; say when it ends.", where=where.words)
        reader.fault(f"{where.path}discussion_ends", told)
    carries = reader.whole(raw, "carries", where, 0, 0)
    if carries > MOST_CARRIED:
        told = _("%(where)s: the round before weighs from 0 to 99 per cent.", where=where.words)
        reader.fault(f"{where.path}carries", told)
    groups = raw.get("groups", [])
    if (wrong := why_not_groups(groups)) is not None:
        reader.fault(f"{where.path}groups", f"{where.words}: {wrong}")
        groups = []
    return {
        "discusses_until": ends,
        "discloses": str(discloses),
        "names_judges": reader.flag(raw, "names_judges", where),
        "disagreement": disagreement,
        "shows_total": reader.flag({"shows_total": raw.get("shows_total", True)}, "shows_total", where),
        "carries": carries,
        "groups": [dict(each) for each in groups],
    }


def check_last(reader: Reader, rounds: Sequence[Any], *, partial: bool) -> None:
    """A fault when the last round is one whose scores do not count. `partial`: more rounds are still to be added."""
    if not rounds or partial:
        return
    last = rounds[-1]
    if last.kind == RoundKind.CALIBRATION:
        told = _("Round %(key)s is practice: a round whose scores count must come after it.", key=last.key)
        reader.fault(f"rounds.{last.key}.kind", told)
    elif last.kind == RoundKind.ELIGIBILITY:
        told = _("Round %(key)s is of eligibility: a round whose scores count must come after it.", key=last.key)
        reader.fault(f"rounds.{last.key}.kind", told)


def check_eligibility_round(reader: Reader, rounds: Sequence[Any]) -> None:
    """A fault for a second round of eligibility, one that follows a round whose scores count, and one with what needs
    judges.

    Args:
        rounds: in their order, with `key`, `title`, `kind` and the columns of their settings.
    """
    found = [each for each in rounds if each.kind == RoundKind.ELIGIBILITY]
    for each in found[1:]:
        told = _("%(title)s: an edition has one round of eligibility. Choose another kind.", title=each.title)
        reader.fault(f"rounds.{each.key}.kind", told)
    for each in found[:1]:
        before = rounds[: list(rounds).index(each)]
        if any(other.kind in COUNTING for other in before):
            told = _(
                "%(title)s: eligibility is decided before entries are scored. Move it above them.", title=each.title
            )
            reader.fault(f"rounds.{each.key}.kind", told)
        if each.discusses_until is not None:
            told = _("%(title)s: a round of eligibility has no judges who discuss. Leave it empty.", title=each.title)
            reader.fault(f"rounds.{each.key}.discussion_ends", told)


def check_carrying(reader: Reader, rounds: Sequence[Any]) -> None:
    """A fault for each round that carries on what is not there: one that does not count, and the first that does.

    Args:
        rounds: in their order, with `key`, `title`, `kind` and `carries`.
    """
    counting = [each for each in rounds if each.kind in COUNTING]
    for each in rounds:
        if each.carries and each not in counting[1:]:
            told = _(
                "%(title)s: no round whose scores count comes before it, so none weighs here. Write 0.",
                title=each.title,
            )
            reader.fault(f"rounds.{each.key}.carries", told)


def check_groups(reader: Reader, rounds: Sequence[Any], method: str) -> None:
    """A fault for each round that weighs groups of judges where the method knows none.

    Args:
        rounds: with `key`, `title` and `groups`.
    """
    for each in rounds:
        if (why_not := why_not_grouped(each.groups, method)) is not None:
            reader.fault(f"rounds.{each.key}.groups", f"{each.title}: {why_not}")


def weighs_otherwise(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a round that was there weighs the round before it, or groups of judges, otherwise. Both as documents."""
    was = {each["key"]: each for each in before}
    return any(each[name] != was.get(each["key"], each)[name] for each in after for name in ("carries", "groups"))


def round_settings_document(round_: Round) -> dict[str, Any]:
    """A stored round's settings as they stand in the edition's document."""
    told = {word: getattr(round_, column) for word, column in ROUND_SETTINGS.items()}
    return {**told, "discussion_ends": None if round_.discusses_until is None else round_.discusses_until.isoformat()}
