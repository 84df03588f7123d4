"""The jury meets: who is there, one entry at a time on the screen, notes and decisions as they fall, the minutes."""

from io import BytesIO
from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...awards import policy, queries
from ...awards.meeting import minutes
from ...awards.meeting import queries as meetings
from ...awards.models import DecisionKind, Meeting, MeetingOrder
from ...errors import Invalid, NotHere, Refusal
from ...programmes.models import Edition
from ..shared import access, recorded
from ..shared.methods import decided_in_words
from . import blueprint
from .entries import edition_or_404
from .rounds import find_place

if TYPE_CHECKING:
    from ...awards.meeting.agenda import Agenda, Item


def _why_not() -> str | None:
    team = access.visitor().team
    return policy.why_not_handle(None if team is None else team.role, [])


def _orders() -> list[tuple[str, str]]:
    return [
        (MeetingOrder.STANDINGS, _("By place, the first one first")),
        (MeetingOrder.REVERSED, _("By place, the last one first")),
        (MeetingOrder.SPREAD, _("Where judges differ most first")),
        (MeetingOrder.REFERENCE, _("By reference")),
    ]


@blueprint.get("/editions/<key>/meeting")
def meeting_list(key: str) -> str:
    """The meetings of an edition, and the form that opens one."""
    return _list(key)


def _list(key: str, errors: dict[str, list[str]] | None = None) -> str:
    place = find_place(key)
    found = meetings.meetings(place.edition.id)
    return render_template(
        "admins/meeting_list.html",
        place=place,
        edition=place.edition,
        meetings=found,
        closings=meetings.closings([each.id for each in found]),
        orders=_orders(),
        category=request.values.get("category", ""),
        typed=request.form,
        scoring=clock.now() < place.round.closes_at,
        why_not=_why_not(),
        errors=errors or {},
    )


@blueprint.post("/editions/<key>/meeting")
def open_meeting(key: str) -> tuple[str, int] | Response:
    """Open a meeting with the panel and the team in the room; who is missing is unticked on the next page."""
    place = find_place(key)
    category = place.category if request.form.get("category") else None
    # Late: pandas takes a second to load, and only these pages need it.
    from ...awards.meeting import service

    try:
        made = service.open_meeting(
            place.round,
            category,
            order=request.form.get("order", ""),
            named=request.form.get("named") == "yes",
            by=access.visitor().person,
        )
    except Invalid as error:
        return _list(key, error.fields), error.status
    return redirect(url_for("admins.meeting", key=key, meeting_id=made.id), 303)


@blueprint.get("/editions/<key>/meeting/<int:meeting_id>")
@recorded.viewed("meeting")
def meeting(key: str, meeting_id: int) -> str:
    """A meeting: its entries in order, who is there, and its end."""
    edition, found = _meeting(key, meeting_id)
    seen = _agenda(found)
    closing = meetings.closing(found.id)
    visible = {each.place.entry.id for each in seen.items}
    present = [each for each in meetings.attendance(found.id) if each.left_at is None]
    return render_template(
        "admins/meeting.html",
        edition=edition,
        meeting=found,
        agenda=seen,
        closing=closing,
        minutes=None if closing is None else minutes.of_closing(closing.id),
        judges=meetings.panel(found),
        team=meetings.team(),
        present_judges={each.judge_id for each in present},
        present_persons={each.person_id for each in present},
        decisions=[each for each in meetings.decisions(found, closing) if each.entry_id in visible],
        orders=dict(_orders()),
        why_not=_why_not(),
    )


@blueprint.post("/editions/<key>/meeting/<int:meeting_id>/attendance")
def set_attendance(key: str, meeting_id: int) -> Response:
    """Say who is in the room now."""
    _edition, found = _meeting(key, meeting_id)
    # Late, as above.
    from ...awards.meeting import service

    service.set_attendance(
        found,
        set(request.form.getlist("judge", type=int)),
        set(request.form.getlist("person", type=int)),
        access.visitor().person,
    )
    flash(_("Who is there is written down."), "success")
    return redirect(url_for("admins.meeting", key=key, meeting_id=meeting_id), 303)


@blueprint.post("/editions/<key>/meeting/<int:meeting_id>/closing")
def close_meeting(key: str, meeting_id: int) -> Response:
    """End the meeting; its minutes are drawn."""
    _edition, found = _meeting(key, meeting_id)
    # Late, as above.
    from ...awards.meeting import record

    record.close(found, access.visitor().person)
    flash(_("The meeting is closed. Its minutes are being made."), "success")
    return redirect(url_for("admins.meeting", key=key, meeting_id=meeting_id), 303)


@blueprint.get("/editions/<key>/meeting/<int:meeting_id>/minutes.pdf")
def meeting_minutes(key: str, meeting_id: int) -> Response:
    """The minutes of a closed meeting."""
    edition, found = _meeting(key, meeting_id)
    # The minutes hold every entry that was shown, also one withdrawn since: who is kept from one does not have them.
    shown = meetings.kept_away(found.round, {each.entry_id for each in meetings.discussions(found.id)})
    person = access.visitor().person.id
    if _agenda(found).hidden or any(each.person_id == person for kept in shown.values() for each in kept):
        abort(404)
    closing = meetings.closing(found.id) or abort(404)
    kept = minutes.of_closing(closing.id)
    if kept is None:
        raise NotHere(_("The minutes are being made. Try again in a minute."))
    name = f"{edition.key}-minutes-{found.id}.pdf"
    return send_file(BytesIO(minutes.read(kept)), "application/pdf", as_attachment=True, download_name=name, max_age=0)


