"""Whether an entry may be judged: the organising team's decision."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...entries.models import EligibilityOutcome
from ...entries.oversight.deciding import decide as decide_on
from ...errors import Invalid
from ..shared import access
from . import blueprint
from .entries import edition_or_404, entry_or_404, entry_page


@blueprint.post("/editions/<key>/entries/<reference>/decisions")
def decide(key: str, reference: str) -> tuple[str, int] | Response:
    """Say that the entry passes, or refuse it with a reason."""
    edition = edition_or_404(key)
    entry = entry_or_404(edition, reference)
    outcome, reason = request.form.get("outcome", ""), request.form.get("reason", "")
    seen = request.form.get("seen", "")
    version = int(seen) if seen.isdecimal() and len(seen) < 10 else 0
    try:
        decide_on(entry, outcome, reason, access.visitor().person, version)
    except Invalid as error:
        edition = edition_or_404(key)
        return entry_page(edition, entry_or_404(edition, reference), error.fields, outcome=outcome, reason=reason), 422
    if outcome == EligibilityOutcome.PASSED:
        flash(_("%(reference)s is eligible. The city gets a letter.", reference=reference), "success")
    else:
        flash(_("%(reference)s is refused. The city gets a letter with the reason.", reference=reference), "success")
    return redirect(url_for("admins.entry", key=key, reference=reference), 303)
