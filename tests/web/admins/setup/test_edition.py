"""Setting an edition up from nothing but its pages: its parts, its dates, its copy."""

import io
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from flask import Flask

from awards_portal import clock
from awards_portal.db import db, transaction
from awards_portal.people.models import TeamRole
from awards_portal.programmes import queries
from tests import factories
from tests.page import PageClient
from tests.web.admins.setup.begun import SETUP, add, begin, fill_in, when


def test_what_is_wrong_with_a_new_edition_is_told_at_its_fields_and_kept(organiser: PageClient) -> None:
    page = organiser.get("/team/editions/new")
    page = organiser.send(
        page, "/team/editions", title="A", key="Not so", time_zone="Mars", opens="soon", closes=when(1), status=422
    )
    for words in ("small letters, digits and hyphens", "“Mars” is not known", "write the day and the time", "Fill in"):
        assert page.text.count(words) >= 2, words
    assert page.form("/team/editions")["fields"]["key"] == "Not so"
    page = begin(organiser, 422, closes=when(-9))
    assert "The edition closes before it opens: the deadline is" in page.text


def test_an_edition_is_set_up_and_published_from_its_pages_alone(app: Flask, organiser: PageClient) -> None:
    city = PageClient(app).sign_in(factories.representative(factories.city()))
    page = begin(organiser)
    assert "Nobody outside the organising team sees this edition." in page.text
    assert page.text.count("Something is missing") == 4
    page = organiser.send(page, "/call", status=422)
    assert "Add at least one criterion." in page.text
    fill_in(organiser)
    page = organiser.get(SETUP)
    assert "Something is missing" not in page.text
    # Impact weighs three quarters: it alone can decide.
    assert "1 thing to look at" in page.text
    city.get("/editions/ssc27", status=404)
    city.get("/entries/start/ssc27", status=404)
    assert "Awards 2027" not in city.get("/").text
    page = organiser.send(page, "/call")
    assert "The call is published" in page.text
    assert "75 %" in organiser.get(f"{SETUP}/rubric").text
    assert "Novelty" in city.get("/editions/ssc27").text
    assert "Open City" in city.get("/entries/start/ssc27").text
    edition = queries.edition_by_key("ssc27")
    assert edition is not None
    form = queries.current_form(edition.id)
    assert form is not None
    asked = queries.form_of(form).questions
    assert asked["project_indicators"].shown_if is not None
    assert [column.type for column in asked["project_indicators"].columns] == ["short_text", "number"]


def test_every_page_of_an_edition_that_has_only_begun_answers(app: Flask, organiser: PageClient) -> None:
    begin(organiser)
    wrong = {}
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("admins.") and rule.arguments == {"key"} and "GET" in (rule.methods or set()):
            status = organiser.http.get(rule.rule.replace("<key>", "ssc27")).status_code
            if status >= 500:
                wrong[rule.endpoint] = status
    assert wrong == {}


def test_a_second_round_is_taken_for_a_final_and_the_list_tells_when_each_is(organiser: PageClient) -> None:
    begin(organiser)
    dates = {"opens": "2099-03-01T09:00", "closes": "2099-03-15T18:00"}
    page = add(organiser, "rounds", title="First reading", judges_per_entry="1", minimum_cards="1", **dates)
    assert "Scoring · 1 March 2099 to 15 March 2099 · 1 judge for each entry" in page.text
    page = organiser.get(f"{SETUP}/rounds/new")
    assert page.form("/rounds/new")["fields"]["kind"] == "final"
    edition = queries.edition_by_key("ssc27")
    assert edition is not None
    assert f"Entries close {clock.tell(edition.closes_at, 'UTC')}." in page.text
    dates = {"opens": "2099-03-10T09:00", "closes": "2099-03-20T18:00"}
    page = organiser.send(page, f"{SETUP}/rounds/new", title="Last word", status=422, **dates)
    assert page.text.count("Round “Last word” opens before round “First reading” is over") == 2


