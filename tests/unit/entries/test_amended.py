"""A version that answers a change request differs from the one before only where it was asked."""

from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from awards_portal.entries.snapshots import amended

KEYS = ["a", "b", "c", "d"]
answers = st.dictionaries(st.sampled_from(KEYS), st.integers(0, 3))
keys = st.sets(st.sampled_from(KEYS))
# Question, content, whether it was frozen with the version, whether it was removed since.
rows = st.lists(st.tuples(st.sampled_from(KEYS), st.integers(0, 2), st.booleans(), st.booleans()), max_size=8)


def file(row: tuple[str, int, bool, bool]) -> Any:
    question, content, _frozen, removed = row
    return SimpleNamespace(
        question=question, sha256=str(content), name=f"{content}.pdf", removed_at="now" if removed else None
    )


def told(file: Any) -> tuple[str, str]:
    return file.question, file.sha256


@given(answers, answers, keys, rows)
def test_what_was_not_asked_for_stays_and_what_was_is_as_now(
    before: dict[str, int], now: dict[str, int], asked: set[str], had: list[tuple[str, int, bool, bool]]
) -> None:
    frozen = {told(file(row)) for row in had if row[2]}
    attachments = [{"question": q, "sha256": sha, "name": f"{sha}.pdf"} for q, sha in sorted(frozen)]
    values, files = amended(
        {"answers": before, "attachments": attachments}, now, [file(row) for row in had], frozenset(asked)
    )
    for key in KEYS:
        assert values.get(key) == (now if key in asked else before).get(key)
    assert {told(f) for f in files if f.question not in asked} == {f for f in frozen if f[0] not in asked}
    present = [told(file(row)) for row in had if row[0] in asked and not row[3]]
    assert [told(f) for f in files if f.question in asked] == present
