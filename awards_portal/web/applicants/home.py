"""A city's entries, and starting one."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ... import clock
from ...entries import copying, policy, queries, service
from ...entries.models import Entry
from ...entries.oversight.queries import extensions_of, terms_of_all
from ...entries.oversight.rules import Terms
from ...errors import Invalid
from ...people.models import City, RepresentativeRole
from ...programmes import queries as programmes
from ...programmes.models import Edition
from ..shared import access
from . import blueprint
from .desk import Desk, desk_of


@dataclass(frozen=True)
class Offer:
    """A place where a person may start an entry, or the sentence that says why not."""

    edition: Edition
    city: City
    why_not: str | None
    until: datetime


@blueprint.get("/")
def home() -> str:
    """The entries of my cities, what is next for each, and where one can be started."""
    visitor = access.visitor()
    at = clock.now()
    roles = {r.city_id: RepresentativeRole(r.role) for r in visitor.cities}
    entries = queries.entries_of_cities(roles)
    ids = [entry.id for entry in entries]
    answers, files = queries.answers_of(ids), queries.all_attachments_of(ids)
    latest, withdrawn = queries.latest_submissions(ids), queries.current_withdrawals(ids)
    terms = terms_of_all(entries)
    desks = [
        desk_of(
            entry,
            roles[entry.city_id],
            answers[entry.id],
            files[entry.id],
            [latest[entry.id]] if entry.id in latest else [],
            withdrawn.get(entry.id),
            at,
            terms[entry.id],
        )
        for entry in entries
    ]
    return render_template("applicants/home.html", desks=desks, offers=_offers(desks))


def _offers(desks: list[Desk]) -> list[Offer]:
    at = clock.now()
    offers = []
    seats = access.visitor().cities
    extended = extensions_of(seat.city_id for seat in seats)
    for edition in programmes.editions_begun(at):
        for seat in seats:
            terms = Terms(extended_to=extended.get((edition.id, seat.city_id)))
            if policy.why_closed(edition, at, terms):
                continue
            count = sum(
                desk.entry.edition_id == edition.id and desk.entry.city_id == seat.city_id and desk.withdrawal is None
                for desk in desks
            )
            why_not = policy.why_not_start(RepresentativeRole(seat.role), edition, count, at, terms)
            offers.append(Offer(edition, seat.city, why_not, policy.closing_time(edition, terms)))
    return offers


@blueprint.get("/start/<edition_key>")
def start_page(edition_key: str) -> str:
    """Choose the category of a new entry."""
    return _start_page(edition_key)


@blueprint.post("/start/<edition_key>")
def start(edition_key: str) -> str | tuple[str, int] | Response:
    """Start an entry."""
    edition = programmes.edition_by_key(edition_key)
    seats = {str(seat.city_id): seat.city for seat in access.visitor().cities}
    city = seats.get(request.form.get("city", ""))
    categories = {} if edition is None else {c.key: c for c in programmes.categories(edition.id)}
    category = categories.get(request.form.get("category", ""))
    if edition is None or city is None or category is None:
        errors = {} if category else {"category": _("Choose the category your project competes in.")}
        if city is None:
            errors["city"] = _("Choose the city that enters.")
        return _start_page(edition_key, errors), 422
    mark = request.form.get("mark", "")[:64]
    if not mark:
        raise Invalid(_("The page was not complete when it was sent. Open it again and press Start."))
    person, source = access.visitor().person, request.form.get("from", "")
    if source:
        found = queries.entry_for(person.id, source)
        if found is None or found[0].city_id != city.id or found[0].edition_id == edition.id:
            return _start_page(
                edition_key, {"from": _("Choose an earlier entry of the city that enters, or none.")}
            ), 422
        entry, _plan = copying.start_from(found[0], city, edition, category, person, mark)
        return redirect(url_for("applicants.copied", reference=entry.reference, source=source), 303)
    entry = service.start(city, edition, category, person, mark)
    return redirect(url_for("applicants.entry", reference=entry.reference), 303)


def _earlier(edition: Edition, city_ids: list[int]) -> list[Entry]:
    """Entries of other editions that a new one can be copied from."""
    return [entry for entry in queries.entries_of_cities(city_ids) if entry.edition_id != edition.id]


def _start_page(edition_key: str, errors: dict[str, str] | None = None) -> str:
    at = clock.now()
    edition = programmes.edition_by_key(edition_key)
    if edition is None or edition.opens_at > at:
        abort(404)
    cities = []
    extended = extensions_of(seat.city_id for seat in access.visitor().cities)
    for seat in access.visitor().cities:
        count = queries.count_entries(seat.city_id, edition.id)
        terms = Terms(extended_to=extended.get((edition.id, seat.city_id)))
        why_not = policy.why_not_start(RepresentativeRole(seat.role), edition, count, at, terms)
        cities.append(Offer(edition, seat.city, why_not, policy.closing_time(edition, terms)))
    return render_template(
        "applicants/start.html",
        edition=edition,
        categories=programmes.categories(edition.id),
        offers=cities,
        possible=[offer for offer in cities if offer.why_not is None],
        chosen=request.form.get("category", ""),
        chosen_city=request.form.get("city", ""),
        earlier=_earlier(edition, [offer.city.id for offer in cities if offer.why_not is None]),
        source=request.values.get("from", ""),
        mark=request.form.get("mark") or secrets.token_hex(16),
        errors=errors or {},
    )
