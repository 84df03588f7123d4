"""Plain functions that write rows a test needs. Each opens a transaction of its own and returns the row."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from awards_portal import clock
from awards_portal.db import Base, db, transaction
from awards_portal.entries import snapshots
from awards_portal.entries.models import Entry, Submission
from awards_portal.judging.models import Assignment, AssignmentHow, ConflictKind, ConflictStatement, Judge
from awards_portal.people.models import (
    City,
    CoordinatedCategory,
    Person,
    Representative,
    RepresentativeRole,
    TeamMember,
    TeamRole,
)
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


def coordinator(*category_ids: int, **who: Any) -> Person:
    """A coordinator of these categories."""
    person = team_member(TeamRole.COORDINATOR, **who)
    member = db.session.scalars(select(TeamMember).filter_by(person_id=person.id)).one()
    for each in category_ids:
        put(CoordinatedCategory(team_member_id=member.id, category_id=each))
    return person


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
        # Whether a letter waits must not depend on when the tests run.
        "quiet_hours": "",
        "published_at": at,
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


def submitted_entry(
    of: Edition, city_: City, title: str = "Night trams", category: str = "open-city", **answers: Any
) -> Entry:
    """An entry of a city with one submission: what it says is frozen."""
    with transaction() as moment:
        kind = db.session.scalars(select(Category).filter_by(edition_id=of.id, key=category)).one()
        form = db.session.scalars(select(FormVersion).filter_by(edition_id=of.id)).one()
        author = Person(name="Vera Lind", email=f"vera-{slug(title)}@example.org", created_at=moment.at)
        number = db.session.scalar(select(func.count()).select_from(Entry)) or 0
        entry = Entry(
            edition=db.session.get_one(Edition, of.id),
            city=db.session.get_one(City, city_.id),
            category=kind,
            form_version=form,
            reference=f"{of.reference_prefix}-{number + 1:04d}",
            title=title,
            created_at=moment.at,
            created_by_id=0,
        )
        db.session.add(author)
        db.session.flush()
        entry.created_by_id = author.id
        db.session.add(entry)
        db.session.flush()
        said = {"answers": {"c_title": title, "c_category": category, **answers}, "attachments": []}
        snapshot = canonical_json(snapshots.build(entry, said, number=1, at=moment.at, by=author.name))
        values = {"entry_id": entry.id, "number": 1, "mark": "m", "at": moment.at, "by_id": author.id}
        db.session.add(Submission(snapshot=snapshot, sha256=sha256(snapshot), **values))
    return entry


def judge(of: Edition, name: str = "Anna Arbor", **more: Any) -> Judge:
    """A judge of an edition who has accepted."""
    someone = person(name)
    at = clock.now()
    values = {"languages": ["en"], "expertise": [], "organisation": "Arbor Institute", "country": "NO"}
    stated = {**values, "invited_at": at, "accepted_at": at, "person_id": someone.id, **more}
    return put(Judge(edition_id=of.id, email=someone.email, name=name, **stated))


def assignment(to: Judge, entry: Entry) -> Assignment:
    """An entry given to a judge in the edition's first round."""
    with transaction() as moment:
        first = db.session.scalars(select(Round).filter_by(edition_id=entry.edition_id).order_by("position")).first()
        assert first is not None
        made = Assignment(round_id=first.id, entry_id=entry.id, judge_id=to.id, how=AssignmentHow.BY_HAND, at=moment.at)
        db.session.add(made)
        db.session.flush()
    return made


def statement(of: Judge, entry: Entry, kind: ConflictKind | None = None) -> ConflictStatement:
    """A judge's word on an entry: no conflict, or one of this kind."""
    reason = "We worked together." if kind else ""
    values = {"judge_id": of.id, "entry_id": entry.id, "conflicted": kind is not None, "kind": kind}
    return put(ConflictStatement(reason=reason, at=clock.now(), **values))


def eligibility_round(of: Edition, opens: timedelta, closes: timedelta) -> Round:
    """A round of eligibility before an edition's others, from so long from now to so long."""
    at, rubric = clock.now(), db.session.scalars(select(Rubric).filter_by(edition_id=of.id)).first()
    assert rubric is not None
    values = {"key": "eligibility", "title": "Eligibility check", "kind": RoundKind.ELIGIBILITY, "position": -1}
    made: Round = put(
        Round(
            edition_id=of.id,
            rubric_id=rubric.id,
            opens_at=at + opens,
            closes_at=at + closes,
            judges_per_entry=1,
            minimum_cards=1,
            **values,
        )
    )
    return made
