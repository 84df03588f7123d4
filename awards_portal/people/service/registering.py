"""Coming in: somebody who speaks for a city asks for an account, and proves the address."""

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from ... import ledger, mail
from ...db import Transaction, db, hold, transaction
from ...errors import Invalid, Refusal
from ...text import name_key, normal_email, sha256, slug
from .. import passwords, policy, queries, rules
from ..links import hash_token, new_token
from ..models import City, CityKind, Person, Registration, Representative, RepresentativeRole
from ..profiles.models import FormerSlug
from .throttling import try_letter

LINK_LASTS = timedelta(days=3)


def register(
    email: str, name: str, *, city: City | None, new_city: dict[str, Any] | None, address: str, mark: str = ""
) -> None:
    """Ask for an account. The answer is the same whether the address is known: only its owner learns, by letter.

    Args:
        city: a city of the directory, or None with `new_city` (name, country, region, kind, website).
        address: the network address asked from, for slowing senders down.
        mark: of one press of the button: the same again sends no second letter.

    Raises:
        Invalid: when something is missing; `fields` says what.
        TooFast: when too many letters were asked for from here.
    """
    email, name = normal_email(email), " ".join(name.split())
    faults = rules.registration_faults(email, name, city is not None, new_city)
    if faults:
        raise Invalid(_("The registration is not complete."), faults)
    with transaction() as moment:
        if not try_letter(moment, email, address):
            return
        known = queries.person_by_email(email)
        if known is not None:
            mail.post(
                moment,
                "known-address",
                to=email,
                name=known.name,
                person_id=known.id,
                sign_in=mail.address("sign in"),
                forgotten=mail.address("forgotten password"),
            )
            return
        token = new_token()
        db.session.add(
            Registration(
                email=email,
                name=name,
                token_hash=hash_token(token),
                city_id=None if city is None else city.id,
                new_city=None if city is not None else new_city,
                created_at=moment.at,
                expires_at=moment.at + LINK_LASTS,
            )
        )
        link = mail.address("registration", token=token)
        mail.post(
            moment,
            "registration",
            to=email,
            name=name,
            secret=True,
            key=f"registration:{sha256(email + mark)}" if mark else None,
            link=link,
            days=LINK_LASTS.days,
        )


def confirm_registration(token: str, password: str, time_zone: str = "") -> tuple[Person, City, Representative | None]:
    """Finish a registration from its mailed link: make the person, and the city's lead where the city has none.

    Where somebody speaks for the city already, the new person is not let in: the leads get a letter and may invite.

    Args:
        time_zone: what the browser says its zone is; anything that is none is left out.

    Raises:
        Refusal: when the link is used up or too old.
        Invalid: when the password is refused.
    """
    with transaction() as moment:
        found = queries.registration_by_hash(hash_token(token))
        reason = policy.why_not_use(found, moment.at)
        if found is None or reason:
            raise Refusal(reason or "")
        registration = hold(found)
        reason = policy.why_not_use(registration, moment.at)
        if reason:
            raise Refusal(reason)
        check_password(password, about=(registration.name, registration.email))
        if queries.person_by_email(registration.email) is not None:
            raise Refusal(_("There is an account with this address already. Sign in, or ask for a new password."))
        registration.used_at = moment.at
        person = Person(
            email=registration.email,
            name=registration.name,
            password_hash=passwords.hashed(password),
            verified_at=moment.at,
            created_at=moment.at,
            time_zone=time_zone if time_zone in rules.zones() else None,
        )
        db.session.add(person)
        db.session.flush()
        ledger.write("person.registered", actor=person, at=moment.at, subject=person, label=person.name)
        city = _city(moment, registration, person)
        return person, city, _speak_for(moment, city, person)


def check_password(password: str, *, about: tuple[str, ...], shortest: int = rules.SHORTEST) -> None:
    """Refuse a bad password.

    Raises:
        Invalid: with the sentence at the field `password`.
    """
    fault = rules.why_not_password(password, about=about, shortest=shortest)
    if fault:
        raise Invalid(_("Choose another password."), {"password": [fault]})


def _city(moment: Transaction, registration: Registration, by: Person) -> City:
    if registration.city_id is not None:
        picked = db.session.get_one(City, registration.city_id)
        # Merged between the form and the link: the city that stands for it.
        return hold(queries.city_by_slug(picked.slug) or picked)
    wanted = registration.new_city or {}
    known = queries.city_by_name(wanted["name"], wanted["country"])
    if known is not None:
        # Somebody else added it between the form and the link: one place, one row.
        return hold(known)
    city = City(
        name=wanted["name"],
        key=name_key(wanted["name"]),
        slug=free_slug(wanted["name"], wanted["country"]),
        country=wanted["country"],
        region=wanted["region"],
        kind=wanted.get("kind") or CityKind.CITY,
        website=wanted.get("website") or None,
        sources=[],
        created_at=moment.at,
    )
    db.session.add(city)
    ledger.write("city.added", actor=by, at=moment.at, subject=city, label=city.name, after=dict(wanted))
    return city


def free_slug(name: str, country: str, own: int | None = None) -> str:
    """An address for a city that no other has or had: its name, else with its country, else with a number.

    Args:
        own: the city that is to have it; an address it had before comes back to it.
    """
    base = slug(name)[:150]
    for candidate in (base, f"{base}-{country.lower()}"):
        held = select(City.id).where(City.slug == candidate)
        left = select(FormerSlug.city_id).where(FormerSlug.slug == candidate)
        taken_by = db.session.scalar(held) or db.session.scalar(left)
        if taken_by is None or taken_by == own:
            return candidate
    taken = db.session.scalar(select(func.count()).select_from(City).where(City.slug.startswith(base, autoescape=True)))
    return f"{base}-{country.lower()}-{(taken or 0) + 1}"


def _speak_for(moment: Transaction, city: City, person: Person) -> Representative | None:
    present = queries.representatives(city.id)
    if present:
        for lead in present:
            if lead.role == RepresentativeRole.LEAD:
                mail.post(
                    moment,
                    "somebody-asks-to-join",
                    to=lead.person.email,
                    name=lead.person.name,
                    person_id=lead.person_id,
                    key=f"asks:{person.id}:{lead.person_id}",
                    who=person.name,
                    email=person.email,
                    city=city.name,
                    link=mail.address("city team", slug=city.slug),
                )
        ledger.write("representative.asked", actor=person, at=moment.at, subject=city, label=city.name)
        return None
    seat = Representative(person_id=person.id, city_id=city.id, role=RepresentativeRole.LEAD, since=moment.at)
    db.session.add(seat)
    ledger.write(
        "representative.joined",
        actor=person,
        at=moment.at,
        subject=seat,
        label=f"{person.name}, {city.name}",
        after={"role": RepresentativeRole.LEAD},
    )
    return seat
