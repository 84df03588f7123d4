"""A city with a lead, an editor and a viewer, and an entry begun: what tests of writing and submitting begin with."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

import pikepdf
from PIL import Image
from sqlalchemy import select

from awards_portal import clock
from awards_portal.db import db, transaction
from awards_portal.entries import queries, service, snapshots
from awards_portal.entries.models import AnswerRevision, Entry, Submission
from awards_portal.entries.writing import Change, Saved, save_answers
from awards_portal.people.models import City, Person, RepresentativeRole
from awards_portal.programmes import queries as programmes
from awards_portal.programmes.forms import Question
from awards_portal.programmes.models import Category, Edition
from tests import factories

FORM: dict[str, Any] = {
    "title": "A form with a table and files",
    "sections": [
        *factories.FORM["sections"],
        {
            "key": "E",
            "title": "Results",
            "questions": [
                {
                    "key": "e_indicators",
                    "type": "table",
                    "label": "Indicators",
                    "max_rows": 8,
                    "columns": [
                        {"key": "indicator", "label": "Indicator", "required": True},
                        {"key": "result", "label": "Result", "type": "number"},
                    ],
                },
                {
                    "key": "e_status",
                    "type": "single_choice",
                    "label": "Where it stands",
                    "options": [{"value": "pilot", "label": "Pilot"}, {"value": "running", "label": "Running"}],
                },
            ],
        },
        {
            "key": "G",
            "title": "Materials",
            "questions": [
                {"key": "g_note", "type": "long_text", "label": "About the files", "max_words": 50},
                {
                    "key": "g_files",
                    "type": "files",
                    "label": "Files",
                    "accept": ["pdf"],
                    "max_files": 3,
                    "max_pages": 20,
                    "max_bytes": 10_000_000,
                },
                {
                    "key": "g_photo",
                    "type": "files",
                    "label": "Photo",
                    "accept": ["jpg", "png"],
                    "max_files": 1,
                    "min_width": 1000,
                },
            ],
        },
    ],
}
FULL = {"c_title": "Night trams", "d_summary": "Trams run at night.", "h_accuracy": True}


@dataclass(frozen=True)
class Stage:
    """The cast by name."""

    edition: Edition
    city: City
    entry: Entry
    lead: Person
    editor: Person
    viewer: Person

    def question(self, key: str) -> Question:
        """A question of the entry's form."""
        version = programmes.current_form(self.edition.id)
        assert version is not None
        return programmes.form_of(version).questions[key]

    def write(self, value: Any, key: str = "d_summary", seen: int = 0, **more: Any) -> Saved:
        """One answer typed over a revision; by the lead when nobody else is named."""
        by = more.pop("by", self.lead)
        return save_answers(self.entry, {key: Change(value, seen, **more)}, by)[key]

    def fill(self) -> None:
        """Answer everything that must be answered."""
        save_answers(self.entry, {key: Change(value, 0) for key, value in FULL.items()}, self.lead)

    def fingerprint(self) -> str:
        """What a person sees who looks now."""
        version = programmes.current_form(self.edition.id)
        assert version is not None
        values = {key: answer.value for key, answer in queries.answers(self.entry.id).items()}
        return snapshots.fingerprint(
            snapshots.content(programmes.form_of(version), values, queries.attachments(self.entry.id))
        )

    def submit(self, mark: str = "press", by: Person | None = None) -> Submission:
        """Look, and press the button."""
        return service.submit(self.entry, by or self.lead, mark, self.fingerprint())

    def close(self) -> None:
        """Let the deadline be over since a minute."""
        with transaction():
            edition = db.session.get_one(Edition, self.edition.id)
            edition.closes_at = clock.now() - timedelta(minutes=1)
            edition.grace_minutes = 0


def make(**of_edition: Any) -> Stage:
    """Write it."""
    edition = factories.edition(**{"form": FORM, **of_edition})
    city = factories.city()
    lead = factories.representative(city, name="Leo Lead")
    category = db.session.scalars(select(Category).filter_by(edition_id=edition.id, key="open-city")).one()
    return Stage(
        edition,
        city,
        service.start(city, edition, category, lead, "start"),
        lead,
        factories.representative(city, RepresentativeRole.EDITOR, name="Eda Editor"),
        factories.representative(city, RepresentativeRole.VIEWER, name="Vik Viewer"),
    )


def revisions(question: str, kind: str) -> list[Any]:
    """Values of a question that were saved, or set aside, the first one first."""
    found = select(AnswerRevision.value).filter_by(question=question, kind=kind).order_by(AnswerRevision.id)
    return list(db.session.scalars(found))


def pdf(pages: int = 1) -> bytes:
    """A PDF with empty pages; every number of pages is another file."""
    made, out = pikepdf.new(), BytesIO()
    for _ in range(pages):
        made.add_blank_page()
    made.save(out, deterministic_id=True)
    return out.getvalue()


def photo(width: int = 1000, kind: str = "JPEG") -> bytes:
    """A plain photo."""
    out = BytesIO()
    Image.new("RGB", (width, 40), "teal").save(out, kind)
    return out.getvalue()
