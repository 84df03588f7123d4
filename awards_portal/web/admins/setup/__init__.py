"""Setting an edition up in the browser: checklist, settings, form, rubric, rounds, copy."""

from . import checklist, copying, editing, form, rubric  # noqa: F401
