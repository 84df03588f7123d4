"""Loading the sample edition, whole or not at all, into a database that holds nothing else."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import func, select

from .. import ledger
from ..db import db, transaction
from ..entries import dossier
from ..entries.models import Entry, Submission
from ..errors import Refusal
from ..people import passwords
from ..people.models import City, Person
from ..programmes import service as programmes
from ..programmes.models import Edition
from ..programmes.translated import queries as translations
from ..programmes.translated import service as translating
from ..programmes.translated.service import Given
from . import belonging, entering, finals, mailing, scoring
from .people import Cast, share_categories, write_cast

DATA = Path(__file__).parent / "data"
# Everybody of the sample signs in with it; the sample is refused where it would matter.
PASSWORD = "sample edition lantern"  # noqa: S105
ACTOR = ledger.System("the sample edition")


def read(name: str) -> Any:
    """A packaged document."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def document(key: str, **dates: str) -> dict[str, Any]:
    """The packaged edition under another key and with other dates, marked as sample."""
    found: dict[str, Any] = {**read("edition.json"), "form": read("form.json"), "rubric": read("rubric.json")}
    year = f"20{key[-2:]}"
    when = {"opens": dates["scoring_opens"], "closes": dates["scoring_closes"]}
    # Whoever has completed an entry may discuss it until ten days after the round.
    discussed = {"discussion_ends": dates["discussion_ends"], "discloses": "own completed"}
    rounds = [{**each, **when, **discussed} for each in found["rounds"]]
    if "checking_opens" in dates:
        checking = {"opens": dates["checking_opens"], "closes": dates["scoring_opens"]}
        rounds.insert(0, {"key": "eligibility", "title": "Eligibility check", "kind": "eligibility", **checking})
    return {
        **found,
        "key": key,
        "title": f"Smart Sustainable City Awards {year} (sample)",
        "reference_prefix": key.upper(),
        "rounds": rounds,
        **{name: dates[name] for name in ("opens", "closes", "announced", "ceremony")},
    }


def is_loaded() -> bool:
    """Whether the sample is here."""
    return db.session.scalar(select(Edition.id).where(Edition.sample.is_(True)).limit(1)) is not None


def why_not_load() -> str | None:
    """Why the sample cannot be loaded into this database."""
    if current_app.config["SETTINGS"].environment == "production":
        return "The sample edition has a password that everybody knows; it is not for production."
    if is_loaded():
        return "The sample edition is here already."
    for what, question in (
        ("people", select(func.count()).select_from(Person)),
        ("editions", select(func.count()).select_from(Edition)),
        ("entries", select(func.count()).select_from(Entry)),
        ("cities that were added by hand", select(func.count()).select_from(City).where(City.listed.is_(False))),
    ):
        count = db.session.scalar(question) or 0
        if count:
            return f"This database holds {count} {what}. The sample edition is only loaded into an empty one."
    return None


def _translations(edition: Edition) -> None:
    """Tell some of an edition's texts in another language; what is left shows how a page says so."""
    originals = {each.key: each.original for each in translations.places_of(edition)}
    for language, texts in read("translations.json").items():
        given = {place: Given(text, None, originals[place]) for place, text in texts.items()}
        translating.save(edition, language, given, ACTOR)


def load() -> Cast:
    """Write the cast, last year's edition with its judging, and this year's with its entries.

    Raises:
        Refusal: when the database holds anything but the directory and past editions, or in production.
    """
    hashed = passwords.hashed(PASSWORD)
    with transaction() as moment:
        refusal = why_not_load()
        if refusal:
            raise Refusal(refusal)
        before = programmes.create_edition(
            document(
                "ssc25",
                opens="-P240D",
                closes="-P150D",
                scoring_opens="-P150D",
                scoring_closes="P20D",
                discussion_ends="P30D",
                announced="P40D",
                ceremony="P60D",
            ),
            ACTOR,
            sample=True,
        )
        prize = programmes.create_edition(
            finals.document(
                document(
                    "ocp25",
                    opens="-P200D",
                    closes="-P120D",
                    scoring_opens="-P120D",
                    scoring_closes="-P20D",
                    discussion_ends="P5D",
                    announced="P35D",
                    ceremony="P50D",
                ),
                "-P120D",
                "-P20D",
                "P3D",
            ),
            ACTOR,
            sample=True,
        )
        now = programmes.create_edition(
            document(
                "ssc26",
                opens="-P20D",
                closes="P40D",
                checking_opens="-P20D",
                scoring_opens="P41D",
                scoring_closes="P100D",
                discussion_ends="P110D",
                announced="P130D",
                ceremony="P150D",
            ),
            ACTOR,
            sample=True,
        )
        _translations(now)
        _next_year(now)
        cast = write_cast(read("cast.json"), hashed, moment.at - timedelta(days=250))
        share_categories(read("cast.json"), (before, now))
        entries = entering.write_judged(before, cast)
        entering.write_open(now, before, cast)
        scoring.write(before, cast, entries, read("judging.json"), moment.at)
        finals.write(prize, cast, read("judging.json"), moment.at)
        belonging.write(read("belonging.json"), cast, moment.at)
        mailing.write(read("mailings.json"), [before, now], cast, moment.at)
        for submission_id in db.session.scalars(select(Submission.id).order_by(Submission.id)):
            dossier.order(moment, submission_id)
        ledger.write(
            "sample.loaded",
            actor=ACTOR,
            at=moment.at,
            label="the sample edition",
            after={"cities": len(cast.cities), "judges": len(cast.judges)},
        )
    return cast


def _next_year(now: Edition) -> None:
    """The edition after this one, being set up: a copy whose form and rubric already differ."""
    made = programmes.copy_edition(
        now,
        key="ssc27",
        title="Smart Sustainable City Awards 2027 (sample)",
        reference_prefix="SSC27",
        opening_day=now.opens_at.date() + timedelta(days=364),
        by=ACTOR,
    )
    made.sample = True

    def heavier(document: dict[str, Any]) -> dict[str, Any]:
        criteria = [{**each, "weight": 20} if each["weight"] == 15 else each for each in document["criteria"]]
        return {**document, "criteria": criteria}

    def without_a_section(document: dict[str, Any]) -> dict[str, Any]:
        return {**document, "sections": [each for each in document["sections"] if each["key"] != "G"]}

    programmes.change_rubric(made, heavier, by=ACTOR)
    programmes.change_form(made, without_a_section, by=ACTOR)


def ways_in() -> list[tuple[str, str]]:
    """Who may sign in to try what: words and address."""
    cast = read("cast.json")
    first = {city["name"]: city["lead"]["email"] for city in cast["cities"]}
    return [
        ("organiser", cast["organisers"][0]["email"]),
        ("second organiser", cast["organisers"][1]["email"]),
        ("coordinator of categories", cast["organisers"][2]["email"]),
        ("judge with entries left", next(each["email"] for each in cast["judges"] if each["key"] == "j9")),
        ("judge who has finished", next(each["email"] for each in cast["judges"] if each["key"] == "j1")),
        ("city with a submitted entry", first["Jacaranda Alta"]),
        ("city that has just begun", first["Ndoumbé-sur-Lac"]),
    ]
