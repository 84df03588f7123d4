"""What stands beside scores in a workbook: more time that cities were given, and as what somebody did something."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ...db import db
from ...entries.models import Extension
from ...judging.models import Judge
from ...people.models import Representative, TeamMember


def extensions(edition_id: int) -> dict[int, list[Extension]]:
    """Every extension by city, revoked ones too, in the order they were given."""
    found: dict[int, list[Extension]] = defaultdict(list)
    rows = select(Extension).where(Extension.edition_id == edition_id).order_by(Extension.at, Extension.id)
    for each in db.session.scalars(rows):
        found[each.city_id].append(each)
    return found


@dataclass(frozen=True)
class Role:
    """What somebody is or was, from when until when."""

    words: str
    since: datetime
    until: datetime | None

    def holds(self, at: datetime) -> bool:
        """Whether it did at a moment."""
        return self.since <= at and (self.until is None or at < self.until)


def roles(edition_id: int, person_ids: Collection[int]) -> Mapping[int, Sequence[Role]]:
    """What these people are: in the organising team, among the edition's judges, for a city. Three statements."""
    found: dict[int, list[Role]] = defaultdict(list)
    for member in db.session.scalars(
        select(TeamMember).where(TeamMember.person_id.in_(person_ids)).order_by(TeamMember.id)
    ):
        found[member.person_id].append(Role(member.role, member.since, member.ended_at))
    for judge in db.session.scalars(
        select(Judge).where(Judge.edition_id == edition_id, Judge.person_id.in_(person_ids)).order_by(Judge.id)
    ):
        assert judge.person_id is not None
        found[judge.person_id].append(Role("judge", judge.invited_at, None))
    for seat in db.session.scalars(
        select(Representative).where(Representative.person_id.in_(person_ids)).order_by(Representative.id)
    ):
        found[seat.person_id].append(Role(f"city: {seat.role}", seat.since, seat.ended_at))
    return found
