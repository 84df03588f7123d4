"""Deeds on profiles: a representative proposes, an organiser decides; cities are renamed, places called otherwise."""

from flask_babel import gettext as _
from sqlalchemy import delete, select

from ... import ledger, mail, storage
from ...db import db, hold, transaction
from ...documents import uploads
from ...errors import Invalid, Refusal
from ...storage import antivirus
from ...text import name_key
from .. import queries as people
from ..models import City, Person
from ..rules import why_not_name
from ..service.registering import free_slug
from . import policy, queries, rules
from .models import FormerSlug, PlaceName, ProfileDecision, ProfileVersion

LOGO = uploads.Limits("logo", ("image/png", "image/jpeg", "image/webp"), max_bytes=2_000_000, min_width=120)


def propose(
    city: City, proposal: rules.Proposal, by: Person, *, logo: tuple[str, bytes] | None = None, no_logo: bool = False
) -> ProfileVersion:
    """Put a profile before the organising team. The logo of the version before stays unless another one is given.

    Args:
        logo: name and content of a file as it was sent.
        no_logo: take the logo away.

    Raises:
        Refusal: when this person may not, or a virus was found.
        Invalid: when something is missing or the file is not what it must be; `fields` says what.
    """
    _check_seat(by, city)
    faults = rules.faults(proposal)
    kept = None
    if logo is not None:
        try:
            antivirus.scan(logo[1])
            checked = uploads.check(LOGO, *logo)
            kept = (storage.put(checked.content), checked.media_type, len(checked.content))
        except Invalid as wrong:
            faults |= wrong.fields
    if faults:
        raise Invalid(_("The profile is not complete."), faults)
    with transaction() as moment:
        city = hold(city)
        _check_seat(by, city)
        before = queries.last(city.id)
        if kept is None and not no_logo and before is not None and before.logo_sha256 is not None:
            kept = (before.logo_sha256, before.logo_type or "", before.logo_size or 0)
        values = {
            "text": proposal.text.strip(),
            "website": proposal.website.strip(),
            "population": rules.population_of(proposal.population) if proposal.population else None,
            "population_source": proposal.population_source.strip() if proposal.population else "",
            "contact_name": " ".join(proposal.contact_name.split()),
            "contact_email": proposal.contact_email.strip(),
            "logo_sha256": kept[0] if kept else None,
            "logo_type": kept[1] if kept else None,
            "logo_size": kept[2] if kept else None,
        }
        if before is not None and all(getattr(before, name) == value for name, value in values.items()):
            return before
        number = 1 if before is None else before.number + 1
        made = ProfileVersion(city_id=city.id, number=number, by_id=by.id, at=moment.at, **values)
        db.session.add(made)
        ledger.write(
            "profile.proposed",
            actor=by,
            at=moment.at,
            subject=made,
            label=city.name,
            after={name: value for name, value in values.items() if value and not name.startswith("contact")},
        )
    return made


def decide(version: ProfileVersion, approve: bool, reason: str, by: Person) -> ProfileDecision:
    """Approve a version, which is public from then on, or decline it with a reason. Whoever proposed it gets a letter.

    Raises:
        Refusal: when this person may not, or there is nothing to decide.
        Invalid: when it is declined without a reason.
    """
    with transaction() as moment:
        city = hold(db.session.get_one(City, version.city_id))
        check_member(by, city)
        last = queries.last(city.id)
        refusal = policy.why_not_decide(
            last is not None and last.id == version.id, queries.decision(version.id) is not None
        )
        if refusal or last is None:
            raise Refusal(refusal or "")
        reason = reason.strip()
        if not approve and not reason:
            raise Invalid(_("The decision has no reason."), {"reason": [_("Write why: the city reads it.")]})
        made = ProfileDecision(version_id=last.id, approved=approve, reason=reason, by_id=by.id, at=moment.at)
        db.session.add(made)
        if approve:
            city.website = last.website or None
        ledger.write(
            "profile.approved" if approve else "profile.declined",
            actor=by,
            at=moment.at,
            subject=last,
            label=city.name,
            reason=reason or None,
        )
        mail.post(
            moment,
            "profile-decided",
            to=last.by.email,
            name=last.by.name,
            person_id=last.by_id,
            city=city.name,
            approved=approve,
            reason=reason,
            page=mail.address("city", slug=city.slug),
            edit=mail.address("city profile", slug=city.slug),
        )
    return made


def rename(city: City, name: str, reason: str, by: Person) -> City:
    """Call a city by another name. Its page moves along, and its old address goes on leading there.

    Raises:
        Refusal: when this person may not.
        Invalid: when the name is none, is another city's, or there is no reason.
    """
    with transaction() as moment:
        city = hold(city)
        check_member(by, city)
        name, reason, faults = " ".join(name.split()), reason.strip(), {}
        twin = people.city_by_name(name, city.country)
        if why_not_name(name) or not name_key(name) or len(name) > 150:
            faults["name"] = [why_not_name(name) or _("Write the city's name, at most 150 characters.")]
        elif twin is not None and twin.id != city.id:
            faults["name"] = [_("Another city of this country has this name already.")]
        if not reason:
            faults["reason"] = [_("Write why: it stays in the record.")]
        if faults:
            raise Invalid(_("The name cannot be used."), faults)
        before, old = city.name, city.slug
        if name == before:
            return city
        if name_key(name) != city.key:
            city.slug = free_slug(name, city.country, own=city.id)
        city.name, city.key = name, name_key(name)
        if city.slug != old:
            # An address it had before and has again leads there by itself.
            db.session.execute(delete(FormerSlug).where(FormerSlug.slug == city.slug))
            db.session.add(FormerSlug(slug=old, city_id=city.id, at=moment.at))
        ledger.write(
            "city.renamed",
            actor=by,
            at=moment.at,
            subject=city,
            label=name,
            before={"name": before, "slug": old},
            after={"name": name, "slug": city.slug},
            reason=reason,
        )
    return city


def call_place(code: str, name: str, by: Person) -> None:
    """Say what a country or area is called on public pages; an empty name brings its usual one back.

    Raises:
        Refusal: when this person may not.
        Invalid: when the name is none.
    """
    with transaction() as moment:
        refusal = policy.why_not_handle(people.team_member(by.id), speaks=False)
        if refusal:
            raise Refusal(refusal)
        name = " ".join(name.split())
        if name and why_not_name(name):
            raise Invalid(_("The name cannot be used."), {"place_name": [why_not_name(name) or ""]})
        row = db.session.scalar(select(PlaceName).where(PlaceName.code == code))
        before = None if row is None else row.name
        if row is not None:
            row = hold(row)
        if not name and row is not None:
            db.session.delete(row)
        elif row is not None:
            row.name, row.by_id, row.at = name, by.id, moment.at
        elif name:
            db.session.add(PlaceName(code=code, name=name, by_id=by.id, at=moment.at))
        ledger.write(
            "place.named",
            actor=by,
            at=moment.at,
            label=code,
            before={"name": before} if before else None,
            after={"name": name} if name else None,
        )


def check_member(by: Person, city: City) -> None:
    """Refuse whoever may not decide on what concerns this city.

    Raises:
        Refusal: not an organiser, or somebody who speaks for the city.
    """
    speaks = people.representative(by.id, city.id) is not None
    refusal = policy.why_not_handle(people.team_member(by.id), speaks)
    if refusal:
        raise Refusal(refusal)


def _check_seat(by: Person, city: City) -> None:
    refusal = policy.why_not_propose(people.representative(by.id, city.id))
    if refusal:
        raise Refusal(refusal)
