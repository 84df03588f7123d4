"""The jury on the public page: who agreed stands there, who did not is nowhere, who takes it back is gone at once."""

import io
import re

import pytest
from flask import Flask

from awards_portal.db import db
from tests.page import PageClient
from tests.rooms.judging.stage import Stage, make, person_of
from tests.rooms.judging.test_profile import picture

pytestmark = pytest.mark.usefixtures("context")
CALL = "/editions/ssc26"
PROFILE = "/judging/profile/ssc26"


def write(app: Flask, stage: Stage, *, shown: bool) -> PageClient:
    """Let Anna and Bo write profiles with photos; Anna agrees to be shown or not, Bo never does."""
    for judge, agrees in ((stage.bo, False), (stage.anna, shown)):
        client = PageClient(app).sign_in(person_of(judge))
        fields = {**client.get(PROFILE).form(PROFILE)["fields"], "organisation": f"Institute of {judge.name}"}
        fields |= {"biography": f"{judge.name} reads by lamplight.", "photo": (io.BytesIO(picture()), "me.jpg")}
        fields.pop("shown", None)
        if agrees:
            fields["shown"] = "yes"
        answer = client.http.post(PROFILE, data={**fields, "csrf_token": client.csrf()})
        assert answer.status_code == 303
    return client


def test_a_judge_stands_on_the_public_page_with_her_consent_and_is_gone_without_it(app: Flask) -> None:
    stage = make()
    anna = write(app, stage, shown=True)
    reader = PageClient(app)
    page = reader.get(CALL)
    assert "Anna Arbor reads by lamplight." in page.text
    assert "Bo Birch" not in page.html
    (photo,) = re.findall(rf'src="({CALL}/jury/[0-9a-f]+)"', page.html)
    answer = reader.http.get(photo)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.headers["Cache-Control"] == "no-store"
    fields = anna.get(PROFILE).form(PROFILE)["fields"]
    del fields["shown"]
    anna.post(PROFILE, fields)
    page = reader.get(CALL)
    assert "Anna Arbor" not in page.html
    assert "/jury/" not in page.html
    assert reader.http.get(photo).status_code == 404


def test_a_judge_who_did_not_agree_is_found_under_no_address(app: Flask) -> None:
    stage = make()
    client = write(app, stage, shown=False)
    reader = PageClient(app)
    assert "Anna Arbor" not in reader.get(CALL).html
    own = client.http.get(f"{PROFILE}/photo")
    assert own.status_code == 200
    db.session.refresh(stage.anna)
    assert reader.http.get(f"{CALL}/jury/{stage.anna.photo_sha256}").status_code == 404
    assert reader.http.get(f"{PROFILE}/photo").status_code in {302, 404}
