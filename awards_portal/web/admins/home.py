"""Where a team member's work begins: what waits in every edition, the editions that run, and the rest folded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from ... import clock
from ...awards import queries as awards
from ...entries import listing
from ...entries.listing import Standing
from ...judging import queries as judging
from ...programmes import phases, queries
from ...programmes.models import Edition, Round, RoundKind
from ..shared import access
from . import blueprint, coordinating
from .dashboard import unchecked_in_words
from .rounds import own_cities
from .timeline import steps


@dataclass(frozen=True)
class Task:
    """What waits for somebody in an edition. A lower `rank` is more urgent, then what is over sooner."""

    rank: int
    words: str
    href: str
    then: str
    until: datetime | None = None


@dataclass(frozen=True)
class Row:
    """An edition as the home tells it: its next date, its entries, scorecards of the round that runs."""

    edition: Edition
    tasks: list[Task]
    next_at: datetime | None
    next_words: str
    entries: int
    # The round that judges score in now, and of its scorecards how many are completed.
    round: str
    cards: tuple[int, int]
    over: bool


@blueprint.get("/")
def home() -> str:
    """What waits, most urgent first, then the editions; for a coordinator, those of her categories."""
    hers, at = access.visitor().coordinated, clock.now()
    if hers is not None:
        return coordinating.page(hers)
    rows = _rows(at)
    waiting = [(each.edition, task) for each in rows for task in each.tasks]
    waiting.sort(key=lambda pair: (pair[1].rank, pair[1].until or pair[0].closes_at, pair[0].id))
    return render_template(
        "admins/home.html",
        waiting=waiting,
        running=[each for each in rows if not each.over],
        over=[each for each in rows if each.over],
        at=at,
    )


def _rows(at: datetime) -> list[Row]:
    """Every edition, those with the nearest date first. Five statements, however many there are."""
    rounds: dict[int, list[Round]] = {}
    for each in queries.every_round():
        rounds.setdefault(each.edition_id, []).append(each)
    counts, cards = listing.counts_by_edition(), judging.cards_by_round(own_cities())
    published = awards.open_by_edition()
    found = [
        _row(each, rounds.get(each.id, []), counts.get(each.id, {}), cards, published.get(each.id), at)
        for each in queries.every_edition()
    ]
    # A stable order: the latest edition stays first among those without a date ahead.
    return sorted(found, key=lambda row: (row.next_at is None, row.next_at or at))


def _row(
    edition: Edition,
    rounds: Sequence[Round],
    counts: dict[Standing, int],
    cards: dict[int, tuple[int, int]],
    results: awards.Open | None,
    at: datetime,
) -> Row:
    ahead = min((each for each in steps(edition, rounds) if each[0] > at), key=lambda each: each[0], default=None)
    now = [each for each in rounds if each.kind != RoundKind.ELIGIBILITY and each.opens_at <= at < each.closes_at]
    shown = next((each for each in now if each.id in cards), now[0] if now else None)
    submitted = sum(n for standing, n in counts.items() if standing not in {Standing.DRAFT, Standing.WITHDRAWN})
    over = results is not None and results.confirmed_at is not None and ahead is None
    tasks = [] if over else _tasks(edition, rounds, counts, cards, results, at)
    return Row(
        edition=edition,
        tasks=tasks,
        next_at=None if ahead is None else ahead[0],
        next_words="" if ahead is None else ahead[1],
        entries=submitted,
        round="" if shown is None else shown.title,
        cards=(0, 0) if shown is None else cards.get(shown.id, (0, 0)),
        over=over,
    )


def _tasks(
    edition: Edition,
    rounds: Sequence[Round],
    counts: dict[Standing, int],
    cards: dict[int, tuple[int, int]],
    results: awards.Open | None,
    at: datetime,
) -> list[Task]:
    key, found = edition.key, list[Task]()
    if edition.published_at is None:
        words = _("The call is not published: nobody outside the organising team sees the edition")
        return [Task(4, words, url_for("admins.setup", key=key), _("Go on with the set-up"), edition.opens_at)]
    judged = phases.counting(rounds)
    if results is not None:
        if results.confirmed_at is None:
            own = results.proposed_by_id == access.visitor().person.id
            then = _("See its state") if own else _("Look and confirm")
            words = _("A proposal of the results waits for a second organiser")
            found.append(Task(0, words, url_for("admins.publication", key=key), then))
    elif phases.is_judged(rounds, at) and any(cards.get(each.id, (0, 0))[0] for each in judged):
        words = _("Judging is over and its results are not proposed")
        found.append(Task(2, words, url_for("admins.publication", key=key), _("Propose the results")))
    unchecked = counts.get(Standing.SUBMITTED, 0)
    checks = next((each for each in rounds if each.kind == RoundKind.ELIGIBILITY), None)
    if unchecked and phases.waits_for_check(rounds, at):
        words = unchecked_in_words(unchecked, undecided=checks is not None and at >= checks.closes_at)
        href = url_for("admins.eligibility", key=key, standing="submitted")
        until = checks.closes_at if checks is not None else min((each.opens_at for each in judged), default=None)
        found.append(Task(1, f"{unchecked} {words}", href, _("Check eligibility"), until))
    for each in judged:
        completed, given = cards.get(each.id, (0, 0))
        if each.opens_at <= at < each.closes_at and completed < given:
            words = ngettext(
                "%(num)d scorecard of %(round)s is not completed",
                "%(num)d scorecards of %(round)s are not completed",
                given - completed,
                round=each.title,
            )
            href = url_for("admins.progress", key=key, round=each.key)
            found.append(Task(3, words, href, _("See who is behind"), each.closes_at))
    return found
