"""Privacy: how long what is kept, and forgetting a person without losing what others rely on.

Words: Retention rule, Forgetting.
Never: changes a row that the database keeps as it was written.
"""
