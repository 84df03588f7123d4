"""What an organiser should look at in form and rubric as they are worked on; it keeps nobody from publishing."""

from ....programmes import form_check, queries, rubric_check
from ....programmes.form_reading import read_form
from ....programmes.models import Edition
from ....programmes.rubrics import rubric_document
from .parts import form_of


def at_form(edition: Edition) -> list[form_check.Finding]:
    """Of the form; nothing while it has no section."""
    document, rubric = form_of(edition), queries.current_rubric(edition.id)
    if not document["sections"]:
        return []
    criteria = {} if rubric is None else {each.title: each.reads for each in queries.criteria(rubric.id)}
    categories = [each.key for each in queries.categories(edition.id)]
    return form_check.findings(read_form(document, partial=True), criteria, categories)


def at_rubric(edition: Edition) -> list[tuple[str, str]]:
    """Of the newest rubric: key of a criterion and a sentence."""
    rubric = queries.current_rubric(edition.id)
    return [] if rubric is None else rubric_check.findings(rubric_document(rubric, queries.criteria(rubric.id)))
