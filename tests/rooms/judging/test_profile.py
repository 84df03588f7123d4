"""A judge's profile: the judge writes it, the public reads it by consent only, and nobody gives more than it takes."""

import io

import pytest
from PIL import Image

from awards_portal import storage
from awards_portal.db import db, transaction
from awards_portal.errors import Invalid, NotHere, Refusal
from awards_portal.judging import queries, service
from awards_portal.judging.models import Judge
from awards_portal.judging.profiles import Profile, read_profile
from awards_portal.people.models import City
from awards_portal.programmes.vocabularies import countries
from tests import factories
from tests.rooms.judging.stage import Stage, lines, make, person_of

pytestmark = pytest.mark.usefixtures("context")
OWN = Profile("Arbor Institute", "NO", ["en"], ["transport"], 2, "Anna builds trams.")


def picture() -> bytes:
    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", (40, 30), "teal").save(made, "JPEG", exif=exif)
    return made.getvalue()


def test_what_a_form_sends_is_read_or_told_by_field() -> None:
    sent = {"organisation": " Arbor  Institute ", "country": "NO", "languages": "en; no", "max_load": "7"}
    found, faults = read_profile(sent, countries())
    assert (found.organisation, found.languages, found.max_load, faults) == ("Arbor Institute", ["en", "no"], 7, {})
    wrong = {"country": "QQ", "max_load": "-1", "biography": "x" * 2001}
    assert set(read_profile(wrong, countries())[1]) == {"organisation", "country", "max_load", "biography"}


def test_the_public_reads_a_judge_only_while_she_agrees() -> None:
    stage = make()
    service.change_profile(stage.anna, OWN, stage.as_anna, shown=False)
    assert queries.public_jury(stage.edition) == []
    service.change_profile(stage.anna, OWN, stage.as_anna, shown=True, photo=("me.jpg", picture()))
    (shown,) = queries.public_jury(stage.edition)
    assert (shown.name, shown.affiliation, shown.country, shown.biography) == (
        "Anna Arbor",
        "Arbor Institute",
        "NO",
        "Anna builds trams.",
    )
    assert shown.photo is not None
    photo = queries.public_photo(stage.edition, shown.photo)
    assert photo is not None
    assert b"taken at home" not in storage.read(photo[0], photo[1])
    assert len(lines("judge.profile_changed")) == 2
    service.change_profile(stage.anna, OWN, stage.as_anna, shown=True)
    assert len(lines("judge.profile_changed")) == 2
    service.change_profile(stage.anna, OWN, stage.as_anna, shown=False)
    assert queries.public_jury(stage.edition) == []
    assert queries.public_photo(stage.edition, shown.photo) is None


def test_a_photo_is_a_picture_and_goes_when_she_says_so() -> None:
    stage = make()
    for content in (b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", picture()[:60]):
        with pytest.raises(Invalid):
            service.change_profile(stage.anna, OWN, stage.as_anna, shown=False, photo=("me.jpg", content))
    judge = service.change_profile(stage.anna, OWN, stage.as_anna, shown=False, photo=("me.jpg", picture()))
    assert judge.photo_type == "image/jpeg"
    judge = service.change_profile(stage.anna, OWN, stage.as_anna, shown=False, without_photo=True)
    assert judge.photo_sha256 is None
    with pytest.raises(NotHere):
        service.change_profile(stage.anna, OWN, person_of(stage.bo), shown=True)


def limit(judge: Judge, most: int) -> None:
    with transaction():
        db.session.get_one(Judge, judge.id).max_load = most


def more_entries(stage: Stage, number: int) -> None:
    for n in range(number):
        factories.submitted_entry(stage.edition, factories.city(f"City {n}", "SI"), f"Project {n}")


def test_nobody_is_given_more_than_she_takes_by_hand_by_panel_or_shared_out() -> None:
    stage = make()
    limit(stage.anna, 2)
    limit(stage.bo, 1)
    more_entries(stage, 2)
    fresh = queries.judge_in(stage.edition.id, stage.anna.id)
    assert fresh is not None
    third = factories.submitted_entry(stage.edition, db.session.get_one(City, stage.city.id), "Third")
    with pytest.raises(Refusal, match="takes 2 entries in a round and has them"):
        service.assign(stage.round, third, fresh, stage.organiser)
    panel = service.form_panel(stage.round, stage.category, [stage.anna, stage.bo, stage.cai], stage.organiser)
    found = queries.panel_of(panel.round_id, panel.category_id)
    assert found is not None
    plan = service.propose_matching(found, stage.organiser)
    assert {judge.name: new + kept for judge, new, kept in plan.loads} == {
        "Anna Arbor": 2,
        "Bo Birch": 1,
        "Cai Cedar": 5,
    }
    assert all("no more entries" in sentence and "raise the most" in sentence for sentence in plan.short)
    proposal = service.assign_whole_panel(found, stage.organiser)
    assert [proposal.load(judge) for judge in proposal.judges] == [2, 1, 5]
