"""The fixed cast: invented people of every kind, one of each thing they meet; every route is tried as each of them."""

import io
import json
from dataclasses import dataclass
from datetime import timedelta

from PIL import Image
from sqlalchemy import select

from awards_portal import clock, storage
from awards_portal.assemblies.models import Assembly, AssemblyDocument, AssemblyFile, AssemblySession, Participant
from awards_portal.awards.models import (
    Decision,
    DecisionKind,
    Finalist,
    Meeting,
    MeetingClosing,
    MeetingOrder,
    Minutes,
    PairwiseFinal,
    PastEdition,
    Publication,
)
from awards_portal.db import db, transaction
from awards_portal.entries.models import Attachment, Dossier, Entry, Extension, Submission
from awards_portal.entries.oversight import marking, merging, moving
from awards_portal.imports.models import Import, ImportKind
from awards_portal.judging.discussing.models import ScoreChange
from awards_portal.judging.models import Assignment, Exclusion, Judge
from awards_portal.mail.models import Letter
from awards_portal.mailings.models import Audience, Mailing, MailingRecipient
from awards_portal.people import queries as people
from awards_portal.people import service
from awards_portal.people.memberships.models import MembershipApplication
from awards_portal.people.models import (
    City,
    Invitation,
    Membership,
    MembershipKind,
    Person,
    Representative,
    RepresentativeRole,
    SignIn,
    TeamRole,
)
from awards_portal.people.profiles.models import ProfileVersion
from awards_portal.people.service import managing
from awards_portal.programmes import queries as programmes
from awards_portal.programmes.enquiries.models import Enquiry
from awards_portal.programmes.models import Category, Edition, Round
from awards_portal.queue import Job, JobState
from awards_portal.text import canonical_json, sha256
from tests import factories
from tests.scored import round_with


@dataclass(frozen=True)
class World:
    """The cast by what they are, and the things the routes are tried on."""

    personas: dict[str, Person | None]
    edition: Edition
    city: City
    entry: Entry
    draft: Entry
    assignment: Assignment
    seat: Representative
    invitation: Invitation
    sign_in: SignIn
    photo: Attachment
    sent: Submission
    decision: Decision
    meeting: Meeting
    final: PairwiseFinal
    publication: Publication
    past: PastEdition
    change: ScoreChange
    exclusion: Exclusion
    tag_id: int
    merger_id: int
    team_invitation_id: int
    letter_id: int
    mailing_id: int
    job_id: int
    membership: Membership
    application: MembershipApplication
    enquiry: Enquiry
    # By the door they are met at: what an organiser takes away there is not missing from the public page.
    assemblies: dict[str, tuple[Assembly, AssemblySession, AssemblyFile, Participant]]


FORM = {
    **factories.FORM,
    "sections": [
        *factories.FORM["sections"],
        {
            "key": "G",
            "title": "Materials",
            "intro": "",
            "questions": [
                {
                    "key": "g_photo",
                    "type": "files",
                    "label": "A photo",
                    "accept": ["png"],
                    "max_bytes": 1000000,
                    "max_files": 2,
                }
            ],
        },
    ],
}


