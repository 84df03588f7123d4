"""A form's document read: a whole `Form`, or one list of sentences that say what is wrong where."""

from .form import read_form

__all__ = ["read_form"]
