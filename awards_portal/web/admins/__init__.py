"""For the organising team: judges, panels, assignments, standings, download."""

from flask import Blueprint

from ..shared import access

blueprint = Blueprint("admins", __name__, url_prefix="/team")
access.guard(blueprint, access.Audience.TEAM)

# Routes attach themselves to the blueprint; they are imported last because they need it.
from . import (  # noqa: E402, F401
    assemblies,
    assembly_parts,
    assignment,
    assignments,
    assignments_import,
    bulk,
    card_history,
    certificates,
    cities,
    dashboard,
    discussions,
    dossiers,
    eligibility,
    enquiries,
    entries,
    exports,
    extensions,
    feedback,
    groups,
    history,
    imports,
    judge,
    judges,
    judges_import,
    ledger,
    marking,
    meeting,
    memberships,
    merging,
    moving,
    outbox,
    pairwise,
    panels,
    paper,
    people,
    practice,
    profiles,
    progress,
    proposals,
    publication,
    report,
    requests,
    results,
    retention,
    routes,
    ruling,
    setup,
    shortlists,
    showing,
    templates,
    translations,
    work,
)
