"""Mixed models of scores: how severe judges are, and how much of the spread is entries, judges and noise."""

from .crossed import CrossedFit, fit_crossed
from .severity import SeverityFit, fit_severity

__all__ = ["CrossedFit", "SeverityFit", "fit_crossed", "fit_severity"]
