"""Setting an edition up by hand: begun with its dates, changed part by part, its call published when it is whole."""

import copy
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from awards_portal import clock, ledger
from awards_portal.db import db
from awards_portal.entries import service as entries
from awards_portal.errors import Invalid, Refusal
from awards_portal.people.models import TeamRole
from awards_portal.programmes import changes, dates, queries, service
from awards_portal.programmes.documents import read_edition, settings_document
from awards_portal.programmes.models import Edition, EditionChange
from tests import factories

BY = ledger.System("a test")


def beginning(**more: Any) -> dict[str, Any]:
    at = clock.now()
    return {
        "key": "ssc27",
        "title": "Awards 2027",
        "reference_prefix": "SSC27",
        "time_zone": "Asia/Seoul",
        "opens": (at + timedelta(days=10)).isoformat(),
        "closes": (at + timedelta(days=60)).isoformat(),
        **more,
    }


def test_an_edition_that_is_being_set_up_is_nobody_elses(context: Flask) -> None:
    edition = service.begin_edition(beginning(opens="-P1D"), BY)
    assert queries.published_edition("ssc27") is None
    assert list(queries.editions()) == []
    assert list(queries.editions_begun(clock.now())) == []
    assert [each.key for each in queries.every_edition()] == ["ssc27"]
    assert queries.edition_by_key("ssc27") is not None
    service.change_settings(edition, lambda d: {**d, "categories": [{"key": "a", "title": "A"}]}, by=BY)
    lead = factories.representative(factories.city())
    city, category = factories.city("Elsewhere"), queries.categories(edition.id)[0]
    with pytest.raises(Refusal, match="not published yet"):
        entries.start(city, edition, category, lead, "mark")


def test_only_an_organiser_sets_up(context: Flask) -> None:
    observer = factories.team_member(TeamRole.OBSERVER)
    with pytest.raises(Refusal, match="You may read this"):
        service.begin_edition(beginning(), observer)
    with pytest.raises(Refusal, match="Only the organising team"):
        service.begin_edition(beginning(), factories.person("Sten Stranger"))
    edition = service.begin_edition(beginning(), factories.team_member(name="Ori Organiser"))
    for deed in (
        lambda: service.change_settings(edition, lambda d: d, by=observer),
        lambda: service.publish_call(edition, by=observer),
    ):
        with pytest.raises(Refusal, match="You may read this"):
            deed()


def test_names_that_are_in_use_are_told_at_their_fields(context: Flask) -> None:
    service.begin_edition(beginning(), BY)
    with pytest.raises(Invalid) as caught:
        service.begin_edition(beginning(), BY)
    assert set(caught.value.fields) == {"key", "reference_prefix"}
    other = service.begin_edition(beginning(key="b", reference_prefix="OTHER"), BY)
    with pytest.raises(Invalid) as caught:
        service.change_settings(other, lambda d: {**d, "reference_prefix": "SSC27"}, by=BY)
    assert set(caught.value.fields) == {"reference_prefix"}


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        ({"closes": "-P1D"}, "closes", "closes before it opens: the deadline is"),
        ({"called": "2099-01-01"}, "called", "The call is published on 2099-01-01, after entries open on"),
        ({"announced": "2001-01-01"}, "announced", "Results are announced on 2001-01-01, before entries close on"),
        ({"announced": "2099-02-01", "ceremony": "2099-01-01"}, "ceremony", "before results are announced on 2099"),
        ({"opens": "soon"}, "opens", "write the day and the time"),
        ({"languages": ["klingon!"]}, "languages", "codes such as en"),
        (
            {"categories": [{"key": "a", "title": "A", "quotas": {"ship": 1}}]},
            "categories.a.quotas",
            "solution provider",
        ),
        (
            {"categories": [{"key": "a", "title": "A", "quotas": {"city": 100}}]},
            "categories.a.quotas.city",
            "“Cities”: write a whole number from 0 to 99",
        ),
        ({"categories": [{"key": "a", "title": ""}]}, "categories.a.title", "Fill in “Title”."),
        ({"tie_ladder": ["jury", "jury"]}, "tie_ladder", "is there twice"),
    ],
)
def test_what_collides_is_told_with_both_dates_at_the_date_to_move(
    context: Flask, change: dict[str, Any], path: str, words: str
) -> None:
    edition = service.begin_edition(beginning(), BY)
    before = settings_document(edition, [], [])
    with pytest.raises(Invalid) as caught:
        service.change_settings(edition, lambda d: {**d, **change}, by=BY)
    assert words in " ".join(caught.value.fields[path])
    stored = queries.edition_by_key("ssc27")
    assert stored is not None
    assert settings_document(stored, [], []) == before


