"""What places, memberships and documents are called: in the reader's language, or as the organisation says."""

from flask import g
from flask_babel import get_locale
from flask_babel import gettext as _

from ...assemblies.models import DocumentKind
from ...people.memberships.models import AppliedFor, StepKind
from ...people.models import MembershipKind
from ...people.profiles import queries
from ...programmes.vocabularies import countries


def place_names() -> dict[str, str]:
    """Names by two-letter code, in order of their usual names. Asked once a request."""
    if "place_names" not in g:
        g.place_names = countries(get_locale().language) | queries.place_names()
    found: dict[str, str] = g.place_names
    return found


def membership_words() -> dict[str, str]:
    """What each kind of membership is called."""
    return {
        MembershipKind.FULL: _("Full member"),
        MembershipKind.ASSOCIATE: _("Associate member"),
        MembershipKind.FRIENDSHIP: _("Friendship member"),
        MembershipKind.CORPORATE: _("Corporate member"),
        MembershipKind.UNSTATED: _("Member, kind unknown"),
    }


def applied_for_words() -> dict[AppliedFor, str]:
    """What a city can apply for."""
    return {
        AppliedFor.FULL: _("Full membership"),
        AppliedFor.FRIENDSHIP: _("Friendship membership"),
        AppliedFor.CORPORATE: _("Corporate membership"),
    }


def step_words() -> dict[StepKind, str]:
    """What each step on a membership is called."""
    return {
        StepKind.ACCEPTED: _("Accepted as associate member"),
        StepKind.APPROVED: _("Approved"),
        StepKind.DECLINED: _("Declined"),
        StepKind.ENDED: _("Ended"),
    }


def document_words() -> dict[DocumentKind, str]:
    """What each kind of document of an assembly is called."""
    return {
        DocumentKind.REPORT: _("Final report"),
        DocumentKind.PROGRAMME: _("Programme book"),
        DocumentKind.DECLARATION: _("Declaration"),
        DocumentKind.PRESENTATION: _("Presentation"),
        DocumentKind.PHOTOGRAPH: _("Photograph"),
        DocumentKind.OTHER: _("Document"),
    }
