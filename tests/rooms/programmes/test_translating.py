"""Translations of an edition's texts: written, behind when the original changes, never overwritten unseen, copied."""

import dataclasses

import pytest
from sqlalchemy import func, select

from awards_portal.db import db
from awards_portal.errors import Invalid, NotHere, Refusal
from awards_portal.ledger import System
from awards_portal.ledger.lines import LedgerLine
from awards_portal.people.models import TeamRole
from awards_portal.programmes import queries as programmes
from awards_portal.programmes import service as editions
from awards_portal.programmes.models import Edition
from awards_portal.programmes.translated import queries, service
from awards_portal.programmes.translated.models import Translation
from awards_portal.programmes.translated.service import Given
from awards_portal.programmes.translated.told import State, Told
from tests import factories

pytestmark = pytest.mark.usefixtures("context")
THEME = "Cities that listen"


def write(edition: Edition, seen: str = "", original: str = THEME, still: bool = False, **texts: str) -> int:
    given = {place.replace("__", "."): Given(text, seen, original, still) for place, text in texts.items()}
    return service.save(edition, "ko", given, System())


def told(edition: Edition, place: str = "edition.theme", original: str = THEME) -> Told:
    return queries.sayings([edition.id], "ko").text(edition.id, place, original)


def test_a_text_is_told_translated_missing_or_behind() -> None:
    edition = factories.edition()
    assert (told(edition), told(edition).language, told(edition).state) == (THEME, "en", State.MISSING)
    assert write(edition, edition__theme="  듣는 도시\r\n") == 1
    assert (told(edition), told(edition).language, told(edition).state) == ("듣는 도시", "ko", State.CURRENT)
    assert queries.sayings([edition.id], "en").text(edition.id, "edition.theme", THEME) == THEME
    changed = told(edition, original="Cities that hear")
    assert (changed, changed.state) == ("듣는 도시", State.BEHIND)
    assert queries.languages_of(edition.id) == ["ko"]
    counts = queries.counts(edition)
    assert (counts["ko"][State.CURRENT], counts["ru"][State.CURRENT]) == (1, 0)
    assert counts["ko"][State.MISSING] == counts["ru"][State.MISSING] - 1
    line = db.session.scalars(select(LedgerLine).filter_by(event="translation.written")).one()
    assert line.after == {"edition.theme": "듣는 도시"}


def test_who_looks_at_a_changed_original_says_that_the_translation_is_still_right() -> None:
    edition = factories.edition()
    write(edition, edition__theme="듣는 도시")
    editions.change_settings(
        edition, lambda document: document | {"theme": "Cities who listen"}, by=System(), reason="Grammar"
    )
    edition = programmes.edition_by_key("ssc26") or edition
    row = next(each for each in queries.rows(edition, "ko") if each.place.key == "edition.theme")
    assert row.state is State.BEHIND
    assert write(edition, "듣는 도시", "Cities who listen", True, edition__theme="듣는 도시") == 1
    assert told(edition, original="Cities who listen").state is State.CURRENT
    assert write(edition, "듣는 도시", "Cities who listen", edition__theme="") == 1
    assert told(edition).state is State.MISSING


def test_nothing_is_overwritten_unseen() -> None:
    edition = factories.edition()
    write(edition, edition__theme="첫째")
    with pytest.raises(Invalid, match="Nothing was saved") as caught:
        write(edition, edition__theme="둘째", edition__title="제목")
    assert "somebody else wrote “첫째” meanwhile" in caught.value.fields["edition.theme"][0]
    # What was left as it was on a page that is old by now stays as somebody else made it.
    assert write(edition, edition__theme="") == 0
    assert told(edition) == "첫째"
    with pytest.raises(Invalid) as caught:
        write(edition, "첫째", "Cities of old", edition__theme="둘째")
    assert "the original was changed meanwhile" in caught.value.fields["edition.theme"][0]
    assert write(edition, "첫째", edition__theme="둘째") == 1


def test_what_cannot_be_written_is_refused_with_a_sentence_each() -> None:
    edition = factories.edition()
    for place, text, sentence in (
        ("category__gone__title", "가", "not part of the edition any more"),
        ("edition__theme", "가" * 10_001, "at most 10000 characters"),
        ("edition__theme", "\x00", "cannot be stored"),
    ):
        with pytest.raises(Invalid) as caught:
            write(edition, **{place: text})
        assert sentence in next(iter(caught.value.fields.values()))[0]
    with pytest.raises(NotHere):
        service.save(edition, "en", {}, System())
    observer = factories.team_member(TeamRole.OBSERVER)
    with pytest.raises(Refusal):
        service.save(edition, "ko", {}, observer)
    assert db.session.scalar(select(func.count()).select_from(Translation)) == 0


def test_a_form_is_told_with_the_same_keys_and_values() -> None:
    options = [{"value": "yes", "label": "Yes, it runs"}, {"value": "no", "label": "Not yet"}]
    table = [{"key": "year", "label": "Year"}]
    asked = [
        {"key": "a_runs", "type": "single_choice", "label": "Does it run?", "help": "Today", "options": options},
        {"key": "a_years", "type": "table", "label": "By year", "columns": table},
    ]
    edition = factories.edition(
        form={"title": "F", "sections": [{"key": "A", "title": "State", "intro": "", "questions": asked}]}
    )
    rows = {each.place.original: each.place.key for each in queries.rows(edition, "ko") if each.place.part == "form"}
    assert list(rows) == ["State", "Does it run?", "Today", "Yes, it runs", "Not yet", "By year", "Year"]
    given = {key: Given(f"[{original}]", None, original) for original, key in rows.items()}
    assert service.save(edition, "ko", given, System()) == 7
    version = programmes.current_form(edition.id)
    assert version is not None
    form = programmes.form_of(version)
    said = queries.sayings([edition.id], "ko").form(edition.id, form)
    runs, years = said.questions["a_runs"], said.questions["a_years"]
    assert (said.sections[0].title, runs.label, runs.help) == ("[State]", "[Does it run?]", "[Today]")
    assert [(each.value, each.label) for each in runs.options] == [("yes", "[Yes, it runs]"), ("no", "[Not yet]")]
    assert (years.columns[0].key, years.columns[0].label) == ("year", "[Year]")
    plain = dataclasses.replace(runs, label="", help="", example="", unit="", options=())
    assert plain == dataclasses.replace(form.questions["a_runs"], label="", help="", example="", unit="", options=())


def test_the_copy_of_an_edition_keeps_them_and_marks_what_is_called_otherwise() -> None:
    edition = factories.edition()
    write(edition, edition__theme="듣는 도시")
    write(edition, original=edition.title, edition__title="제목")
    rounds = {"scoring": (edition.closes_at, None)}
    editions.change_dates(edition, by=System(), reason="After the deadline", rounds=rounds)
    opening = edition.opens_at.date().replace(year=edition.opens_at.year + 1)
    words = {"key": "ssc27", "title": "Awards 2027", "reference_prefix": "SSC27"}
    copied = editions.copy_edition(edition, opening_day=opening, by=System(), **words)
    assert told(copied).state is State.CURRENT
    assert told(copied, "edition.title", copied.title).state is State.BEHIND
