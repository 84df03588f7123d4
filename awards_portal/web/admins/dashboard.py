"""The home of one edition: its timeline with today, what waits for a decision, and how entries and judging stand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from ... import clock
from ...awards import queries as awards
from ...entries import arrivals, listing
from ...entries.listing import Standing, Tally
from ...judging import queries as judging
from ...judging.shortlisting.queries import contestants
from ...judging.standing import Waiting, waiting
from ...programmes import phases
from ...programmes import queries as programmes
from ...programmes.models import Edition, Round, RoundKind
from ..shared import access
from . import blueprint
from .entries import edition_or_404, why_not_oversee
from .rounds import own_cities
from .timeline import timeline


@dataclass(frozen=True)
class RoundStands:
    """A round and how far it is; `late` counts judges."""

    round: Round
    stands: Waiting
    late: int
    is_open: bool


@blueprint.get("/editions/<key>")
def dashboard(key: str) -> str:
    """How the edition stands now and what is next."""
    edition, at = edition_or_404(key), clock.now()
    tallies = listing.tallies(edition.id)
    rounds = [_stands(each, at) for each in judging.rounds(edition.id)]
    dates = programmes.rounds(edition.id)
    return render_template(
        "admins/dashboard.html",
        edition=edition,
        at=at,
        timeline=timeline(edition, dates, at),
        tiles=_tiles(edition, tallies, rounds, dates, at),
        tallies=tallies,
        competing=listing.competing(edition.id),
        checks=any(each.kind == RoundKind.ELIGIBILITY for each in dates),
        regions=listing.regions(edition.id),
        arrivals=_arrivals(edition, at),
        rounds=rounds,
        some_hidden=bool(own_cities()),
        why_not=why_not_oversee(0),
    )


def _stands(round_: Round, at: datetime) -> RoundStands:
    """Entries of cities that this visitor speaks for are left out: their judging is not hers to see."""
    hidden = own_cities()
    shown = [each.id for each in contestants(round_.edition_id, round_.id) if each.city_id not in hidden]
    late = sum(each.late > 0 for each in judging.progress_in(round_, at, hidden))
    found = waiting(judging.cells(round_.id), shown, round_.judges_per_entry, round_.minimum_cards)
    return RoundStands(round_, found, late, round_.opens_at <= at < round_.closes_at)


def _tiles(
    edition: Edition,
    tallies: dict[Standing, Tally],
    rounds: list[RoundStands],
    dates: Sequence[Round],
    at: datetime,
) -> list[dict[str, Any]]:
    """What waits for somebody, most urgent first; a tile that has nothing to say is left out."""
    key = edition.key
    found = []

    def tile(figure: int, label: str, href: str, then: str) -> None:
        if figure:
            found.append({"figure": figure, "label": label, "href": href, "next": then})

    _results_tile(edition, rounds, at, tile)
    unchecked, drafts = tallies[Standing.SUBMITTED].entries, tallies[Standing.DRAFT].entries
    checks = next((each for each in dates if each.kind == RoundKind.ELIGIBILITY), None)
    words = unchecked_in_words(unchecked, undecided=checks is not None and at >= checks.closes_at)
    tile(
        unchecked if phases.waits_for_check(dates, at) else 0,
        words,
        url_for("admins.eligibility", key=key, standing="submitted"),
        _("Check eligibility"),
    )
    for each in rounds:
        if each.round.kind == RoundKind.CALIBRATION or at >= each.round.closes_at:
            continue
        tile(
            each.stands.vacant,
            ngettext(
                "entry lost a judge and has no substitute",
                "entries lost a judge and have no substitute",
                each.stands.vacant,
            ),
            url_for("admins.assignments", key=key, round=each.round.key),
            _("Assign substitutes"),
        )
        tile(
            each.late,
            ngettext("judge is late", "judges are late", each.late),
            url_for("admins.progress", key=key, round=each.round.key),
            _("Remind who is late"),
        )
        if each.is_open:
            tile(
                each.stands.bare,
                ngettext("entry has no judge", "entries have no judge", each.stands.bare),
                url_for("admins.assignments", key=key, round=each.round.key),
                _("Assign judges"),
            )
    if at < edition.closes_at:
        tile(
            drafts,
            ngettext("draft is not submitted", "drafts are not submitted", drafts),
            url_for("admins.bulk", key=key, standing="draft", act="remind", scope="all"),
            _("Remind its city") if drafts == 1 else _("Remind their cities"),
        )
    returned = tallies[Standing.RETURNED].entries
    tile(
        returned,
        ngettext("entry waits for its city's changes", "entries wait for their cities' changes", returned),
        url_for("admins.entries", key=key, standing="returned"),
        _("See what was asked"),
    )
    return found


def unchecked_in_words(entries: int, *, undecided: bool) -> str:
    """What a number of unchecked entries counts; `undecided` once the round of eligibility is over."""
    if undecided:
        return ngettext(
            "entry was left undecided and does not go to the judges",
            "entries were left undecided and do not go to the judges",
            entries,
        )
    return ngettext("entry is submitted and not checked", "entries are submitted and not checked", entries)


def _results_tile(
    edition: Edition, rounds: list[RoundStands], at: datetime, tile: Callable[[int, str, str, str], None]
) -> None:
    """What the results wait for: a second organiser, or the first one once judging is over."""
    href = url_for("admins.publication", key=edition.key)
    proposal = awards.open_publication(edition.id)
    if proposal is not None:
        if awards.outcome(proposal.id).confirmation is None:
            own = proposal.proposed_by_id == access.visitor().person.id
            then = _("See its state") if own else _("Look and confirm")
            tile(1, _("proposal of the results waits for a second organiser"), href, then)
    elif any(each.stands.completed for each in rounds) and phases.is_judged((each.round for each in rounds), at):
        judged = len({each.category_id for each in contestants(edition.id, rounds[-1].round.id)})
        words = ngettext(
            "category is judged and its results not proposed",
            "categories are judged and their results not proposed",
            judged,
        )
        tile(judged, words, href, _("Propose the results"))


def _arrivals(edition: Edition, at: datetime) -> dict[str, Any] | None:
    """Two rows of how many entries had come by each day before the deadline, this edition's and the last one's."""
    before = [each for each in programmes.editions() if each.closes_at < edition.closes_at]
    days = arrivals.days_before(edition.opens_at, edition.closes_at)
    shown = [edition, *before[:1]]
    counts = [arrivals.arrived(listing.first_submissions(each.id), each.closes_at, days, at) for each in shown]
    rows = [
        {"label": each.key, "title": each.title, "values": values} for each, values in zip(shown, counts, strict=True)
    ]
    high = max((value or 0 for values in counts for value in values), default=0)
    if not high:
        return None
    # A round number of fourths on the axis.
    return {"days": days, "rows": rows, "high": -(-high // 4) * 4}