def make() -> World:
    """Write the world. The entry is the North project: scored by Anna; Bo judges in the edition, but not this entry."""
    given = {"North": {"Anna": (5, 4.5), "Cai": None}, "East": {"Bo": (3, 3)}, "South": {"Bo": (2, 2)}}
    edition = round_with(given, edition=factories.edition(form=FORM))
    entry = db.session.scalars(select(Entry).filter_by(title="The North project")).one()
    home = db.session.get_one(City, entry.city_id)
    elsewhere = factories.city("Sandmere", "SE")
    personas: dict[str, Person | None] = {
        "anonymous": None,
        "stranger": factories.person("Sten Stranger"),
        "other_city": factories.representative(elsewhere, name="Olga Other"),
        "viewer": factories.representative(home, RepresentativeRole.VIEWER, name="Vik Viewer"),
        "editor": factories.representative(home, RepresentativeRole.EDITOR, name="Eda Editor"),
        "lead": factories.representative(home, RepresentativeRole.LEAD, name="Leo Lead"),
        "other_judge": _judge("Bo"),
        "judge": _judge("Anna"),
        "coordinator": factories.coordinator(entry.category_id, name="Cora Coordinator"),
        "observer": factories.team_member(TeamRole.OBSERVER, name="Obe Observer"),
        "organiser": factories.team_member(TeamRole.ORGANISER, name="Ori Organiser"),
        "admin": factories.team_member(TeamRole.ADMIN, name="Ada Admin"),
    }
    draft = factories.put(
        Entry(
            edition_id=edition.id,
            city_id=home.id,
            category_id=entry.category_id,
            form_version_id=entry.form_version_id,
            reference="SSC26-9999",
            title="A draft",
            created_at=clock.now(),
            created_by_id=entry.created_by_id,
        )
    )
    anna = db.session.scalars(select(Judge).filter_by(name="Anna")).one()
    assignment = db.session.scalars(select(Assignment).filter_by(judge_id=anna.id, entry_id=entry.id)).one()
    lead, colleague = personas["lead"], factories.representative(home, RepresentativeRole.VIEWER, name="Una Colleague")
    assert lead is not None
    invitation = service.invite_representative(home, "new@example.org", "New One", RepresentativeRole.VIEWER, lead)
    seat = people.representative(colleague.id, home.id)
    assert seat is not None
    sign_in = factories.put(
        SignIn(
            person_id=colleague.id,
            token_hash="of a colleague",
            created_at=clock.now(),
            last_seen_at=clock.now(),
            expires_at=clock.now() + timedelta(days=1),
            user_agent="another browser",
            address="192.0.2.7",
        )
    )
    photo, sent = _submitted_photo(entry)
    factories.statement(anna, entry)
    organiser = personas["organiser"]
    assert organiser is not None
    decision, proposal = _decision(entry, organiser), _proposal(edition, organiser)
    membership, application = _profile(home, lead, photo)
    past = factories.put(PastEdition(key="first-awards", award="First Awards", year=2012, facts={}, sources=[]))
    change = _change(edition, assignment)
    tag_id = marking.add_tag(entry, "quokkatag", organiser).id
    marking.add_note(entry, "They call every day: quokkanotice.", "note", organiser)
    target = db.session.scalars(select(Category).filter_by(edition_id=edition.id, key="digital-inclusion")).one()
    moving.propose(entry, target, "It is about inclusion.", organiser)
    merged = merging.merge(factories.city("Northern twin", "NO"), home, "Two spellings.", organiser)
    factories.put(_more_time(entry, organiser))
    admin = personas["admin"]
    assert admin is not None
    asked = managing.invite_to_team("newcomer@example.org", "Nan Newcomer", "observer", admin)
    # Numbered 1, as an address names it where no example says otherwise.
    values = {"name": "cities.csv", "kind": ImportKind.CITIES, "sha256": "0" * 64, "size": 1, "rows": 1}
    done = {"at": clock.now(), "by_id": organiser.id, "done_at": clock.now(), "done_by_id": organiser.id}
    factories.put(Import(edition_id=edition.id, made={"city": []}, **values, **done))
    return World(
        personas=personas,
        edition=edition,
        city=home,
        entry=entry,
        draft=draft,
        assignment=assignment,
        seat=seat,
        invitation=invitation,
        sign_in=sign_in,
        photo=photo,
        sent=sent,
        decision=decision,
        meeting=_closed_meeting(edition, organiser),
        final=_pairwise_final(edition, entry, organiser),
        publication=proposal,
        past=past,
        change=change,
        exclusion=_exclusion(assignment, draft, organiser),
        tag_id=tag_id,
        merger_id=merged.id,
        team_invitation_id=asked.id,
        job_id=_file_made(organiser),
        letter_id=db.session.scalars(select(Letter.id).filter_by(kind="team-invitation")).one(),
        mailing_id=_mailing(edition, organiser),
        membership=membership,
        application=application,
        enquiry=_enquiry(edition, organiser),
        assemblies={door: _assembly(door, organiser, photo) for door in ("admins", "public")},
    )


