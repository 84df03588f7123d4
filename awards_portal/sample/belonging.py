"""What the invented cities say of themselves, what they are members of, and an assembly where they met."""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from .. import storage
from ..assemblies.models import Assembly, AssemblyDocument, AssemblyFile, AssemblySession, Participant
from ..db import db
from ..people.memberships import queries as memberships
from ..people.memberships.models import Approval, MembershipApplication, MembershipStep, StepKind
from ..people.models import Membership, MembershipKind
from ..people.profiles.models import ProfileDecision, ProfileVersion
from .people import Cast


def write(document: dict[str, Any], cast: Cast, now: datetime) -> None:
    """Write approved profiles with logos, a membership application in each state, and a published assembly."""
    for number, each in enumerate(document["profiles"]):
        _profile(each, cast, now - timedelta(days=60 + number))
    for each in document["memberships"]:
        _membership(each, cast, now)
    _assembly(document["assembly"], cast, now - timedelta(days=200))


def _picture(kind: str, width: int, height: int, ink: str, words: str = "") -> tuple[str, int]:
    """Draw a picture or a page and keep it: its digest and size."""
    # Pillow is loaded by those who load the sample only.
    from PIL import Image, ImageDraw

    drawn = Image.new("RGB", (width, height), "white" if words else ink)
    pen = ImageDraw.Draw(drawn)
    if words:
        pen.multiline_text((width // 10, height // 10), words, fill=ink, font_size=max(18, width // 28), spacing=14)
    else:
        low = height * 7 // 10
        pen.rectangle((0, low, width, height), fill="#20363a")
        pen.ellipse((width * 6 // 10, height // 6, width * 8 // 10, height // 6 + width // 5), fill="#e9b44c")
        for step in range(6):
            left = width * step // 8
            top = low - height * (2 + step * 5 % 4) // 10
            pen.rectangle((left, top, left + width // 9, low), fill="#f4efe4")
    out = BytesIO()
    # Pillow writes the moment into a PDF: without it the sample's files are the same every time.
    drawn.save(out, kind, **({"creationDate": None, "modDate": None} if kind == "PDF" else {}))
    content = out.getvalue()
    return storage.put(content), len(content)


def _profile(each: dict[str, Any], cast: Cast, at: datetime) -> None:
    city, digest = cast.cities[each["city"]], _picture("PNG", 320, 240, each["ink"])
    version = ProfileVersion(
        city_id=city.id,
        number=1,
        text=each["text"],
        website=each["website"],
        population=each["population"],
        population_source=each["population_source"],
        contact_name=each["contact_name"],
        contact_email=each["contact_email"],
        logo_sha256=digest[0],
        logo_type="image/png",
        logo_size=digest[1],
        by_id=cast.leads[city.name].id,
        at=at,
    )
    db.session.add(version)
    db.session.flush()
    who = cast.organisers[0].id
    db.session.add(
        ProfileDecision(version_id=version.id, approved=True, reason="", by_id=who, at=at + timedelta(days=2))
    )
    city.website = each["website"]


def _membership(each: dict[str, Any], cast: Cast, now: datetime) -> None:
    city, at = cast.cities[each["city"]], now - timedelta(days=each["days"])
    lead = cast.leads[city.name]
    words = f"{city.name} applies for membership ({each['kind']}).\n\n\nSigned: {each['signatory']}\n{each['office']}"
    digest, size = _picture("PNG", 800, 1100, "#20363a", words)
    application = MembershipApplication(
        city_id=city.id,
        kind=each["kind"],
        signatory=each["signatory"],
        office=each["office"],
        signed_name="signed.png",
        signed_type="image/png",
        signed_sha256=digest,
        signed_size=size,
        by_id=lead.id,
        at=at,
    )
    db.session.add(application)
    db.session.flush()
    held: Membership | None = None
    for step in each["steps"]:
        kind, at = StepKind(step["kind"]), at + timedelta(days=step["after"])
        approval = Approval.ASSOCIATE if kind is StepKind.ACCEPTED else Approval(each["kind"])
        body, on = memberships.approvers()[approval].body, at.date()
        if kind in {StepKind.ACCEPTED, StepKind.APPROVED}:
            if held is not None:
                held.ended_on = on
            held = Membership(city_id=city.id, kind=MembershipKind(approval.value), since=on.isoformat(), basis=body)
            db.session.add(held)
            db.session.flush()
        elif kind is StepKind.ENDED and held is not None:
            held.ended_on = on
        db.session.add(
            MembershipStep(
                city_id=city.id,
                application_id=None if kind is StepKind.ENDED else application.id,
                membership_id=None if held is None else held.id,
                kind=kind,
                body=body,
                on=on,
                reason=step["reason"],
                by_id=cast.organisers[0].id,
                at=at,
            )
        )
        db.session.flush()


def _assembly(document: dict[str, Any], cast: Cast, at: datetime) -> None:
    first: date = at.date()
    made = Assembly(
        slug=document["slug"],
        number=None,
        title=document["title"],
        theme=document["theme"],
        place=document["place"],
        year=first.year,
        begins_on=first,
        ends_on=first + timedelta(days=1),
        text=document["text"],
        sources=[],
        published_at=at - timedelta(days=30),
        created_at=at - timedelta(days=90),
    )
    db.session.add(made)
    db.session.flush()
    sessions = []
    for each in document["sessions"]:
        facts = {name: each[name] for name in ("hours", "title", "speakers", "text")}
        sessions.append(AssemblySession(assembly_id=made.id, on=first + timedelta(days=each["day"]), **facts))
    db.session.add_all(sessions)
    db.session.flush()
    for each in document["documents"]:
        whole = each["kind"] == "photograph"
        width, height, kind = (1200, 800, "PNG") if whole else (1000, 1400, "PDF")
        digest, size = _picture(kind, width, height, each["ink"], "" if whole else f"{each['title']}\n\n{made.title}")
        session = None if each["session"] is None else sessions[each["session"]].id
        paper = AssemblyDocument(assembly_id=made.id, session_id=session, kind=each["kind"], title=each["title"])
        db.session.add(paper)
        db.session.flush()
        db.session.add(
            AssemblyFile(
                document_id=paper.id,
                number=1,
                name=each["name"],
                media_type="image/png" if whole else "application/pdf",
                sha256=digest,
                size=size,
                pages=None if whole else 1,
                width=width if whole else None,
                height=height if whole else None,
                by_id=cast.organisers[0].id,
                at=at,
            )
        )
    for each in document["participants"]:
        db.session.add(Participant(assembly_id=made.id, consented_at=at, **each))
    db.session.flush()
