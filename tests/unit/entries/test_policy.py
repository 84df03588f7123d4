"""Every refusal about an entry says why, and the way out; the deadline holds to the second."""

from datetime import UTC, datetime, timedelta

import pytest

from awards_portal.entries import policy
from awards_portal.entries.rules import Gap
from awards_portal.people.models import RepresentativeRole
from awards_portal.programmes.forms import Question, QuestionType
from awards_portal.programmes.models import Edition

OPENS = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
CLOSES = datetime(2026, 5, 31, 14, 59, tzinfo=UTC)
DURING = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LEAD, EDITOR, VIEWER = RepresentativeRole.LEAD, RepresentativeRole.EDITOR, RepresentativeRole.VIEWER


def edition(grace_minutes: int = 0, entries_per_city: int = 2) -> Edition:
    return Edition(
        opens_at=OPENS,
        closes_at=CLOSES,
        time_zone="Asia/Seoul",
        grace_minutes=grace_minutes,
        entries_per_city=entries_per_city,
    )


@pytest.mark.parametrize(
    ("at", "grace", "words"),
    [
        (OPENS - SECOND, 0, "Entries open on 1 March 2026, 18:00 (Asia/Seoul, UTC+09:00). Come back then."),
        (OPENS, 0, None),
        (CLOSES - SECOND, 0, None),
        (CLOSES, 0, "The deadline passed on 31 May 2026, 23:59 (Asia/Seoul, UTC+09:00)."),
        (CLOSES + timedelta(minutes=15) - SECOND, 15, None),
        (CLOSES + timedelta(minutes=15), 15, "The deadline passed on 1 June 2026, 00:14 (Asia/Seoul, UTC+09:00)."),
    ],
)
def test_entries_are_taken_from_the_first_second_to_the_last(at: datetime, grace: int, words: str | None) -> None:
    told = policy.why_closed(edition(grace), at)
    assert told is None if words is None else told is not None and told.startswith(words)


@pytest.mark.parametrize("role", [LEAD, EDITOR])
def test_leads_and_editors_write_while_it_is_open(role: RepresentativeRole) -> None:
    assert policy.why_not_write(role, edition(), withdrawn=False, at=DURING) is None
    assert "is withdrawn. Bring it back first" in str(policy.why_not_write(role, edition(), withdrawn=True, at=DURING))
    assert "The deadline passed" in str(policy.why_not_write(role, edition(), withdrawn=True, at=CLOSES))


def test_a_viewer_and_a_stranger_are_told_whom_to_ask_whatever_the_time() -> None:
    for at in (OPENS - SECOND, DURING, CLOSES):
        assert "Ask a lead of your city" in str(policy.why_not_write(VIEWER, edition(), withdrawn=False, at=at))
        assert "no longer speak for this city" in str(policy.why_not_write(None, edition(), withdrawn=False, at=at))


def test_only_a_lead_submits_withdraws_and_brings_back() -> None:
    for role, words in ((EDITOR, "Only a lead"), (VIEWER, "Only a lead"), (None, "You no longer speak for this city")):
        assert words in str(policy.why_not_submit(role, edition(), withdrawn=False, at=DURING))
        assert words in str(policy.why_not_withdraw(role, withdrawn=False))
        assert words in str(policy.why_not_return(role, edition(), withdrawn=True, entries=0, at=DURING))
    assert policy.why_not_submit(LEAD, edition(), withdrawn=False, at=DURING) is None
    assert policy.why_not_withdraw(LEAD, withdrawn=False) is None
    assert policy.why_not_return(LEAD, edition(), withdrawn=True, entries=1, at=DURING) is None


def test_a_lead_submits_nothing_withdrawn_and_nothing_late() -> None:
    assert "withdrawn" in str(policy.why_not_submit(LEAD, edition(), withdrawn=True, at=DURING))
    assert "The deadline passed" in str(policy.why_not_submit(LEAD, edition(), withdrawn=False, at=CLOSES))


def test_a_city_starts_and_brings_back_no_more_entries_than_the_edition_allows() -> None:
    assert policy.why_not_start(EDITOR, edition(), entries=1, at=DURING) is None
    assert "2 entries in this edition, which is the limit" in str(
        policy.why_not_start(EDITOR, edition(), entries=2, at=DURING)
    )
    assert "2 other entries" in str(policy.why_not_return(LEAD, edition(), withdrawn=True, entries=2, at=DURING))
    assert "Entries open on" in str(policy.why_not_start(EDITOR, edition(), entries=0, at=OPENS - SECOND))
    assert "Ask a lead" in str(policy.why_not_start(VIEWER, edition(), entries=0, at=DURING))


def test_what_is_withdrawn_already_and_what_is_not_withdrawn_is_told() -> None:
    assert policy.why_not_withdraw(LEAD, withdrawn=True) == "This entry is withdrawn already."
    assert "is not withdrawn" in str(policy.why_not_return(LEAD, edition(), withdrawn=False, entries=0, at=DURING))
    assert "The deadline passed" in str(policy.why_not_return(LEAD, edition(), withdrawn=True, entries=0, at=CLOSES))


def test_an_entry_with_gaps_or_without_news_is_not_submitted() -> None:
    title, summary = (Question(key, QuestionType.SHORT_TEXT, key, "C") for key in ("title", "summary"))
    one = [Gap(title, "Write an answer.", missing=True), Gap(title, "Too long.", missing=False)]
    two = [*one, Gap(summary, "Write an answer.", missing=True)]
    assert policy.why_nothing_to_submit([], None, "UTC") is None
    assert "One question still needs you" in str(policy.why_nothing_to_submit(one, None, "UTC"))
    assert "2 questions still need you" in str(policy.why_nothing_to_submit(two, None, "UTC"))
    same = policy.why_nothing_to_submit([], (3, DURING), "UTC")
    assert "Nothing has changed since version 3 was submitted on 1 April 2026, 12:00 (UTC)." in str(same)
