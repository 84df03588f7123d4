"""The wording of letters: placeholders without code, texts of an edition and language, kept and taken back."""

import pytest
from sqlalchemy import select

from awards_portal import mail
from awards_portal.db import db, transaction
from awards_portal.errors import Invalid, Refusal
from awards_portal.ledger import LedgerLine, System
from awards_portal.mail import placeholders, wording
from awards_portal.mail.models import Letter
from awards_portal.mail.wording import EVENTS, Text

OTTO = System("Otto Organ")
VALUES = {"edition": "SSCA 2026", "reason": "A mistake", "city": "X"}


def save(text: Text | None, language: str = "en", seen: int = 0, role: str = "organiser") -> int:
    row = wording.save(1, "retraction", language, text, seen, OTTO, role)
    assert row is not None
    return row.id


def written(edition_id: int = 1) -> Letter:
    with transaction() as moment:
        made = mail.post(
            moment, "retraction", to="ida@example.org", name="Ida {{reason}}", edition_id=edition_id, **VALUES
        )
    assert made is not None
    return made


def test_what_is_no_placeholder_is_refused_with_its_line_and_what_may_have_been_meant() -> None:
    text = "Dear {{ name }},\n{{citty}} and {{ name|upper }}\n{% if x %} }}\n{{who.__class__}} {{}} {# a #}"
    found = placeholders.faults(text, {"name", "city"}, {"city"})
    assert found[0] == "Line 2: this letter has no placeholder “{{citty}}”. Did you mean {{city}}?"
    assert found[1] == "Line 2: “{{ name|upper }}” is no placeholder. Write one like {{city}}."
    assert [sentence.split(":")[0] for sentence in found[2:-1]] == ["Line 3"] * 3 + ["Line 4"] * 4
    assert "needs {{city}}" in found[-1]


def test_values_are_text_and_never_read_again() -> None:
    assert placeholders.fill("{{a}} {{ b }}", {"a": "{{b}}", "b": "<b>{% x %}</b>"}) == "{{b}} <b>{% x %}</b>"
    assert Text("{{a}}", "").filled({"a": "x\r\nBcc: y"}).subject == "x Bcc: y"


@pytest.mark.parametrize("kind", EVENTS)
def test_the_usual_text_of_every_letter_can_be_saved_as_it_is(context: object, kind: str) -> None:
    assert wording.faults(kind, wording.usual(kind)) == {}


def test_a_letter_is_written_as_its_edition_words_it(context: object) -> None:
    first = save(Text("About {{edition}}", "Dear {{name}}: {{reason}}"))
    letter = written()
    assert (letter.subject, letter.body) == ("About SSCA 2026", "Dear Ida {{reason}}: A mistake\n")
    assert written(edition_id=2).subject == "SSCA 2026: the results were taken back"
    save(None, seen=first)
    assert written().subject == "SSCA 2026: the results were taken back"
    assert [each.subject for each in wording.history(1, "retraction", "en")] == [None, "About {{edition}}"]
    events = db.session.scalars(select(LedgerLine.event).order_by(LedgerLine.id)).all()
    assert events == ["letter.reworded", "letter.wording_reset"]


def test_another_language_follows_in_the_same_letter(context: object) -> None:
    save(Text("Résultats", "{{name}}, voici pourquoi : {{reason}}"), "fr")
    letter = written()
    assert letter.subject == "SSCA 2026: the results were taken back / Résultats"
    usual, _line, french = letter.body.partition("--------")
    assert "Dear Ida" in usual
    assert "voici pourquoi : A mistake" in french


def test_each_refusal_leaves_the_text_as_it_was(context: object) -> None:
    first = save(Text("About", "{{reason}}"))
    assert wording.save(1, "retraction", "en", Text("About", "{{reason}}"), 0, OTTO, "admin") is None
    with pytest.raises(Refusal, match="Somebody else"):
        save(Text("Mine", "{{reason}}"), seen=0)
    with pytest.raises(Refusal, match="Ask an organiser"):
        save(Text("Mine", "{{reason}}"), seen=first, role="observer")
    for text, field in (
        (Text("", "{{reason}}"), "subject"),
        (Text("A", " "), "body"),
        (Text("A", "No why"), "body"),
        (Text("A" * 201, "{{reason}}"), "subject"),
        (Text("{{city}}", "{{reason}}" + "x" * 10_000), "body"),
    ):
        with pytest.raises(Invalid) as refused:
            save(text, seen=first)
        assert field in refused.value.fields
    assert written().subject == "About"


def test_an_editions_words_stand_around_what_the_portal_writes_case_by_case(context: object) -> None:
    values = {"reference": "SSC26-0001", "entry": "{{name}}", "reason": "We are cousins", "link": "https://x"}

    def letter() -> Letter:
        with transaction() as moment:
            made = mail.post(moment, "abstention", to="i@example.org", name="Ida", edition_id=1, **values)
        assert made is not None
        return made

    own = letter()
    with pytest.raises(Invalid) as refused:
        wording.save(1, "abstention", "en", Text("S", "Without it"), 0, OTTO, "organiser")
    assert "needs {{usual}}" in refused.value.fields["body"][0]
    wording.save(
        1, "abstention", "en", Text("Jury: {{usual_subject}}", "{{usual}}\nThank you, {{name}}."), 0, OTTO, "admin"
    )
    wording.save(1, "abstention", "fr", Text("Abstention", "Merci {{name}}"), 0, OTTO, "admin")
    around = letter()
    assert around.subject == f"Jury: {own.subject} / Abstention"
    assert around.body.startswith(own.body.strip() + "\nThank you, Ida.")
    assert around.body.endswith("Merci Ida\n")
    assert "“{{name}}”" in around.body
