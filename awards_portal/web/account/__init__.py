"""Open to anyone known: register, sign in and out, invitation, password."""
