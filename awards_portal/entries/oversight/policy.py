"""Why not, for the organising team: each function answers the sentence that says why not, or None."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from ... import clock
from ...people.models import TeamRole
from ...programmes.forms import Form, QuestionType
from ...text import name_key
from ..models import EligibilityOutcome

LONGEST_TAG = 40
LONGEST_NOTE = 5000


def why_not_oversee(role: str | None, speaks_for_city: bool = False, coordinates: bool = False) -> str | None:
    """Why this person may not act on a city's entry.

    Args:
        role: her place in the organising team, None without one.
        coordinates: the act is one of a coordinator's, and the entry's category is hers.
    """
    if role is None:
        return _("Only the organising team does this.")
    if role == TeamRole.COORDINATOR:
        if not coordinates:
            return _("A coordinator does not do this, or not in this category. Ask an organiser.")
    elif role not in {TeamRole.ADMIN, TeamRole.ORGANISER}:
        return _("You may read this and not change it. Ask an organiser.")
    if speaks_for_city:
        return _("You speak for this city, so you do not decide on it. Ask another member of the organising team.")
    return None


def why_not_decide(submitted: bool, withdrawn: bool) -> str | None:
    """Why nobody can decide on an entry's eligibility now."""
    if withdrawn:
        return _("The city has withdrawn this entry. There is nothing to decide unless it comes back.")
    if not submitted:
        return _("The entry is not submitted yet. Decide once there is a version to read.")
    return None


def why_not_this_decision(last: str | None, outcome: str, reason: str) -> str | None:
    """Why this decision cannot follow the last one. `last` is the outcome in force, None when nothing was decided."""
    if outcome not in set(EligibilityOutcome):
        return _("Choose whether the entry passes or is refused.")
    if not reason.strip() and outcome == EligibilityOutcome.REFUSED:
        return _("Write why the entry is refused: the city is told, and it stays in the record.")
    if not reason.strip() and last is not None and last != outcome:
        return _("Write why the decision changes: the city is told, and it stays in the record.")
    return None


def why_not_extend(
    until: datetime | None, deadline: datetime, at: datetime, reason: str, judging: datetime | None, zone: str
) -> dict[str, str]:
    """Why a city cannot be given time until then, by field.

    Args:
        deadline: the edition's own, grace included.
        judging: when the first round opens; None when that does not matter.
    """
    faults = {}
    if until is None:
        faults["until"] = _("Write the day and the time, or choose them: 2026-05-31 18:00, for example.")
    elif until <= at:
        faults["until"] = _("%(until)s is over. Choose a later time.", until=clock.tell(until, zone))
    elif until <= deadline:
        faults["until"] = _(
            "Everybody has time until %(deadline)s. Choose a later time.", deadline=clock.tell(deadline, zone)
        )
    elif judging is not None and until > judging:
        faults["despite_judging"] = _(
            "Judging opens on %(judging)s, so judges could read what still changes. Choose an earlier time, or tick "
            "the box to say that you know.",
            judging=clock.tell(judging, zone),
        )
    if not reason.strip():
        faults["reason"] = _("Write why: the city is told, and it stays in the record.")
    return faults


def why_not_extend_entry(withdrawn: bool, refused: bool) -> str | None:
    """Why one entry is not given more time."""
    if withdrawn:
        return _("The city has withdrawn this entry. It can be given more time if it comes back.")
    if refused:
        return _("The entry is refused. Decide first that it passes, then give it more time.")
    return None


def why_not_request(
    submitted: bool,
    withdrawn: bool,
    refused: bool,
    asked_until: datetime | None,
    version: int | None,
    seen: int | None,
    zone: str,
) -> str | None:
    """Why a city cannot be asked for changes now.

    Args:
        asked_until: when the request that runs now ends; None when none does.
        version: the version that counts, `seen` the one that was read; None for `seen` before anything is chosen.
    """
    if withdrawn:
        return _("The city has withdrawn this entry. Nothing can be asked of it unless it comes back.")
    if not submitted:
        return _("The entry is not submitted yet, so the city can still change all of it.")
    if refused:
        return _("The entry is refused. Decide first that it passes, then ask for changes.")
    if asked_until is not None:
        return _(
            "The city has been asked for changes until %(until)s. Wait for its answer, or take that back first.",
            until=clock.tell(asked_until, zone),
        )
    if seen is not None and seen != version:
        return _("Version %(n)d was submitted while you read. Read it first, then ask.", n=version)
    return None


