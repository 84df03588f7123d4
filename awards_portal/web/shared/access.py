"""Who is at the door, and which doors open to them. Every door is closed unless it says otherwise."""

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from flask import Blueprint, Flask, Request, abort, current_app, g, redirect, request, session, url_for
from flask_login import LoginManager, current_user
from werkzeug.wrappers import Response

from ... import clock
from ...judging import queries as judging
from ...judging.models import Judge
from ...people import queries as people
from ...people.links import hash_token
from ...people.models import Person, Representative, SignIn, TeamMember, TeamRole
from . import kept

View = TypeVar("View", bound=Callable[..., object])

# A team member's or judge's session ends after this long without a request; a city's officer gets longer, because
# a form takes hours and what she typed is kept in the browser anyway.
IDLE_LIMIT = {"team": timedelta(hours=2), "judge": timedelta(hours=8), "other": timedelta(hours=24)}
# Between the password and the code.
HALF_LASTS = timedelta(minutes=10)


# Whoever is in the team with another role than these finds nothing there but what follows.
WHOLE_TEAM = {TeamRole.ADMIN, TeamRole.ORGANISER, TeamRole.OBSERVER}
# The views that show a coordinator her categories alone. A view that is not named here is closed to her.
COORDINATING = {
    *("admins.home", "admins.entries", "admins.eligibility"),
    *("admins.entry", "admins.entry_file", "admins.entry_dossier", "admins.entry_history", "admins.versions"),
    *("admins.decide", "admins.change_request_form", "admins.change_request", "admins.withdraw_change_request"),
    *("admins.add_tag", "admins.remove_tag", "admins.add_note", "admins.correct_language"),
    *("admins.propose_move", "admins.take_move_back", "admins.extend_entry", "admins.revoke_entry_extension"),
    *("admins.progress", "admins.take_progress", "admins.nudge"),
    *("admins.new_mailing", "admins.send_mailing"),
}


class Audience(enum.Enum):
    """Whom a door is for."""

    ANYONE = "anyone"
    KNOWN = "known"
    REPRESENTATIVE = "representative"
    JUDGE = "judge"
    TEAM = "team"


@dataclass(frozen=True)
class Visitor:
    """The person signed in for this request, and what they are in the portal right now."""

    person: Person
    sign_in: SignIn
    team: TeamMember | None
    cities: Sequence[Representative]
    judgeships: Sequence[Judge]
    # The ids of a coordinator's categories; None for whoever is none.
    coordinated: frozenset[int] | None = None

    # What Flask-Login asks of whoever is signed in.
    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """The person's id."""
        return str(self.person.id)

    def belongs_to(self, audience: Audience) -> bool:
        """Whether this visitor is one of the audience. Unknown audiences are nobody's."""
        return {
            Audience.ANYONE: True,
            Audience.KNOWN: True,
            Audience.REPRESENTATIVE: bool(self.cities),
            Audience.JUDGE: bool(self.judgeships),
            Audience.TEAM: self.team is not None,
        }.get(audience, False)

    @property
    def is_admin(self) -> bool:
        """Whether this team member also makes and removes team members."""
        return self.team is not None and self.team.role == TeamRole.ADMIN

    @property
    def idle_limit(self) -> timedelta:
        """How long this visitor may be silent."""
        return IDLE_LIMIT["team" if self.team else "judge" if self.judgeships else "other"]


def init_app(app: Flask) -> None:
    """Find out who is there before anything else happens."""
    # Flask-Login only carries who is there: our sessions are rows, so it loads from the request, never from its own
    # cookie, and has no protection of its own to offer.
    manager = LoginManager()
    manager.session_protection = None
    manager.request_loader(_recognise)
    manager.init_app(app, add_context_processor=False)
    app.before_request(_note)


def _note() -> None:
    g.visitor = current_user._get_current_object() if current_user.is_authenticated else None


def _recognise(_request: Request) -> Visitor | None:
    token = session.get("sign_in")
    if not token or request.endpoint in {"static", "public.health", "assets.style"}:
        return None
    sign_in = people.sign_in_by_hash(hash_token(token))
    at = clock.now()
    if sign_in is None or sign_in.ended_at or sign_in.expires_at <= at or sign_in.person.disabled_at:
        _forget(sign_in)
        return None
    if sign_in.person.second_factor_at is not None and sign_in.factor_at is None:
        # The password was right, the code is still to come: nobody is signed in, whichever way the session began.
        if at - sign_in.created_at < HALF_LASTS:
            g.half = sign_in
        else:
            _forget(sign_in)
        return None
    person_id = sign_in.person_id
    team = people.team_member(person_id)
    visitor = Visitor(
        sign_in.person,
        sign_in,
        team,
        people.representations(person_id),
        judging.judgeships(person_id),
        people.coordinated(person_id) if team is not None and team.role not in WHOLE_TEAM else None,
    )
    # The last request's time travels in the signed cookie: a GET never writes, and the limit holds all the same.
    seen = datetime.fromtimestamp(session.get("seen", 0), UTC)
    if at - seen > visitor.idle_limit:
        _forget(sign_in)
        return None
    if at - seen > timedelta(minutes=1):
        session["seen"] = int(at.timestamp())
    return visitor


def _forget(sign_in: SignIn | None) -> None:
    """End the session in this browser. Whose it was is remembered for this answer: her text is kept for her alone."""
    g.signed_out_person_id = None if sign_in is None else sign_in.person_id
    session.pop("sign_in", None)
    session.pop("seen", None)


def visitor() -> Visitor:
    """Who is signed in, behind a door that anonymous people do not pass.

    Raises:
        RuntimeError: on an open page, where nobody may be.
    """
    found: Visitor | None = g.get("visitor")
    if found is None:
        raise RuntimeError("nobody is signed in")
    return found


def half() -> SignIn | None:
    """The session of somebody whose password was right and whose second factor is still to come."""
    found: SignIn | None = g.get("half")
    return found


def known() -> Visitor | None:
    """Who is signed in, on a page that is open to anyone too."""
    found: Visitor | None = g.get("visitor")
    return found


def open_to_anyone(view: View) -> View:
    """Mark one view of a closed door as open to anyone. Goes below the route decorator."""
    view.open_to_anyone = True  # type: ignore[attr-defined]
    return view


def is_open() -> bool:
    """Whether the view asked for is open to anyone behind a closed door."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "open_to_anyone", False) is True


def guard(blueprint: Blueprint, audience: Audience) -> None:
    """Close a door: anonymous people are asked to sign in, others who do not belong find nothing there."""

    @blueprint.before_request
    def check() -> Response | None:
        if audience is Audience.ANYONE:
            return None
        if is_open():
            return None
        found: Visitor | None = g.get("visitor")
        if found is None:
            return ask_to_sign_in() if request.method in {"GET", "HEAD"} else kept.signed_out()
        if not found.belongs_to(audience):
            abort(404)
        if audience is Audience.TEAM and found.coordinated is not None and request.endpoint not in COORDINATING:
            abort(404)
        needed = audience is Audience.TEAM and current_app.config["SETTINGS"].needs_second_factor
        if needed and found.sign_in.factor_at is None:
            return redirect(url_for("account.factor"), 302 if request.method in {"GET", "HEAD"} else 303)
        return None


def ask_to_sign_in() -> Response:
    """Send a GET to the sign-in page and back afterwards."""
    return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")))
