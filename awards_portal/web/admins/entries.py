"""Entries of an edition: the table, and one entry as it was submitted."""

from flask import abort, render_template
from werkzeug.wrappers import Response

from ... import clock
from ...entries import listing, queries
from ...entries.listing import EntryRow, Standing
from ...entries.models import Entry
from ...entries.oversight import policy
from ...entries.oversight import queries as oversight
from ...entries.snapshots import judging_view
from ...programmes import queries as programmes
from ...programmes.models import Edition
from ...sheets import Cell, Column, Kind
from ..shared import access, lists
from ..shared.sending import send
from . import blueprint
from .rounds import own_cities

COLUMNS = [
    Column("reference"),
    Column("title"),
    Column("category"),
    Column("city"),
    Column("country"),
    Column("region"),
    Column("type"),
    Column("standing"),
    Column("version", Kind.NUMBER),
    Column("started", Kind.INSTANT),
    Column("submitted", Kind.INSTANT),
]


@blueprint.get("/editions/<key>/entries")
def entries(key: str) -> str | Response:
    """The table of entries; `format=csv` gives the same rows as a file."""
    edition = edition_or_404(key)
    categories = programmes.categories(edition.id)
    category = lists.asked("category", [each.key for each in categories])
    standing = lists.asked("standing", [str(each) for each in Standing])
    search = lists.asked("q")
    found = lists.listing(
        lambda limit, offset: listing.entry_rows(
            edition.id, search=search, category=category, standing=standing, limit=limit, offset=offset
        )
    )
    if lists.wants_csv():
        return lists.csv_file(f"{edition.key}-entries", COLUMNS, [_cells(row) for row in found.rows])
    return render_template(
        "admins/entries.html",
        edition=edition,
        categories=categories,
        listing=found,
        q=search,
        category=category,
        standing=standing,
        standings=list(Standing),
    )


def _cells(row: EntryRow) -> list[Cell]:
    return [
        row.reference,
        row.title,
        row.category_title,
        row.city,
        row.country,
        row.region,
        row.kind,
        str(row.standing),
        row.version or None,
        row.started_at,
        row.submitted_at,
    ]


def edition_or_404(key: str) -> Edition:
    """The edition of an address."""
    return programmes.edition_by_key(key) or abort(404)


def entry_or_404(edition: Edition, reference: str) -> Entry:
    """The entry of an address, when it belongs to this edition."""
    found = queries.entry_by_reference(reference)
    return found if found is not None and found.edition_id == edition.id else abort(404)


@blueprint.get("/editions/<key>/entries/<reference>")
def entry(key: str, reference: str) -> str:
    """One entry: what was submitted last, and its versions. What is not submitted is the city's own."""
    edition = edition_or_404(key)
    return entry_page(edition, entry_or_404(edition, reference))


def entry_page(edition: Edition, found: Entry, errors: dict[str, list[str]] | None = None, **typed: str) -> str:
    """The page of one entry; after a refusal with the sentences beside the fields and what was typed kept."""
    submissions = queries.submissions(found.id)
    latest = queries.latest_submission(found.id)
    view = None
    if latest is not None:
        view = judging_view(queries.read_snapshot(latest), programmes.form_of(found.form_version), blind=False)
    return render_template(
        "admins/entry.html",
        edition=edition,
        entry=found,
        submissions=submissions,
        latest=latest,
        withdrawal=queries.current_withdrawal(found.id),
        view=view,
        own=found.city_id in own_cities(),
        errors=errors or {},
        typed=typed,
        extended_to=oversight.extended_to(edition.id, found.city_id),
        at=clock.now(),
        blocked=queries.last_blocked(found.id),
        requests=oversight.requests(found.id),
        asked_labels={key: q.label for key, q in programmes.form_of(found.form_version).questions.items()},
        decisions=oversight.decisions(found.id),
        why_not=why_not_oversee(found.city_id),
    )


def why_not_oversee(city_id: int) -> str | None:
    """Why this visitor reads what concerns this city and changes nothing."""
    team = access.visitor().team
    return policy.why_not_oversee(None if team is None else team.role, city_id in own_cities())


@blueprint.get("/editions/<key>/entries/<reference>/files/<digest>")
def entry_file(key: str, reference: str, digest: str) -> Response:
    """A file of the version that counts, to be saved on the reader's machine."""
    edition = edition_or_404(key)
    found = entry_or_404(edition, reference)
    latest = queries.latest_submission(found.id)
    frozen = [] if latest is None else queries.read_snapshot(latest)["attachments"]
    seen = next((file for file in frozen if file["sha256"] == digest), None)
    row = None if seen is None else queries.attachment_by_digest(found.id, digest)
    if seen is None or row is None:
        abort(404)
    return send(row, name=seen["name"])
