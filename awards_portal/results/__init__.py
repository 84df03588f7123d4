"""From scores to results: DataFrames in, DataFrames out; no database, no Flask, no clock.

A frame of scores has the columns entry, judge, criterion, score; a missing score is missing, never zero.
How scores become results is written in docs/scoring.md.
"""

from .agreement import Agreement, agreement
from .agreement import intervals as agreement_intervals
from .agreement import sentence as agreement_sentence
from .carrying import Carried
from .fingerprint import fingerprint
from .groups import GroupWeights, UngroupedError
from .methods import METHODS
from .pairwise import Pairwise, next_pair, pairwise
from .sensitivity import Sensitivity, sensitivity
from .shortlist import Quota, Shortlist, shortlist
from .standings import NotEnoughToCorrectError, Standings, standings
from .ties import RULES as TIE_RULES
from .totals import cards, totals
from .values import Scale, ScoresError

__all__ = [
    "METHODS",
    "TIE_RULES",
    "Agreement",
    "Carried",
    "GroupWeights",
    "NotEnoughToCorrectError",
    "Pairwise",
    "Quota",
    "Scale",
    "ScoresError",
    "Sensitivity",
    "Shortlist",
    "Standings",
    "UngroupedError",
    "agreement",
    "agreement_intervals",
    "agreement_sentence",
    "cards",
    "fingerprint",
    "next_pair",
    "pairwise",
    "sensitivity",
    "shortlist",
    "standings",
    "totals",
]
