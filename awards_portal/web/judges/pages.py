"""The pages an entry's address may answer with: the question on conflicts, the scorecard, or why it is closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request
from flask_babel import get_locale
from flask_babel import gettext as _

from ... import clock
from ...judging import policy, queries, rules
from ...judging.discussing.policy import why_not_discuss
from ...judging.models import ConflictKind
from ...judging.rules import Content, Given, Missing, Total
from ...judging.seats import Seat
from ...programmes import queries as programmes
from ...programmes.models import Criterion
from ...programmes.vocabularies import countries
from .desk import cover


def conflict_page(seat: Seat, errors: Mapping[str, list[str]] | None = None) -> str:
    """Cover and question; nothing of the entry's content is given to the template."""
    kinds = {
        ConflictKind.EMPLOYMENT: _("I work or worked for the city or one of its partners"),
        ConflictKind.PERSONAL: _("I am close to somebody involved"),
        ConflictKind.FINANCIAL: _("I have a financial interest"),
        ConflictKind.ADVISED: _("I advised this project or helped with the entry"),
        ConflictKind.OTHER: _("Something else"),
    }
    named = countries(get_locale().language)
    found = queries.questions_for(seat, clock.now())
    return render_template(
        "judges/conflict.html",
        cover=cover(seat),
        questions=[(str(each.likeness), each.question(named.get(each.what, ""))) for each in found],
        why_not_deny=policy.why_not_deny(found, None),
        said_no=seat.statement is not None,
        kinds=[(str(kind), words) for kind, words in kinds.items()],
        kind=request.form.get("kind", ""),
        reason=request.form.get("reason", ""),
        conflicted=request.form.get("conflicted", ""),
        errors=errors or {},
    )


def closed_page(
    seat: Seat | None,
    sentence: str,
    *,
    status: int = 200,
    typed: Sequence[tuple[str, str]] = (),
    can_revise: bool = False,
) -> tuple[str, int]:
    """Why the entry is closed to this person now. `typed`: what the page had sent, so that it is not lost."""
    page = render_template(
        "judges/closed.html",
        cover=None if seat is None else cover(seat),
        sentence=sentence,
        typed=typed,
        can_revise=can_revise,
    )
    return page, status


@dataclass(frozen=True)
class Sheet:
    """A scorecard as its page shows it. `content` is what the fields hold, `stored` what the portal holds."""

    seat: Seat
    criteria: Sequence[Criterion]
    content: Content
    stored: Content
    errors: Mapping[str, list[str]]
    # What was sent could not be stored because another window was faster: both are shown.
    beaten: str = ""

    @property
    def revision(self) -> int:
        """What the page is opened with."""
        return self.seat.card.revision if self.seat.card else 0

    @property
    def saved_at(self) -> datetime | None:
        """When it was last stored."""
        return self.seat.card.changed_at if self.seat.card else None

    @property
    def is_stored(self) -> bool:
        """Whether the portal holds what the fields hold."""
        return self.content == self.stored

    @property
    def is_completed(self) -> bool:
        """Whether it counts."""
        return self.seat.card is not None and self.seat.card.completed_at is not None

    @property
    def total(self) -> Total:
        """The running total of what the fields hold."""
        return rules.total(self.content, self.seat.assignment.round.rubric, self.criteria)

    @property
    def missing(self) -> list[Missing]:
        """What is still needed."""
        return rules.missing(self.content, self.seat.assignment.round.rubric, self.criteria)

    def told(self, given: Given) -> str:
        """What is given on a criterion as points on the scale; N/A, or a dash when nothing is given."""
        return rules.told(self.seat.assignment.round.rubric, given)

    @property
    def differences(self) -> list[tuple[str, str, str]]:
        """Where the two versions differ: what of, what is stored, what was sent."""
        pairs = []
        for criterion in self.criteria:
            theirs, yours = self.stored.given(criterion.key), self.content.given(criterion.key)
            pairs.append((criterion.title, self.told(theirs), self.told(yours)))
            pairs.append((_("%(title)s: comment", title=criterion.title), theirs.comment, yours.comment))
        pairs.append((_("Comment for the city"), self.stored.comment_for_city, self.content.comment_for_city))
        pairs.append((_("Private note"), self.stored.private_note, self.content.private_note))
        return [pair for pair in pairs if pair[1] != pair[2]]


def sheet_of(
    seat: Seat, content: Content | None = None, errors: Mapping[str, list[str]] | None = None, beaten: str = ""
) -> Sheet:
    """The scorecard of a seat; `content` when the fields hold something else than what is stored."""
    criteria = programmes.criteria(seat.assignment.round.rubric_id)
    stored = queries.content(seat.card, criteria)
    return Sheet(seat, criteria, stored if content is None else content, stored, errors or {}, beaten)


def sheet_page(sheet: Sheet) -> str:
    """The entry beside its scorecard. A completed scorecard is shown to be read."""
    seat = sheet.seat
    view = seat.view
    assert view is not None
    files = {digest: row.id for digest, row in queries.files_of(seat.assignment.entry_id).items()} if view.files else {}
    return render_template(
        "judges/scorecard.html",
        cover=cover(seat),
        view=view,
        files=files,
        sheet=sheet,
        round=seat.assignment.round,
        rubric=seat.assignment.round.rubric,
        labels={a.question.key: a.question.label for section in view.sections for a in section.answers},
        newer=seat.submission if seat.is_newer_than_scores else None,
        so_far=""
        if sheet.is_completed
        else rules.spread_in_words(
            rules.total(each, seat.assignment.round.rubric, sheet.criteria).value
            for each in queries.own_completed(seat, sheet.criteria)
        ),
        returned=None if seat.card is None or sheet.is_completed else queries.last_return(seat.card.id),
        why_not_reopen=policy.why_not_reopen(seat, clock.now()),
        why_not_discuss=why_not_discuss(seat, clock.now()),
        paper=queries.paper_entries(seat),
        errors=sheet.errors,
    )
