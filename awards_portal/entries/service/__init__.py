"""Deeds on an entry's life: start, submit, withdraw, bring back. What is typed and attached is next door in
`writing.py` and `files.py`.
"""

from .starting import start
from .submitting import submit
from .withdrawing import return_entry, withdraw

__all__ = ["return_entry", "start", "submit", "withdraw"]
