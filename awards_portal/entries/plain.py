"""What an entry says as plain text: for letters."""

from collections.abc import Sequence

from ..programmes.forms import Form, QuestionType
from .models import Attachment
from .rules import Answers, is_answered, shown_questions
from .values import as_text


def as_plain(form: Form, answers: Answers, files: Sequence[Attachment]) -> str:
    """Every answer given, under its section and question, in the form's order; empty when there is none.

    The category alone, which is chosen on starting, is no answer.
    """
    counts = {file.question: 1 for file in files}
    asked = {question.key for question in shown_questions(form, answers)}
    parts = []
    for section in form.sections:
        lines = []
        for question in section.questions:
            if question.key not in asked or question.type in {QuestionType.APPLICANT, QuestionType.CATEGORY}:
                continue
            if not is_answered(question, answers, counts):
                continue
            if question.type is QuestionType.FILES:
                said = "\n".join(file.name for file in files if file.question == question.key)
            else:
                said = as_text(question, answers.get(question.key))
            lines.append(f"{question.label}\n{said}")
        if lines:
            parts.append("\n\n".join([section.title.upper(), *lines]))
    return "\n\n\n".join(parts)
