"""Judging on paper: each entry as its judge may read it, then a sheet to fill in by hand; conflicts on a first page.

What may not be read is not printed: an entry whose judge has not spoken on conflicts stands on the first page only.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from .. import clock
from ..documents.typesetting import typeset
from ..entries.snapshots import JudgingView, SeenAnswer
from ..entries.values import as_text, filled_rows
from ..programmes import queries as programmes
from ..programmes.forms import QuestionType
from ..programmes.models import Criterion, Rubric
from ..programmes.vocabularies import countries
from . import policy, queries, rules
from .models import Judge
from .seats import Seat

# A run of signs without a place to break is given one after so many, so that no line leaves the page.
_LONG, _LONG_IN_CELL = (re.compile(rf"(\S{{{most}}})(?=\S)") for most in (40, 12))


def sheets(judge: Judge, at: datetime, hidden: Collection[int] = ()) -> bytes | None:
    """The PDF for one judge, as things stand at this moment; None when there is nothing to judge.

    Args:
        hidden: cities whose entries are not for the eyes of who asks.

    Raises:
        documents.typesetting.CannotDraw
    """
    if judge.person_id is None:
        return None
    mine = [
        seat
        for seat in queries.seats_of(judge.person_id)
        if seat.assignment.judge_id == judge.id
        and seat.assignment.entry.city_id not in hidden
        and at < seat.closes_at
        and policy.why_not_state(seat, at) is None
    ]
    ordered = rules.shuffled([(seat.assignment.entry_id, seat) for seat in mine], judge.id, 0)
    criteria = {
        rubric_id: programmes.criteria(rubric_id) for rubric_id in {s.assignment.round.rubric_id for s in ordered}
    }
    with force_locale("en"):
        told = content(judge, ordered, criteria, at)
    if not told["entries"] and not told["conflicts"]:
        return None
    return typeset("score_sheets", told, {}, int(at.timestamp()))


def content(
    judge: Judge, seats: Sequence[Seat], criteria: Mapping[int, Sequence[Criterion]], at: datetime
) -> dict[str, Any]:
    """What the template shows: labels and lines, each line with its direction."""
    readable = [seat for seat in seats if policy.why_not_see(seat, at) is None and seat.view is not None]
    unasked = [seat for seat in seats if seat.statement is None and seat.view is not None]
    edition = seats[0].assignment.round.edition if seats else None
    return {
        "title": _("Score sheets of %(name)s", name=judge.name),
        "edition": "" if edition is None else edition.title,
        "judge": _lines(judge.name),
        "made": "" if edition is None else _("As of %(at)s", at=clock.tell(at, edition.time_zone)),
        "how": _(
            "Tick one step for each criterion and write where a comment is asked for. Give the sheets to the "
            "organising team before scoring closes: they enter them for you, you get a letter, and you can correct "
            "it in the portal."
        ),
        "conflicts_title": _("Before you read: conflicts of interest"),
        "conflicts_how": _(
            "A conflict is anything that could make others doubt that you judge freely. These entries are printed for "
            "you once the organising team has entered that you have none."
        ),
        "none": _("No conflict"),
        "some": _("A conflict, namely:"),
        "conflicts": [_cover(seat) for seat in unasked],
        "entries_title": _("Entries in this file"),
        "missing": _("Not provided"),
        "sheet_title": _("Score sheet"),
        "comment": _("Comment"),
        "for_city": _("Comment for the city"),
        "note": _("Private note, for you and the organising team"),
        "signed": _("Date and signature"),
        "entries": [_entry(seat, criteria[seat.assignment.round.rubric_id]) for seat in readable],
    }


def _cover(seat: Seat) -> dict[str, Any]:
    view = seat.view
    assert view is not None
    parts = [view.reference, view.category, seat.assignment.round.title]
    if view.city is not None:
        parts += [view.city.name, countries().get(view.city.country, view.city.country)]
    return {
        "reference": view.reference,
        "about": _line(" · ".join(parts)),
        "title": _lines(view.title or _("Entry without a title")),
    }


def _entry(seat: Seat, criteria: Sequence[Criterion]) -> dict[str, Any]:
    view, round_ = seat.view, seat.assignment.round
    assert view is not None
    labels = {a.question.key: a.question.label for section in view.sections for a in section.answers}
    return _cover(seat) | {
        "version": _("Version %(n)s, as it was submitted", n=view.version),
        "closes": _("Scoring closes on %(at)s", at=clock.tell(round_.closes_at, round_.edition.time_zone)),
        "sections": [
            {"title": section.title, "answers": [_answer(each, view) for each in section.answers]}
            for section in view.sections
        ],
        "criteria": [_criterion(each, round_.rubric, labels) for each in criteria],
    }


def _answer(answer: SeenAnswer, view: JudgingView) -> dict[str, Any]:
    question = answer.question
    told: dict[str, Any] = {"label": _lines(question.label), "table": None, "lines": None}
    if question.type is QuestionType.CATEGORY:
        told["lines"] = _lines(view.category)
    elif not answer.is_provided:
        return told
    elif question.type is QuestionType.FILES:
        told["lines"] = [
            _line(
                file.name
                + (f" ({ngettext('%(num)d page', '%(num)d pages', file.pages)})" if file.pages is not None else "")
            )
            for file in answer.files
        ]
    elif question.type is QuestionType.TABLE:
        rows = [
            [_line(row.get(column.key, ""), _LONG_IN_CELL) for column in question.columns]
            for row in filled_rows(answer.value)
        ]
        told["table"] = {"head": [column.label for column in question.columns], "rows": rows}
    else:
        told["lines"] = _lines(as_text(question, answer.value))
    return told


def _criterion(criterion: Criterion, rubric: Rubric, labels: Mapping[str, str]) -> dict[str, Any]:
    read = [labels[key] for key in criterion.reads if key in labels]
    below, above = criterion.comment_below, criterion.comment_above
    needed = [
        *([_("Needed for a score below %(below)s.", below=below)] if below is not None else []),
        *([_("Needed for a score above %(above)s.", above=above)] if above is not None else []),
    ]
    return {
        "title": criterion.title,
        "weight": _("weight %(weight)s", weight=criterion.weight),
        "guidance": criterion.guidance,
        "read": _("Read for this: %(what)s", what=", ".join(read)) if read else "",
        "steps": [rules.written(rules.points(rubric, step)) for step in range(rules.top_step(rubric) + 1)]
        + ([_("N/A")] if criterion.na_allowed else []),
        "descriptors": sorted(criterion.descriptors.items(), key=lambda each: (len(each[0]), each[0])),
        "needed": " ".join(needed),
    }


def _lines(text: str) -> list[dict[str, Any]]:
    return [_line(line) for line in text.splitlines() or [""]]


def _line(text: str, long: re.Pattern[str] = _LONG) -> dict[str, Any]:
    """A line and whether it runs from right to left: its first letter with a direction decides (UAX 9, rule P2)."""
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    first = next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L")
    return {"text": long.sub("\\1\u200b", text), "rtl": first != "L"}
