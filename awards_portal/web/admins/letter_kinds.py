"""The letters that an edition words, as their list tells them: to whom, in the order of an edition, and when."""

from flask_babel import gettext as _


def by_reader() -> list[tuple[str, dict[str, str]]]:
    """Who reads them, and for each kind of letter when it is written."""
    return [
        (_("To cities"), _to_cities()),
        (_("To judges"), _to_judges()),
        (_("To the organising team"), {"changes-submitted": _("A city has changed what it was asked to change.")}),
    ]


def when(kind: str) -> str:
    """When a letter of this kind is written."""
    return next(told[kind] for _reader, told in by_reader() if kind in told)


def _to_cities() -> dict[str, str]:
    return {
        "reminder": _("The deadline is near, and an entry or a change of it is not submitted."),
        "receipt": _("An entry was submitted."),
        "submission-blocked": _("Somebody tried to submit after the deadline."),
        "after-deadline": _("Entries are closed: which version counts, or that none was submitted."),
        "extension": _("The city was given more time."),
        "entry-extension": _("One of its entries was given more time."),
        "extension-revoked": _("That time was taken back."),
        "change-request": _("Changes of some answers are asked for."),
        "change-request-withdrawn": _("They are asked for no longer."),
        "eligibility": _("An entry was found eligible, or not."),
        "category-move": _("The city is asked whether an entry may compete in another category."),
        "category-move-ended": _("What became of that question."),
        "withdrawal": _("An entry was withdrawn."),
        "award": _("The results are public, and an entry has an award."),
        "results": _("The results are public, and an entry has none."),
        "retraction": _("The results were taken back."),
        "feedback": _("The jury's feedback on an entry can be read."),
    }


def _to_judges() -> dict[str, str]:
    return {
        "judge-invitation": _("Somebody is invited to judge."),
        "judge-reminder": _("An invitation is not answered yet."),
        "assignment": _("Entries were given to a judge."),
        "nudge": _("A judge has less done than an even pace would have."),
        "judge-extension": _("A judge was given more time."),
        "abstention": _("A judge has stated a conflict of interest."),
        "recusal": _("A judge was taken off an entry."),
        "scorecard-returned": _("A completed scorecard was given back."),
        "from-paper": _("Somebody of the team has entered what a judge gave on paper."),
        "discussion": _("The team has written to the judges of an entry."),
        "score-change": _("What became of a change that a judge proposed."),
    }
