"""The wording of letters: what organisers made of a letter in an edition and a language; else the portal's own text."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from flask_babel import gettext as _
from sqlalchemy import Index, func, select
from sqlalchemy.orm import Mapped, mapped_column

from .. import ledger
from ..config import ROOT
from ..db import Base, db, guarded, identity, short, transaction
from ..errors import Invalid, Refusal
from ..ledger import Actor
from . import placeholders, policy

# Letters that say different things in different cases. `{{usual}}` stands for what the portal writes, case by case; an
# edition's words stand around it.
AROUND = (
    "abstention",
    "after-deadline",
    "award",
    "category-move-ended",
    "change-request",
    "eligibility",
    "extension-revoked",
    "from-paper",
    "recusal",
    "reminder",
    "score-change",
    "submission-blocked",
    "withdrawal",
)
# The letters that an edition words, and what each must hold.
EVENTS: dict[str, tuple[str, ...]] = {
    "receipt": ("reference", "sha256", "receipt"),
    "extension": ("until",),
    "entry-extension": ("until",),
    "category-move": ("entry",),
    "change-request-withdrawn": (),
    "changes-submitted": (),
    "judge-invitation": ("link",),
    "judge-reminder": ("link",),
    "assignment": ("link",),
    "nudge": ("link",),
    "judge-extension": ("until",),
    "scorecard-returned": ("reason", "link"),
    "discussion": ("link",),
    "results": ("winners",),
    "feedback": ("page",),
    "retraction": ("reason",),
    **dict.fromkeys(AROUND, ("usual",)),
}
FIRST = "en"
LONGEST = 10_000
LONGEST_SUBJECT = 200
BETWEEN = "\n\n--------\n\n"


class Wording(Base):
    """A text of a letter as it was saved; the last one of edition, kind and language holds. Empty: the portal's own."""

    __tablename__ = "wording"

    id: Mapped[int] = identity()
    edition_id: Mapped[int]
    kind: Mapped[str] = mapped_column(short(60))
    language: Mapped[str] = mapped_column(short(12))
    subject: Mapped[str | None]
    body: Mapped[str | None]
    # By name as in the ledger: the room of people is above this one.
    by: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (Index(None, "edition_id", "kind", "language"),)


guarded(Wording.__table__)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Text:
    """Subject and body, with placeholders or filled."""

    subject: str
    body: str

    def filled(self, values: Mapping[str, object]) -> "Text":
        """With values put in; a subject is one line."""
        subject = " ".join(placeholders.fill(self.subject, values).split())
        return Text(subject, placeholders.fill(self.body, values).strip() + "\n")


@cache
def usual(kind: str) -> Text:
    """The portal's own text of a letter, its placeholders written as organisers write them."""
    if kind in AROUND:
        return Text("{{usual_subject}}", "{{usual}}\n")
    source = (ROOT / "templates" / "mail" / f"{kind}.txt").read_text(encoding="utf-8")
    head, _gap, body = re.sub(r"\{\{ (\w+) \}\}", r"{{\1}}", source).partition("\n\n")
    return Text(head.removeprefix("Subject:").strip(), body.strip() + "\n")


@cache
def allowed(kind: str) -> list[str]:
    """The placeholders of a letter, by name."""
    text = usual(kind)
    if kind in AROUND:
        return ["name", "portal", "usual", "usual_subject"]
    return sorted(placeholders.names_in(text.subject + text.body) | {"name", "portal"})


def current(edition_id: int, kind: str | None = None) -> dict[tuple[str, str], Wording]:
    """The wordings that hold in an edition by kind and language, resets included."""
    last = select(func.max(Wording.id)).where(Wording.edition_id == edition_id)
    if kind is not None:
        last = last.where(Wording.kind == kind)
    last = last.group_by(Wording.kind, Wording.language)
    rows = db.session.scalars(select(Wording).where(Wording.id.in_(last)).order_by(Wording.kind, Wording.language))
    return {(row.kind, row.language): row for row in rows}


def history(edition_id: int, kind: str, language: str) -> Sequence[Wording]:
    """Every text that was saved, the last first."""
    return db.session.scalars(
        select(Wording)
        .where(Wording.edition_id == edition_id, Wording.kind == kind, Wording.language == language)
        .order_by(Wording.id.desc())
    ).all()


