"""Putting judges into groups."""

from collections.abc import Mapping

from flask_babel import gettext as _

from ...db import hold, transaction
from ...entries import queries as entries
from ...errors import Invalid, Refusal
from ...people.models import Person
from ...programmes.models import Round
from ..service.permission import require_organiser
from . import policy, queries
from .writing import write_group


def set_groups(round_: Round, wanted: Mapping[int, str], *, reason: str = "", by: Person) -> int:
    """Put judges of a round into its groups, by id; an empty text takes one out. Answers how many changed.

    Raises:
        Refusal: for whom it is not, or when the round weighs no groups.
        Invalid: by field (`group-<judge id>`, `reason`): a group that the round does not have, somebody who is no
            judge of it, no reason where somebody who has begun to score leaves a group.
    """
    with transaction() as moment:
        require_organiser(by)
        # The round is held: its groups and who is in them do not change in between.
        round_ = hold(round_)
        if (refusal := policy.why_not_competing(entries.competes(round_.edition_id, by.id))) is not None:
            raise Refusal(refusal)
        if not round_.groups:
            raise Refusal(policy.why_not_group("", round_.groups) or "")
        now = {each.judge.id: each for each in queries.judges(round_.id)}
        faults: dict[str, list[str]] = {}
        for judge_id, group in wanted.items():
            wrong = policy.why_not_group(group, round_.groups)
            if judge_id not in now:
                wrong = _("This judge has neither a seat nor an entry in this round.")
            if wrong is not None:
                faults[f"group-{judge_id}"] = [wrong]
        changed = {id_: group for id_, group in wanted.items() if id_ in now and now[id_].group != group}
        moved = [now[id_].judge.name for id_ in changed if now[id_].group and now[id_].begun]
        if (missing := policy.why_no_reason(moved, reason)) is not None:
            faults["reason"] = [missing]
        if faults:
            raise Invalid(_("The groups are not saved."), faults)
        for judge_id, group in changed.items():
            write_group(moment, round_, now[judge_id].judge, now[judge_id].group, group, by, reason.strip())
    return len(changed)
