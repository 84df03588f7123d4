"""What may be done with results, and the sentence for what may not."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from .. import clock
from ..people.models import TeamRole
from .models import DecisionKind


def why_not_download(own_entries: Sequence[str]) -> str | None:
    """Why somebody may not have the workbook: it holds the judging of entries of a city they speak for."""
    if own_entries:
        return _(
            "The workbook holds the judging of %(entries)s, and you speak for that city. Ask a colleague on the "
            "organising team to download it, or download a category in which your city has no entry.",
            entries=", ".join(own_entries),
        )
    return None


def why_not_close_report(own_entries: Sequence[str]) -> str | None:
    """Why somebody may not have the closing report: it counts the judging of entries of a city they speak for."""
    if own_entries:
        return _(
            "The closing report counts the judging of %(entries)s, and you speak for that city. Ask a colleague on the "
            "organising team to download it.",
            entries=", ".join(own_entries),
        )
    return None


def why_not_analyse(own_entries: Sequence[str]) -> str | None:
    """Why somebody may not see how a category was judged: an entry of a city they speak for is in it."""
    if own_entries:
        return _(
            "%(entries)s is in this category, and you speak for its city: how it was judged is not shown to you.",
            entries=", ".join(own_entries),
        )
    return None


@dataclass(frozen=True)
class Obstacle:
    """A reason why results cannot be published yet. `cure` is a word for what mends it, `subject` for what or whom."""

    sentence: str
    cure: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Uncovered:
    """An entry with fewer completed scorecards than the round asks for, and the judges whose cards are missing."""

    reference: str
    title: str
    category: str
    completed: int
    missing: Sequence[str]


@dataclass(frozen=True)
class Ready:
    """What decides whether a round's results may be published, as it is now."""

    closes_at: datetime
    time_zone: str
    is_last_round: bool
    last_round: str
    entries: int
    awards: int
    minimum_cards: int
    uncovered: Sequence[Uncovered]
    # References of entries that share an award place where the tie ladder ends with the jury's word.
    undecided: Sequence[Sequence[str]]
    waiting: bool
    published: bool
    # Categories that the edition's method cannot rank, each with the sentence that says why.
    unranked: Sequence[tuple[str, str]] = ()
    # Awards beyond a category's quota: its title, the kind of applicant in words, given, most.
    beyond_quota: Sequence[tuple[str, str, int, int]] = ()
    # Until when each judge may score who was given more time than the others.
    longer: Collection[datetime] = ()


def why_not_handle(role: str | None, own_entries: Sequence[str]) -> str | None:
    """Why this person takes no part in deciding and publishing. `role` is her place in the organising team."""
    if role not in {TeamRole.ADMIN, TeamRole.ORGANISER}:
        return _("You may read this and not change it. Ask an organiser.")
    if own_entries:
        return _(
            "You speak for the city of %(entries)s, so you neither see nor decide its results. Ask a colleague on the "
            "organising team.",
            entries=", ".join(own_entries),
        )
    return None


def why_not_publish(ready: Ready, at: datetime) -> list[Obstacle]:
    """Every reason why the results of a round cannot be published now; empty when they can."""
    found = []
    if ready.published:
        found.append(
            Obstacle(_("Results of this edition are published. Retract them before you publish others."), "publication")
        )
    elif ready.waiting:
        found.append(
            Obstacle(_("A proposal waits for a second organiser. Confirm it or call it off first."), "publication")
        )
    if not ready.is_last_round:
        found.append(
            Obstacle(_("%(round)s comes after this round: publish its results.", round=ready.last_round), "last round")
        )
    if at < ready.closes_at:
        found.append(
            Obstacle(
                _(
                    "Judges can score until %(at)s. Wait, or close the round now.",
                    at=clock.tell(ready.closes_at, ready.time_zone),
                ),
                "round",
            )
        )
    elif (longer := why_longer(ready.longer, at, ready.time_zone)) is not None:
        found.append(Obstacle(longer, "round"))
    if not ready.entries:
        found.append(Obstacle(_("No entry stands in this round."), "entries"))
    elif not ready.awards:
        found.append(Obstacle(_("No entry has a place that wins an award."), "standings"))
    found += [
        Obstacle(
            _("%(category)s cannot be ranked by the edition's method. %(why)s", category=title, why=why), "standings"
        )
        for title, why in ready.unranked
    ]
    found += [
        Obstacle(
            _(
                "%(category)s would give %(given)d awards to this kind of applicant: %(kind)s. "
                "The call promised at most %(most)d. Write the jury's decision.",
                category=title,
                given=given,
                kind=kind,
                most=most,
            ),
            "decision",
            title,
        )
        for title, kind, given, most in ready.beyond_quota
    ]
    found += [_uncovered(each, ready.minimum_cards) for each in ready.uncovered]
    found += [
        Obstacle(
            _(
                "%(entries)s share a place that wins an award, and the tie rules leave it to the jury. Write its "
                "decision.",
                entries=", ".join(each),
            ),
            "decision",
            each[0],
        )
        for each in ready.undecided
    ]
    return found


