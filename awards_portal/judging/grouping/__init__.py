"""Groups of judges: who is of the jury, the council, the public, where a round weighs them.

Words: Group.
Never: says what a group weighs; that is a setting of the round.
"""
