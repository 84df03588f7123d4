"""The documents of an edition as they are now, and how whoever is signed in changes them."""

from collections.abc import Callable
from typing import Any

from flask import abort

from .....programmes import queries, service
from .....programmes.documents import settings_document
from .....programmes.models import Edition
from .....programmes.rubrics import rubric_document
from ....shared import access

Document = dict[str, Any]
Edit = Callable[[Document], Document]


def settings_of(edition: Edition) -> Document:
    """The edition's settings now."""
    return settings_document(edition, queries.categories(edition.id), queries.rounds(edition.id))


def rubric_of(edition: Edition) -> Document:
    """The newest rubric now."""
    rubric = queries.current_rubric(edition.id) or abort(404)
    return rubric_document(rubric, queries.criteria(rubric.id))


def form_of(edition: Edition) -> Document:
    """The form as it is worked on: the draft, or what was published before anybody began one."""
    draft, version = queries.form_draft(edition.id), queries.current_form(edition.id)
    if draft is not None:
        return draft.document
    return {"title": edition.title, "sections": []} if version is None else version.document


def change_settings(edition: Edition, edit: Edit, reason: str) -> None:
    """Change the settings as whoever is signed in."""
    service.change_settings(edition, edit, by=access.visitor().person, reason=reason)


def change_rubric(edition: Edition, edit: Edit, reason: str) -> None:
    """Change the rubric as whoever is signed in."""
    service.change_rubric(edition, edit, by=access.visitor().person, reason=reason)


def change_form(edition: Edition, edit: Edit, _reason: str) -> None:
    """Change the draft of the form as whoever is signed in."""
    service.change_form(edition, edit, by=access.visitor().person)
