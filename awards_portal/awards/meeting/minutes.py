"""The minutes of a meeting as PDF, drawn from what was frozen when it was closed and from nothing else."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from ... import clock, ledger, storage
from ...db import db, transaction
from ...documents.lines import line, lines
from ...documents.typesetting import typeset
from ...programmes.vocabularies import countries
from ...queue import work
from ..models import Meeting, MeetingClosing, Minutes


@work("awards.minutes")
def make(closing_id: int) -> None:
    """Draw the minutes of a closed meeting and keep them; a second time changes nothing."""
    closing = db.session.get(MeetingClosing, closing_id)
    if closing is None or of_closing(closing_id) is not None:
        return
    made = draw(closing)
    digest = storage.put(made)
    with transaction() as moment:
        if of_closing(closing_id) is not None:
            return
        db.session.add(Minutes(closing_id=closing_id, sha256=digest, size=len(made), at=moment.at))
        meeting = db.session.get_one(Meeting, closing.meeting_id)
        said = json.loads(closing.content)
        ledger.write(
            "minutes.made",
            actor=ledger.System(),
            at=moment.at,
            subject=meeting,
            label=said["edition"]["title"],
            after={"sha256": digest, "bytes": len(made)},
        )


def of_closing(closing_id: int) -> Minutes | None:
    """The minutes of a closed meeting; None while they are not made."""
    return db.session.scalar(select(Minutes).where(Minutes.closing_id == closing_id))


def read(minutes: Minutes) -> bytes:
    """The PDF itself.

    Raises:
        storage.Damaged, storage.Unavailable
    """
    return storage.read(minutes.sha256, minutes.size)


def draw(closing: MeetingClosing) -> bytes:
    """The PDF of a closing: the same closing gives the same bytes."""
    with force_locale("en"):
        data = content(json.loads(closing.content), closing.sha256)
    return typeset("minutes", data, {}, int(closing.at.timestamp()))


def content(said: Mapping[str, Any], digest: str) -> dict[str, Any]:
    """What the template shows: words and lines, moments in the edition's zone."""
    zone = said["edition"]["time_zone"]

    def tell(moment: str) -> str:
        return clock.tell(datetime.fromisoformat(moment), zone)

    day = datetime.fromisoformat(said["opened"]["at"]).astimezone(ZoneInfo(zone)).date()

    def hour(moment: str) -> str:
        """The time of day in the edition's zone; the whole moment when it is another day."""
        at = datetime.fromisoformat(moment).astimezone(ZoneInfo(zone))
        return at.strftime("%H:%M") if at.date() == day else tell(moment)

    facts = [
        (_("Edition"), said["edition"]["title"]),
        (_("Round"), said["round"]["title"]),
        (_("Category"), said["category"] or _("All categories")),
        (_("Opened"), _("%(at)s, by %(name)s", at=tell(said["opened"]["at"]), name=said["opened"]["by"])),
        (_("Closed"), _("%(at)s, by %(name)s", at=tell(said["closed"]["at"]), name=said["closed"]["by"])),
        (_("Places by score"), said["method_words"]),
        (_("Equal scores"), said["tie_words"] or _("Equal scores share a place.")),
        (_("SHA-256 of the scores"), said["fingerprint"]),
        (_("SHA-256 of this record"), digest),
    ]
    return {
        "title": _("Minutes of the jury, %(edition)s", edition=said["edition"]["title"]),
        "footer": _("Minutes of the jury, %(at)s", at=tell(said["opened"]["at"])),
        "kicker": said["edition"]["title"],
        "heading": lines(_("Minutes of the jury")),
        "under": lines(" · ".join(filter(None, [said["round"]["title"], said["category"]]))),
        "facts": [[label, lines(value)] for label, value in facts],
        "attendance": {
            "title": _("Attendance"),
            "head": [_("Name"), _("As"), _("Came"), _("Left")],
            "rows": [
                [
                    line(each["name"]),
                    _("judge") if each["as"] == "judge" else _("organising team"),
                    hour(each["came"]),
                    hour(each["left"]) if each["left"] else _("stayed to the end"),
                ]
                for each in said["attendance"]
            ],
            "none": _("Nobody is on record as present."),
        },
        "decisions": {
            "title": _("Decisions"),
            "items": [_decision(each, hour) for each in said["decisions"]],
            "none": _("None was taken: places follow the scores."),
        },
        "entries": {
            "title": _("Entries discussed"),
            "items": [_entry(each, hour) for each in said["entries"]],
            "none": _("None was shown."),
        },
        "left": {
            "title": _("Not discussed"),
            "items": [lines(f"{each['reference']} {each['city']}: {each['title']}") for each in said["not_discussed"]],
        },
    }


def _decision(each: Mapping[str, Any], hour: Any) -> dict[str, Any]:
    kind = {
        "place": _("takes place %(n)s (%(award)s)", n=each["place"], award=each["award"])
        if each["award"]
        else _("takes place %(n)s", n=each["place"]),
        "mention": _("special mention"),
        "left_out": _("takes no place"),
    }[each["kind"]]
    undone = None
    if each["undone_at"]:
        undone = _("Taken back at %(at)s by %(name)s.", at=hour(each["undone_at"]), name=each["undone_by"])
    return {
        "what": lines(f"{each['reference']} {each['title']}: {kind}"),
        "reason": lines(each["reason"]),
        "citation": lines(_("Citation: %(words)s", words=each["citation"])) if each["citation"] else None,
        "when": lines(_("At %(at)s, written by %(name)s.", at=hour(each["at"]), name=each["by"])),
        "undone": lines(undone) if undone else None,
    }


def _entry(each: Mapping[str, Any], hour: Any) -> dict[str, Any]:
    absent = [
        _(
            "%(name)s left at %(from)s and was called back at %(to)s: %(why)s.",
            **{"name": one["name"], "from": hour(spell["from"]), "to": hour(spell["to"]), "why": why(one["why"])},
        )
        for spell in each["discussed"]
        for one in spell["absent"]
    ]
    times = ", ".join(f"{hour(spell['from'])}–{hour(spell['to'])}" for spell in each["discussed"])
    return {
        "heading": lines(f"{each['reference']} {each['title']}"),
        "city": lines(f"{each['city']}, {countries().get(each['country'], each['country'])} · {each['category']}"),
        "when": lines(_("On the screen: %(times)s.", times=times)),
        "absent": lines("\n".join(absent)) if absent else None,
        "figures": _figures(each),
        "totals": [[line(judge), _number(total)] for judge, total in each["totals"]],
        "note": lines(each["note"]) if each["note"] else None,
    }


def _figures(each: Mapping[str, Any]) -> list[Sequence[str]]:
    place = _("not ranked")
    if each["place"]:
        place = _("%(n)s of %(m)s", n=each["place"], m=each["of"])
        if each["shared"]:
            place += ", " + _("shared")
        if each["tie_decided_by"]:
            place += ", " + _("tie decided by: %(rule)s", rule=each["tie_decided_by"])
    return [
        (_("Place by score"), place),
        (_("Score"), _number(each["score"])),
        (_("Raw mean"), _number(each["raw"])),
        (_("Corrected for severity"), _number(each["adjusted"])),
        (_("Standard deviation"), _number(each["sd"])),
    ]


def why(reason: str) -> str:
    """Why somebody is kept from an entry, as the whole room may hear it."""
    return {
        "city": _("speaks for the city"),
        "stated": _("stated a conflict of interest"),
        "taken off": _("was taken off this entry by the organising team"),
    }[reason]


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
