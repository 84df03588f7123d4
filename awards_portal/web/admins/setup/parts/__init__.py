"""Which parts an edition's pages of set-up have: where each stands in which document, and how it is changed."""

from .documents import Document, form_of, rubric_of, settings_of
from .lists import Parts
from .named import in_order, part_list
from .pages import page

__all__ = ["Document", "Parts", "form_of", "in_order", "page", "part_list", "rubric_of", "settings_of"]
