"""Where an entry stands, in words: what has happened, what comes next, which version the judges see."""

from collections.abc import Sequence

from flask_babel import format_date
from flask_babel import gettext as _

from ... import clock
from ...awards.queries import Published
from ...entries import policy
from ...ledger import LedgerLine
from ...programmes.models import Round
from .desk import Desk


def told(desk: Desk, rounds: Sequence[Round], results: Published | None) -> list[str]:
    """Sentences for the city, the most important first. Nothing here depends on who judges, or how far they are.

    Args:
        results: what the public may read of the edition's results; None before anything is public.
    """
    if desk.withdrawal is not None:
        return _withdrawn(desk)
    refused = policy.why_refused(desk.terms)
    if refused:
        return [refused]
    if desk.latest is None:
        return [
            _("Nothing is submitted yet: the judges will not see this entry until a lead submits it.")
        ] * desk.is_open
    if desk.is_returned:
        return [_returned(desk)]
    if results is not None and results.retraction is None:
        return [*_results(desk, results), _version(desk)]
    return [_version(desk), *_lapsed(desk), *_next(desk, rounds)]


def _results(desk: Desk, results: Published) -> list[str]:
    won = [each.title for each in results.awards if each.entry_id == desk.entry.id]
    if won:
        return [_("The results are published. This entry won: %(awards)s.", awards=", ".join(won))]
    return [_("The results are published. This entry did not win an award.")]


def _returned(desk: Desk) -> str:
    assert desk.latest is not None
    assert desk.terms.asked_until is not None
    until = clock.tell(desk.terms.asked_until, desk.entry.edition.time_zone)
    number = desk.latest.number
    if desk.is_changed:
        return _(
            "The organising team asks you for changes. What you have changed is saved and not submitted: judges see "
            "version %(n)d until a lead submits again. If nobody does by %(until)s, version %(n)d stands.",
            n=number,
            until=until,
        )
    return _(
        "The organising team asks you for changes. Judges see version %(n)d until a lead submits again. "
        "If nobody does by %(until)s, version %(n)d stands.",
        n=number,
        until=until,
    )


def _lapsed(desk: Desk) -> list[str]:
    assert desk.latest is not None
    if desk.terms.asked_until is None:
        return []
    return [
        _(
            "You were asked for changes until %(until)s. None were submitted, so version %(n)d stands.",
            until=clock.tell(desk.terms.asked_until, desk.entry.edition.time_zone),
            n=desk.latest.number,
        )
    ]


def blocked(desk: Desk, line: LedgerLine | None) -> tuple[str, list[str]] | None:
    """What became of the last try to submit, if it was refused and nothing was submitted since; what was missing."""
    if line is None or line.after is None or desk.withdrawal is not None:
        return None
    who = {"name": line.actor, "at": clock.tell(line.at, desk.entry.edition.time_zone)}
    if line.after.get("late"):
        return _("%(name)s tried to submit on %(at)s. It was not taken: the deadline had passed.", **who), []
    labels = [q.label for key, q in desk.form.questions.items() if key in line.after.get("questions", [])]
    return _("%(name)s tried to submit on %(at)s. It was not taken: these still needed something.", **who), labels


def _withdrawn(desk: Desk) -> list[str]:
    if desk.latest is None:
        return []
    return [_("Version %(n)d was submitted; it does not count while the entry is withdrawn.", n=desk.latest.number)]


def _version(desk: Desk) -> str:
    assert desk.latest is not None
    number = desk.latest.number
    if desk.is_changed and desk.is_open:
        return _("Judges will see version %(n)d. What was changed since is saved and not submitted.", n=number)
    if desk.is_changed:
        return _("Judges see version %(n)d. What was changed since was not submitted in time.", n=number)
    return _("Judges will see version %(n)d, which is what is written here.", n=number)


def _next(desk: Desk, rounds: Sequence[Round]) -> list[str]:
    edition = desk.entry.edition
    zone = edition.time_zone
    found = []
    if desk.terms.passed:
        found.append(_("The organising team has checked the entry: it is eligible."))
    elif not desk.is_open:
        found.append(
            _("The organising team checks whether the entry is eligible. You get a letter when it has decided.")
        )
    if not desk.is_open and rounds:
        first, last = min(each.opens_at for each in rounds), max(each.closes_at for each in rounds)
        if desk.at < first:
            found.append(_("Judging begins on %(at)s.", at=clock.tell(first, zone)))
        elif desk.at < last:
            found.append(_("Judging goes on until %(at)s. There is nothing you need to do.", at=clock.tell(last, zone)))
        else:
            found.append(_("Judging is over."))
        if edition.announced_on is not None:
            when = format_date(edition.announced_on, "d MMMM y")
            if desk.at.date() <= edition.announced_on:
                found.append(_("The results are announced on %(day)s.", day=when))
            else:
                found.append(_("The results were to be announced on %(day)s; they are not published yet.", day=when))
    return found