def _mailing(edition: Edition, by: Person) -> int:
    """A mailing to cities whose letter is not written yet."""
    said = {"subject": "About the quokkas", "body": "Dear {{name}}", "reason": "They asked", "mark": "quokka"}
    values = {"audience": Audience.ENTRIES, "filters": {}, "at": clock.now(), "by_id": by.id}
    made = factories.put(Mailing(edition_id=edition.id, **said, **values))
    whose = {"name": "Ida Berg", "email": "ida@example.org", "about": [], "given": {"name": "Ida Berg"}}
    factories.put(MailingRecipient(mailing_id=made.id, **whose))
    return int(made.id)


def _file_made(owner: Person) -> int:
    """A piece of the organiser's long work that ended in a file."""
    made = {"file_name": "all.zip", "media_type": "application/zip", "sha256": storage.put(b"PK"), "size": 2}
    values = {"kind": "test", "arguments": {}, "due_at": clock.now(), "created_at": clock.now(), "title": "All"}
    return int(factories.put(Job(owner_id=owner.id, state=JobState.DONE, **values, **made)).id)


def _change(edition: Edition, assignment: Assignment) -> ScoreChange:
    """Anna wants to change a score; the round has a discussion from here on."""
    with transaction():
        round_ = db.session.scalars(select(Round).filter_by(edition_id=edition.id)).one()
        round_.discusses_until = clock.now() + timedelta(days=60)
        judge = db.session.get_one(Judge, assignment.judge_id)
    criterion = programmes.criteria(round_.rubric_id)[0]
    values = {"assignment_id": assignment.id, "criterion_id": criterion.id, "by_id": judge.person_id}
    return factories.put(ScoreChange(step_before=10, step_after=8, reason="I misread it", at=clock.now(), **values))


def _submitted_photo(entry: Entry) -> tuple[Attachment, Submission]:
    """A photo of the entry, and its second version, in which it is; the version has its dossier."""
    content = io.BytesIO()
    Image.new("RGB", (20, 20), "teal").save(content, "PNG")
    digest = storage.put(content.getvalue())
    file = {"question": "g_photo", "name": "trams.png", "media_type": "image/png", "sha256": digest}
    size, by = len(content.getvalue()), entry.created_by_id
    photo: Attachment = factories.put(
        Attachment(entry_id=entry.id, size=size, width=20, height=20, added_at=clock.now(), added_by_id=by, **file)
    )
    with transaction() as moment:
        first = db.session.scalars(select(Submission).filter_by(entry_id=entry.id)).one()
        said = {**json.loads(first.snapshot), "version": 2, "attachments": [{**file, "size": size, "pages": None}]}
        snapshot = canonical_json(said)
        values = {"entry_id": entry.id, "number": 2, "mark": "second", "at": moment.at, "by_id": by}
        second = Submission(snapshot=snapshot, sha256=sha256(snapshot), **values)
        db.session.add(second)
        db.session.flush()
        made = b"%PDF-1.7 a dossier"
        kept = {"sha256": storage.put(made), "size": len(made), "at": moment.at}
        db.session.add(Dossier(submission_id=second.id, **kept))
    return photo, second


def _closed_meeting(edition: Edition, by: Person) -> Meeting:
    """A meeting that is over, with its minutes."""
    round_ = db.session.scalars(select(Round).filter_by(edition_id=edition.id)).one()
    opened = {"order": MeetingOrder.STANDINGS, "named": False, "opened_by_id": by.id, "opened_at": clock.now()}
    made: Meeting = factories.put(Meeting(round_id=round_.id, **opened))
    closing = factories.put(
        MeetingClosing(meeting_id=made.id, by_id=by.id, at=clock.now(), content="{}", sha256=sha256("{}"))
    )
    drawn = b"%PDF-1.7 minutes"
    factories.put(Minutes(closing_id=closing.id, sha256=storage.put(drawn), size=len(drawn), at=clock.now()))
    return made


def _pairwise_final(edition: Edition, entry: Entry, by: Person) -> PairwiseFinal:
    """The North and a South project, which Anna judges too, compared in pairs."""
    round_ = db.session.scalars(select(Round).filter_by(edition_id=edition.id)).one()
    opened = {"category_id": entry.category_id, "opened_by_id": by.id, "opened_at": clock.now()}
    made: PairwiseFinal = factories.put(PairwiseFinal(round_id=round_.id, **opened))
    anna = db.session.scalars(select(Judge).filter_by(name="Anna")).one()
    other = db.session.scalars(select(Entry).filter_by(title="The South project")).one()
    factories.assignment(anna, other)
    for each in (entry, other):
        factories.put(Finalist(final_id=made.id, entry_id=each.id))
    return made