def test_scale_step_rules_on_comments_and_not_applicable_are_set_on_the_rubrics_pages(organiser: PageClient) -> None:
    begin(organiser)
    page = organiser.get(f"{SETUP}/scale")
    page = organiser.send(page, "/scale", **{"scale.max": "many"}, status=422)
    assert page.form("/scale")["fields"]["scale.max"] == "many"
    organiser.send(page, "/scale", **{"scale.min": "1", "scale.max": "4", "scale.steps_per_point": "2"})
    rules = {"comment_below": "2", "comment_above": "3", "na": "yes", "guidance": "Look at what was measured."}
    add(organiser, "criteria", title="Impact", weight="3", **rules, **{"descriptors.1": "Nothing was measured"})
    page = organiser.get(f"{SETUP}/rubric")
    assert "“Impact”: no words for 2, 3, 4 points." in page.text
    edition = queries.edition_by_key("ssc27")
    assert edition is not None
    rubric = queries.current_rubric(edition.id)
    assert rubric is not None
    assert (rubric.scale_min, rubric.scale_max, rubric.steps_per_point) == (1, 4, 2)
    (kept,) = queries.criteria(rubric.id)
    assert (kept.comment_below, kept.comment_above, kept.na_allowed, kept.guidance) == (2, 3, True, rules["guidance"])
    organiser.send(organiser.get(f"{SETUP}/criteria/impact"), "/criteria/impact", comment_above="4")
    assert "no score is above 4, so that rule never asks for a comment" in organiser.get(f"{SETUP}/rubric").text
    page = organiser.send(organiser.get(f"{SETUP}/scale"), "/scale", **{"scale.min": "2"}, status=422)
    assert "has words for 1 points, and the scale goes from 2 to 4. Remove them." in page.text


def test_two_organisers_who_save_the_same_part_see_both(app: Flask, organiser: PageClient) -> None:
    begin(organiser)
    other = PageClient(app).sign_in(factories.team_member(name="Ora Second"))
    mine, theirs = organiser.get(f"{SETUP}/details"), other.get(f"{SETUP}/details")
    other.send(theirs, f"{SETUP}/details", theme="Theirs")
    page = organiser.send(mine, f"{SETUP}/details", theme="Mine", status=409)
    assert "Nothing was overwritten" in page.text
    assert "Saved meanwhile Theirs" in page.text
    assert page.form("/setup/")["fields"]["theme"] == "Mine"
    organiser.send(page, f"{SETUP}/details")
    assert other.get(f"{SETUP}/details").form("/setup/")["fields"]["theme"] == "Mine"


def test_what_is_missing_is_told_at_its_field_in_the_words_of_the_page(organiser: PageClient) -> None:
    begin(organiser)
    fill_in(organiser)
    new = "?into=project&kind="
    cases: list[tuple[str, str, dict[str, str], list[str]]] = [
        ("questions", f"{new}short_text", {}, ["Fill in “Question”."]),
        ("questions", f"{new}single_choice", {"label": "Q"}, ["Write at least one choice."]),
        ("questions", f"{new}table", {"label": "Q"}, ["Write at least one column."]),
        ("questions", f"{new}money", {"label": "Q"}, ["Write at least one currency, such as EUR."]),
        ("criteria", "", {}, ["Fill in “Title”.", "“Weight” must be a whole number, at least 1."]),
        ("criteria", "", {"title": "T", "weight": "0"}, ["“Weight” must be a whole number, at least 1."]),
        ("categories", "", {"title": "C", "quotas.city": "three"}, ["“Cities”: write a whole number from 0 to 99"]),
        ("rounds", "", {"title": "R"}, ["“Opens”: write the day and the time", "“Closes”: write the day and the time"]),
    ]
    for where, path, sent, sentences in cases:
        page = organiser.get(f"{SETUP}/{where}/new{path}")
        page = organiser.send(page, f"{SETUP}/{where}/new", status=422, **sent)
        for sentence in sentences:
            assert page.text.count(sentence) == 2, f"{sentence}: on top and at the field"
        places = [page.text.index(sentence) for sentence in sentences]
        assert places == sorted(places), "in the order of the page"


def test_a_form_file_without_sections_is_a_form_that_begins(organiser: PageClient) -> None:
    begin(organiser)
    page = organiser.post(f"{SETUP}/form/file", {"file": (io.BytesIO(b'{"title": "F"}'), "form.json")})
    assert "The form has 0 questions now." in page.text


def test_an_observer_reads_set_up_and_changes_nothing(client: PageClient, context: Flask) -> None:
    factories.edition()
    client.sign_in(factories.team_member(TeamRole.OBSERVER))
    base = "/team/editions/ssc26/setup"
    for path in ("", "/details", "/categories", "/categories/open-city", "/form", "/rubric", "/form/preview"):
        page = client.get(base + path)
        assert "You may read this and not change it." in page.text or path == "/form/preview"
        assert "Save" not in page.text.split("Otto Organ")[1]
    client.post(f"{base}/details", {"title": "Mine"}, status=409)
    client.post(f"{base}/categories/open-city/removal")
    assert client.get(f"{base}/details").form("/setup/")["fields"]["title"] != "Mine"


