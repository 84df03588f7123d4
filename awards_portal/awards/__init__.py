"""Awards: shortlists, jury decisions, awards and publication; standings are computed here from judging's scores.

Words: Standing, Tie rule, Shortlist, Decision, Award, Publication.
Never: changes a score or an entry; computes anything for a public page.
"""
