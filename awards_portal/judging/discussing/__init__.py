"""Discussion: what judges who have completed an entry say about it, and scores that change because of it.

Words: Discussion, Remark, Score change, Disagreement.
Never: tells anything to a judge whose own scorecard is not completed; changes a score without before, after, reason.
"""
