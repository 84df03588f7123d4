"""Members of the organising team, and what a person says of herself."""

from datetime import timedelta
from zoneinfo import available_timezones

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from ... import ledger, mail
from ...db import db, hold, transaction
from ...errors import Invalid, Refusal
from ...text import normal_email
from .. import policy, queries, rules
from ..models import Person, TeamMember, TeamRole
from .passwords import issue

LINK_LASTS = timedelta(days=3)


def create_team_member(email: str, name: str, role: TeamRole, by: Person | None) -> tuple[Person, str]:
    """Make somebody a member of the organising team. Returns the person and a link to choose a password, used once.

    Args:
        by: an admin; None for the command on the machine itself.

    Raises:
        Refusal: when `by` may not, or the person is a member already.
        Invalid: when address or name cannot be used.
    """
    email, name = normal_email(email), " ".join(name.split())
    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError as error:
        sentence = _("Write the address as name@example.org.")
        raise Invalid(sentence, {"email": [sentence]}) from error
    wrong = rules.why_not_name(name)
    if wrong:
        raise Invalid(wrong, {"name": [wrong]})
    with transaction() as moment:
        reason = None if by is None else policy.why_not_make_team(queries.team_member(by.id))
        if reason:
            raise Refusal(reason)
        person = queries.person_by_email(email)
        if person is None:
            person = Person(email=email, name=name, created_at=moment.at)
            db.session.add(person)
            db.session.flush()
        elif queries.team_member(person.id) is not None:
            raise Refusal(_("%(email)s is a member of the organising team already.", email=email))
        member = TeamMember(person_id=person.id, role=TeamRole(role), since=moment.at)
        db.session.add(member)
        ledger.write(
            "team_member.joined",
            actor=by or ledger.System("the command line"),
            at=moment.at,
            subject=member,
            label=person.name,
            after={"role": member.role},
        )
        return person, mail.address("new password", token=issue(moment, person, LINK_LASTS))


def change_details(person: Person, name: str, time_zone: str) -> Person:
    """Change one's own name and time zone (empty: the edition's zone is shown alone).

    Raises:
        Invalid: when the name is empty or the zone is unknown.
    """
    name = " ".join(name.split())
    faults: dict[str, list[str]] = {}
    wrong = rules.why_not_name(name)
    if wrong:
        faults["name"] = [wrong]
    if time_zone and time_zone not in available_timezones():
        faults["time_zone"] = [_("Choose one of the time zones of the list, such as Asia/Seoul.")]
    if faults:
        raise Invalid(_("Your details are not saved yet."), faults)
    with transaction() as moment:
        person = hold(person)
        before = {"name": person.name, "time_zone": person.time_zone}
        person.name, person.time_zone = name, time_zone or None
        after = {"name": person.name, "time_zone": person.time_zone}
        if before != after:
            ledger.write(
                "person.changed", actor=person, at=moment.at, subject=person, label=name, before=before, after=after
            )
    return person
