"""Letters of an edition wait till its quiet hours are over; urgent ones and those of no edition do not."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from awards_portal import clock
from awards_portal.db import transaction
from awards_portal.mail import post_office
from awards_portal.mail.models import Letter
from awards_portal.mail.outbox import post_text
from awards_portal.mail.wording import Text
from tests import factories

pytestmark = pytest.mark.usefixtures("context")


def quiet_now() -> str:
    local = clock.now().astimezone(ZoneInfo("Asia/Seoul"))
    return f"{local - timedelta(hours=1):%H:%M}-{local + timedelta(hours=2):%H:%M}"


def written(kind: str, edition_id: int | None, **more: bool) -> Letter:
    with transaction() as moment:
        made = post_text(
            moment, kind, Text("S", "B"), to="i@example.org", name="I", edition_id=edition_id, key=None, **more
        )
    assert made is not None
    return made


def test_a_letter_waits_and_an_urgent_one_leaves() -> None:
    edition = factories.edition(quiet_hours=quiet_now())
    waiting = written("nudge", edition.id)
    assert timedelta(hours=1) < waiting.next_try_at - datetime.now(UTC) <= timedelta(hours=2)
    for kind in ("receipt", "sign-in-link", "second-factor", "new-password"):
        assert written(kind, edition.id).next_try_at <= clock.now()
    written("judge-invitation", edition.id, secret=True)
    written("nudge", None)
    assert post_office.deliver() == 6
    assert waiting.state == "waiting"


def test_an_edition_without_quiet_hours_writes_at_any_time() -> None:
    assert written("nudge", factories.edition(quiet_hours="").id).next_try_at <= clock.now()
