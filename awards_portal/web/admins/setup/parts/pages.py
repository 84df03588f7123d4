"""Parts that are one page each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort
from flask_babel import gettext as _

from .....programmes.models import Edition
from .....programmes.reading import label
from .. import settings
from ..fields import Field
from .documents import Document, Edit, change_rubric, change_settings, rubric_of, settings_of


@dataclass(frozen=True)
class Page:
    """A part that is one page. `path` names its faults."""

    title: str
    fields: Callable[[Document], list[Field]]
    read: Callable[[Edition], Document] = settings_of
    change: Callable[[Edition, Edit, str], None] = change_settings
    path: str = ""
    reasons: bool = True
    back: str = "setup"


def _scale(_document: Mapping[str, Any]) -> list[Field]:
    return [
        Field("scale.min", label("min"), "number"),
        Field("scale.max", label("max"), "number"),
        Field("scale.steps_per_point", label("steps_per_point"), "number", _("2: judges may give half points.")),
    ]


def page(name: str) -> Page:
    """A part by its name in addresses."""
    found = {
        "details": lambda: Page(_("Name, place and limits"), settings.details),
        "dates": lambda: Page(_("Dates"), settings.dates),
        "scoring": lambda: Page(_("Places and awards"), settings.scoring),
        "conflicts": lambda: Page(_("Conflicts of interest"), settings.conflicts),
        "scale": lambda: Page(_("Scale"), _scale, rubric_of, change_rubric, "rubric.", back="rubric"),
    }.get(name)
    return found() if found else abort(404)
