"""Own long work on its pages: progress that survives leaving, a file for its owner alone while she may have it."""

import csv
import io

from flask import Flask
from sqlalchemy import delete, select

from awards_portal import clock, queue, storage
from awards_portal.db import db, transaction
from awards_portal.ledger import LedgerLine
from awards_portal.people.models import Person, Representative, RepresentativeRole, TeamMember, TeamRole
from awards_portal.queue import Job, Made, Task
from tests import factories
from tests.page import PageClient
from tests.statements import statements


@queue.long_work("test.web")
def work(task: Task, fail: bool = False, **more: object) -> Made:
    digest = storage.put(b"hello")
    return Made("Hello is made.", file_name="hello.txt", media_type="text/plain", sha256=digest, size=5)


def begun(owner: Person, title: str = "Saying hello", **more: object) -> int:
    with transaction() as moment:
        job = queue.start(moment, "test.web", owner_id=owner.id, title=title, **more)  # type: ignore[arg-type]
        return job.id


def test_progress_is_there_after_leaving_and_ends_in_a_file(client: PageClient, context: Flask) -> None:
    member = factories.team_member()
    job_id = begun(member)
    with transaction():
        job = db.session.get_one(Job, job_id)
        job.attempts, job.done, job.total, job.words = 1, 3, 12, "3 of 12 greetings"
    client.sign_in(member)
    client.get("/team/")
    page = client.get(client.get("/team/work?state=waiting&q=hello").links["Saying hello"])
    assert "3 of 12 greetings" in page.text
    assert '<progress value="3" max="12">' in client.response.text
    queue.sweep()
    page = client.get(f"/team/work/{job_id}")
    assert "Hello is made." in page.text
    client.send(page, "/file")
    assert client.response.data == b"hello"
    with transaction():
        line = db.session.scalars(select(LedgerLine).filter_by(event="file.downloaded")).one()
    assert (line.actor_id, line.subject) == (member.id, "hello.txt")
    client.get("/team/work?format=csv")
    (row,) = csv.DictReader(io.StringIO(client.response.data.decode("utf-8-sig")))
    assert (row["what"], row["state"], row["file"]) == ("Saying hello", "done", "hello.txt")


def test_access_to_a_file_ends_with_the_role(app: Flask, client: PageClient, context: Flask) -> None:
    member = factories.team_member()
    job_id = begun(member, roles=["organiser"], own_cities=[])
    queue.sweep()
    other = PageClient(app).sign_in(factories.team_member(TeamRole.ADMIN, name="Ada Admin"))
    other.get(f"/team/work/{job_id}", status=404)
    client.sign_in(member)
    page = client.get(f"/team/work/{job_id}")
    home = factories.city()
    seat = {"role": RepresentativeRole.VIEWER, "since": clock.now()}
    factories.put(Representative(person_id=member.id, city_id=home.id, **seat))
    assert "You speak for a city now" in client.send(page, "/file", status=409).text
    with transaction():
        db.session.execute(delete(Representative))
        db.session.scalars(select(TeamMember).filter_by(person_id=member.id)).one().role = TeamRole.OBSERVER
    assert "not for your role" in client.get(f"/team/work/{job_id}").text
    client.send(page, "/file", status=409)
    with transaction():
        db.session.execute(delete(TeamMember).where(TeamMember.person_id == member.id))
    client.send(page, "/file", status=404)


def test_work_that_waits_is_stopped(client: PageClient, context: Flask) -> None:
    member = factories.team_member()
    job_id = begun(member)
    client.sign_in(member)
    page = client.send(client.get(f"/team/work/{job_id}"), "/stop")
    assert "You stopped it." in page.text
    assert queue.sweep() == 0
    client.get(f"/team/work/{2**63}", status=404)


def test_much_own_work_costs_as_much_as_little(client: PageClient, context: Flask) -> None:
    member = factories.team_member()
    client.sign_in(member)
    assert "You have begun no long work yet." in client.get("/team/work").text
    costs = []
    for count in (3, 57):
        for n in range(count):
            begun(member, title=f"Number {n}")
            if n % 5 == 4:
                queue.sweep()
        queue.sweep()
        with statements() as found:
            page = client.get("/team/work")
        costs.append(len(found))
    assert costs[0] == costs[1]
    assert "Page 1 of 2, 60 in all" in page.text