def may_be_asked(form: Form) -> list[str]:
    """The questions that a city can be asked to change, in order. Who enters is told by the city's own record."""
    return [key for key, question in form.questions.items() if question.type is not QuestionType.APPLICANT]


def why_not_these(
    notes: Mapping[str, str], form: Form, until: datetime | None, at: datetime, zone: str
) -> dict[str, str]:
    """Why these questions cannot be asked for until then, by field: `note-<key>`, `questions` or `until`."""
    faults = {}
    known = set(may_be_asked(form))
    if not notes:
        faults["questions"] = _("Tick the questions that the city is to change.")
    if not set(notes) <= known:
        faults["questions"] = _("The form has no such question. Open the page again.")
    for key, note in notes.items():
        if key in known and not note:
            faults[f"note-{key}"] = _(
                "Write what the city is to change in “%(question)s”.", question=form.questions[key].label
            )
    if until is None:
        faults["until"] = _("Write the day and the time, or choose them: 2026-05-31 18:00, for example.")
    elif until <= at:
        faults["until"] = _("%(until)s is over. Choose a later time.", until=clock.tell(until, zone))
    return faults


def why_not_withdraw_request(withdrawn: bool, answered: bool, over: bool) -> str | None:
    """Why a change request cannot be taken back."""
    if withdrawn:
        return _("This request was taken back before.")
    if answered:
        return _("The city has answered this request.")
    if over:
        return _("This request is over; the city can change nothing any more.")
    return None


def why_no_reason(reason: str) -> str | None:
    """Why a request is not taken back without a word."""
    return None if reason else _("Write why the request is taken back: the city is told, and it stays in the record.")


def why_not_tag(words: str) -> str | None:
    """Why this cannot be a tag."""
    if not words:
        return _("Write the tag: a word or two, such as “needs a photo”.")
    if len(words) > LONGEST_TAG:
        return _("A tag has at most %(n)d characters. Write the rest as a note.", n=LONGEST_TAG)
    return None


def why_not_tag_again(words: str, there: Sequence[str]) -> str | None:
    """Why an entry is not given a tag together with others."""
    return _("It has this tag.") if name_key(words) in {name_key(each) for each in there} else None


def why_not_pass_with_others(last: str | None, same_version: bool) -> str | None:
    """Why an entry does not pass together with others. `last` is the outcome in force, if any."""
    if last == EligibilityOutcome.REFUSED:
        return _("It was refused. A change of decision needs a reason: decide on the page of the entry.")
    if last == EligibilityOutcome.PASSED and same_version:
        return _("It has passed already.")
    return None


def why_not_propose_move(submitted: bool, withdrawn: bool, refused: bool, asked: bool) -> str | None:
    """Why a city cannot be asked now to let its entry move to another category."""
    if withdrawn:
        return _("The city has withdrawn this entry. It can be moved only if it comes back.")
    if not submitted:
        return _("The entry is not submitted yet, so the city can choose another category itself.")
    if refused:
        return _("The entry is refused. Decide first that it passes, then propose another category.")
    if asked:
        return _("A move is proposed already. Wait for the city's answer, or take the proposal back first.")
    return None


def why_not_this_move(target: int | None, origin: int, reason: str) -> dict[str, str]:
    """Why an entry cannot be moved there, by field. `target` is None for what is no category of the edition."""
    faults = {}
    if target is None or target == origin:
        faults["target"] = _("Choose another category than the present one.")
    if not reason:
        faults["move_reason"] = _("Write why: the city reads it before it answers, and it stays in the record.")
    return faults


def why_not_answer_move(over: bool, out: bool) -> str | None:
    """Why a proposal to move an entry cannot be answered or taken back."""
    if over:
        return _("This proposal was answered or taken back before.")
    if out:
        return _("The entry is withdrawn or refused, so it moves nowhere.")
    return None


def why_not_note(text: str) -> str | None:
    """Why this cannot be a note."""
    if not text:
        return _("Write the note first.")
    if len(text) > LONGEST_NOTE:
        return _("A note has at most %(n)d characters. Shorten it, or write two.", n=LONGEST_NOTE)
    return None


def differs(before: Mapping[str, Any], after: Mapping[str, Any], key: str) -> bool:
    """Whether two snapshots say something different to one question, files included."""

    def said(snapshot: Mapping[str, Any]) -> tuple[Any, list[Any]]:
        files = [(file["name"], file["sha256"]) for file in snapshot["attachments"] if file["question"] == key]
        return snapshot["answers"].get(key), files

    return said(before) != said(after)
