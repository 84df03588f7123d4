"""Forgetting a person: the account is closed, name and address are gone, what others rely on stays under a number."""

from flask_babel import gettext as _
from sqlalchemy import delete, or_, select, update

from .. import ledger
from ..db import Transaction, db, hold, transaction
from ..errors import Invalid, Refusal
from ..judging.models import Judge
from ..mail.models import Letter, LetterState
from ..mailings.models import MailingRecipient
from ..people import queries as people
from ..people import roster
from ..people.models import (
    City,
    Invitation,
    Person,
    Registration,
    Representative,
    RepresentativeRole,
    SignIn,
    SignInLink,
    TeamMember,
    Token,
)
from ..people.second_factor import RecoveryCode, SecondFactor
from ..text import normal_email
from . import policy

# An address that can never receive a letter (RFC 2606).
NOWHERE = "forgotten.invalid"


def why_not(person: Person) -> str | None:
    """Why this person's account cannot be deleted now."""
    return policy.why_not_forget(
        is_forgotten(person), leading_alone(person.id), people.team_role(person.id), roster.admins()
    )


def is_forgotten(person: Person) -> bool:
    """Whether name and address are gone."""
    return person.email.endswith(f"@{NOWHERE}")


def leading_alone(person_id: int) -> list[str]:
    """The cities that would be without a lead, by name. One statement."""
    others = (
        select(Representative.city_id)
        .join(Person, Person.id == Representative.person_id)
        .where(
            Representative.role == RepresentativeRole.LEAD,
            Representative.ended_at.is_(None),
            Representative.person_id != person_id,
            Person.disabled_at.is_(None),
        )
    )
    mine = select(Representative.city_id).where(
        Representative.person_id == person_id,
        Representative.role == RepresentativeRole.LEAD,
        Representative.ended_at.is_(None),
    )
    return list(
        db.session.scalars(
            select(City.name).where(City.id.in_(mine), City.id.not_in(others)).order_by(City.name, City.id)
        )
    )


def delete_account(person: Person, typed: str) -> None:
    """Forget whoever asks for it.

    Args:
        typed: her mail address, written by hand.

    Raises:
        Refusal: a city or the portal would be without its last lead or admin.
        Invalid: another address was written.
    """
    with transaction() as moment:
        # The cities first: two leads that leave together must not both think that the other stays.
        for city in db.session.scalars(
            select(City)
            .join(Representative, Representative.city_id == City.id)
            .where(Representative.person_id == person.id, Representative.ended_at.is_(None))
            .order_by(City.id)
        ).all():
            hold(city)
        person = hold(person)
        refusal = why_not(person)
        if refusal:
            raise Refusal(refusal)
        if normal_email(typed) != person.email:
            sentence = _("Write your mail address as it stands above, to show that you mean it.")
            raise Invalid(sentence, {"address": [sentence]})
        # Under the number: the ledger cannot forget a name later.
        forget(moment, person)
        ledger.write("person.forgotten", actor=person, at=moment.at, subject=person, label=person.name)


def forget(moment: Transaction, person: Person) -> None:
    """Inside a deed: take name, address and every way in from a person who is held. What is kept as written stays."""
    old = person.email
    person.name, person.email = _("Former account %(n)d", n=person.id), f"person-{person.id}@{NOWHERE}"
    person.password_hash = person.time_zone = person.verified_at = person.second_factor_at = None
    person.disabled_at = person.disabled_at or moment.at
    for ended in (Representative, TeamMember):
        db.session.execute(
            update(ended).where(ended.person_id == person.id, ended.ended_at.is_(None)).values(ended_at=moment.at)
        )
    for gone in (SignIn, SignInLink, Token, SecondFactor, RecoveryCode):
        db.session.execute(delete(gone).where(gone.person_id == person.id))
    db.session.execute(delete(Registration).where(Registration.email == old))
    for invitation in db.session.scalars(
        select(Invitation).where(or_(Invitation.accepted_by_id == person.id, Invitation.email == old))
    ):
        invitation.name, invitation.email = person.name, person.email
        invitation.revoked_at = invitation.revoked_at or (None if invitation.accepted_at else moment.at)
    for judge in db.session.scalars(select(Judge).where(or_(Judge.person_id == person.id, Judge.email == old))):
        judge.name, judge.email = _("Judge %(n)d", n=judge.id), f"judge-{judge.id}@{NOWHERE}"
        judge.organisation = judge.biography = ""
        judge.languages, judge.expertise, judge.decline_reason = [], [], None
        judge.photo_sha256 = judge.photo_size = judge.photo_type = judge.shown_since = None
    whose = or_(MailingRecipient.person_id == person.id, MailingRecipient.email == old)
    db.session.execute(delete(MailingRecipient).where(whose, MailingRecipient.letter_id.is_(None)))
    db.session.execute(update(MailingRecipient).where(whose).values(name="", email=person.email, given={}))
    db.session.execute(
        update(Letter)
        .where(or_(Letter.person_id == person.id, Letter.to_address == old))
        .values(to_name="", to_address=person.email, subject="", body="")
    )
    db.session.execute(
        update(Letter)
        .where(Letter.to_address == person.email, Letter.state == LetterState.WAITING)
        .values(state=LetterState.FAILED, problem="the account was deleted")
    )
    db.session.flush()
