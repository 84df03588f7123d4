"""The pairwise final: the first places of a category, compared two at a time by judges.

Words: final (the comparing of one category in one round), finalist (an entry in it), comparison (a judge's answer).
Never: shows a judge a pair with an entry that she may not read; changes a place by itself.
"""
