"""One entry as its city works on it: loaded once a request, through what this person may reach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from flask import abort

from ... import clock
from ...entries import policy, queries, rules, snapshots
from ...entries.models import Answer, Attachment, Entry, Submission, Withdrawal
from ...entries.oversight.queries import terms_of
from ...entries.oversight.rules import USUAL, Terms
from ...people.models import RepresentativeRole
from ...programmes import queries as programmes
from ...programmes.forms import Form
from ..shared import access
from . import reading


@dataclass(frozen=True)
class Desk:
    """An entry and everything its pages say about it. Made by `desk_of`.

    `standing` and `attachments` are what would be submitted now: while a change request runs after the deadline, the
    last version with only the questions asked for as they are now; otherwise everything as it is.
    """

    entry: Entry
    role: RepresentativeRole
    form: Form
    answers: Mapping[str, Answer]
    attachments: Sequence[Attachment]
    submissions: Sequence[Submission]
    withdrawal: Withdrawal | None
    at: datetime
    terms: Terms = USUAL
    standing: Mapping[str, Any] | None = None

    @cached_property
    def values(self) -> dict[str, Any]:
        """The answers that would be submitted now, by question."""
        if self.standing is not None:
            return dict(self.standing)
        return {key: answer.value for key, answer in self.answers.items()}

    @cached_property
    def files(self) -> dict[str, int]:
        """How many files each question has."""
        return rules.count_files(self.attachments)

    @property
    def latest(self) -> Submission | None:
        """The version that counts."""
        return self.submissions[-1] if self.submissions else None

    @cached_property
    def said(self) -> dict[str, Any]:
        """What the entry says now."""
        return snapshots.content(self.form, self.values, self.attachments)

    @cached_property
    def fingerprint(self) -> str:
        """The fingerprint of what the entry says now."""
        return snapshots.fingerprint(self.said)

    @cached_property
    def is_changed(self) -> bool:
        """Whether the entry says something else than the version that counts."""
        return self.latest is not None and snapshots.fingerprint(queries.read_snapshot(self.latest)) != self.fingerprint

    @property
    def is_open(self) -> bool:
        """Whether the edition takes entries now."""
        return policy.why_closed(self.entry.edition, self.at, self.terms) is None

    @property
    def deadline(self) -> datetime:
        """The moment at which it is too late."""
        return policy.last_moment(self.entry.edition, self.terms)

    @property
    def is_extended(self) -> bool:
        """Whether the city has more time than everybody."""
        return self.deadline > policy.last_moment(self.entry.edition)

    @property
    def closes_at(self) -> datetime:
        """The closing time to tell: the extension's, or the edition's without its grace."""
        return policy.closing_time(self.entry.edition, self.terms)

    @cached_property
    def state(self) -> rules.State:
        """Where the entry stands."""
        return rules.state(
            submitted=self.latest is not None,
            changed=self.is_changed,
            withdrawn=self.withdrawal is not None,
            is_open=self.is_open,
            passed=self.terms.passed,
            refused=self.terms.is_refused,
            returned=self.terms.reopens(self.at),
        )

    @cached_property
    def gaps(self) -> list[rules.Gap]:
        """What keeps it from being submitted."""
        return rules.gaps(self.form, self.values, self.files)

    @cached_property
    def progress(self) -> list[rules.SectionProgress]:
        """How far each section is."""
        return rules.progress(self.form, self.values, self.files)

    @property
    def why_not_write(self) -> str | None:
        """Why this person may not change it now."""
        return policy.why_not_write(self.role, self.entry.edition, self.withdrawal is not None, self.at, self.terms)

    @property
    def is_returned(self) -> bool:
        """Whether the organising team waits for changes it asked for."""
        return self.state is rules.State.RETURNED

    def why_not_answer(self, key: str) -> str | None:
        """Why this person may not change the answer to one question now."""
        return policy.why_not_write(
            self.role, self.entry.edition, self.withdrawal is not None, self.at, self.terms, key
        )

    @property
    def why_not_submit(self) -> str | None:
        """Why this person may not submit it now, whatever it says."""
        return policy.why_not_submit(self.role, self.entry.edition, self.withdrawal is not None, self.at, self.terms)

    @property
    def why_nothing_to_submit(self) -> str | None:
        """Why what is written cannot become a version."""
        latest = self.latest
        same = (latest.number, latest.at) if latest is not None and not self.is_changed else None
        return policy.why_nothing_to_submit(self.gaps, same, self.entry.edition.time_zone)

    @property
    def why_not_withdraw(self) -> str | None:
        """Why this person may not withdraw it."""
        return policy.why_not_withdraw(self.role, self.withdrawal is not None)


def open_desk(reference: str) -> Desk:
    """The entry with this reference, when this person speaks for its city; otherwise there is nothing here.

    Its form is told in the language in which this page's address wants the questions.
    """
    found = queries.entry_for(access.visitor().person.id, reference)
    if found is None:
        abort(404)
    entry, representative = found
    desk = desk_of(
        entry,
        RepresentativeRole(representative.role),
        queries.answers(entry.id),
        queries.all_attachments(entry.id),
        queries.submissions(entry.id),
        queries.current_withdrawal(entry.id),
        clock.now(),
        terms_of(entry),
    )
    return replace(desk, form=reading.sayings(entry.edition_id).form(entry.edition_id, desk.form))


def desk_of(
    entry: Entry,
    role: RepresentativeRole,
    answers: Mapping[str, Answer],
    every_file: Sequence[Attachment],
    submissions: Sequence[Submission],
    withdrawal: Withdrawal | None,
    at: datetime,
    terms: Terms,
) -> Desk:
    """The desk of an entry at a moment. `every_file` has the removed ones too; the last of `submissions` counts."""
    files = [file for file in every_file if file.removed_at is None]
    standing = None
    if submissions and terms.reopens(at) and policy.why_closed(entry.edition, at, terms):
        values = {key: answer.value for key, answer in answers.items()}
        standing, files = snapshots.amended(queries.read_snapshot(submissions[-1]), values, every_file, terms.asked)
    form = programmes.form_of(entry.form_version)
    return Desk(entry, role, form, answers, files, submissions, withdrawal, at, terms, standing)
