"""What the jury wants a city to know about its entry, once it is released."""

from flask import render_template

from ...awards.feedback_queries import feedback_of
from . import blueprint
from .desk import open_desk


@blueprint.get("/<reference>/feedback")
def feedback(reference: str) -> str:
    """The cleared comments and, per criterion, the quarter. It was frozen at the release: nothing is computed here."""
    desk = open_desk(reference)
    found = feedback_of(desk.entry.edition_id, desk.entry.id, desk.at)
    return render_template("applicants/feedback.html", desk=desk, entry=desk.entry, feedback=found)
