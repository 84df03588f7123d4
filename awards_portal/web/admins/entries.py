"""Entries of an edition: the table, and one entry as it was submitted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from ... import clock
from ...entries import listing, queries
from ...entries.language import language_of
from ...entries.listing import EntryRow, Standing
from ...entries.models import Entry
from ...entries.oversight import many, marking, moving, policy, round_policy
from ...entries.oversight import queries as oversight
from ...entries.oversight.many import Act
from ...entries.snapshots import judging_view
from ...programmes import queries as programmes
from ...programmes.models import Category, Edition
from ...sheets import Cell, Column, Kind
from ..shared import access, lists
from ..shared.sending import send
from . import blueprint
from .rounds import own_cities

# What the table can show beside the entry itself, in the order of its columns; those shown without a choice.
CHOICES = (
    *("city", "country", "region", "type", "category", "language"),
    *("standing", "tags", "version", "started", "submitted"),
)
USUAL = ("city", "category", "standing", "tags", "submitted")
KINDS = {"version": Kind.NUMBER, "started": Kind.INSTANT, "submitted": Kind.INSTANT}


@dataclass(frozen=True)
class Asked:
    """What the address of the table asks for; `columns` is empty without a choice, and with the usual ones."""

    q: str
    category: str
    standing: str
    tag: str
    columns: tuple[str, ...]

    @property
    def filters(self) -> dict[str, str]:
        """The words that leave entries out."""
        return {"q": self.q, "category": self.category, "standing": self.standing, "tag": self.tag}

    @property
    def words(self) -> dict[str, Any]:
        """All of it as an address says it."""
        return {**{name: word for name, word in self.filters.items() if word}, "col": list(self.columns)}

    def rows(self, edition: Edition, limit: int | None, offset: int = 0) -> tuple[list[EntryRow], int]:
        """The entries that fit, and how many there are."""
        return listing.entry_rows(
            edition.id,
            search=self.q,
            category=self.category,
            standing=self.standing,
            tag=self.tag,
            within=access.visitor().coordinated,
            limit=limit,
            offset=offset,
        )


def asked(categories: Sequence[Category], tags: Mapping[str, str]) -> Asked:
    """What this request's address asks for."""
    wanted = set(request.args.getlist("col"))
    # The boxes of the usual ones are ticked in the form, so every search sends them along.
    columns = () if wanted == set(USUAL) else tuple(name for name in CHOICES if name in wanted)
    return Asked(
        lists.asked("q"),
        lists.asked("category", [each.key for each in categories]),
        lists.asked("standing", [str(each) for each in Standing]),
        lists.asked("tag", tags),
        columns,
    )


@blueprint.get("/editions/<key>/entries")
def entries(key: str) -> str | Response:
    """The table of entries; `format=csv` gives the same rows as a file, with all columns unless some were chosen."""
    edition = edition_or_404(key)
    categories, tags = categories_of(edition), marking.tags_in(edition.id, access.visitor().coordinated)
    wanted = asked(categories, tags)
    found = lists.listing(lambda limit, offset: wanted.rows(edition, limit, offset))
    if lists.wants_csv():
        names = ("reference", "title", *(wanted.columns or CHOICES))
        rows = [[_cells(row)[name] for name in names] for row in found.rows]
        columns = [Column(name, KINDS.get(name, Kind.TEXT)) for name in names]
        return lists.csv_file(f"{edition.key}-entries", columns, rows)
    return render_template(
        "admins/entries.html",
        edition=edition,
        categories=categories,
        tags=tags,
        listing=found,
        asked=wanted,
        columns=wanted.columns or USUAL,
        choices=CHOICES,
        acts=list(Act),
        most=many.MOST,
        why_not=why_not_oversee(0),
    )


def _cells(row: EntryRow) -> dict[str, Cell]:
    return {
        "reference": row.reference,
        "title": row.title,
        "city": row.city,
        "country": row.country,
        "region": row.region,
        "type": row.kind,
        "category": row.category_title,
        "language": row.language,
        "standing": str(row.standing),
        "tags": ", ".join(row.tags),
        "version": row.version or None,
        "started": row.started_at,
        "submitted": row.submitted_at,
    }


def edition_or_404(key: str) -> Edition:
    """The edition of an address; for a coordinator, when she has a category of it."""
    found = programmes.edition_by_key(key) or abort(404)
    if access.visitor().coordinated is not None and not categories_of(found):
        abort(404)
    return found


def categories_of(edition: Edition) -> Sequence[Category]:
    """The categories of an edition; for a coordinator, hers alone."""
    hers, found = access.visitor().coordinated, programmes.categories(edition.id)
    return found if hers is None else [each for each in found if each.id in hers]


def entry_or_404(edition: Edition, reference: str) -> Entry:
    """The entry of an address, when it belongs to this edition; for a coordinator, when its category is hers."""
    hers, found = access.visitor().coordinated, queries.entry_by_reference(reference)
    if found is None or found.edition_id != edition.id or (hers is not None and found.category_id not in hers):
        abort(404)
    return found


@blueprint.get("/editions/<key>/entries/<reference>")
def entry(key: str, reference: str) -> str:
    """One entry: what was submitted last, and its versions. What is not submitted is the city's own."""
    edition = edition_or_404(key)
    return entry_page(edition, entry_or_404(edition, reference))


def entry_page(edition: Edition, found: Entry, errors: dict[str, list[str]] | None = None, **typed: str) -> str:
    """The page of one entry; after a refusal with the sentences beside the fields and what was typed kept."""
    submissions = queries.submissions(found.id)
    latest = queries.latest_submission(found.id)
    checks = programmes.eligibility_round(edition.id)
    why_not = why_not_oversee(found.city_id, found.category_id)
    view = None
    if latest is not None:
        view = judging_view(queries.read_snapshot(latest), programmes.form_of(found.form_version), blind=False)
    return render_template(
        "admins/entry.html",
        edition=edition,
        entry=found,
        language=language_of(found, edition),
        standing=listing.standing_of(found),
        submissions=submissions,
        latest=latest,
        withdrawal=queries.current_withdrawal(found.id),
        view=view,
        own=found.city_id in own_cities(),
        errors=errors or {},
        typed=typed,
        extended_to=oversight.extended_to(edition.id, found.city_id),
        alone=oversight.extension_of_entry(found.id),
        judging=programmes.read_from(edition.id),
        at=clock.now(),
        eligibility_round=checks,
        why_not_decide=why_not or round_policy.why_not_now(checks, clock.now()),
        blocked=queries.last_blocked(found.id),
        requests=oversight.requests(found.id),
        asked_labels={key: q.label for key, q in programmes.form_of(found.form_version).questions.items()},
        decisions=oversight.decisions(found.id),
        unchecked=None
        if why_not
        else listing.next_unchecked(edition.id, found.reference, access.visitor().coordinated),
        tags=marking.tags_of([found.id]).get(found.id, []),
        known_tags=marking.tags_in(edition.id, access.visitor().coordinated),
        notes=marking.notes(found.id),
        moves=moving.moves(found.id),
        categories=programmes.categories(edition.id),
        why_not=why_not,
    )


def why_not_oversee(city_id: int, category_id: int | None = None) -> str | None:
    """Why this visitor reads what concerns this city and changes nothing.

    Args:
        category_id: the entry's category, where its coordinator may act too.
    """
    team, hers = access.visitor().team, access.visitor().coordinated
    coordinates = hers is not None and category_id in hers
    return policy.why_not_oversee(None if team is None else team.role, city_id in own_cities(), coordinates)


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
