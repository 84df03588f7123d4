"""Deeds on programmes: make an edition by document or by hand, change it, publish its call."""

from .creating import begin_edition, create_edition
from .opening import publish_call
from .settings import change_dates, change_settings

__all__ = ["begin_edition", "change_dates", "change_settings", "create_edition", "publish_call"]
