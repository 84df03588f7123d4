"""Whether a round's results may be published: what the policy asks, read from the database and the draft."""

from ..judging import queries as judging
from ..programmes import queries as programmes
from ..programmes import quotas
from ..programmes.models import Edition, Round
from . import queries
from .drafts import Draft
from .models import DecisionKind
from .placing import Standing
from .policy import Ready, Uncovered

PENDING = {"started", "not started"}


def ready(edition: Edition, round_: Round, now: Draft, *, confirming: bool = False) -> Ready:
    """What decides whether these results may be published.

    Args:
        confirming: whether a proposal is being confirmed, which then does not stand in its own way.
    """
    last = queries.rounds(edition.id)[-1]
    open_ = queries.open_publication(edition.id)
    published = open_ is not None and queries.outcome(open_.id).confirmation is not None
    everybody = [standing for category in now.categories for standing in category.standings]
    return Ready(
        closes_at=round_.closes_at,
        time_zone=edition.time_zone,
        is_last_round=last.id == round_.id,
        last_round=last.title,
        entries=len(everybody),
        awards=len(now.awards),
        minimum_cards=round_.minimum_cards,
        uncovered=[_uncovered(each) for each in everybody if not each.computed.covered and not _is_left_out(each)],
        undecided=_undecided(edition, now),
        waiting=open_ is not None and not published and not confirming,
        published=published,
        unranked=[(each.title, each.unranked) for each in now.computed.categories if each.unranked],
        beyond_quota=_beyond_quota(edition, now),
        longer=judging.longer(round_).values(),
    )


def _beyond_quota(edition: Edition, now: Draft) -> list[tuple[str, str, int, int]]:
    """Awards for a place that a category's quotas do not allow. A special mention is none of these."""
    promised = {each.key: each.quotas for each in programmes.categories(edition.id)}
    words = quotas.kinds_in_words()
    found = []
    for category in now.categories:
        awarded = [each.entry.kind for each in category.standings if each.award and each.place is not None]
        allowed = promised.get(category.key, {})
        for kind, given in quotas.exceeded(allowed, awarded).items():
            found.append((category.title, words.get(kind, kind), given, allowed[kind]))
    return found


def _is_left_out(standing: Standing) -> bool:
    return standing.decision is not None and standing.decision.kind == DecisionKind.LEFT_OUT


def _uncovered(standing: Standing) -> Uncovered:
    found = standing.computed
    return Uncovered(
        found.entry.reference,
        found.entry.title,
        found.entry.category,
        found.completed,
        [card.judge for card in found.cards if card.state in PENDING],
    )


def _undecided(edition: Edition, now: Draft) -> list[list[str]]:
    """Entries that share a place with an award, where the tie rules end with the jury's decision."""
    if "jury" not in edition.tie_ladder:
        return []
    found: list[list[str]] = []
    for category in now.categories:
        shared: dict[int, list[str]] = {}
        for each in category.standings:
            if each.shared and each.award and each.place is not None:
                shared.setdefault(each.place, []).append(each.entry.reference)
        found += shared.values()
    return found
