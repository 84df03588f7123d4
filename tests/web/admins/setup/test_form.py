"""Building the form from nothing but its pages, and correcting it while cities answer."""

import io
import json
from typing import Any

import pytest

from awards_portal.entries.models import Entry
from awards_portal.programmes import queries
from awards_portal.programmes.forms import QuestionType
from tests import factories
from tests.page import PageClient
from tests.web.admins.setup.begun import SETUP, add, begin, fill_in
from tests.web.applicants.test_cost import cost


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
    assert "The city that enters" in page.text
    assert "()" not in page.text, "a city that is none yet has no country and no kind"
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
