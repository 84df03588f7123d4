"""The outbox on its pages: found, filtered, sent again; one-time links and judging of one's own city stay closed."""

import csv
import io
from datetime import timedelta

from flask import Flask

from awards_portal import clock, mail
from awards_portal.db import db, transaction
from awards_portal.mail import post_office
from awards_portal.mail.models import Letter, LetterState
from awards_portal.people.models import Representative, RepresentativeRole, TeamRole
from tests import factories
from tests.page import PageClient
from tests.statements import statements


def write(count: int = 1, kind: str = "test", **more: object) -> int:
    values = {"to": "ida@example.org", "name": "Ida Berg", **more}
    with transaction() as moment:
        for _n in range(count):
            made = mail.post(moment, kind, **values)  # type: ignore[arg-type]
        db.session.flush()
        assert made is not None
        return made.id


def fail(letter_id: int) -> None:
    with transaction():
        letter = db.session.get_one(Letter, letter_id)
        letter.state, letter.problem, letter.attempts = LetterState.FAILED, "550 No such user", 1


def test_a_failed_letter_is_found_and_sent_again(client: PageClient, context: Flask) -> None:
    edition = factories.edition()
    fail(write(edition_id=edition.id))
    write(to="bo@example.org", name="Bo Olsen")
    client.sign_in(factories.team_member())
    page = client.get(f"/team/mail?state=failed&kind=test&edition={edition.key}&q=IDA&to=Ida@example.org")
    assert "1 letter" in page.text
    assert "550 No such user" in page.text
    client.get(page.links["Download as CSV"])
    (row,) = csv.DictReader(io.StringIO(client.response.data.decode("utf-8-sig")))
    assert (row["address"], row["state"], row["edition"]) == ("ida@example.org", "failed", edition.title)
    assert "550 No such user" in client.get("/team/mail/failures?q=ida").text
    page = client.get(page.links[row["subject"]])
    page = client.send(page, "/sending")
    assert "waits again" in page.text
    post_office.deliver()
    page = client.get(f"/team/mail/{row['letter']}")
    page = client.send(page, "/return", words="", status=422)
    assert "Write what the answer says" in page.text
    page = client.send(page, "/return", words="552 Mailbox full")
    assert "Came back: 552 Mailbox full" in page.text


def test_a_test_letter_goes_to_oneself_once(client: PageClient, context: Flask) -> None:
    client.sign_in(factories.team_member())
    page = client.get("/team/mail")
    for _press in range(2):
        shown = client.send(page, "/mail/test")
    assert "A test letter to otto-organ@example.org is on its way." in shown.text
    assert "1 letter" in shown.text


def test_an_observer_reads_and_nobody_reads_a_one_time_link(client: PageClient, context: Flask) -> None:
    letter_id = write(secret=True)
    client.sign_in(factories.team_member(TeamRole.OBSERVER))
    page = client.get(f"/team/mail/{letter_id}")
    assert "can send mail" not in page.text
    assert "so it is not shown" in page.text
    assert "Ask an organiser" in page.text
    client.get(f"/team/mail/{2**63}", status=404)


def test_letters_on_the_judging_of_ones_own_city_are_not_shown(client: PageClient, context: Flask) -> None:
    entry = factories.submitted_entry(factories.edition(), factories.city())
    member = factories.team_member()
    letter_id = write(kind="recusal", reference=entry.reference, entry="", reason="", link="")
    client.sign_in(member)
    assert entry.reference in client.get(f"/team/mail/{letter_id}").text
    role = RepresentativeRole.VIEWER
    factories.put(Representative(person_id=member.id, city_id=entry.city_id, role=role, since=entry.created_at))
    client.get(f"/team/mail/{letter_id}", status=404)
    assert entry.reference not in client.get("/team/mail").text


def test_many_letters_cost_as_much_as_few(client: PageClient, context: Flask) -> None:
    client.sign_in(factories.team_member())
    costs = []
    for count in (3, 57):
        write(count)
        fail(write(to=f"no{count}@example.org"))
        with statements() as found:
            page = client.get("/team/mail")
            client.get("/team/mail/failures")
        costs.append(len(found))
    assert costs[0] == costs[1]
    assert "Page 1 of 2, 62 in all" in page.text


def test_a_letter_that_waits_for_the_end_of_quiet_hours_says_so_and_can_be_sent_now(
    client: PageClient, context: Flask
) -> None:
    now = clock.now()
    hours = f"{now - timedelta(hours=1):%H:%M}-{now + timedelta(hours=1):%H:%M}"
    edition = factories.edition(quiet_hours=hours, time_zone="UTC")
    waiting = write(kind="discussion", edition_id=edition.id, entry="SSC26-0001", edition="E", link="x", reference="r")
    client.sign_in(factories.team_member())
    assert "Waits until" in client.get("/team/mail?state=waiting").text
    page = client.send(client.get(f"/team/mail/{waiting}"), "/sending")
    assert "Waits until" not in page.text
    assert post_office.deliver() == 1
