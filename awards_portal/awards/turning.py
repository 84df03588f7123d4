"""Why not: what may not be done between rounds, and to the rules of results once judging began."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from .. import clock
from ..programmes.documents import METHODS, TIE_RULES
from ..programmes.group_weights import why_not_grouped, why_not_groups
from . import policy

MOST_WEIGHT = 1000


def why_not_change_rules(
    before: Mapping[str, Any], after: Mapping[str, Any], reason: str, *, begun: bool, settled: bool
) -> dict[str, list[str]]:
    """What is wrong with a change of the rules of results (`method`, `tie_ladder`, `weights`, `groups` by round),
    by field.

    Args:
        begun: whether a scorecard was begun; before that the edition's settings and rubric are changed instead.
        settled: whether results wait for confirmation or are published.
    """
    faults: dict[str, list[str]] = {}
    weights, ladder = after["weights"], after["tie_ladder"]
    if settled:
        faults["method"] = [_("Results are proposed or published. Call that off first; then change the rules.")]
    elif not begun:
        faults["method"] = [_("Nobody has begun to score: change the edition's settings and its rubric instead.")]
    elif after["method"] not in METHODS:
        faults["method"] = [_("Choose how scores become places.")]
    elif before == after:
        faults["method"] = [_("These are the rules in force. Change one of them, or leave this page.")]
    if not set(ladder) <= set(TIE_RULES) or len(set(ladder)) < len(ladder):
        faults["tie_rule_1"] = [_("Choose each rule between equal scores once.")]
    for key, weight in weights.items():
        if weight is None or not 0 <= weight <= MOST_WEIGHT:
            faults[f"weight-{key}"] = [_("Write a whole number from 0 to %(most)s.", most=MOST_WEIGHT)]
    if not any(weights.values()):
        faults.setdefault(f"weight-{next(iter(weights), '')}", [_("One criterion at least needs a weight.")])
    for key, groups in after["groups"].items():
        if (wrong := why_not_groups(groups) or why_not_grouped(groups, after["method"])) is not None:
            faults[f"groups-{key}"] = [wrong]
    if not reason.strip():
        faults["reason"] = [_("Write why: the call shows it, and both results are kept with it.")]
    return faults


def why_not_shortlist(
    *,
    following: str | None,
    closes_at: datetime,
    at: datetime,
    time_zone: str,
    longer: Collection[datetime],
    holds: bool,
    scored: bool,
    settled: bool,
    uncovered: Sequence[str],
    astray: Sequence[str],
    listed: int,
) -> list[str]:
    """Every reason why nobody can be shortlisted from a round now; empty when it can be done.

    Args:
        following: the title of the round after it.
        longer: until when each judge may score who was given more time than the others.
        holds: whether a shortlist to that round holds; `scored`: whether a scorecard was begun in it.
        uncovered: entries with too few scorecards that the jury did not leave out.
        astray: entries that are assigned in the next round and would not stand in it.
    """
    if following is None:
        return [_("No round follows this one. Add one in the edition's settings.")]
    found = []
    if holds:
        found.append(_("A shortlist leads to %(round)s already. Take it back first.", round=following))
    if at < closes_at:
        found.append(
            _("Judges can score until %(at)s. Wait, or close the round now.", at=clock.tell(closes_at, time_zone))
        )
    elif (still := policy.why_longer(longer, at, time_zone)) is not None:
        found.append(still)
    if settled:
        found.append(_("Results are proposed or published. Call that off first."))
    if scored:
        found.append(_("Judges have begun to score in %(round)s.", round=following))
    if not listed:
        found.append(_("No entry has a place yet."))
    if uncovered:
        found.append(
            _(
                "%(entries)s cannot be ranked yet: too few scorecards. Have them completed, or write the jury's "
                "decision to leave them out.",
                entries=", ".join(uncovered),
            )
        )
    if astray:
        found.append(
            _(
                "%(entries)s would not go on and has judges in %(round)s. Take those assignments off first.",
                entries=", ".join(astray),
                round=following,
            )
        )
    return found
