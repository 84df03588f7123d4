"""Feedback: what organisers cleared of the judges' comments, entry by entry. No judge is in it."""

from ...sheets import Column, Sheet
from .. import feedback_queries
from ..feedback import OVERALL
from .layout import instant, wide
from .material import Material


def feedback_sheet(material: Material) -> Sheet:
    """A row per entry; texts that nobody cleared are empty. One statement."""
    cleared = feedback_queries.cleared(material.standings.scores.round.id)
    sheet = Sheet(
        "Feedback",
        [
            Column("reference"),
            Column("category"),
            Column("title", width=28),
            Column("city", width=20),
            *(wide(f"{each.title} [{each.key}]") for each in material.criteria),
            wide("the entry as a whole"),
            Column("cleared by", width=20),
            instant("cleared"),
        ],
        len(material.places),
    )
    for place in sorted(material.places, key=lambda each: each.entry.reference):
        entry, done = place.entry, cleared.get(place.entry.id)
        texts = {} if done is None else done.texts
        sheet.rows.append(
            [
                entry.reference,
                entry.category,
                entry.title,
                entry.city,
                *(texts.get(topic) or None for topic in [*(each.key for each in material.criteria), OVERALL]),
                None if done is None else done.by.name,
                None if done is None else done.at,
            ]
        )
    return sheet