@blueprint.get("/editions/<key>/meeting/<int:meeting_id>/entries/<reference>")
@recorded.viewed("meeting")
def meeting_entry(key: str, meeting_id: int, reference: str) -> str:
    """An entry on the screen; before it is, who must leave the room."""
    return _entry(key, meeting_id, reference)


def _entry(key: str, meeting_id: int, reference: str, errors: dict[str, list[str]] | None = None) -> str:
    edition, found = _meeting(key, meeting_id)
    seen, item = _item(found, reference)
    before, after = seen.beside(item)
    shared: dict[str, Any] = {
        "edition": edition,
        "meeting": found,
        "item": item,
        "agenda": seen,
        "before": before,
        "after": after,
        "position": seen.items.index(item) + 1,
        "why": minutes.why,
        "closed": meetings.closing(found.id) is not None,
        "why_not": _why_not(),
    }
    if not seen.is_on_screen(item):
        present = [each for each in meetings.attendance(found.id) if each.left_at is None]
        return render_template(
            "admins/meeting_cover.html",
            **shared,
            present_judges={each.judge_id for each in present},
            present_persons={each.person_id for each in present},
        )
    # Late, as above.
    from ...awards.meeting.agenda import counted

    return render_template(
        "admins/meeting_entry.html",
        **shared,
        cards=counted(item, seen.labels),
        criteria=seen.computed.scores.criteria,
        decided_in_words=decided_in_words,
        settled=queries.open_publication(edition.id) is not None,
        typed=request.form,
        errors=errors or {},
    )


@blueprint.post("/editions/<key>/meeting/<int:meeting_id>/entries/<reference>/discussion")
def discuss(key: str, meeting_id: int, reference: str) -> Response:
    """Put an entry on the screen."""
    _edition, found = _meeting(key, meeting_id)
    here = url_for("admins.meeting_entry", key=key, meeting_id=meeting_id, reference=reference)
    # Late, as above.
    from ...awards.meeting import service

    try:
        service.discuss(found, reference, access.visitor().person, told=request.form.get("told") == "yes")
    except Refusal as error:
        flash(error.sentence, "refusal")
    return redirect(here, 303)


@blueprint.post("/editions/<key>/meeting/<int:meeting_id>/entries/<reference>/note")
def note(key: str, meeting_id: int, reference: str) -> Response:
    """Note something on the entry on the screen."""
    _edition, found = _meeting(key, meeting_id)
    # Late, as above.
    from ...awards.meeting import service

    service.note(found, reference, request.form.get("text", ""), access.visitor().person)
    flash(_("Noted."), "success")
    return redirect(url_for("admins.meeting_entry", key=key, meeting_id=meeting_id, reference=reference) + "#note", 303)


@blueprint.post("/editions/<key>/meeting/<int:meeting_id>/entries/<reference>/decision")
def decide_in_meeting(key: str, meeting_id: int, reference: str) -> tuple[str, int] | Response:
    """Write the jury's decision on the entry on the screen."""
    _edition, found = _meeting(key, meeting_id)
    said = request.form.get("said", "")
    # Late, as above.
    from ...awards.meeting import service

    try:
        service.decide_on_screen(
            found,
            reference,
            kind=DecisionKind.PLACE if said.startswith("place") else said,
            place=_place(said),
            reason=request.form.get("reason", ""),
            citation=request.form.get("citation", ""),
            by=access.visitor().person,
        )
    except Invalid as error:
        # The form has one field for the kind and the place that an award stands for.
        fields = {"said" if name == "kind" else name: told for name, told in error.fields.items()}
        return _entry(key, meeting_id, reference, fields), error.status
    flash(_("The decision on %(reference)s is written.", reference=reference), "success")
    return redirect(
        url_for("admins.meeting_entry", key=key, meeting_id=meeting_id, reference=reference) + "#decide", 303
    )


@blueprint.post("/editions/<key>/meeting/<int:meeting_id>/entries/<reference>/decision/removal")
def undo_in_meeting(key: str, meeting_id: int, reference: str) -> Response:
    """Take back the decision on the entry on the screen."""
    _edition, found = _meeting(key, meeting_id)
    # Late, as above.
    from ...awards.meeting import service

    service.undo_on_screen(found, reference, access.visitor().person)
    flash(_("The decision is taken back; it stays in the record."), "success")
    return redirect(
        url_for("admins.meeting_entry", key=key, meeting_id=meeting_id, reference=reference) + "#decide", 303
    )


def _place(said: str) -> int | None:
    """The place that was chosen: `place-2` is that of the second award, `place` the one that was typed."""
    number = said.removeprefix("place-")
    return int(number) if number.isdecimal() and len(number) < 5 else request.form.get("place", type=int)


def _meeting(key: str, meeting_id: int) -> tuple[Edition, Meeting]:
    edition = edition_or_404(key)
    return edition, meetings.meeting(edition.id, meeting_id) or abort(404)


def _agenda(found: Meeting) -> "Agenda":
    # Late, as above.
    from ...awards.meeting.agenda import agenda

    return agenda(found, access.visitor().person.id)


def _item(found: Meeting, reference: str) -> "tuple[Agenda, Item]":
    """The entry, when this visitor is not kept from it."""
    seen = _agenda(found)
    return seen, seen.find(reference) or abort(404)
