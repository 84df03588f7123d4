"""Letters about results. They are written when they are due, so that results taken back before then tell nobody."""

from collections import defaultdict
from collections.abc import Iterable

from .. import clock, mail
from ..db import Transaction, transaction
from ..people import queries as people
from ..people.models import Person
from ..queue import work
from . import queries
from .models import Award, Publication


@work("awards.tell_winners")
def tell_winners(publication_id: int) -> None:
    """Write to the cities that won, each representative once."""
    with transaction() as moment:
        publication = _standing(publication_id)
        if publication is None:
            return
        early = publication.embargo_until if _is_early(publication, moment) else None
        for entry, won in _winners(publication).items():
            for person in _speakers(won[0].city_id):
                mail.post(
                    moment,
                    "award",
                    to=person.email,
                    name=person.name,
                    key=f"award:{publication.id}:{entry}:{person.id}",
                    person_id=person.id,
                    edition_id=publication.edition_id,
                    edition=publication.edition.title,
                    reference=won[0].reference,
                    project=won[0].project,
                    city=won[0].city,
                    awards=[f"{each.title}, {each.category_title}" for each in won],
                    citation=won[0].citation,
                    until=None if early is None else clock.tell(early, publication.edition.time_zone),
                    winners=mail.address("winners", key=publication.edition.key),
                )


@work("awards.tell_others")
def tell_others(publication_id: int) -> None:
    """Write to the other cities with an entry in the results that these are public, each representative once."""
    with transaction() as moment:
        publication = _standing(publication_id)
        if publication is None:
            return
        won = set(_winners(publication))
        for row in queries.entry_rows(publication.edition_id):
            if row.id in won:
                continue
            for person in _speakers(row.city_id):
                mail.post(
                    moment,
                    "results",
                    to=person.email,
                    name=person.name,
                    key=f"results:{publication.id}:{row.id}:{person.id}",
                    person_id=person.id,
                    edition_id=publication.edition_id,
                    edition=publication.edition.title,
                    reference=row.reference,
                    project=row.title,
                    city=row.city,
                    winners=mail.address("winners", key=publication.edition.key),
                )


@work("awards.tell_retraction")
def tell_retraction(publication_id: int) -> None:
    """Write to everybody who had a letter about these results that they were taken back."""
    with transaction() as moment:
        publication = queries.publication(publication_id)
        if publication is None:
            return
        retraction = queries.outcome(publication_id).retraction
        if retraction is None:
            return
        for person in queries.people_told(publication_id):
            mail.post(
                moment,
                "retraction",
                to=person.email,
                name=person.name,
                key=f"retraction:{publication_id}:{person.id}",
                person_id=person.id,
                edition_id=publication.edition_id,
                edition=publication.edition.title,
                reason=retraction.reason,
            )


def _standing(publication_id: int) -> Publication | None:
    """The publication while it stands: confirmed and not retracted."""
    found = queries.outcome(publication_id)
    if found.confirmation is None or found.retraction is not None:
        return None
    return queries.publication(publication_id)


def _is_early(publication: Publication, moment: Transaction) -> bool:
    return publication.embargo_until is not None and moment.at < publication.embargo_until


def _winners(publication: Publication) -> dict[int, list[Award]]:
    won: dict[int, list[Award]] = defaultdict(list)
    for award in queries.awards(publication.id):
        won[award.entry_id].append(award)
    return won


def _speakers(city_id: int) -> Iterable[Person]:
    return [seat.person for seat in people.representatives(city_id)]