def test_a_moved_deadline_takes_along_what_comes_after_it_and_faults_are_told_at_once(organiser: PageClient) -> None:
    edition = factories.edition(announced_on=date(2100, 1, 1))
    with transaction():
        round_ = queries.rounds(edition.id)[0]
        round_.opens_at = edition.closes_at
    closes, start, end = edition.closes_at, round_.opens_at, round_.closes_at
    base = f"/team/editions/{edition.key}/setup"
    page = organiser.get(f"{base}/dates")
    assert "All times are those of the edition's zone, Asia/Seoul." in page.text
    later = (edition.closes_at + timedelta(days=90)).astimezone(ZoneInfo("Asia/Seoul")).strftime("%Y-%m-%dT%H:%M")
    page = organiser.send(page, "/dates", closes=later, status=422)
    assert "opens before entries close" in page.text
    assert page.text.count("Write why: the call is published") == 2
    page = organiser.send(page, "/dates", closes=later, follow="yes", reason="A storm")
    assert "The call says what changed and why. No letter was sent" in page.text
    db.session.expire_all()
    later_edition, moved = queries.edition_by_key("ssc26"), queries.rounds(edition.id)[0]
    assert later_edition is not None
    by = later_edition.closes_at - closes
    assert by > timedelta(days=89)
    assert (moved.opens_at - start, moved.closes_at - end) == (by, by)
    page = organiser.get(f"/editions/{edition.key}")
    assert f"{moved.title} begins: " in page.text
    assert f"{moved.title} ends: " in page.text
    assert page.text.index(f"{moved.title} ends: ") < page.text.index("Results are announced: 1 January 2100")


def test_the_next_edition_is_a_copy_with_its_dates_moved_and_says_what_differs(organiser: PageClient) -> None:
    begin(organiser)
    fill_in(organiser)
    page = organiser.get("/team/editions/ssc27/copy")
    fields = page.form("/copy")["fields"]
    suggested = fields["opening_day"]
    assert (fields["title"], fields["key"], fields["reference_prefix"]) == ("Awards 2028", "ssc28", "SSC28")
    page = organiser.send(page, "/copy", title="", key="", reference_prefix="ssc28", status=422)
    told = [page.text.find(words) for words in ("Fill in “Title”", "Fill in “Short name”", "“Beginning of references”")]
    assert told == sorted(told)
    assert "The edition: " not in page.text
    page = organiser.send(page, "/copy", title="Awards 2028", key="ssc27", reference_prefix="SSC28", status=422)
    assert page.text.count("There is an edition “ssc27” already") == 2
    page = organiser.send(page, "/copy", key="ssc28", opening_day="9999-12-31", status=422)
    assert "beyond any calendar" in page.text
    for year in ("9000", "0900"):
        page = organiser.send(page, "/copy", key="ssc28", opening_day=f"{year}-03-01", status=422)
    page = organiser.send(page, "/copy", key="ssc28", opening_day=suggested)
    assert "The edition is copied" in page.text
    # The year that is there already is passed over.
    again = organiser.get("/team/editions/ssc27/copy").form("/copy")["fields"]
    assert (again["title"], again["key"], again["reference_prefix"]) == ("Awards 2029", "ssc29", "SSC29")
    assert date.fromisoformat(again["opening_day"]) - date.fromisoformat(suggested) == timedelta(days=364)
    old, new = queries.edition_by_key("ssc27"), queries.edition_by_key("ssc28")
    assert old is not None
    assert new is not None
    assert new.closes_at - old.closes_at == timedelta(days=364)
    assert [b.opens_at - a.opens_at for a, b in zip(queries.rounds(old.id), queries.rounds(new.id), strict=True)] == [
        timedelta(days=364)
    ] * 2
    base = "/team/editions/ssc28/setup"
    page = organiser.get("/team/editions/ssc28/comparison")
    assert "It asks the same." in page.text
    assert "Title: Awards 2027, now Awards 2028" in page.text
    assert "Deadline: " in page.text
    organiser.send(organiser.get(f"{base}/criteria/impact"), f"{base}/criteria/impact", weight="2")
    organiser.post(f"{base}/questions/project_summary/removal")
    page = organiser.get("/team/editions/ssc28/comparison")
    assert "“Impact”: Weight was 3 and is 2." in page.text
    assert "No longer asked: “Summary”." in page.text
