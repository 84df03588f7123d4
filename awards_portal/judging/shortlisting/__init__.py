"""Shortlists: which entries stand in a round, when not all of the edition do.

Words: Shortlist, Reserve.
Never: computes a place; who is shortlisted is decided in the awards room from a round's results.
"""
