"""Twin worlds: two portals that differ in who judges, how many judges there are and what they gave hand a city and its
people the same archives, files, pages and mails, byte for byte."""

import io
import re
import secrets
import zipfile
from collections.abc import Callable, Iterator

import pytest
import time_machine
from flask import Flask

from awards_portal import clock
from awards_portal.awards import certificates, service
from awards_portal.awards.feedback import OVERALL
from awards_portal.db import db
from awards_portal.entries import dossier
from awards_portal.entries.writing import Change, save_answers
from awards_portal.exports import service as exports
from awards_portal.judging import service as judging
from awards_portal.people.models import City, RepresentativeRole
from awards_portal.programmes import queries as programmes
from tests import factories
from tests.conftest import Bench
from tests.house.test_twin_walk import walk
from tests.page import PageClient
from tests.rooms.awards.test_feedback import clear, released
from tests.rooms.awards.test_publishing import closed, entry, organisers, propose
from tests.rooms.entries.stage import Stage, make
from tests.rooms.judging.stage import FULL, person_of
from tests.rooms.people.letters import letters

Hands = dict[str, bytes]
MESSAGE = re.compile(rb"<[0-9a-f]{32}@[\w.]+>")


def judged(stage: Stage, names: list[str]) -> None:
    """Let so many judges be invited, be assigned and complete the entry."""
    organiser = factories.team_member(name="Otto Organ")
    round_ = programmes.judged_rounds(stage.edition.id)[0]
    for name in names:
        judge = factories.judge(stage.edition, name)
        assignment = judging.assign(round_, stage.entry, judge, organiser)
        judging.state_conflict(judge, stage.entry, False)
        judging.save_scores(assignment, FULL, 0, person_of(judge))
    if len(names) > 2:
        judging.recuse(assignment, "A cousin", organiser)


def unpacked(name: str, archive: bytes) -> dict[str, bytes]:
    """The files of an archive; marks of letters are drawn at random."""
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        return {f"{name}/{each}": MESSAGE.sub(b"", found.read(each)) for each in found.namelist()}


def entered(names: list[str]) -> dict[str, bytes]:
    """What a city has in its hands while these judges are at work."""
    stage = make()
    stage.fill()
    stage.submit("one")
    judged(stage, names)
    # What the city does later is numbered after what the judges did.
    save_answers(stage.entry, {"d_summary": Change("Trams run all night.", 1)}, stage.lead)
    second = stage.submit("two")
    factories.representative(stage.city, RepresentativeRole.EDITOR, name="Late Comer")
    dossier.make(second.id)
    drawn = dossier.of_submission(second.id)
    assert drawn is not None
    mails = [f"{each.subject}\n{each.body}" for each in letters() if each.to_address == stage.lead.email]
    return {
        "dossier": dossier.read(drawn),
        "mails": "\n".join(mails).encode(),
        **unpacked("city", exports.export_city(stage.city, stage.lead)),
        **unpacked("lead", exports.export_person(stage.lead)),
        **unpacked("editor", exports.export_person(stage.editor)),
    }


def published(app: Flask, given: dict[str, dict[str, tuple[float, float]]]) -> dict[str, bytes]:
    """What a city reads of published results: before its feedback is released, and after."""
    edition, (first, second) = closed(given), organisers()
    north = entry("North")
    lead = factories.representative(db.session.get_one(City, north.city_id), name="Leo Lead")
    proposal = propose(edition, first)
    service.publish(proposal, seen=proposal.fingerprint, by=second)
    clear(edition, "North", {OVERALL: "Bold and well argued."}, first)
    certificates.make(proposal.id, north.id)
    paths = [f"/entries/{north.reference}{rest}" for rest in ("", "/receipt", "/feedback", "/certificate", "/check")]
    paths += ["/entries/", "/account/data", "/editions/ssc26", "/editions/ssc26/results", "/winners"]
    client = PageClient(app).sign_in(lead)
    found = {f"before {path}": said for path, said in walk(client, paths).items()}
    released(edition, first)
    found |= {f"after {path}": said for path, said in walk(client, paths).items()}
    mails = [f"{each.subject}\n{each.body}" for each in letters() if each.to_address == lead.email]
    archives = unpacked("city", exports.export_city(db.session.get_one(City, north.city_id), lead))
    return {
        **{path: said.encode() for path, said in found.items()},
        **archives,
        **unpacked("lead", exports.export_person(lead)),
        "mails": "\n".join(mails).encode(),
    }


TWO = {
    "North": {"Anna": (5, 4.5), "Bo": (4.5, 4)},
    "East": {"Anna": (4, 3), "Bo": (3, 3)},
    "West": {"Anna": (4, 3), "Bo": (3, 3)},
    "South": {"Anna": (2, 2), "Bo": (2, 3)},
}
# The same places by others, more of them, with other scores.
FOUR = {
    "North": {"Cai": (5, 5), "Dea": (4, 5), "Eli": (4, 4), "Fay": (5, 4)},
    "East": {"Cai": (2, 2), "Dea": (3, 2), "Eli": (2, 3), "Fay": (3, 3)},
    "West": {"Cai": (2, 2), "Dea": (3, 2), "Eli": (2, 3), "Fay": (3, 3)},
    "South": {"Cai": (0, 1), "Dea": (1, 0), "Eli": (1, 1), "Fay": (0, 0)},
}


@pytest.fixture
def twins(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., tuple[Hands, Hands]]]:
    """Does the same in two worlds, one after the other, where time and chance stand still."""
    monkeypatch.setattr(secrets, "randbelow", lambda _n: 4711)
    monkeypatch.setattr(secrets, "choice", lambda signs: signs[0])
    with time_machine.travel(clock.now(), tick=False):

        def both(live: Callable[..., Hands], one: object, other: object) -> tuple[Hands, Hands]:
            found = []
            for given in (one, other):
                bench.empty()
                with bench.app.app_context():
                    found.append(live(given))
            return found[0], found[1]

        yield both


def differing(one: Hands, other: Hands) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def test_a_citys_archives_dossier_and_mails_are_the_same_whoever_judges(
    twins: Callable[..., tuple[Hands, Hands]],
) -> None:
    five = ["Cai Cedar", "Dea Dogwood", "Eli Elm", "Fay Fir", "Gil Gorse"]
    one, other = twins(entered, ["Anna Arbor", "Bo Birch"], five)
    assert {"dossier", "city/json/submission.json", "lead/json/ledger_line.json", "editor/about.json"} <= one.keys()
    assert differing(one, other) == []


def test_what_a_city_reads_of_published_results_is_the_same_whoever_gave_them(
    app: Flask, twins: Callable[..., tuple[Hands, Hands]]
) -> None:
    one, other = twins(lambda given: published(app, given), TWO, FOUR)
    north = "/entries/SSC26-O000"
    assert one[f"after {north}/feedback"].startswith(b"200")
    assert b"Bold and well argued." in one[f"after {north}/feedback"]
    assert b"Bold" not in one[f"before {north}/feedback"]
    assert one[f"before {north}/certificate"].startswith(b"200")
    assert differing(one, other) == []
