"""Who may set an edition up."""

from ... import ledger
from ...errors import Refusal
from ...people import queries as people
from .. import policy


def check_member(by: ledger.Actor) -> None:
    """Let an organiser through, and whoever sits at the machine itself (an actor without an id).

    Raises:
        Refusal: an observer, or nobody of the organising team.
    """
    if by.id is None:
        return
    refusal = policy.why_not_set_up(people.team_role(by.id))
    if refusal:
        raise Refusal(refusal)
