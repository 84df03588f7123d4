"""What was copied from an earlier entry, and what was not."""

from flask import abort, render_template
from flask_babel import gettext as _

from ...entries import copying, queries
from ...programmes import queries as programmes
from . import blueprint
from .desk import open_desk


@blueprint.get("/<reference>/copied/<source>")
def copied(reference: str, source: str) -> str:
    """Both entries are found through what this person may reach."""
    desk, earlier = open_desk(reference), open_desk(source)
    if desk.entry.city_id != earlier.entry.city_id or desk.entry.edition_id == earlier.entry.edition_id:
        abort(404)
    form = programmes.form_of(desk.entry.form_version)
    made = copying.plan(earlier.form, form, earlier.values, earlier.attachments)
    there = {(file.question, file.sha256) for file in queries.attachments(desk.entry.id)}
    missing = [(key, file) for key, file in made.attachments if (key, file.sha256) not in there]
    no_room = _("The file is not in this entry: it was removed, or your city has no room left for it.")
    return render_template(
        "applicants/copied.html",
        desk=desk,
        entry=desk.entry,
        source=earlier.entry,
        copied=[form.questions[key] for key in made.values if key in desk.answers],
        files=len(made.attachments) - len(missing),
        left=[
            *made.left,
            *(copying.Left(form.questions[key].label, f"{file.name}: {no_room}") for key, file in missing),
        ],
    )
