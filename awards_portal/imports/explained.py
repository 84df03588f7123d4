"""What each column of a spreadsheet to fill in holds, in words for whoever fills it in."""

from collections.abc import Sequence

from flask_babel import gettext as _

from ..people.directory import regions
from ..people.models import CityKind
from ..programmes import queries as programmes
from ..programmes.forms import Form, Question, QuestionType
from ..programmes.models import Edition
from ..sheets import Column, Sheet, Workbook
from . import cities, entries, judges, scores
from .models import ImportKind

# A cell of more options than these says the first ones.
OPTIONS = 30

# A column: its heading, what it is, whether it is needed, how to write it.
Told = tuple[str, str, str, str]


def workbook(edition: Edition, kind: str, form: Form | None) -> Workbook:
    """An empty table of this kind, and a second sheet that says of each column what goes into it."""
    told = _told(edition, kind, form)
    said = [Column("column", width=24), Column("what it is", width=60), Column("needed", width=16)]
    said.append(Column("how to write it", width=80))
    return Workbook(
        f"{edition.key}-{kind}",
        edition.time_zone,
        [
            Sheet(kind.capitalize(), [Column(heading, width=18) for heading, *_rest in told], 0),
            Sheet("What goes where", said, len(told), list(told)),
        ],
    )


def headings(book: Workbook) -> Sequence[Column]:
    """The columns of the table to fill in."""
    return book.sheets[0].columns


def _told(edition: Edition, kind: str, form: Form | None) -> list[Told]:
    if kind == ImportKind.CITIES:
        return _cities()
    if kind == ImportKind.SCORES:
        return _scores(edition)
    if kind == ImportKind.JUDGES:
        return _judges(edition)
    return [] if form is None else _entries(edition, form)


def _cities() -> list[Told]:
    own = {each[0]: each for each in _city()}
    return [own[heading] for heading in cities.EMPTY]


def _city() -> list[Told]:
    new = _("for a city that is new")
    return [
        ("city", _("Name of the city"), _("always"), ""),
        ("country", _("Its country"), _("always"), _("The name or the two-letter code, such as KR")),
        ("region", _("Its part of the world"), new, "; ".join(regions())),
        ("type", _("What kind of local government it is"), _("no"), "; ".join(CityKind)),
        ("website", _("Its web site"), _("no"), "https://www.example.org"),
    ]


def _judges(edition: Edition) -> list[Told]:
    several = _("Several are separated by commas")
    named = "; ".join(judges.groups(edition))
    own = {
        "name": (_("Name of the judge"), _("always"), ""),
        "email": (_("Where the invitation goes"), _("always"), _("A mail address, such as name@example.org")),
        "organisation": (_("Where the judge works; it shows conflicts of interest"), _("always"), ""),
        "country": (_("Where the judge lives"), _("no"), _("The name or the two-letter code, such as KR")),
        "languages": (_("Languages the judge reads"), _("no"), several),
        "expertise": (_("Fields the judge knows"), _("no"), several),
        "group": (_("The group of judges, where a round weighs groups"), _("no"), named),
    }
    return [(heading, *own[heading]) for heading in judges.EMPTY]


def _entries(edition: Edition, form: Form) -> list[Told]:
    titles = "; ".join(each.title for each in programmes.categories(edition.id))
    own = {
        **{each[0]: each for each in _city()},
        "category": ("category", _("The category it enters"), _("always"), titles),
        "status": ("status", _("How far it is"), _("no"), _("draft; submitted. An empty cell is a draft.")),
    }
    asked = form.questions
    return [own[h] if h in own else _question(asked[h]) for h in entries.columns(form)]


def _question(question: Question) -> Told:
    needed = _("no")
    if question.required:
        needed = _("when submitted, where it is asked") if question.shown_if else _("when submitted")
    return question.key, question.label, needed, " ".join(part for part in (_how(question), _limits(question)) if part)


def _how(question: Question) -> str:
    options = "; ".join(option.label for option in question.options[:OPTIONS])
    if len(question.options) > OPTIONS:
        options += " …"
    words = {
        QuestionType.NUMBER: _("A number (%(unit)s)", unit=question.unit) if question.unit else _("A number"),
        QuestionType.MONEY: _("Amount and currency, such as 125000 EUR"),
        QuestionType.DATE: _("A day, such as 2026-05-31"),
        QuestionType.MONTH: _("A month, such as 2026-05"),
        QuestionType.SINGLE_CHOICE: _("One of: %(options)s", options=options),
        QuestionType.MULTIPLE_CHOICE: _("One or more, separated by semicolons: %(options)s", options=options),
        QuestionType.COUNTRY: _("The name or the two-letter code, such as KR"),
        QuestionType.SDGS: _("Numbers of goals, such as 11; 13"),
        QuestionType.LINK: _("An address that begins with https://"),
        QuestionType.EMAIL: _("A mail address, such as name@example.org"),
        QuestionType.TABLE: _(
            "A line a row with | between the columns: %(columns)s",
            columns=" | ".join(column.label for column in question.columns),
        ),
        QuestionType.DECLARATION: _("yes or no"),
    }
    return words.get(question.type, _("Text"))


def _limits(question: Question) -> str:
    if question.max_words:
        return _("(at most %(n)d words)", n=question.max_words)
    if question.max_characters:
        return _("(at most %(n)d characters)", n=question.max_characters)
    return ""


def _scores(edition: Edition) -> list[Told]:
    own = {
        "round": (_("Name of the round"), _("where there are several"), ""),
        "entry": (
            _("The entry"),
            _("always"),
            _("Its reference, such as %(prefix)s-0042", prefix=edition.reference_prefix),
        ),
        "judge": (_("A judge who has accepted"), _("always"), _("Mail address or name")),
        "comment": (_("Comment for the city"), _("no"), _("Text")),
    }
    points = (_("Points for the criterion of this name"), _("always"), _("A step of its scale, or N/A"))
    words = (_("What the judge said of this criterion"), _("no"), _("Text"))
    return [
        (heading, *(own.get(heading) or (words if heading.endswith(" comment") else points)))
        for heading in scores.columns(edition)
    ]
