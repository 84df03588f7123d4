"""Every page open to anyone is HTML without a fault: html-validate's recommended rules find nothing."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from flask import Flask, request
from sqlalchemy import select

from awards_portal import sample
from awards_portal.assemblies import history as assemblies
from awards_portal.awards import history
from awards_portal.db import db
from awards_portal.entries.models import Entry
from awards_portal.people import directory
from awards_portal.programmes.models import Edition
from awards_portal.translations import prefix
from tests.web.public.test_hall import award

pytestmark = [pytest.mark.html_validate, pytest.mark.usefixtures("context")]

RULES = {
    "root": True,
    "extends": ["html-validate:recommended"],
    # Jinja leaves the space of its own lines behind, which no reader of the page meets.
    "rules": {"no-trailing-whitespace": "off"},
}
PAGES = [
    "/",
    "/editions/ssc25",
    "/editions/ssc25/winners",
    "/editions/ssc26",
    "/editions/ssc26/eligibility",
    "/editions/ssc26/winners",
    "/winners",
    "/winners?q=nothing+of+the+kind",
    "/winners/wego-awards-1",
    "/winners/wego-awards-3",
    "/cities",
    "/cities?q=ba&region=Asia&membership=full",
    "/cities?q=nothing+of+the+kind",
    "/cities/baku",
    "/cities/velmora",
    "/cities/norrhavn",
    "/assemblies",
    "/assemblies/chengdu-2014",
    "/assemblies/port-almera-sample",
    "/assemblies/ulyanovsk-region-2017",
    "/certificates",
    "/certificates?code=AAAA-BBBB-CCCC",
    "/receipts",
    "/receipts/" + "0" * 64,
    "/account/register",
    "/account/register?q=ba",
    "/account/register/new-city",
    "/account/sign-in",
    "/account/forgotten-password",
    "/there-is-no-such-page",
]
# Files and pictures, pages of the development machine (the catalogue shows each part many times on one page), and
# the form's own answer, which draws the page of receipts again.
OTHERS = {"card", "card_of", "city_logo", "juror_photo", "assembly_file", "news", "results", "robots", "sitemap"}
OTHERS |= {"award_photo", "health", "development_mail", "development_catalogue", "check_receipt"}


def drawn(app: Flask, paths: list[str], folder: Path, name: str) -> set[str]:
    """Write pages to a folder as anybody gets them; which routes answered."""
    client = app.test_client()
    met = set()
    for number, path in enumerate(paths):
        with client:
            answer = client.get(path)
            assert answer.status_code in {200, 404}, path
            met.add(request.endpoint or "")
        (folder / f"{name}-{number:02}-{path.strip('/').replace('/', '-')[:40] or 'home'}.html").write_text(answer.text)
    return met


def test_html_validate_finds_nothing_on_any_page(app: Flask, tmp_path: Path) -> None:
    directory.load()
    history.load()
    assemblies.load()
    sample.load()
    entry = db.session.scalars(select(Entry).join(Edition).where(Edition.key == "ssc25").order_by(Entry.id)).first()
    assert entry is not None
    met = drawn(app, ["/"], tmp_path, "before")
    award(entry)
    pages = [*PAGES, f"/editions/ssc25/winners/{entry.reference}"]
    met |= drawn(app, pages, tmp_path, "page")
    # As soon as the portal speaks another language, its pages are held against the same rules.
    for code in app.config["SETTINGS"].languages[1:]:
        drawn(app, [f"/{prefix(code)}{path}" for path in pages], tmp_path, code)
    public = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("public.")}
    assert {each.removeprefix("public.") for each in public - met} == OTHERS
    (tmp_path / ".htmlvalidate.json").write_text(json.dumps(RULES))
    command = [os.environ["TEST_HTML_VALIDATE"], "--formatter", "text", *map(str, sorted(tmp_path.glob("*.html")))]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout.replace(str(tmp_path), "") + told.stderr
