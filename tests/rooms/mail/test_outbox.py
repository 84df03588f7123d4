"""Letters: written with their cause, sent once, kept when the server is away."""

from collections.abc import Iterator
from datetime import timedelta

import jinja2
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import select

from awards_portal import mail
from awards_portal.db import db, transaction
from awards_portal.mail import post_office
from awards_portal.mail.models import Letter, LetterState
from awards_portal.mail.outbox import letters_folder
from tests.services import free_port

pytestmark = pytest.mark.usefixtures("context")


def write(**more: object) -> None:
    with transaction() as moment:
        mail.post(moment, "test", to="ida@example.org", name="Ida Berg", **more)  # type: ignore[arg-type]


def letters() -> list[Letter]:
    with transaction():
        return list(db.session.scalars(select(Letter).order_by(Letter.id)))


def make_due() -> None:
    with transaction() as moment:
        for letter in db.session.scalars(select(Letter)):
            letter.next_try_at = moment.at - timedelta(seconds=1)


class Server:
    """An SMTP server that answers as it is told."""

    def __init__(self) -> None:
        self.answer = "250 OK"
        self.got: list[str] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.got.append(envelope.content.decode())
        return self.answer


@pytest.fixture
def server(context: Flask) -> Iterator[Server]:
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings = context.config["SETTINGS"]
    context.config["SETTINGS"] = settings.model_copy(update={"mail_url": f"smtp://127.0.0.1:{controller.port}"})
    post_office.init_app(context)
    yield handler
    controller.stop()
    context.config["SETTINGS"] = settings
    post_office.init_app(context)


def test_no_commit_no_letter() -> None:
    with pytest.raises(ValueError, match="cause"), transaction() as moment:
        mail.post(moment, "test", to="ida@example.org", name="Ida Berg")
        raise ValueError("the cause failed")
    assert letters() == []


def test_by_default_a_letter_becomes_a_file() -> None:
    write()
    assert post_office.deliver() == 1
    (path,) = letters_folder().iterdir()
    assert "A test letter from Smart Sustainable City Awards" in path.read_text()
    assert letters()[0].state == LetterState.SENT


def test_the_same_key_is_mailed_once() -> None:
    write(key="welcome-1")
    write(key="welcome-1")
    assert len(letters()) == 1


def test_a_one_time_link_does_not_stay_in_the_outbox() -> None:
    write(secret=True)
    assert "shows that" in letters()[0].body
    post_office.deliver()
    assert letters()[0].body == post_office.LINK_GONE


def test_a_template_that_asks_for_more_than_it_gets_is_refused() -> None:
    with pytest.raises(jinja2.TemplateNotFound), transaction() as moment:
        mail.post(moment, "no-such-letter", to="ida@example.org", name="Ida Berg")


def test_a_letter_that_is_put_off_is_tried_again_and_arrives_once(server: Server) -> None:
    server.answer = "451 later, please"
    write()
    assert post_office.deliver() == 0
    assert letters()[0].state == LetterState.WAITING
    assert "451" in str(letters()[0].problem)
    assert post_office.deliver() == 0
    server.answer = "250 OK"
    make_due()
    assert post_office.deliver() == 1
    assert post_office.deliver() == 0
    assert len(server.got) == 1
    assert letters()[0].message_id in server.got[0]


def test_a_letter_that_is_refused_for_good_is_shown_as_failed(server: Server) -> None:
    server.answer = "550 no such person"
    write()
    post_office.deliver()
    assert letters()[0].state == LetterState.FAILED
    assert "no such person" in str(letters()[0].problem)


def test_a_server_that_is_away_loses_nothing(server: Server, context: Flask) -> None:
    settings = context.config["SETTINGS"]
    context.config["SETTINGS"] = settings.model_copy(update={"mail_url": f"smtp://127.0.0.1:{free_port()}"})
    post_office.init_app(context)
    write()
    assert post_office.deliver() == 0
    assert letters()[0].state == LetterState.WAITING
    context.config["SETTINGS"] = settings
    post_office.init_app(context)
    make_due()
    assert post_office.deliver() == 1
    assert len(server.got) == 1
