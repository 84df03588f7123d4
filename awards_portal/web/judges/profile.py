"""A judge's own profile in an edition."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...errors import Invalid, PortalError
from ...judging import profiles, queries, service
from ...judging.models import Judge
from ...programmes import queries as programmes
from ...programmes.forms import QuestionType
from ...programmes.vocabularies import SDGS, countries
from ..shared import access
from ..shared.sending import show_picture
from . import blueprint


def _judge(key: str) -> Judge:
    return queries.judgeship(access.visitor().person.id, key) or abort(404)


@blueprint.get("/profile/<key>")
def profile(key: str) -> str:
    """What the judge says of herself in this edition, and the form."""
    return _page(key, _judge(key), {})


def _page(key: str, judge: Judge, errors: dict[str, list[str]]) -> str:
    own, lists = service.profile_of(judge), _lists(judge)
    stored = {
        **own.document(),
        "languages": ", ".join(each for each in own.languages if each not in lists["reads"]),
        "expertise": ", ".join(each for each in own.expertise if each not in [*lists["knows"], *lists["goals"]]),
        "shown": "yes" if judge.shown_since else "",
    }
    typed = {name: request.form.get(name, "") for name in stored} if request.method == "POST" else stored
    ticked = {"reads": own.languages, "knows": own.expertise, "goals": own.expertise}
    if request.method == "POST":
        ticked = {name: request.form.getlist(name) for name in ticked}
    return render_template(
        "judges/profile.html",
        key=key,
        judge=judge,
        typed=typed,
        ticked=ticked,
        lists=lists,
        countries=list(countries(get_locale().language).items()),
        longest=profiles.LONGEST_BIOGRAPHY,
        errors=errors,
    )


def _lists(judge: Judge) -> dict[str, list[str]]:
    """What can be ticked: the languages entries of the edition are written in, and the fields they are in."""
    form = programmes.current_form(judge.edition_id)
    asked = form is not None and any(
        each.type is QuestionType.SDGS for each in programmes.form_of(form).questions.values()
    )
    titles = [each.title for each in programmes.categories(judge.edition_id)]
    return {"reads": judge.edition.languages, "knows": titles, "goals": list(SDGS.values()) if asked else []}


@blueprint.post("/profile/<key>")
def change_profile(key: str) -> tuple[str, int] | Response:
    """Write it."""
    judge, form = _judge(key), request.form
    ticked = {name: [each for each in form.getlist(name) if each in known] for name, known in _lists(judge).items()}
    found, faults = profiles.read_profile(form, countries(), ticked["reads"], [*ticked["knows"], *ticked["goals"]])
    file = request.files.get("photo")
    # One byte more than may be: enough to know that it is too large.
    content = b"" if file is None else file.stream.read(profiles.PHOTO.max_bytes + 1)
    if faults:
        return _page(key, judge, faults), 422
    try:
        service.change_profile(
            judge,
            found,
            access.visitor().person,
            shown=bool(form.get("shown")),
            photo=(file.filename or "", content) if file is not None and content else None,
            without_photo=bool(form.get("without_photo")),
        )
    except PortalError as error:
        told = error.fields if isinstance(error, Invalid) else {"photo": [error.sentence]}
        return _page(key, _judge(key), told), error.status
    flash(_("Your profile is saved."), "success")
    return redirect(url_for("judges.profile", key=key), 303)


@blueprint.get("/profile/<key>/photo")
def photo(key: str) -> Response:
    """The judge's own photo."""
    return show_picture(_judge(key))
