"""The report drawn, and who took it."""

from collections.abc import Collection
from dataclasses import replace

from flask_babel import force_locale

from ... import clock, ledger
from ...db import transaction
from ...documents.typesetting import typeset
from ...errors import Refusal
from ...people.models import Person
from ...programmes.models import Edition, Round, Rubric
from .. import policy, queries, standings
from ..analysis import analyse
from ..drafts import draft
from ..workbook import numbered, without_names
from .content import content


def download_report(
    edition: Edition, round_: Round, rubric: Rubric, *, by: Person, own_cities: Collection[int], is_public: bool
) -> tuple[bytes, str]:
    """Draw the report of a round: the PDF and its name. The ledger keeps who took it.

    Raises:
        Refusal: when an entry of a city that the person also speaks for is in it.
        CannotDraw: when typst refuses it.
    """
    at = clock.now()
    drafted = draft(edition, round_, rubric, uncertainty=True)
    own = [each.reference for each in drafted.computed.scores.entries if each.city_id in own_cities]
    if (why_not := policy.why_not_download(own)) is not None:
        raise Refusal(why_not)
    names = numbered(drafted.computed, drafted.fingerprint) if is_public else standings.labels(drafted.computed.scores)
    analyses = {
        each.key: found
        for each in drafted.categories
        if (found := analyse(edition, round_, rubric, each.key, names=names)) is not None
    }
    with force_locale("en"):
        if is_public:
            drafted = replace(drafted, computed=without_names(drafted.computed, drafted.fingerprint))
            names = {card.judge_id: card.judge for cards in drafted.computed.scores.cards.values() for card in cards}
        data = content(drafted, analyses, queries.decisions(round_.id), names, is_public=is_public)
    made = typeset("report", data, {}, int(at.timestamp()))
    name = "-".join([edition.key, round_.key, "report", *(["public"] if is_public else [])]) + ".pdf"
    with transaction() as moment:
        ledger.write(
            "report.downloaded",
            actor=by,
            at=moment.at,
            subject=edition,
            label=name,
            edition_id=edition.id,
            after={"fingerprint": drafted.fingerprint, "round": round_.key, "bytes": len(made)},
        )
    return made, name
