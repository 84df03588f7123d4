"""Kinds of lists of parts: how one is found, added, replaced, moved and removed in its document."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from .....errors import NotHere, Refusal
from .....programmes import parts
from .....programmes.models import Edition
from ..fields import Field
from .documents import Document, Edit, change_settings, settings_of


@dataclass(frozen=True)
class Parts:
    """A list of parts, each with a page of its own. `path` begins the paths of their faults."""

    title: str
    new: str
    add: str
    path: str
    fields: Callable[[Edition, Document, Document], list[Field]]
    words: Callable[[Document, Document], str]
    read: Callable[[Edition], Document] = settings_of
    change: Callable[[Edition, Edit, str], None] = change_settings
    name: str = "title"
    reasons: bool = True
    back: str = ""
    lead: str = ""
    joined: str = "-"

    def all(self, document: Document) -> list[Document]:
        """The parts in their order."""
        found: list[Document] = document.get(self.path.rsplit(".", 1)[-1], [])
        return found

    def write(self, document: Document, found: Sequence[Document]) -> Document:
        """The document with the list replaced."""
        return {**document, self.path.rsplit(".", 1)[-1]: list(found)}

    def added(self, document: Document, part: Document, _into: str) -> Document:
        """The document with a part added at the end."""
        return self.write(document, [*self.all(document), part])

    def set(self, document: Document, part: Document) -> Document:
        """The document with a part replaced by another of the same key."""
        return self.write(document, [part if each["key"] == part["key"] else each for each in self.all(document)])

    def move(self, document: Document, key: str, to: str) -> Document:
        """The document with a part elsewhere."""
        return self.write(document, parts.placed(self.all(document), key, to))

    def remove(self, document: Document, key: str) -> Document:
        """The document without a part."""
        return self.write(document, parts.without(self.all(document), key))

    def find(self, document: Document, key: str) -> Document:
        """A part.

        Raises:
            NotHere: when it is not there (any more).
        """
        found = parts.find(self.all(document), key)
        if found is None:
            raise NotHere(_("This is no longer here. Go back to the list."))
        return found


class Sections(Parts):
    """The sections of a form."""

    def remove(self, document: Document, key: str) -> Document:
        """The form without a section.

        Raises:
            Refusal: it has questions: one press must not lose so much.
        """
        count = len(self.find(document, key)["questions"])
        if count:
            told = ngettext(
                "The section has %(num)d question. Move or remove it first.",
                "The section has %(num)d questions. Move or remove them first.",
                count,
            )
            raise Refusal(told)
        return super().remove(document, key)


class Questions(Parts):
    """The questions of a form, which stand in its sections."""

    def all(self, document: Document) -> list[Document]:
        """Every question in the order asked."""
        return [question for section in document["sections"] for question in section["questions"]]

    def _in(self, document: Document, key: str, change: Callable[[list[Document]], list[Document]]) -> Document:
        sections = [
            {**each, "questions": change(each["questions"])} if parts.find(each["questions"], key) else each
            for each in document["sections"]
        ]
        return {**document, "sections": sections}

    def added(self, document: Document, part: Document, into: str) -> Document:
        """The form with a question added at the end of a section."""
        if parts.find(document["sections"], into) is None:
            raise NotHere(_("This section is no longer here. Go back to the form."))
        sections = [
            {**each, "questions": [*each["questions"], part]} if each["key"] == into else each
            for each in document["sections"]
        ]
        return {**document, "sections": sections}

    def set(self, document: Document, part: Document) -> Document:
        """The form with a question replaced by another of the same key."""
        key = part["key"]
        return self._in(document, key, lambda found: [part if each["key"] == key else each for each in found])

    def remove(self, document: Document, key: str) -> Document:
        """The form without a question."""
        return self._in(document, key, lambda found: parts.without(found, key))

    def move(self, document: Document, key: str, to: str) -> Document:
        """The form with a question elsewhere: past the edge of its section it goes to the next one."""
        sections = document["sections"]
        home = next(n for n, each in enumerate(sections) if parts.find(each["questions"], key))
        if to.startswith("before:"):
            own, target = self.find(document, key), to.removeprefix("before:")
            into = self._section_of(document, target) if target else sections[home]["key"]
            document = self.added(self.remove(document, key), own, into)
            return self._in(document, key, lambda found: parts.placed(found, key, to))
        keys = [each["key"] for each in sections[home]["questions"]]
        edge, other = (keys[0], home - 1) if to == "up" else (keys[-1], home + 1)
        if key != edge:
            return self._in(document, key, lambda found: parts.placed(found, key, to))
        if not 0 <= other < len(sections):
            return document
        own = self.find(document, key)
        document = self.added(self.remove(document, key), own, sections[other]["key"])
        first = [each["key"] for each in sections[other]["questions"]][:1]
        if to == "down" and first:
            return self._in(document, key, lambda found: parts.placed(found, key, f"before:{first[0]}"))
        return document

    @staticmethod
    def _section_of(document: Document, key: str) -> str:
        for each in document["sections"]:
            if parts.find(each["questions"], key):
                return str(each["key"])
        raise NotHere(_("This is no longer here. Go back to the list."))
