"""A city's own page: versions that its representatives propose, decisions of the organising team, the public directory.

Words: Profile (what a city says of itself), version (proposed), decision. Never: shows what was not approved.
"""
