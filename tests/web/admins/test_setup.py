"""Setting an edition up from nothing but its pages."""

import io
import json
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from awards_portal import clock
from awards_portal.db import db, transaction
from awards_portal.entries.models import Entry
from awards_portal.people.models import TeamRole
from awards_portal.programmes import queries
from awards_portal.programmes.forms import QuestionType
from tests import factories
from tests.page import Page, PageClient
from tests.web.applicants.test_cost import cost

SETUP = "/team/editions/ssc27/setup"


def when(days: int) -> str:
    return (clock.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def begin(client: PageClient, status: int | None = None, **more: str) -> Page:
    page = client.get("/team/editions/new")
    values = {
        "title": "Awards 2027",
        "key": "ssc27",
        "reference_prefix": "SSC27",
        "time_zone": "UTC",
        "opens": when(-1),
        "closes": when(30),
    }
    return client.send(page, "/team/editions", status=status, **{**values, **more})


@pytest.fixture
def organiser(client: PageClient, context: Flask) -> PageClient:
    return client.sign_in(factories.team_member())


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


def add(client: PageClient, where: str, path: str = "", **values: object) -> Page:
    page = client.get(f"{SETUP}/{where}/new{path}")
    return client.send(page, f"{SETUP}/{where}/new", **values)


def fill_in(client: PageClient) -> None:
    """Two categories, a form with a condition and a table, a rubric, two rounds."""
    add(client, "categories", title="Open City", **{"quotas.city": "2"})
    add(client, "categories", title="Digital Inclusion")
    add(client, "sections", title="Project")
    add(
        client, "questions", "?into=project&kind=short_text", label="Title", max_words="20", required="yes", title="yes"
    )
    add(client, "questions", "?into=project&kind=category", label="Category", required="yes")
    yes_no = "yes | Yes\nno | No"
    add(client, "questions", "?into=project&kind=single_choice", label="Measured?", options=yes_no)
    condition = {"shown_if": "project_measured=yes"}
    table = "name | Indicator | short_text | required\nvalue | Value | number"
    add(client, "questions", "?into=project&kind=table", label="Indicators", columns=table, **condition)
    add(client, "questions", "?into=project&kind=long_text", label="Summary", max_words="100")
    words = {f"descriptors.{n}": f"Like {n}" for n in range(6)}
    add(client, "criteria", title="Impact", weight="3", reads=["project_summary", "project_indicators"], **words)
    add(client, "criteria", title="Novelty", weight="1", reads="project_summary", **words)
    dates = {"opens": when(31), "closes": when(40)}
    add(client, "rounds", title="Scoring", judges_per_entry="2", minimum_cards="1", **dates)
    dates = {"opens": when(41), "closes": when(50)}
    add(client, "rounds", title="Final", kind="final", judges_per_entry="2", minimum_cards="1", **dates)


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


def test_a_form_begins_with_the_two_questions_that_every_form_needs(organiser: PageClient) -> None:
    begin(organiser)
    page = organiser.send(organiser.get(f"{SETUP}/form"), "/form/beginning")
    assert "The first section is made." in page.text
    assert "Title of the project Short text · required" in page.text
    assert "No question holds" not in page.text
    assert "Something is missing" in organiser.get(SETUP).text, "categories, rubric and rounds"
    new = {"kind": "long_text", "into": "project", "label": "What it does"}
    organiser.post(f"{SETUP}/questions/new", new, follow=False)
    assert organiser.response.headers["Location"].endswith("/form#project_what_it_does"), "where the next one is added"
    assert "“What it does” is saved." in organiser.get(f"{SETUP}/form").text
    organiser.get(f"{SETUP}/form.json")
    written = organiser.response.data
    assert "has sections already" in organiser.post(f"{SETUP}/form/beginning", status=409).text
    organiser.get(f"{SETUP}/form.json")
    assert organiser.response.data == written


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


def test_order_is_changed_by_buttons_and_a_condition_on_a_later_question_is_refused(organiser: PageClient) -> None:
    begin(organiser)
    fill_in(organiser)
    page = organiser.get(f"{SETUP}/form")
    assert (page.text.count("Up Title"), page.text.count("Down Title")) == (0, 1), "the first question of all"
    assert (page.text.count("Up Summary"), page.text.count("Down Summary")) == (1, 0), "the last of all"
    add(organiser, "sections", title="More")
    assert "Down Summary" in organiser.get(f"{SETUP}/form").text, "it can go on into the next section"
    organiser.post(f"{SETUP}/sections/more/removal")
    organiser.post(f"{SETUP}/categories/digital-inclusion/place", {"to": "up"})
    edition = queries.edition_by_key("ssc27")
    assert edition is not None
    assert [each.key for each in queries.categories(edition.id)] == ["digital-inclusion", "open-city"]
    organiser.post(f"{SETUP}/questions/project_indicators/place", {"to": "up"}, follow=False)
    assert "#" not in organiser.response.headers["Location"], "the sentence stands on top of the page"
    page = organiser.get(f"{SETUP}/form")
    assert "“Indicators”: it is shown by the answer to “Measured?”, which no earlier question has" in page.text
    page = organiser.post(f"{SETUP}/questions/project_measured/removal")
    assert "which no earlier question has" in page.text
    page = organiser.post(f"{SETUP}/sections/project/removal")
    assert "The section has 5 questions. Move or remove them first." in page.text
    page = organiser.get(f"{SETUP}/questions/project_summary")
    page = organiser.send(page, f"{SETUP}/questions/project_summary", max_words="many", status=422)
    assert "“Most words” must be a whole number" in page.text
    page = organiser.post(f"{SETUP}/questions/project_summary/place", {"to": "before:project_title"})
    assert page.text.index("Summary") < page.text.index("Measured?")


def test_a_condition_is_ticked_among_the_answers_of_earlier_questions(organiser: PageClient) -> None:
    begin(organiser)
    fill_in(organiser)
    add(organiser, "questions", "?into=project&kind=single_choice", label="Helped?", options="Yes, a firm\nNo, alone")
    page = organiser.get(f"{SETUP}/questions/new?into=project&kind=long_text")
    assert {"Yes, a firm", "Digital Inclusion"} <= {word.strip() for word in page.words}
    add(organiser, "sections", title="Later")
    add(organiser, "questions", "?into=later&kind=single_choice", label="Late?", options="Soon\nNever")
    assert "Soon" in organiser.get(f"{SETUP}/questions/new?into=later&kind=long_text").text
    page = organiser.get(f"{SETUP}/questions/new?into=project&kind=long_text")
    assert "Soon" not in page.text, "it would come after the question that is added"
    where = f"{SETUP}/questions/new"
    two = ["project_helped=Yes, a firm", "project_category=open-city"]
    page = organiser.send(page, where, label="Which firm?", shown_if=two, status=422)
    assert page.text.count("Tick answers of one question only.") == 2
    assert page.form("/questions/new")["fields"]["shown_if"] == list(reversed(two))
    page = organiser.send(page, where, shown_if=two[0])
    assert "“Which firm?” is saved." in page.text
    assert "shown only if “Helped?” is Yes, a firm" in page.text
    assert "is never shown" not in page.text
    page = organiser.get(f"{SETUP}/questions/project_helped")
    organiser.send(page, "/questions/project_helped", options="No, alone")
    page = organiser.get(f"{SETUP}/questions/project_which_firm")
    assert "Yes, a firm (no longer a choice)" in page.text
    page = organiser.send(page, "/questions/project_which_firm", shown_if=[])
    assert "shown only if “Helped?”" not in page.text


def test_columns_are_written_as_a_person_writes_headings(organiser: PageClient) -> None:
    begin(organiser)
    fill_in(organiser)
    table = "What it is | required\nBefore | number\nWhat it is\nsince | Since when | month"
    add(organiser, "questions", "?into=project&kind=table", label="Numbers", columns=table)
    page = organiser.get(f"{SETUP}/questions/project_numbers")
    assert page.form("/questions/project_numbers")["fields"]["columns"].splitlines() == [
        "what_it_is | What it is | short_text | required",
        "before | Before | number",
        "what_it_is_2 | What it is | short_text",
        "since | Since when | month",
    ]
    page = organiser.send(page, "/questions/project_numbers", columns="After | count | numbr", status=422)
    assert page.text.count("Column After: the type “numbr” is not known") == 2
    page = organiser.send(page, "/questions/project_numbers", columns="Before | figure", min_rows="two", status=422)
    assert page.text.count("“Fewest rows” must be a whole number") == 2
    assert page.text.count("Column before: the type “figure” is not known") == 2, "it is no heading of a column Before"


def test_what_is_missing_is_told_at_its_field_in_the_words_of_the_page(organiser: PageClient) -> None:
    begin(organiser)
    fill_in(organiser)
    new = "?into=project&kind="
    cases: list[tuple[str, str, dict[str, str], list[str]]] = [
        ("questions", f"{new}short_text", {}, ["Fill in “Question”."]),
        ("questions", f"{new}single_choice", {"label": "Q"}, ["Write at least one choice."]),
        ("questions", f"{new}table", {"label": "Q"}, ["Write at least one column."]),
        ("questions", f"{new}money", {"label": "Q"}, ["Write at least one currency, such as EUR."]),
        ("criteria", "", {}, ["Fill in “Title”.", "“Weight” must be a whole number, at least 0."]),
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


def test_the_preview_is_what_a_city_sees_with_the_conditions_told(organiser: PageClient) -> None:
    begin(organiser)
    fill_in(organiser)
    page = organiser.get(f"{SETUP}/form/preview")
    assert "Shown only if “Measured?” is Yes:" in page.text
    assert "Open City" in page.text
    assert "Who changed this answer" not in page.text


def test_every_kind_of_question_has_its_page_and_its_preview(organiser: PageClient) -> None:
    begin(organiser)
    more: dict[str, dict[str, Any]] = {
        "money": {"currencies": ["EUR", "KRW"]},
        "single_choice": {"options": [{"value": "a", "label": "A"}]},
        "multiple_choice": {"options": [{"value": "a", "label": "A"}]},
        "table": {"columns": [{"key": "n", "label": "N", "type": "number", "required": True}], "max_rows": 5},
        "files": {"accept": ["pdf"], "max_pages": 4},
        "number": {"min": 0.5, "max": 9, "unit": "km"},
    }
    kinds = [str(kind) for kind in QuestionType]
    asked = [{"key": f"q_{kind}", "type": kind, "label": f"Of {kind}", **more.get(kind, {})} for kind in kinds]
    document = {"title": "F", "sections": [{"key": "A", "title": "A", "questions": asked}]}
    content = json.dumps(document).encode()
    organiser.post(f"{SETUP}/form/file", {"file": (io.BytesIO(content), "form.json")})
    page = organiser.get(f"{SETUP}/form/preview")
    listed = organiser.get(f"{SETUP}/form")
    for kind in kinds:
        assert f"Of {kind}" in page.text
        assert f"Of {kind} {kind}" not in listed.text, "a kind has no words"
        organiser.send(organiser.get(f"{SETUP}/questions/q_{kind}"), f"/questions/q_{kind}")
    organiser.get(f"{SETUP}/form.json")
    assert json.loads(organiser.response.data) == document, "saving a page that nobody changed changes nothing"


def asking(what: bytes) -> bytes:
    """A form of one question."""
    question = b'{"key": "a", "label": "?", ' + what + b"}"
    return b'{"title": "F", "sections": [{"key": "A", "title": "A", "questions": [' + question + b"]}]}"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choose a file."),
        (b"{", "The file is not JSON: line 1, column 2."),
        (b"[1]", "must hold a JSON object"),
        (b"\x80abc", "not text in UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        # What a database does not keep, and numbers that are none or that nothing counts with.
        (b'{"title": "\\ud800", "sections": []}', "“title” holds a sign that is no text"),
        (b'{"title": "a\\u0000b", "sections": []}', "“title” holds a sign that is no text"),
        *(
            (asking(b'"type": "number", "min": ' + number), "must be a number between")
            for number in (b"NaN", b"Infinity", b"1e400", b"9" * 4000)
        ),
        (asking(b'"type": "short_text", "max_words": ' + b"9" * 400), "must be a whole number"),
        (json.dumps({"title": "F", "sections": [{"key": "A", "title": "A", "questions": [{"key": "a_b", "type": "poem",
            "label": "?"}]}]}).encode(), "Question a_b: the type “poem” is not known"),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_read_is_refused_by_a_sentence_that_says_where(
    organiser: PageClient, content: bytes, words: str
) -> None:
    begin(organiser)
    page = organiser.post(f"{SETUP}/form/file", {"file": (io.BytesIO(content), "form.json")}, status=422)
    assert words in page.text


def test_a_form_file_without_sections_is_a_form_that_begins(organiser: PageClient) -> None:
    begin(organiser)
    page = organiser.post(f"{SETUP}/form/file", {"file": (io.BytesIO(b'{"title": "F"}'), "form.json")})
    assert "The form has 0 questions now." in page.text


def test_a_form_goes_out_as_a_file_and_comes_in_again(organiser: PageClient) -> None:
    begin(organiser)
    fill_in(organiser)
    organiser.get(f"{SETUP}/form.json")
    content = organiser.response.data
    organiser.post(f"{SETUP}/questions/project_summary/removal")
    page = organiser.post(f"{SETUP}/form/file", {"file": (io.BytesIO(content), "form.json")})
    assert "The form has 5 questions now." in page.text
    organiser.get(f"{SETUP}/form.json")
    assert organiser.response.data == content


def test_a_correction_lists_the_entries_that_keep_the_earlier_version(organiser: PageClient) -> None:
    edition = factories.edition()
    base, costs = "/team/editions/ssc26/setup", []
    entry = factories.submitted_entry(edition, factories.city(), d_summary="Old words")
    page = organiser.get(f"{base}/questions/d_summary")
    organiser.send(page, f"{base}/questions/d_summary", max_words="30")
    page = organiser.get(f"{base}/form")
    assert "Most words was 20 and is 30." in page.text
    page = organiser.send(page, "/form/versions", status=422)
    assert "the change and its reason are shown on it" in page.text
    page = organiser.send(page, "/form/versions", reason="Twenty words were too few.")
    assert "SSC26-0001" in page.text
    assert "Most words was 20 and is 30." in page.text
    page = organiser.get(f"{base}/form/versions/2?q=nothing%20like%20it")
    assert "No entry fits." in page.text
    assert [each.reason for each in queries.public_changes(edition.id)] == ["Twenty words were too few."]
    organiser.get(f"{base}/form/versions/2?format=csv")
    assert "SSC26-0001" in organiser.response.text
    for number in range(30):
        if number in {2, 29}:
            costs.append(cost(organiser, f"{base}/form/versions/2"))
        columns = ("edition_id", "city_id", "category_id", "form_version_id", "created_at", "created_by_id", "title")
        same = {name: getattr(entry, name) for name in columns}
        factories.put(Entry(**same, reference=f"SSC26-1{number:03d}"))
    assert costs[0] == costs[1]


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
