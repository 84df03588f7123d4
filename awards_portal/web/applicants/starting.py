"""Starting an entry: whether the project may enter, for which city, in which category."""

import secrets

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from ... import clock
from ...entries import copying, policy, queries, service
from ...entries.models import Entry
from ...entries.oversight.queries import extensions_of
from ...entries.oversight.rules import Terms
from ...errors import Invalid
from ...people.models import RepresentativeRole
from ...programmes import eligibility
from ...programmes import queries as programmes
from ...programmes.eligibility import EligibilityQuestion
from ...programmes.models import Edition
from ..shared import access
from . import blueprint, reading
from .home import Offer


@blueprint.get("/start/<edition_key>")
def start_page(edition_key: str) -> str:
    """The eligibility questions of the edition, if it has any; then the category of a new entry.

    The answers travel in the address: asking them writes nothing, and the page can be gone back to.
    """
    edition = _begun(edition_key)
    questions = eligibility.read_questions(edition.eligibility)
    given = _given(questions, request.args)
    if request.args.get("answered") and not eligibility.unanswered(questions, given):
        wrong = eligibility.standing_in_the_way(questions, given)
        if not wrong:
            return _start_page(edition, given)
        wrong = reading.sayings(edition.id).eligibility(edition.id, wrong)
        return render_template("applicants/not_eligible.html", edition=edition, wrong=wrong)
    if not questions:
        return _start_page(edition, {})
    return _questions_page(edition, questions, given, ask=bool(request.args.get("answered")))


@blueprint.post("/start/<edition_key>")
def start(edition_key: str) -> str | tuple[str, int] | Response:
    """Start an entry."""
    edition = _begun(edition_key)
    given = _given(eligibility.read_questions(edition.eligibility), request.form)
    seats = {str(seat.city_id): seat.city for seat in access.visitor().cities}
    city = seats.get(request.form.get("city", ""))
    categories = {c.key: c for c in programmes.categories(edition.id)}
    category = categories.get(request.form.get("category", ""))
    if city is None or category is None:
        errors = {} if category else {"category": _("Choose the category your project competes in.")}
        if city is None:
            errors["city"] = _("Choose the city that enters.")
        return _start_page(edition, given, errors), 422
    mark = request.form.get("mark", "")[:64]
    if not mark:
        raise Invalid(_("The page was not complete when it was sent. Open it again and press Start."))
    person, source = access.visitor().person, request.form.get("from", "")
    found = queries.entry_for(person.id, source) if source else None
    if source and (found is None or found[0].city_id != city.id or found[0].edition_id == edition.id):
        told = {"from": _("Choose an earlier entry of the city that enters, or none.")}
        return _start_page(edition, given, told), 422
    try:
        if found is not None:
            entry, _plan = copying.start_from(found[0], city, edition, category, person, mark, given)
            return redirect(url_for("applicants.copied", reference=entry.reference, source=source), 303)
        entry = service.start(city, edition, category, person, mark, given)
    except Invalid as error:
        if not any(name.startswith("eligible-") for name in error.fields):
            raise
        edition = _begun(edition_key)
        return _questions_page(edition, eligibility.read_questions(edition.eligibility), given, ask=True), 422
    return redirect(url_for("applicants.entry", reference=entry.reference), 303)


def _earlier(edition: Edition, city_ids: list[int]) -> list[Entry]:
    """Entries of other editions that a new one can be copied from."""
    return [entry for entry in queries.entries_of_cities(city_ids) if entry.edition_id != edition.id]


def _begun(edition_key: str) -> Edition:
    """The edition of an address, once it has opened."""
    edition = programmes.published_edition(edition_key)
    return edition if edition is not None and edition.opens_at <= clock.now() else abort(404)


def _given(questions: list[EligibilityQuestion], sent: MultiDict[str, str]) -> dict[str, str]:
    return {each.key: sent[f"eligible-{each.key}"] for each in questions if f"eligible-{each.key}" in sent}


def _questions_page(edition: Edition, questions: list[EligibilityQuestion], given: dict[str, str], *, ask: bool) -> str:
    """The eligibility questions; with `ask` those without an answer are told beside them."""
    open_ = eligibility.unanswered(questions, given) if ask else []
    return render_template(
        "applicants/eligibility.html",
        edition=edition,
        questions=reading.sayings(edition.id).eligibility(edition.id, questions),
        source=request.values.get("from", ""),
        given=given,
        errors={f"eligible-{each.key}": [_("Answer yes or no: %(q)s", q=each.question)] for each in open_},
    )


def _start_page(edition: Edition, given: dict[str, str], errors: dict[str, str] | None = None) -> str:
    at = clock.now()
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
        given=given,
        categories=reading.sayings(edition.id).categories(programmes.categories(edition.id)),
        offers=cities,
        possible=[offer for offer in cities if offer.why_not is None],
        chosen=request.form.get("category", ""),
        chosen_city=request.form.get("city", ""),
        earlier=_earlier(edition, [offer.city.id for offer in cities if offer.why_not is None]),
        source=request.values.get("from", ""),
        mark=request.form.get("mark") or secrets.token_hex(16),
        errors=errors or {},
    )