def rounds(edition: Edition, **final: Any) -> list[dict[str, Any]]:
    after = edition.closes_at
    first = {"key": "scoring", "title": "Scoring", "opens": after.isoformat()}
    last = {"key": "final", "title": "Final", "kind": "final", "opens": (after + timedelta(days=20)).isoformat()}
    return [
        {**first, "closes": (after + timedelta(days=20)).isoformat()},
        {**last, "closes": (after + timedelta(days=30)).isoformat(), **final},
    ]


def test_a_final_begins_when_the_scoring_is_over(context: Flask) -> None:
    edition = service.begin_edition(beginning(), BY)
    early = (edition.closes_at + timedelta(days=5)).isoformat()
    with pytest.raises(Invalid) as caught:
        service.change_settings(edition, lambda d: {**d, "rounds": rounds(edition, opens=early)}, by=BY)
    assert "Round “Final” opens before round “Scoring” is over" in caught.value.fields["rounds.final.opens"][0]
    service.change_settings(edition, lambda d: {**d, "rounds": rounds(edition)}, by=BY)
    assert [each.key for each in queries.rounds(edition.id)] == ["scoring", "final"]


def test_what_the_round_before_weighs_is_said_before_judging(context: Flask) -> None:
    edition = service.begin_edition(beginning(), BY)
    for at, weight, words in ((0, 40, "no round whose scores count comes before it"), (1, 100, "from 0 to 99")):
        listed = rounds(edition)
        listed[at]["carries"] = weight
        with pytest.raises(Invalid) as caught:
            service.change_settings(edition, lambda d, listed=listed: {**d, "rounds": listed}, by=BY)  # type: ignore[misc]
        assert words in caught.value.fields[f"rounds.{listed[at]['key']}.carries"][0]
    judged = factories.edition()
    closes = queries.rounds(judged.id)[0].closes_at
    final = {"key": "final", "title": "Final", "kind": "final", "carries": 40, "opens": closes.isoformat()}
    final["closes"] = (closes + timedelta(days=9)).isoformat()
    service.change_settings(judged, lambda d: {**d, "rounds": [*d["rounds"], final]}, by=BY, reason="A final")
    assert queries.rounds(judged.id)[1].carries == 40

    def otherwise(document: dict[str, Any]) -> dict[str, Any]:
        return {**document, "rounds": [document["rounds"][0], {**document["rounds"][1], "carries": 50}]}

    with pytest.raises(Refusal, match="Judging has begun"):
        service.change_settings(judged, otherwise, by=BY, reason="Better")


def test_what_groups_of_judges_weigh_is_said_before_judging_and_by_the_mean_only(context: Flask) -> None:
    edition = service.begin_edition(beginning(), BY)
    jury = [{"group": "jury", "weight": 50}, {"group": "public", "weight": 25}]
    listed = rounds(edition)
    listed[0]["groups"] = [{"group": "jury", "weight": 0}]
    with pytest.raises(Invalid) as caught:
        service.change_settings(edition, lambda d: {**d, "rounds": listed}, by=BY)
    assert "from 1 to 1000" in caught.value.fields["rounds.scoring.groups"][0]
    listed[0]["groups"] = jury
    with pytest.raises(Invalid) as caught:
        service.change_settings(edition, lambda d: {**d, "rounds": listed, "method": "borda"}, by=BY)
    assert "by the mean only" in caught.value.fields["rounds.scoring.groups"][0]
    service.change_settings(edition, lambda d: {**d, "rounds": listed, "method": "mean"}, by=BY)
    assert queries.rounds(edition.id)[0].groups == jury
    judged = factories.edition()

    def weighed(document: dict[str, Any]) -> dict[str, Any]:
        return {**document, "rounds": [{**document["rounds"][0], "groups": jury}]}

    with pytest.raises(Refusal, match="by a decision with a reason"):
        service.change_settings(judged, weighed, by=BY, reason="Better")


def test_categories_change_places_and_go_unless_something_belongs_to_them(context: Flask) -> None:
    edition = factories.edition()
    factories.submitted_entry(edition, factories.city())
    service.change_settings(
        edition, lambda d: {**d, "categories": d["categories"][::-1]}, by=BY, reason="Alphabetical order"
    )
    assert [each.key for each in queries.categories(edition.id)] == ["digital-inclusion", "open-city"]
    with pytest.raises(Refusal, match="“Open City” stays"):
        service.change_settings(edition, lambda d: {**d, "categories": d["categories"][:1]}, by=BY, reason="Fewer")
    service.change_settings(edition, lambda d: {**d, "categories": d["categories"][1:]}, by=BY, reason="Fewer")
    assert [each.key for each in queries.categories(edition.id)] == ["open-city"]


