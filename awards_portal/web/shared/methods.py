"""How scores become places, in words: the call says it before anybody enters, the standings say it again."""

from collections.abc import Iterable

from flask_babel import gettext as _

from ...programmes.models import Criterion


def method_in_words(method: str) -> str:
    """How scores become places, in a sentence. An unknown method is told by its name, never guessed."""
    return {
        "mean": _("Places follow the mean of the judges' completed scorecards."),
        "median": _("Places follow the median of the judges' completed scorecards."),
        "trimmed": _("Places follow the mean of the scorecards without the highest and the lowest."),
        "zscore": _("Places follow the mean of the scorecards, each judge's brought to the same mean and spread."),
        "adjusted": _("Places follow the mean of the scorecards, corrected for how severe each judge is."),
        "borda": _("Places follow the judges' orders of the entries they share."),
    }.get(method, _("Places follow the method “%(method)s”.", method=method))


def tie_rule_in_words(rule: str) -> str:
    """A rule of the tie ladder in words: what is better comes first."""
    return {
        "heaviest_criterion": _("the higher mean on the criterion with the largest weight"),
        "criteria_by_weight": _("the higher mean on each criterion in turn, largest weight first"),
        "more_firsts": _("more judges who placed the entry first"),
        "head_to_head": _("more judges who preferred it to the others it is tied with"),
        "smaller_spread": _("the smaller spread between its judges"),
        "median": _("the higher median"),
        "jury": _("the decision of the jury"),
    }.get(rule, rule)


def decided_in_words(decided: str, criteria: Iterable[Criterion]) -> str:
    """The rule that decided a place, as the results name it (`criteria_by_weight: impact`), in words."""
    rule, _colon, key = decided.partition(": ")
    title = next((each.title for each in criteria if each.key == key), key)
    return f"{tie_rule_in_words(rule)}: {title}" if key else tie_rule_in_words(rule)
