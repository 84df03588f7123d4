"""A city's entries, and where one can be started."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template

from ... import clock
from ...entries import policy, queries
from ...entries.oversight import moving
from ...entries.oversight.queries import extensions_of, terms_of_all
from ...entries.oversight.rules import Terms
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
    return render_template("applicants/home.html", desks=desks, moves=moving.open_moves(ids), offers=_offers(desks))


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