def needed(kind: str, language: str) -> tuple[str, ...]:
    """The placeholders that a letter must hold. What the portal writes case by case is English, and said there."""
    return () if kind in AROUND and language != FIRST else EVENTS[kind]


def worded(kind: str, edition_id: int | None, values: Mapping[str, object], render: Callable[[], Text]) -> Text | None:
    """A letter as an edition words it, languages one after the other; None where the portal's own text holds.

    Args:
        render: the portal's own text with its values, asked only where the edition's words stand around it.
    """
    if edition_id is None or kind not in EVENTS:
        return None
    said = {language: row for (_kind, language), row in current(edition_id, kind).items() if row.body is not None}
    if not said:
        return None
    if kind in AROUND:
        values = {**values, **as_values(render())}
    texts = [_text(said.get(FIRST), kind)] + [_text(said[each], kind) for each in sorted(said) if each != FIRST]
    filled = [text.filled(values) for text in texts]
    return Text(" / ".join(dict.fromkeys(each.subject for each in filled)), BETWEEN.join(each.body for each in filled))


def as_values(text: Text) -> dict[str, str]:
    """The portal's own text of a letter as placeholders name it."""
    return {"usual": text.body.strip(), "usual_subject": " ".join(text.subject.split())}


def _text(row: Wording | None, kind: str) -> Text:
    return Text(row.subject or "", row.body) if row is not None and row.body is not None else usual(kind)


def faults(kind: str, text: Text, language: str = FIRST) -> dict[str, list[str]]:
    """Why this cannot be the text of a letter, by field; the sentences say which line."""
    found = {
        "subject": placeholders.faults(text.subject, allowed(kind)),
        "body": placeholders.faults(text.body, allowed(kind), needed(kind, language)),
    }
    if not text.subject.strip():
        found["subject"] = [_("Write a subject: without one the letter looks like junk.")]
    if not text.body.strip():
        found["body"] = [_("Write the text, or go back to the portal's own.")]
    if len(text.subject) > LONGEST_SUBJECT:
        found["subject"].append(_("A subject has at most %(n)d characters.", n=LONGEST_SUBJECT))
    if len(text.body) > LONGEST:
        found["body"].append(_("A letter has at most %(n)d characters.", n=LONGEST))
    return {name: sentences for name, sentences in found.items() if sentences}


def save(
    edition_id: int, kind: str, language: str, text: Text | None, seen: int, by: Actor, role: str | None
) -> Wording | None:
    """Word a letter anew in an edition and a language, or (without a text) go back to the portal's own.

    Args:
        seen: the id of the wording that was read before, 0 for none.

    Returns:
        None when nothing changed.

    Raises:
        Refusal: not an organiser, or somebody else saved meanwhile.
        Invalid: an unknown placeholder, one that is missing, or no text; the sentences say where.
    """
    if (why_not := policy.why_not_write(role)) is not None:
        raise Refusal(why_not)
    if text is not None:
        text = Text(" ".join(text.subject.split()), text.body.replace("\r\n", "\n").strip() + "\n")
        if found := faults(kind, text, language):
            raise Invalid(_("The text cannot be saved like this."), found)
    with transaction() as moment:
        before = current(edition_id, kind).get((kind, language))
        was = (None, None) if before is None else (before.subject, before.body)
        new = (None, None) if text is None else (text.subject, text.body)
        if was == new:
            return None
        if seen != (0 if before is None else before.id):
            raise Refusal(_("Somebody else has saved this text meanwhile. Read theirs first, then change it."))
        row = Wording(
            edition_id=edition_id,
            kind=kind,
            language=language,
            subject=new[0],
            body=new[1],
            by=by.name,
            at=moment.at,
        )
        db.session.add(row)
        ledger.write(
            "letter.reworded" if text is not None else "letter.wording_reset",
            actor=by,
            at=moment.at,
            subject=row,
            label=f"{kind}, {language}",
            edition_id=edition_id,
            before={"subject": was[0], "body": was[1]},
            after={"subject": new[0], "body": new[1]},
        )
        return row
