"""One entry as its judge reaches it: found through what this person may judge."""

from dataclasses import dataclass

from flask import abort

from ... import clock
from ...judging import queries
from ...judging.seats import Seat
from ...programmes.vocabularies import countries
from ..shared import access


@dataclass(frozen=True)
class Cover:
    """All that is shown of an entry before its judge has said whether there is a conflict."""

    reference: str
    title: str
    category: str
    city: str
    country: str
    edition: str
    round: str


def cover(seat: Seat) -> Cover:
    """The cover of a seat's entry. In a blind round it tells neither city nor country."""
    view = seat.view
    city = None if view is None else view.city
    return Cover(
        reference=seat.assignment.entry.reference,
        title=seat.title,
        category="" if view is None else view.category,
        city="" if city is None else city.name,
        country="" if city is None else countries().get(city.country, city.country),
        edition=seat.assignment.round.edition.title,
        round=seat.assignment.round.title,
    )


def find_seat(reference: str) -> Seat | None:
    """This person's seat on an entry; None when it is not theirs to judge (any more)."""
    return queries.seat_for(access.visitor().person.id, reference, clock.now())


def open_seat(reference: str) -> Seat:
    """This person's seat on an entry; otherwise there is nothing here."""
    seat = find_seat(reference)
    if seat is None:
        abort(404)
    return seat
