"""Where an edition stands by its rounds. Pure."""

from collections.abc import Iterable
from datetime import datetime

from .models import Round, RoundKind


def counting(rounds: Iterable[Round]) -> list[Round]:
    """The rounds whose scores count: neither practice nor the check of eligibility."""
    return [each for each in rounds if each.kind not in {RoundKind.CALIBRATION, RoundKind.ELIGIBILITY}]


def waits_for_check(rounds: Iterable[Round], at: datetime) -> bool:
    """Whether an entry that nobody has checked waits for somebody.

    Nothing does before the round of eligibility opens. Without such a round, what nobody refuses goes to the judges
    once they score.
    """
    found = list(rounds)
    checks = next((each for each in found if each.kind == RoundKind.ELIGIBILITY), None)
    return all(at < each.opens_at for each in counting(found)) if checks is None else at >= checks.opens_at


def is_judged(rounds: Iterable[Round], at: datetime) -> bool:
    """Whether every round whose scores count is over."""
    found = counting(rounds)
    return bool(found) and all(at >= each.closes_at for each in found)
