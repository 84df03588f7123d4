"""People: persons, cities, memberships, representatives, invitations, sign-in.

Words: Person, City, Membership, Representative, Invitation.
Never: knows what an edition, an entry or a score is.
"""
