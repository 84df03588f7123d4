"""Judging: judges, panels, assignments, conflicts, recusals and scorecards.

Words: Judge, Panel, Round, Assignment, Conflict, Recusal, Scorecard, Score.
Never: aggregates scores into places; shows a judge what she may not see (it is not loaded).
"""
