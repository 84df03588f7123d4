"""The page of a judge's own profile, and what the organising team reads of it."""

import io

import pytest
from flask import Flask

from tests.page import PageClient
from tests.rooms.judging.stage import make, person_of
from tests.rooms.judging.test_profile import picture

pytestmark = pytest.mark.usefixtures("context")


def test_from_the_judges_page_to_the_organisers(app: Flask, client: PageClient) -> None:
    stage = make()
    anna = PageClient(app).sign_in(stage.as_anna)
    page = anna.get(anna.get("/judging/").links["Your profile"])
    typed = {"organisation": "", "biography": "Anna builds trams.", "max_load": "4", "shown": "yes"}
    page = anna.send(page, "/profile/ssc26", status=422, **typed)
    assert "Write where you work" in page.text
    assert page.form("/profile/ssc26")["fields"]["biography"] == "Anna builds trams."
    sent = {**page.form("/profile/ssc26")["fields"], "organisation": "Arbor", "shown": "yes"}
    token = {"csrf_token": anna.csrf()}
    answer = anna.http.post(
        "/judging/profile/ssc26", data={**sent, **token, "photo": (io.BytesIO(picture()), "me.jpg")}
    )
    assert answer.status_code == 303
    photo = anna.http.get("/judging/profile/ssc26/photo")
    assert (photo.status_code, photo.mimetype) == (200, "image/jpeg")
    client.sign_in(stage.organiser)
    page = client.get(client.get("/team/editions/ssc26/judges").links["Anna Arbor"])
    assert "Anna builds trams." in page.text
    assert "Yes, since" in page.text
    assert client.http.get(f"/team/editions/ssc26/judges/{stage.anna.id}/photo").status_code == 200
    assert client.http.get(f"/team/editions/ssc26/judges/{stage.bo.id}/photo").status_code == 404
    bo = PageClient(app).sign_in(person_of(stage.bo))
    assert bo.http.get("/judging/profile/ssc26/photo").status_code == 404
