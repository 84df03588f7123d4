"""Words of this door's pages for what the database stores as codes."""

from flask_babel import gettext as _

from ...people.models import CityKind, RepresentativeRole


def kind_in_words(kind: str) -> tuple[str, str]:
    """A kind of body and how a reader names it."""
    return str(kind), {
        CityKind.CITY: _("City"),
        CityKind.DISTRICT: _("District"),
        CityKind.REGION: _("Region or province"),
        CityKind.PUBLIC_ORGANISATION: _("Public organisation"),
        CityKind.SOLUTION_PROVIDER: _("Solution provider on behalf of a city"),
    }[CityKind(kind)]


def role_in_words(role: str) -> str:
    """What a representative may do."""
    return {
        RepresentativeRole.LEAD: _("Lead: write, submit, invite"),
        RepresentativeRole.EDITOR: _("Editor: write"),
        RepresentativeRole.VIEWER: _("Viewer: read"),
    }[RepresentativeRole(role)]


def list_twice(word: str) -> tuple[str, str]:
    """A word as an option of a list: stored as it is shown."""
    return word, word
