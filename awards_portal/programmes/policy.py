"""Why not: each function answers the sentence that says why not, or None. Pure."""

from collections.abc import Mapping, Set
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from ..people.models import TeamRole


def why_not_set_up(role: str | None) -> str | None:
    """Why this person may not set an edition up. `role` is her place in the organising team, None without one."""
    if role is None:
        return _("Only the organising team does this.")
    if role not in {TeamRole.ADMIN, TeamRole.ORGANISER}:
        return _("You may read this and not change it. Ask an organiser.")
    return None


def why_not_change(names: Set[str], published: bool, judged_from: datetime | None, at: datetime) -> str | None:
    """Why these parts of an edition cannot change any more.

    Args:
        names: of the parts, as the edition's document names them; "weighing": what a round weighs in the next one,
            or groups of judges in a round; "eligibility round": whether there is one.
        judged_from: when the first round opens; None without one.
    """
    if "key" in names:
        return _("The short name of an edition stands in addresses that people have kept. It does not change.")
    if published and "reference_prefix" in names:
        return _("References that begin with this are in use since the call was published. It does not change.")
    if published and judged_from is not None and judged_from <= at and names & {"method", "tie_ladder"}:
        return _(
            "Judging has begun: how scores become places was promised before. Only a decision with a reason changes "
            "it, on the page of the rules under Standings, and both results are kept."
        )
    if published and judged_from is not None and judged_from <= at and "weighing" in names:
        return _(
            "Judging has begun: what the round before weighs in a round, and what groups of judges weigh, was promised "
            "before. What the round before weighs does not change; weights of groups change by a decision with a "
            "reason, on the page of the rules under Standings."
        )
    if published and judged_from is not None and judged_from <= at and "eligibility round" in names:
        return _("Judging has begun: whether entries must pass a round of eligibility was settled before.")
    return None


def why_not_publish_call(published: bool) -> str | None:
    """Why the call cannot be published. What is missing is told by reading the edition's document."""
    return _("The call is published already.") if published else None


def why_not_change_rubric(locked: bool) -> str | None:
    """Why a rubric cannot change."""
    if locked:
        return _(
            "Judges have begun to score with this rubric, so it no longer changes. Make a new version of it for a "
            "later round."
        )
    return None


def why_not_change_rubric_of_round(opens_at: datetime, at: datetime) -> str | None:
    """Why a round keeps its rubric."""
    if opens_at <= at:
        return _("The round has opened: its judges score with the rubric it has.")
    return None


def why_not_publish_form(draft: Mapping[str, Any] | None, published: Mapping[str, Any] | None) -> str | None:
    """Why the draft of a form cannot become a version."""
    if draft is None or draft == published:
        return _("Nothing has changed since the last version was published.")
    return None


def why_no_reason(published: bool, reason: str) -> str | None:
    """Why a change needs a word of explanation."""
    if published and not reason.strip():
        return _("Write why: the call is published, so the change and its reason are shown on it.")
    return None
