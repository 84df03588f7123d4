"""General Assemblies: their programme, documents, people and photographs; the ones before."""

from flask import abort, render_template
from werkzeug.wrappers import Response

from ... import storage
from ...assemblies import queries
from ...assemblies.models import Assembly
from ..shared import lists
from ..shared.assembly_search import csv_of, search
from ..shared.places import place_names
from ..shared.sending import download, picture
from . import blueprint


def _shown(slug: str) -> Assembly:
    found = queries.assembly(slug)
    return found if found is not None and found.published_at is not None else abort(404)


@blueprint.get("/assemblies")
def assemblies() -> str:
    """Every assembly, the latest first."""
    return render_template("public/assemblies.html", assemblies=queries.published())


@blueprint.get("/assemblies/<slug>")
def assembly(slug: str) -> str | Response:
    """One assembly with all that is public of it, or what of it fits; `format=csv` gives programme or participants."""
    found = _shown(slug)
    sought = search(queries.contents(found.id))
    if lists.wants_csv():
        return csv_of(found, sought)
    return render_template(
        "public/assembly.html",
        assembly=found,
        **sought,
        earlier=[each for each in queries.published() if each.id != found.id],
        names=place_names(),
    )


@blueprint.get("/assemblies/<slug>/files/<int:file_id>")
def assembly_file(slug: str, file_id: int) -> Response:
    """A version of a document, to be saved; a picture, to be seen. A version never changes, so it may be kept."""
    found = queries.file(_shown(slug).id, file_id)
    if found is None:
        abort(404)
    if found.media_type.startswith("image/"):
        return picture(found.sha256, found.size, found.media_type, kept=True)
    return download(storage.read(found.sha256, found.size), found.media_type, found.name)
