"""Routes of this door."""

from ..shared import access
from . import blueprint


@blueprint.get("/sign-in")
@access.open_to_anyone
def sign_in() -> str:
    """The sign-in page."""
    return ""
