"""For people on a panel: queue, conflicts, scorecards."""