def _profile(home: City, by: Person, kept: Attachment) -> tuple[Membership, MembershipApplication]:
    """The city is a full member and applies for another kind; its profile waits, with a logo that nobody approved."""
    member = factories.put(Membership(city_id=home.id, kind=MembershipKind.FULL))
    who = {"city_id": home.id, "by_id": by.id, "at": clock.now()}
    said = {"text": "A port.", "website": "", "population_source": "", "contact_name": "", "contact_email": ""}
    logo = {"logo_sha256": kept.sha256, "logo_type": kept.media_type, "logo_size": kept.size}
    factories.put(ProfileVersion(number=1, **who, **said, **logo))
    signed = {"signed_sha256": kept.sha256, "signed_type": kept.media_type, "signed_size": kept.size}
    whose = {"signatory": "Mia Mayor", "office": "Mayor", "signed_name": "signed.png"}
    return member, factories.put(MembershipApplication(kind="friendship", **who, **whose, **signed))


def _assembly(slug: str, by: Person, kept: Attachment) -> tuple[Assembly, AssemblySession, AssemblyFile, Participant]:
    """An assembly that anybody may read, with one of each of its parts."""
    said = {"title": "1st Assembly", "theme": "", "place": "Norrhavn", "text": "", "sources": []}
    when = {"year": 2020, "published_at": clock.now(), "created_at": clock.now()}
    made = factories.put(Assembly(slug=slug, **said, **when))
    what = {"on": clock.now().date(), "hours": "", "title": "Opening", "speakers": "", "text": ""}
    session = factories.put(AssemblySession(assembly_id=made.id, **what))
    document = factories.put(AssemblyDocument(assembly_id=made.id, kind="photograph", title="The hall"))
    stored = {"name": kept.name, "media_type": kept.media_type, "sha256": kept.sha256, "size": kept.size}
    file = factories.put(AssemblyFile(document_id=document.id, number=1, by_id=by.id, at=clock.now(), **stored))
    who = {"name": "Pia Present", "office": "", "organisation": "", "country": "NO", "consented_at": clock.now()}
    return made, session, file, factories.put(Participant(assembly_id=made.id, **who))


def _enquiry(edition: Edition, by: Person) -> Enquiry:
    said = {"question": "May two cities enter together?", "answer": "Yes, the lead *enters*."}
    return factories.put(Enquiry(edition_id=edition.id, position=1, by_id=by.id, at=clock.now(), **said))


def _exclusion(assignment: Assignment, draft: Entry, by: Person) -> Exclusion:
    values = {"whole_city": False, "reason": "A neighbour", "by_id": by.id, "at": clock.now()}
    return factories.put(Exclusion(judge_id=assignment.judge_id, entry_id=draft.id, **values))


def _more_time(entry: Entry, by: Person) -> Extension:
    given = {"until": clock.now() + timedelta(days=30), "reason": "The network was down.", "at": clock.now()}
    return Extension(edition_id=entry.edition_id, city_id=entry.city_id, entry_id=entry.id, by_id=by.id, **given)


def _decision(entry: Entry, by: Person) -> Decision:
    words = {"kind": DecisionKind.MENTION, "reason": "The jury was moved.", "citation": "For its silence."}
    round_ = db.session.scalars(select(Round).filter_by(edition_id=entry.edition_id)).one()
    return factories.put(Decision(round_id=round_.id, entry_id=entry.id, by_id=by.id, at=clock.now(), **words))


def _proposal(edition: Edition, by: Person) -> Publication:
    return factories.put(
        Publication(
            edition_id=edition.id,
            round_id=db.session.scalars(select(Round).filter_by(edition_id=edition.id)).one().id,
            fingerprint="f" * 64,
            snapshot="{}",
            sha256=sha256("{}"),
            proposed_by_id=by.id,
            proposed_at=clock.now(),
        )
    )


def _judge(name: str) -> Person:
    someone = factories.person(f"{name} Judge")
    with transaction():
        judge = db.session.scalars(select(Judge).filter_by(name=name)).one()
        judge.person_id = someone.id
    return someone
