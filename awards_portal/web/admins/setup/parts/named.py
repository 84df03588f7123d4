"""The lists of parts by their names in addresses, with the fields of each."""

from collections.abc import Callable

from flask import abort
from flask_babel import gettext as _
from flask_babel import ngettext

from .....programmes import queries
from .....programmes.models import Edition
from .....programmes.reading import label
from .....programmes.rubric_check import share
from .. import form_parts, settings
from ..fields import Field
from .documents import Document, change_form, change_rubric, form_of, rubric_of
from .lists import Parts, Questions, Sections


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
            lambda _edition, document, part: settings.round_(document, part),
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
