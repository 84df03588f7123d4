"""Plain functions that write rows a test needs. Each opens a transaction of its own and returns the row."""

from datetime import timedelta
from typing import Any

from awards_portal import clock
from awards_portal.db import Base, db, transaction
from awards_portal.people.models import City, Person, Representative, RepresentativeRole, TeamMember, TeamRole
from awards_portal.programmes.models import Category, Criterion, Edition, FormVersion, Round, RoundKind, Rubric
from awards_portal.text import canonical_json, name_key, sha256, slug


def put(row: Base) -> Any:
    """Write one row."""
    with transaction():
        db.session.add(row)
        db.session.flush()
    return row


def person(name: str = "Ida Berg", email: str | None = None, **more: Any) -> Person:
    """A person with a verified address and no password."""
    at = clock.now()
    email = email or f"{slug(name)}@example.org"
    return put(Person(**{"name": name, "email": email, "created_at": at, "verified_at": at, **more}))


def team_member(role: TeamRole = TeamRole.ORGANISER, **who: Any) -> Person:
    """A member of the organising team."""
    member = person(**{"name": "Otto Organ", **who})
    put(TeamMember(person_id=member.id, role=role, since=clock.now()))
    return member


def city(name: str = "Norrhavn", country: str = "NO", **more: Any) -> City:
    """An invented city."""
    values = {"region": "Europe", "sources": [], "created_at": clock.now(), "slug": slug(name), "key": name_key(name)}
    return put(City(name=name, country=country, **{**values, **more}))


def representative(of: City, role: RepresentativeRole = RepresentativeRole.LEAD, **who: Any) -> Person:
    """A person who speaks for a city."""
    someone = person(**who)
    put(Representative(person_id=someone.id, city_id=of.id, role=role, since=clock.now()))
    return someone


FORM: dict[str, Any] = {
    "title": "A short form",
    "sections": [
        {
            "key": "C",
            "title": "Project",
            "intro": "",
            "questions": [
                {
                    "key": "c_title",
                    "type": "short_text",
                    "label": "Title",
                    "required": True,
                    "max_words": 25,
                    "title": True,
                },
                {"key": "c_category", "type": "category", "label": "Category", "required": True},
            ],
        },
        {
            "key": "D",
            "title": "Summary",
            "intro": "",
            "questions": [
                {
                    "key": "d_summary",
                    "type": "long_text",
                    "label": "Summary",
                    "required": True,
                    "max_words": 20,
                    "public": True,
                }
            ],
        },
        {
            "key": "H",
            "title": "Declarations",
            "intro": "",
            "questions": [
                {"key": "h_accuracy", "type": "declaration", "label": "All of this is accurate", "required": True}
            ],
        },
    ],
}


def edition(**more: Any) -> Edition:
    """An edition that is open: two categories, a short form, a rubric of two criteria, one scoring round."""
    at = clock.now()
    values: dict[str, Any] = {
        "key": "ssc26",
        "title": "Smart Sustainable City Awards 2026",
        "theme": "Cities that listen",
        "description": "",
        "place": "Norrhavn",
        "reference_prefix": "SSC26",
        "time_zone": "Asia/Seoul",
        "opens_at": at - timedelta(days=10),
        "closes_at": at + timedelta(days=10),
        "tie_ladder": [],
        "created_at": at,
    }
    form = more.pop("form", FORM)
    with transaction():
        made = Edition(**{**values, **more})
        db.session.add(made)
        db.session.flush()
        for position, (key, title) in enumerate(
            [("open-city", "Open City"), ("digital-inclusion", "Digital Inclusion")]
        ):
            db.session.add(Category(edition_id=made.id, key=key, title=title, description="", position=position))
        document = canonical_json(form)
        db.session.add(
            FormVersion(edition_id=made.id, number=1, document=form, sha256=sha256(document), published_at=at)
        )
        rubric = Rubric(edition_id=made.id, number=1, scale_min=0, scale_max=5, steps_per_point=2, published_at=at)
        db.session.add(rubric)
        db.session.flush()
        for position, (key, weight) in enumerate([("impact", 60), ("innovation", 40)]):
            db.session.add(
                Criterion(
                    rubric_id=rubric.id,
                    key=key,
                    title=key.capitalize(),
                    weight=weight,
                    guidance="",
                    descriptors={str(n): f"{key} {n}" for n in range(6)},
                    reads=["d_summary"],
                    comment_below=None,
                    position=position,
                )
            )
        db.session.add(
            Round(
                edition_id=made.id,
                rubric_id=rubric.id,
                key="scoring",
                title="Scoring",
                kind=RoundKind.SCORING,
                position=0,
                opens_at=at - timedelta(days=5),
                closes_at=at + timedelta(days=30),
                judges_per_entry=3,
                minimum_cards=2,
            )
        )
        db.session.flush()
    return made
