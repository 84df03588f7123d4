"""Why not: inviting somebody to judge, and the answer."""

from datetime import datetime, timedelta

from flask_babel import gettext as _

from ..models import Judge

# Nobody is reminded twice a day, neither of an invitation nor of scorecards.
INVITATION_PAUSE = timedelta(days=1)


def why_not_invite_again(judge: Judge, last_at: datetime, at: datetime) -> str | None:
    """Why this judge is not sent the invitation once more. `last_at` is when the last one was written."""
    if judge.accepted_at is not None and judge.declined_at is None:
        return _("%(name)s has accepted the invitation.", name=judge.name)
    if at - last_at < INVITATION_PAUSE:
        return _(
            "An invitation was sent to %(name)s less than a day ago. Send the next one a day after it.", name=judge.name
        )
    return None


def why_not_revoke(judge: Judge) -> str | None:
    """Why an invitation to judge cannot be taken back."""
    if judge.declined_at is not None:
        return _("%(name)s declined to judge; there is nothing to take back.", name=judge.name)
    if judge.accepted_at is not None:
        return _(
            "%(name)s has accepted the invitation. Take the judge off the entries and the panels instead.",
            name=judge.name,
        )
    if judge.revoked_at is not None:
        return _("The invitation of %(name)s was taken back before.", name=judge.name)
    return None


def why_not_answer(judge: Judge) -> str | None:
    """Why an invitation to judge can no longer be answered."""
    if judge.accepted_at is not None and judge.declined_at is None:
        return _("You have accepted this invitation before. Sign in to judge.")
    return None