def test_what_comes_after_the_deadline_follows_it_on_the_clock_of_the_zone() -> None:
    before: dict[str, Any] = {
        "time_zone": "Europe/Berlin",
        "closes": "2027-03-20T18:00:00+01:00",
        "announced": "2027-06-01",
        "ceremony": "2027-07-01",
        "rounds": [
            {"key": "check", "opens": "2027-03-01T09:00:00+01:00", "closes": "2027-03-21T18:00:00+01:00"},
            {"key": "scoring", "opens": "2027-03-22T09:00:00+01:00", "closes": "2027-05-01T09:00:00+02:00"},
        ],
    }
    after = copy.deepcopy(before)
    after |= {"closes": "2027-04-03T18:00:00+02:00", "ceremony": "2027-09-09"}
    dates.follow(before, after)
    assert (after["announced"], after["ceremony"]) == ("2027-06-15", "2027-09-09")
    assert [(each["opens"], each["closes"]) for each in after["rounds"]] == [
        ("2027-03-01T09:00:00+01:00", "2027-04-04T18:00:00+02:00"),
        ("2027-04-05T09:00:00+02:00", "2027-05-15T09:00:00+02:00"),
    ]
    earlier_in_the_day = {**copy.deepcopy(before), "closes": "2027-04-03T12:00:30+02:00"}
    dates.follow(before, earlier_in_the_day)
    assert (earlier_in_the_day["announced"], earlier_in_the_day["ceremony"]) == ("2027-06-15", "2027-07-15")
    for unreadable in ("soon", "9999-12-31T00:00:00+01:00"):
        dates.follow(before, {**copy.deepcopy(before), "closes": unreadable})


def test_after_the_call_a_change_needs_a_reason_and_both_are_shown(context: Flask) -> None:
    edition = factories.edition()
    with pytest.raises(Invalid, match="the change and its reason are shown"):
        service.change_settings(edition, lambda d: {**d, "place": "Sandmere"}, by=BY, reason=" ")
    service.change_settings(edition, lambda d: {**d, "place": "Sandmere"}, by=BY, reason="The hall burnt down.")
    service.change_settings(edition, lambda d: {**d, "conflicts": {"country": "block"}}, by=BY, reason="A rule")
    found = queries.public_changes(edition.id)
    assert [each.reason for each in found] == ["The hall burnt down."]
    assert changes.told(found[0], "UTC") == [changes.Told("Place of the ceremony", "Norrhavn", "Sandmere")]
    service.change_dates(edition, by=BY, reason="A storm", opens_at=edition.opens_at - timedelta(hours=1))
    assert [each.what for each in changes.told(queries.public_changes(edition.id)[0], "UTC")] == ["Opening"]


def test_nothing_changed_is_no_change(context: Flask) -> None:
    edition = factories.edition()
    service.change_settings(edition, lambda d: d, by=BY)
    assert db.session.scalar(select(func.count()).select_from(EditionChange)) == 0


def test_what_was_promised_does_not_change(context: Flask) -> None:
    edition = factories.edition()
    for change, words in (
        ({"key": "other"}, "does not change"),
        ({"reference_prefix": "OTHER"}, "are in use"),
        ({"method": "median"}, "Judging has begun"),
    ):
        with pytest.raises((Refusal, Invalid), match=words):
            service.change_settings(edition, lambda d, change=change: {**d, **change}, by=BY, reason="Better")  # type: ignore[misc]


def test_the_call_is_published_when_nothing_is_missing_and_once(context: Flask) -> None:
    edition = service.begin_edition(beginning(), BY)
    with pytest.raises(Invalid) as caught:
        service.publish_call(edition, by=BY)
    assert {"categories", "rounds", "rubric.criteria", "form"} <= set(caught.value.fields)
    whole = factories.edition()
    with pytest.raises(Refusal, match="published already"):
        service.publish_call(whole, by=BY)


