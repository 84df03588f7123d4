"""Questions asked before an entry is started: yes or no, each with why the other answer may not enter. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# More than a minute would take is for the form.
MOST = 5
WORDS = ("yes", "no")


@dataclass(frozen=True)
class EligibilityQuestion:
    """A question; `right` is the answer that may enter (`yes` or `no`), `why` the sentence for the other one."""

    key: str
    question: str
    help: str
    right: str
    why: str


def read_questions(document: Sequence[Mapping[str, Any]]) -> list[EligibilityQuestion]:
    """The questions of an edition, as `documents.read_edition` checked them."""
    return [
        EligibilityQuestion(each["key"], each["question"], each["help"], each["right"], each["why"])
        for each in document
    ]


def unanswered(questions: Sequence[EligibilityQuestion], answers: Mapping[str, str]) -> list[EligibilityQuestion]:
    """The questions that have neither yes nor no for an answer."""
    return [question for question in questions if answers.get(question.key) not in WORDS]


def standing_in_the_way(
    questions: Sequence[EligibilityQuestion], answers: Mapping[str, str]
) -> list[EligibilityQuestion]:
    """The questions whose answer may not enter."""
    return [
        question
        for question in questions
        if answers.get(question.key) in WORDS and answers.get(question.key) != question.right
    ]
