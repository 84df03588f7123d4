"""Membership of cities in the organisation: applications, the steps taken on them, and who takes which.

Words: application (signed), step (accepted, approved, declined, ended), approver (the body that decides).
Never: deletes a membership; what lapsed is history.
"""