def test_an_edition_made_from_a_document_reads_back_to_the_same(context: Flask) -> None:
    edition = factories.edition(opens_at=clock.now() - timedelta(days=30), closes_at=clock.now() - timedelta(days=6))
    document = queries.edition_document(edition)
    plan = read_edition(document, clock.now())
    assert [each["key"] for each in plan.rubric.criteria] == ["impact", "innovation"]
    made = service.create_edition({**document, "key": "again", "reference_prefix": "AGAIN"}, BY)
    again = queries.edition_document(made)
    assert {**again, "key": document["key"], "reference_prefix": document["reference_prefix"]} == document


def with_checks(edition: Edition, *, after: bool = False, **more: Any) -> list[dict[str, Any]]:
    """The rounds of an edition with one of eligibility before the scoring, or after it."""
    opens, closes = edition.opens_at, edition.closes_at + timedelta(days=3)
    check = {"key": "check", "title": "Check", "kind": "eligibility", "opens": opens.isoformat()}
    check = {**check, "closes": closes.isoformat(), **more}
    scoring, final = rounds(edition)
    scoring["opens"] = closes.isoformat()
    return [scoring, final, check] if after else [check, scoring, final]


def test_a_round_of_eligibility_runs_from_the_first_entry_to_the_first_score(context: Flask) -> None:
    edition = service.begin_edition(beginning(), BY)
    service.change_settings(edition, lambda d: {**d, "rounds": with_checks(edition)}, by=BY)
    assert [(each.key, each.kind) for each in queries.rounds(edition.id)[:1]] == [("check", "eligibility")]
    assert [each.key for each in queries.judged_rounds(edition.id)] == ["scoring", "final"]
    assert queries.read_from(edition.id) == edition.closes_at + timedelta(days=3)


@pytest.mark.parametrize(
    ("more", "path", "words"),
    [
        ({"closes": timedelta(0)}, "rounds.check.closes", "nobody could decide on what comes last"),
        ({"closes": timedelta(days=4)}, "rounds.scoring.opens", "opens before round “Check” is over"),
        ({"discussion_ends": timedelta(days=4)}, "rounds.check.discussion_ends", "no judges who discuss"),
        ({"carries": 10}, "rounds.check.carries", "no round whose scores count comes before it"),
        ({"after": True}, "rounds.check.kind", "decided before entries are scored"),
    ],
)
def test_what_a_round_of_eligibility_cannot_be_is_told(
    context: Flask, more: dict[str, Any], path: str, words: str
) -> None:
    edition = service.begin_edition(beginning(), BY)
    dated = {
        name: (edition.closes_at + value).isoformat() if isinstance(value, timedelta) else value
        for name, value in more.items()
    }
    with pytest.raises(Invalid) as caught:
        service.change_settings(edition, lambda d: {**d, "rounds": with_checks(edition, **dated)}, by=BY)
    assert words in " ".join(caught.value.fields[path])


def test_an_edition_has_one_round_of_eligibility_and_it_is_not_the_last(context: Flask) -> None:
    edition = service.begin_edition(beginning(), BY)
    check = with_checks(edition)[0]
    with pytest.raises(Invalid, match="cannot be saved") as caught:
        service.change_settings(edition, lambda d: {**d, "rounds": [check, {**check, "key": "again"}]}, by=BY)
    assert "has one round of eligibility" in caught.value.fields["rounds.again.kind"][0]
    whole = settings_document(edition, [], []) | {"rounds": [check]}
    with pytest.raises(Invalid) as caught:
        read_edition(whole, clock.now())
    assert "a round whose scores count must come after it" in caught.value.fields["rounds.check.kind"][0]


def test_a_round_with_judges_does_not_become_one_without(context: Flask) -> None:
    edition = factories.edition(published_at=None)
    factories.assignment(factories.judge(edition), factories.submitted_entry(edition, factories.city()))

    def without(document: dict[str, Any]) -> dict[str, Any]:
        return {**document, "rounds": [{**document["rounds"][0], "kind": "eligibility"}]}

    with pytest.raises(Refusal, match="stays: entries, panels or assignments"):
        service.change_settings(edition, without, by=BY)


def test_whether_entries_must_pass_is_settled_before_judging(context: Flask) -> None:
    edition = factories.edition(closes_at=clock.now() - timedelta(days=7))
    check = {"key": "check", "title": "Check", "kind": "eligibility", "opens": edition.opens_at.isoformat()}
    check["closes"] = (edition.closes_at + timedelta(days=1)).isoformat()
    with pytest.raises(Refusal, match="whether entries must pass a round of eligibility was settled"):
        service.change_settings(edition, lambda d: {**d, "rounds": [check, *d["rounds"]]}, by=BY, reason="Late")
