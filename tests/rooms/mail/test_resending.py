"""Letters and the organising team: a failed one goes again, a sent one never does, one that came back has failed."""

import pytest
from sqlalchemy import select

from awards_portal import mail
from awards_portal.db import db, transaction
from awards_portal.errors import Invalid, Refusal
from awards_portal.ledger import LedgerLine, System
from awards_portal.mail import post_office, queries, service
from awards_portal.mail.models import Letter, LetterState
from awards_portal.mail.outbox import letters_folder

pytestmark = pytest.mark.usefixtures("context")
OTTO = System("Otto Organ")


def written(**more: object) -> Letter:
    with transaction() as moment:
        made = mail.post(moment, "test", to="ida@example.org", name="Ida Berg", **more)  # type: ignore[arg-type]
    assert made is not None
    return made


def failed(letter: Letter, problem: str = "550 No such user") -> Letter:
    with transaction():
        found = db.session.get_one(Letter, letter.id)
        found.state, found.problem, found.attempts = LetterState.FAILED, problem, 3
    return found


def events() -> list[str]:
    with transaction():
        return list(db.session.scalars(select(LedgerLine.event).order_by(LedgerLine.id)))


def test_a_failed_letter_goes_again_as_the_same_letter_and_a_second_press_changes_nothing() -> None:
    letter = failed(written())
    for _press in range(2):
        again = service.resend(letter, OTTO, "organiser")
    assert (again.state, again.attempts, again.message_id) == (LetterState.WAITING, 0, letter.message_id)
    assert events() == ["letter.sent_again"]
    assert post_office.deliver() == 1
    assert len(list(letters_folder().glob("*.eml"))) == 1


def test_a_letter_that_was_sent_is_not_sent_twice() -> None:
    letter = written()
    post_office.deliver()
    with pytest.raises(Refusal, match="Nothing is mailed twice"):
        service.resend(letter, OTTO, "admin")
    assert post_office.deliver() == 0


def test_a_letter_that_came_back_has_failed_and_may_go_again() -> None:
    letter = written()
    with pytest.raises(Refusal, match="that was sent can come back"):
        service.came_back(letter, "550", OTTO, "admin")
    post_office.deliver()
    for words in ("  ", "x" * 1001):
        with pytest.raises(Invalid):
            service.came_back(letter, words, OTTO, "admin")
    assert service.came_back(letter, "550 No\nsuch user", OTTO, "admin").problem == "Came back: 550 No such user"
    service.resend(letter, OTTO, "admin")
    assert post_office.deliver() == 1
    assert events() == ["letter.came_back", "letter.sent_again"]


def test_a_letter_whose_one_time_link_is_gone_does_not_go_again() -> None:
    letter = written(secret=True)
    post_office.deliver()
    service.came_back(letter, "550", OTTO, "admin")
    with pytest.raises(Refusal, match="one-time link"):
        service.resend(letter, OTTO, "admin")


@pytest.mark.parametrize(("role", "sentence"), [("observer", "Ask an organiser"), (None, "Only the organising team")])
def test_who_is_no_organiser_sends_nothing(role: str | None, sentence: str) -> None:
    letter = failed(written())
    with pytest.raises(Refusal, match=sentence):
        service.resend(letter, OTTO, role)
    with pytest.raises(Refusal, match=sentence):
        service.came_back(letter, "550", OTTO, role)
    with pytest.raises(Refusal, match=sentence):
        service.send_test("mark", OTTO, "otto@example.org", role)


def test_addresses_that_were_not_reached_say_whether_a_letter_got_through_since() -> None:
    failed(written(), "450 Full")
    failed(written(), "550 No such user")
    (row,), total = queries.unreached(search="no such")
    assert (row.failed, row.problem, row.is_reached_since, total) == (2, "550 No such user", False, 1)
    assert queries.unreached(search="full") == ([], 0), "the last words count"
    written()
    post_office.deliver()
    (row,), _total = queries.unreached()
    assert row.is_reached_since
