"""Finding sessions, documents and people on the page of an assembly. Pure: all of it is loaded already."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..text import name_key
from .queries import Contents, Offered

# From so many lines on a page offers to search them.
WORTH_SEARCHING = 10


@dataclass(frozen=True)
class Wanted:
    """What is looked for: words in names, titles and texts; a day of the programme; a kind of document."""

    words: str = ""
    day: str = ""
    kind: str = ""

    def __bool__(self) -> bool:
        return bool(self.words.strip() or self.day or self.kind)

    def has(self, *texts: str) -> bool:
        """Whether the words stand in these texts; case and accents do not matter."""
        return name_key(self.words) in name_key(" ".join(texts))


def count(contents: Contents) -> int:
    """How many lines there are to look through."""
    documents = sum(len(group) for group in contents.documents.values())
    return len(contents.sessions) + documents + len(contents.photographs) + len(contents.participants)


def days(contents: Contents) -> list[str]:
    """The days of the programme."""
    return sorted({each.on.isoformat() for each in contents.sessions})


def kinds(contents: Contents) -> set[str]:
    """The kinds of documents there are."""
    groups = [*contents.documents.values(), contents.photographs]
    return {each.document.kind for group in groups for each in group}


def sought(contents: Contents, wanted: Wanted) -> Contents:
    """What of an assembly fits. A session stays with all its documents when it fits itself, else with those that do.

    A day leaves what belongs to its sessions, a kind leaves documents and the sessions they belong to.
    """
    if not wanted:
        return contents
    sessions = []
    documents: dict[int | None, list[Offered]] = {}
    for session in contents.sessions:
        offered = contents.documents.get(session.id, [])
        itself = wanted.has(session.title, session.speakers, session.text)
        fitting = [each for each in offered if (itself or _fits(each, wanted)) and wanted.kind in {"", _kind(each)}]
        if wanted.day in {"", session.on.isoformat()} and (fitting or (itself and not wanted.kind)):
            sessions.append(session)
            if fitting:
                documents[session.id] = fitting
    if not wanted.day and (of_assembly := _of(contents.documents.get(None, []), wanted)):
        documents[None] = of_assembly
    people = [
        each
        for each in contents.participants
        if not wanted.day and not wanted.kind and wanted.has(each.name, each.office, each.organisation)
    ]
    photographs = [] if wanted.day else _of(contents.photographs, wanted)
    return Contents(sessions, documents, photographs, people)


def _kind(offered: Offered) -> str:
    return offered.document.kind


def _fits(offered: Offered, wanted: Wanted) -> bool:
    return wanted.has(offered.document.title)


def _of(group: Sequence[Offered], wanted: Wanted) -> list[Offered]:
    return [each for each in group if _fits(each, wanted) and wanted.kind in {"", _kind(each)}]
