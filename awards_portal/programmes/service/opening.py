"""Publishing the call: from then on cities and the public find the edition."""

from flask_babel import gettext as _

from ... import ledger
from ...db import hold, transaction
from ...errors import Invalid, Refusal
from .. import policy, queries
from ..documents import read_edition
from ..models import Edition
from .forms import publish_form
from .members import check_member


def publish_call(edition: Edition, *, by: ledger.Actor) -> Edition:
    """Publish the call of an edition that is set up; a form that is still a draft becomes its first version.

    Raises:
        Refusal: not an organiser, or published before.
        Invalid: something is missing; a sentence for each, by path.
    """
    with transaction() as moment:
        check_member(by)
        edition = hold(edition)
        refusal = policy.why_not_publish_call(edition.published_at is not None)
        if refusal:
            raise Refusal(refusal)
        try:
            read_edition(queries.edition_document(edition), moment.at, on_page=True)
        except Invalid as error:
            raise Invalid(
                _("The call cannot be published yet: %(what)s", what=" ".join(error.fields["document"][:3])),
                error.fields,
            ) from error
        draft = queries.form_draft(edition.id)
        if queries.current_form(edition.id) is None and draft is not None:
            publish_form(edition, draft.revision, by=by)
        edition.published_at = moment.at
        ledger.write(
            "edition.published",
            actor=by,
            at=moment.at,
            subject=edition,
            label=edition.title,
            edition_id=edition.id,
        )
    return edition