def why_longer(longer: Collection[datetime], at: datetime, time_zone: str) -> str | None:
    """Why a round whose end is past is not over: some of its judges may score longer."""
    running = [until for until in longer if until > at]
    if not running:
        return None
    return ngettext(
        "%(num)d judge was given more time and can score until %(at)s. Wait, or close the round now.",
        "%(num)d judges were given more time and can score until %(at)s. Wait, or close the round now.",
        len(running),
        at=clock.tell(max(running), time_zone),
    )


def _uncovered(entry: Uncovered, minimum: int) -> Obstacle:
    if entry.missing:
        sentence = _(
            "%(reference)s has %(n)s of at least %(m)s scorecards; missing: %(judges)s. Have them completed, assign "
            "another judge, or write the jury's decision to leave it out.",
            reference=entry.reference,
            n=entry.completed,
            m=minimum,
            judges=", ".join(entry.missing),
        )
    else:
        sentence = _(
            "%(reference)s has %(n)s of at least %(m)s scorecards and nobody is to score it. Assign a judge, or write "
            "the jury's decision to leave it out.",
            reference=entry.reference,
            n=entry.completed,
            m=minimum,
        )
    return Obstacle(sentence, "assignments", entry.category)


def why_changed(seen: str, now: str) -> str | None:
    """Why what somebody saw cannot be confirmed: it is not what would be published now."""
    if seen != now:
        return _(
            "Scores, rules or decisions have changed since you saw these results. Nothing was published. Read them "
            "again below."
        )
    return None


def why_not_confirm(proposed_by_id: int, by_id: int, confirmed: bool, retracted: bool) -> str | None:
    """Why this person cannot confirm a proposal."""
    if confirmed:
        return _("These results are confirmed already.")
    if retracted:
        return _("This proposal was called off. Propose the results again.")
    if proposed_by_id == by_id:
        return _("You proposed these results: a second organiser confirms them. Ask a colleague to look and confirm.")
    return None


def why_not_embargo(embargo_until: datetime | None, at: datetime) -> str | None:
    """Why an embargo cannot end then."""
    if embargo_until is not None and embargo_until <= at:
        return _("The embargo would end in the past. Choose a later time, or none to publish at once.")
    return None


def why_not_retract(retracted: bool, reason: str) -> str | None:
    """Why results or a proposal cannot be taken back."""
    if retracted:
        return _("This was taken back already.")
    if not reason.strip():
        return _("Write why: the reason stays in the record, and is public once results were.")
    return None


def why_not_decide(
    kind: str, place: int | None, reason: str, *, entries: int, decided: bool, settled: bool
) -> dict[str, list[str]]:
    """What is wrong with a decision of the jury, by field; empty when nothing is.

    Args:
        entries: how many entries the category has.
        decided: whether another decision on this entry holds.
        settled: whether results wait for confirmation or are published.
    """
    faults: dict[str, list[str]] = {}
    if settled:
        faults["kind"] = [_("Results are proposed or published. Call that off first; then decide.")]
    elif decided:
        faults["kind"] = [_("A decision on this entry holds. Take it back first; both stay in the record.")]
    elif kind not in set(DecisionKind):
        faults["kind"] = [_("Choose what the jury decided.")]
    elif kind == DecisionKind.PLACE and (place is None or not 1 <= place <= entries):
        faults["place"] = [_("Write a place from 1 to %(n)s.", n=entries)]
    if not reason.strip():
        faults["reason"] = [_("Write why the jury decided so: it stays in the record.")]
    return faults
