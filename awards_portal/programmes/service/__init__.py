"""Deeds on programmes: make an edition, change it, its form and its rubric, publish its call, copy it."""

from .copying import copy_edition
from .creating import begin_edition, create_edition
from .forms import change_form, publish_form
from .opening import publish_call
from .rubrics import change_rubric, new_rubric_version, use_rubric
from .settings import change_dates, change_settings

__all__ = [
    "begin_edition",
    "change_dates",
    "change_form",
    "change_rubric",
    "change_settings",
    "copy_edition",
    "create_edition",
    "new_rubric_version",
    "publish_call",
    "publish_form",
    "use_rubric",
]
