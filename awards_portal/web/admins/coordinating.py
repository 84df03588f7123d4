"""Where a coordinator's work begins: what waits for her in the categories that she has, the most urgent first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from ... import clock
from ...entries import listing
from ...entries.listing import Standing
from ...entries.oversight import round_policy
from ...judging import policy as judging_policy
from ...judging import queries as judging
from ...programmes import phases
from ...programmes import queries as programmes
from ...programmes.models import Category, Edition
from .rounds import own_cities


@dataclass(frozen=True)
class Need:
    """Something that waits: what, where it is done, and the act in words."""

    words: str
    href: str
    act: str


@dataclass(frozen=True)
class Share:
    """An edition, the categories of it that somebody coordinates, what waits there, and whether anything is judged."""

    edition: Edition
    categories: Sequence[Category]
    needs: Sequence[Need]
    judged: bool


def page(hers: Collection[int]) -> str:
    """The home of who coordinates these categories."""
    at, had = clock.now(), [each for each in programmes.every_category() if each[0].id in hers]
    editions = {edition.id: edition for _category, edition in had}.values()
    shares = []
    for edition in editions:
        own = [category for category, of in had if of.id == edition.id]
        shares.append(Share(edition, own, _needs(edition, hers, at), bool(judging.rounds(edition.id))))
    shares.sort(key=lambda each: not each.needs)
    first = next((each.needs[0] for each in shares if each.needs), None)
    return render_template("admins/coordinating.html", shares=shares, first=first, at=at)


def _needs(edition: Edition, hers: Collection[int], at: datetime) -> list[Need]:
    found = []
    unchecked = listing.tallies(edition.id, hers)[Standing.SUBMITTED].entries
    waits = phases.waits_for_check(programmes.rounds(edition.id), at)
    # She decides while the round of eligibility runs; what it left undecided is an organiser's to open again.
    if unchecked and waits and not round_policy.why_not_now(programmes.eligibility_round(edition.id), at):
        found.append(
            Need(
                ngettext("%(num)d entry is not checked", "%(num)d entries are not checked", unchecked),
                url_for("admins.eligibility", key=edition.key, standing=Standing.SUBMITTED),
                _("Check entries"),
            )
        )
    for round_ in judging.rounds(edition.id):
        late = sum(each.may_be_nudged(at) for each in judging.progress_in(round_, at, own_cities(), hers))
        if not judging_policy.why_not_nudge(round_, at, late):
            found.append(
                Need(
                    ngettext("%(num)d judge is late", "%(num)d judges are late", late) + f", {round_.title}",
                    url_for("admins.progress", key=edition.key, round=round_.key),
                    _("Remind judges"),
                )
            )
    return found
