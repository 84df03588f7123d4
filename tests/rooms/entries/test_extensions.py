"""More time for one city: judged by the database's clock, for this city alone, told, kept, and taken back."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from awards_portal import clock
from awards_portal.db import db, transaction
from awards_portal.entries import files, service
from awards_portal.entries.models import Entry, Extension
from awards_portal.entries.oversight import deciding, events, queries
from awards_portal.entries.oversight.extending import extend, revoke
from awards_portal.entries.writing import Outcome
from awards_portal.errors import Invalid, Refusal
from awards_portal.people.models import Person, TeamRole
from awards_portal.programmes.models import Category
from tests import factories
from tests.rooms.entries.stage import Stage, make, pdf
from tests.rooms.entries.test_eligibility import letters, lines, representing


def soon(**distance: float) -> datetime:
    return clock.now().replace(microsecond=0) + timedelta(**(distance or {"days": 1}))


def closed() -> tuple[Stage, Person]:
    """A stage whose deadline is over, and an organiser. The judges have begun."""
    stage = make()
    stage.fill()
    stage.close()
    return stage, factories.team_member()


def give(stage: Stage, organiser: Person, until: datetime | None = None, reason: str = "The network was down.") -> Any:
    return extend(stage.edition, stage.city, until or soon(), reason, organiser, despite_judging=True)


def granted() -> list[Extension]:
    db.session.rollback()
    return list(db.session.scalars(select(Extension).order_by(Extension.id)))


def test_the_city_writes_attaches_submits_and_starts_again_and_nobody_else_does(context: Flask) -> None:
    stage, organiser = closed()
    other = factories.city("Sandmere", "SE")
    lead = factories.representative(other, name="Olga Other")
    category = db.session.get_one(Category, stage.entry.category_id)
    assert stage.write("Late word.", seen=1).outcome is Outcome.LATE
    give(stage, organiser)
    assert stage.write("Late word, in time.", seen=1).outcome is Outcome.SAVED
    files.attach(stage.entry, stage.question("g_files"), "Plan.pdf", pdf(), stage.lead)
    assert stage.submit().number == 1
    service.withdraw(stage.entry, stage.lead, "A mistake")
    service.return_entry(stage.entry, stage.lead)
    assert service.start(stage.city, stage.edition, category, stage.lead, "second").id != stage.entry.id
    with pytest.raises(Refusal, match="The deadline passed on"):
        service.start(other, stage.edition, category, lead, "theirs")


def test_the_city_is_told_and_the_record_says_who_and_why(context: Flask) -> None:
    stage, organiser = closed()
    made = give(stage, organiser)
    assert [each.to_name for each in letters("extension")] == ["Eda Editor", "Leo Lead", "Vik Viewer"]
    assert "The network was down." in letters("extension")[0].body
    (line,) = lines("extension.granted")
    assert (line.actor, line.reason, line.after) == (
        organiser.name,
        "The network was down.",
        {"until": made.until.isoformat()},
    )


def test_when_the_extension_is_over_it_is_too_late_again(context: Flask) -> None:
    stage, organiser = closed()
    give(stage, organiser)
    with transaction():
        granted_ = db.session.scalars(select(Extension)).one()
        granted_.until = clock.now() - timedelta(seconds=1)
    with pytest.raises(Refusal, match="The deadline passed on"):
        stage.submit()
    assert stage.write("Too late.", seen=1).outcome is Outcome.LATE


def test_what_is_taken_back_holds_no_longer_and_what_was_submitted_stays(context: Flask) -> None:
    stage, organiser = closed()
    made = give(stage, organiser)
    stage.submit()
    with pytest.raises(Invalid, match="Write why the extension is taken back"):
        revoke(made, " ", organiser)
    revoke(made, "Given to the wrong city.", organiser)
    assert stage.write("Too late.", seen=1).outcome is Outcome.LATE
    assert len(letters("extension-revoked")) == 3
    assert lines("extension.revoked")[0].reason == "Given to the wrong city."
    with pytest.raises(Refusal, match="taken back or replaced before"):
        revoke(made, "Again", organiser)


def test_another_extension_replaces_the_first_and_a_second_press_is_the_first(context: Flask) -> None:
    stage, organiser = closed()
    first, until = give(stage, organiser), soon(days=2)
    second = give(stage, organiser, until)
    assert give(stage, organiser, until).id == second.id != first.id
    assert [each.revoked_at is None for each in granted()] == [False, True]
    assert len(letters("extension")) == 6


def test_an_extension_that_cannot_be_is_refused_in_words(context: Flask) -> None:
    stage, organiser = closed()
    people = {
        "lead": stage.lead,
        "observer": factories.team_member(TeamRole.OBSERVER, name="Obe Observer"),
        "both": factories.team_member(name="Cora Conflicted"),
    }
    factories.put(representing(people["both"], stage))
    cases: list[tuple[str, dict[str, Any]]] = [
        ("Write the day and the time", {"until": None}),
        ("is over. Choose a later time", {"until": soon(days=-1)}),
        ("Judging opens on", {"despite_judging": False}),
        ("Write why: the city is told", {"reason": " "}),
        ("You may read this and not change it", {"by": "observer"}),
        ("Only the organising team does this", {"by": "lead"}),
        ("You speak for this city", {"by": "both"}),
    ]
    for words, more in cases:
        with pytest.raises((Invalid, Refusal), match=words):
            extend(
                stage.edition,
                stage.city,
                more.get("until", soon()),
                more.get("reason", "The network was down."),
                people.get(more.get("by", ""), organiser),
                despite_judging=more.get("despite_judging", True),
            )
    assert granted() == []
    assert letters("extension") == []


def test_an_extension_that_ends_before_everybodys_deadline_is_none(context: Flask) -> None:
    stage = make()
    with pytest.raises(Invalid, match="Everybody has time until"):
        give(stage, factories.team_member(), soon(days=5))
    assert granted() == []


def test_one_entry_alone_is_open_longer_and_nothing_else_of_its_city(context: Flask) -> None:
    stage, organiser = closed()
    category = db.session.get_one(Category, stage.entry.category_id)
    values = {"form_version_id": stage.entry.form_version_id, "created_by_id": stage.lead.id, "created_at": clock.now()}
    where = {"edition_id": stage.edition.id, "city_id": stage.city.id, "category_id": category.id}
    beside = factories.put(Entry(reference="SSC26-0777", title="Beside", **where, **values))
    made = extend(stage.edition, stage.city, soon(), "A power cut.", organiser, entry=stage.entry, despite_judging=True)
    assert stage.write("Late word, in time.", seen=1).outcome is Outcome.SAVED
    assert stage.submit().number == 1
    assert queries.terms_of(beside).extended_to is None
    with pytest.raises(Refusal, match="The deadline passed on"):
        service.start(stage.city, stage.edition, category, stage.lead, "second")
    assert "A power cut." in str(events.history(stage.entry, judging=False))
    assert "A power cut." not in str(events.history(beside, judging=False))
    (letter, *others) = letters("entry-extension")
    assert (len(others), stage.entry.reference in letter.subject) == (2, True)
    # A time for the whole city stands beside it, and the later one counts.
    longer = soon(days=3)
    give(stage, organiser, longer)
    assert [each.revoked_at for each in granted()] == [None, None]
    assert queries.terms_of(stage.entry).extended_to == longer
    revoke(made, "The power is back.", organiser)
    assert f"the entry {stage.entry.reference}" in letters("extension-revoked")[0].body
    assert queries.terms_of(beside).extended_to == longer


def test_an_entry_that_is_out_gets_no_time_of_its_own(context: Flask) -> None:
    stage, organiser = closed()
    give(stage, organiser)
    stage.submit()
    service.withdraw(stage.entry, stage.lead, "A mistake")
    with pytest.raises(Refusal, match="has withdrawn this entry"):
        extend(stage.edition, stage.city, soon(days=2), "Late", organiser, entry=stage.entry, despite_judging=True)
    service.return_entry(stage.entry, stage.lead)
    deciding.decide(stage.entry, "refused", "A company", organiser, 1)
    with pytest.raises(Refusal, match="The entry is refused"):
        extend(stage.edition, stage.city, soon(days=2), "Late", organiser, entry=stage.entry, despite_judging=True)
