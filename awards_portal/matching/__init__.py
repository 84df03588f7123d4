"""Who judges what: pure optimisation on plain values; no database, no Flask, no clock.

Never breaks a hard rule: a pair at most once, no conflict, a judge's categories and maximum load, never more judges an
entry than asked. Fills as many places as can be filled, keeps loads level, then follows preferences. What could not be
had is named with the rule that stops it. OR-Tools is loaded when something is assigned.
"""

from .assign import Matching, match
from .problem import Entry, Judge, Problem, ProblemError, read

__all__ = ["Entry", "Judge", "Matching", "Problem", "ProblemError", "match", "read"]
