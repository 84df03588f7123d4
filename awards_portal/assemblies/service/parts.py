"""Sessions of the programme, and participants who agreed to be named."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from ... import ledger
from ...db import db, hold, transaction
from ...errors import Invalid, Refusal
from ...people.models import Person
from ...people.rules import why_not_name
from .. import queries, rules
from ..models import Assembly, AssemblySession, Participant
from .permission import check_editor


@dataclass(frozen=True)
class SessionFacts:
    """What an organiser types of a session."""

    title: str
    on: date | None
    hours: str = ""
    speakers: str = ""
    text: str = ""


def write_session(
    assembly: Assembly, session: AssemblySession | None, facts: SessionFacts, by: Person
) -> AssemblySession:
    """Add a session to the programme, or change one. The same again changes nothing.

    Raises:
        Refusal: when this person may not.
        Invalid: when something is missing.
    """
    with transaction() as moment:
        assembly = hold(assembly)
        check_editor(by)
        faults = rules.session_faults(facts.title, facts.on, assembly.begins_on, assembly.ends_on, facts.text)
        if faults:
            raise Invalid(_("The session is not complete."), faults)
        values = {
            "title": facts.title.strip(),
            "on": facts.on,
            "hours": " ".join(facts.hours.split())[:40],
            "speakers": facts.speakers.strip(),
            "text": facts.text.strip(),
        }
        if session is None:
            for each in queries.contents(assembly.id).sessions:
                if all(getattr(each, name) == value for name, value in values.items()):
                    return each
            row = AssemblySession(assembly_id=assembly.id, **values)
            db.session.add(row)
        else:
            row = hold(session)
            for name, value in values.items():
                setattr(row, name, value)
        ledger.write("session.written", actor=by, at=moment.at, subject=row, label=f"{assembly.title}: {row.title}")
    return row


def remove_session(assembly: Assembly, session: AssemblySession, by: Person) -> None:
    """Take a session out of the programme.

    Raises:
        Refusal: when this person may not, or the session has presentations.
    """
    with transaction() as moment:
        assembly = hold(assembly)
        check_editor(by)
        session = hold(session)
        if queries.has_documents(session.id):
            raise Refusal(
                _("This session has had presentations, which stay in the record. Change the session instead.")
            )
        label = f"{assembly.title}: {session.title}"
        ledger.write("session.removed", actor=by, at=moment.at, subject=session, label=label)
        db.session.delete(session)


def add_participant(
    assembly: Assembly, *, name: str, office: str, organisation: str, country: str, consent: bool, by: Person
) -> Participant:
    """Name somebody who took part and agreed to be named. The same person again is the same act.

    Raises:
        Refusal: when this person may not.
        Invalid: without a name or without consent.
    """
    faults: dict[str, list[str]] = {}
    wrong = why_not_name(name)
    if wrong:
        faults["name"] = [wrong]
    if not consent:
        faults["consent"] = [_("Only people who agreed are named. Tick that this person did.")]
    if len(office) > 200 or len(organisation) > 200:
        faults["office"] = [_("Shorten this: at most %(n)s characters.", n=200)]
    with transaction() as moment:
        assembly = hold(assembly)
        check_editor(by)
        if faults:
            raise Invalid(_("The participant is not complete."), faults)
        who = {
            "name": " ".join(name.split()),
            "office": " ".join(office.split()),
            "organisation": " ".join(organisation.split()),
            "country": country,
        }
        for each in queries.contents(assembly.id).participants:
            if all(getattr(each, field) == value for field, value in who.items()):
                return each
        made = Participant(assembly_id=assembly.id, consented_at=moment.at, **who)
        db.session.add(made)
        ledger.write("participant.named", actor=by, at=moment.at, subject=made, label=assembly.title)
    return made


def remove_participant(participant: Participant, by: Person) -> None:
    """Name somebody no longer: the row goes, as whoever withdraws consent may ask.

    Raises:
        Refusal: when this person may not.
    """
    with transaction() as moment:
        check_editor(by)
        participant = hold(participant)
        ledger.write("participant.removed", actor=by, at=moment.at, subject=participant)
        db.session.delete(participant)
