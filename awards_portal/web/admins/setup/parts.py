"""Which parts an edition's pages of set-up have: where each stands in which document, and how it is changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort
from flask_babel import gettext as _
from flask_babel import ngettext

from ....errors import NotHere, Refusal
from ....programmes import parts, queries, service
from ....programmes.documents import settings_document
from ....programmes.models import Edition
from ....programmes.reading import label
from ....programmes.rubric_check import share
from ....programmes.rubrics import rubric_document
from ...shared import access
from . import form_parts, settings
from .fields import Field

Document = dict[str, Any]
Edit = Callable[[Document], Document]


def settings_of(edition: Edition) -> Document:
    """The edition's settings now."""
    return settings_document(edition, queries.categories(edition.id), queries.rounds(edition.id))


def rubric_of(edition: Edition) -> Document:
    """The newest rubric now."""
    rubric = queries.current_rubric(edition.id) or abort(404)
    return rubric_document(rubric, queries.criteria(rubric.id))


def form_of(edition: Edition) -> Document:
    """The form as it is worked on: the draft, or what was published before anybody began one."""
    draft, version = queries.form_draft(edition.id), queries.current_form(edition.id)
    if draft is not None:
        return draft.document
    return {"title": edition.title, "sections": []} if version is None else version.document


def change_settings(edition: Edition, edit: Edit, reason: str) -> None:
    """Change the settings as whoever is signed in."""
    service.change_settings(edition, edit, by=access.visitor().person, reason=reason)


def change_rubric(edition: Edition, edit: Edit, reason: str) -> None:
    """Change the rubric as whoever is signed in."""
    service.change_rubric(edition, edit, by=access.visitor().person, reason=reason)


def change_form(edition: Edition, edit: Edit, _reason: str) -> None:
    """Change the draft of the form as whoever is signed in."""
    service.change_form(edition, edit, by=access.visitor().person)


@dataclass(frozen=True)
class Page:
    """A part that is one page. `path` names its faults."""

    title: str
    fields: Callable[[Document], list[Field]]
    read: Callable[[Edition], Document] = settings_of
    change: Callable[[Edition, Edit, str], None] = change_settings
    path: str = ""
    reasons: bool = True
    back: str = "setup"


def _scale(_document: Mapping[str, Any]) -> list[Field]:
    return [
        Field("scale.min", label("min"), "number"),
        Field("scale.max", label("max"), "number"),
        Field("scale.steps_per_point", label("steps_per_point"), "number", _("2: judges may give half points.")),
    ]


def page(name: str) -> Page:
    """A part by its name in addresses."""
    found = {
        "details": lambda: Page(_("Name, place and limits"), settings.details),
        "dates": lambda: Page(_("Dates"), settings.dates),
        "scoring": lambda: Page(_("Places and awards"), settings.scoring),
        "conflicts": lambda: Page(_("Conflicts of interest"), settings.conflicts),
        "scale": lambda: Page(_("Scale"), _scale, rubric_of, change_rubric, "rubric.", back="rubric"),
    }.get(name)
    return found() if found else abort(404)


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


def _question_fields(edition: Edition, document: Document, part: Document) -> list[Field]:
    everything = in_order(document)
    keys = [each["key"] for each in everything]
    at = keys.index(part["key"]) if part.get("key") in keys else len(keys)
    categories = [(each.key, each.title) for each in queries.categories(edition.id)]
    return form_parts.question(part, everything[:at], categories)


def in_order(document: Document) -> list[Document]:
    """Every question of a form in the order asked."""
    return [question for section in document["sections"] for question in section["questions"]]


def _criterion_fields(edition: Edition, document: Document, _part: Document) -> list[Field]:
    scale = document["scale"]
    questions = [
        (each["key"], each["label"])
        for each in in_order(form_of(edition))
        if each["type"] not in {"applicant", "declaration"} and not each.get("contact")
    ]
    return [
        Field("title", label("title")),
        Field("weight", label("weight"), "number", _("A whole number; the list shows what it is of the whole.")),
        Field("guidance", label("guidance"), "area", optional=True),
        Field("reads", label("reads"), "many", options=questions),
        Field("comment_below", _("A comment is required below this many points"), "number", optional=True),
        Field("comment_above", _("A comment is required above this many points"), "number", optional=True),
        Field("na", _("A judge may say that it is not applicable to an entry"), "tick"),
        *(
            Field(
                f"descriptors.{n}",
                ngettext("Words for %(num)d point", "Words for %(num)d points", n),
                "area",
                optional=True,
            )
            for n in range(scale["min"], scale["max"] + 1)
        ),
    ]


def part_list(name: str) -> Parts:
    """A list by its name in addresses."""
    found: dict[str, Callable[[], Parts]] = {
        "categories": lambda: Parts(
            _("Categories"),
            _("New category"),
            _("Add a category"),
            "categories",
            lambda _edition, document, _part: settings.category(document),
            lambda part, _document: part["description"],
            lead=_("An entry competes in exactly one. The order is that of the call."),
        ),
        "eligibility": lambda: Parts(
            _("Questions asked first"),
            _("New question"),
            _("Add a question"),
            "eligibility",
            lambda _edition, document, _part: settings.eligibility(document),
            lambda part, _document: part["why"],
            name="question",
            lead=_("At most five, answered with yes or no before an entry is started. There may be none."),
        ),
        "rounds": lambda: Parts(
            _("Rounds"),
            _("New round"),
            _("Add a round"),
            "rounds",
            lambda _edition, _document, part: settings.round_(part),
            settings.round_in_words,
            lead=_(
                "Judging goes in rounds. None opens before entries close, but one of eligibility, in which the "
                "organising team decides which entries go to the judges."
            ),
        ),
        "criteria": lambda: Parts(
            _("Rubric"),
            _("New criterion"),
            _("Add a criterion"),
            "rubric.criteria",
            _criterion_fields,
            lambda part, document: _("%(weight)s %%", weight=f"{100 * share(part, document['criteria']):.3g}"),
            rubric_of,
            change_rubric,
            back="rubric",
        ),
        "sections": lambda: Sections(
            _("Form"),
            _("New section"),
            _("Add a section"),
            "form.sections",
            lambda _edition, document, _part: form_parts.section(document),
            lambda _part, _document: "",
            form_of,
            change_form,
            reasons=False,
            back="form",
            joined="_",
        ),
        "questions": lambda: Questions(
            _("Form"),
            _("New question"),
            _("Add a question"),
            "form.questions",
            _question_fields,
            lambda part, _document: form_parts.kind_in_words(part["type"]),
            form_of,
            change_form,
            name="label",
            reasons=False,
            back="form",
            joined="_",
        ),
    }
    return found[name]() if name in found else abort(404)
