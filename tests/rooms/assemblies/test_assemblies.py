"""Assemblies: facts of the past, the programme, documents in versions, people by consent; who may, what is refused."""

from datetime import date

import pytest
from sqlalchemy import select

from awards_portal.assemblies import history, queries, service
from awards_portal.assemblies.models import Assembly, AssemblyFile
from awards_portal.assemblies.service.editing import AssemblyFacts
from awards_portal.assemblies.service.parts import SessionFacts
from awards_portal.db import db
from awards_portal.errors import Invalid, Refusal
from awards_portal.people.models import Person, TeamRole
from tests import factories
from tests.rooms.entries.stage import pdf, photo

pytestmark = pytest.mark.usefixtures("context")

FIRST, LAST = date(2027, 10, 5), date(2027, 10, 7)
FACTS = AssemblyFacts("6th General Assembly", "Norrhavn", "Cities that listen", "6", FIRST, LAST, "Welcome.")


@pytest.fixture
def otto() -> Person:
    return factories.team_member()


@pytest.fixture
def assembly(otto: Person) -> Assembly:
    return service.create_assembly(FACTS, otto)


def test_assemblies_of_the_past_say_what_is_known_and_no_more(otto: Person) -> None:
    assert history.load() == 4
    assert history.load() == 0
    assert [each.slug for each in queries.published()] == [
        "ulyanovsk-region-2017",
        "chengdu-2014",
        "barcelona-2012",
        "seoul-2010",
    ]
    seoul = queries.assembly("seoul-2010")
    assert seoul is not None
    assert (seoul.begins_on, seoul.theme) == (None, "")
    assert all(each.sources for each in queries.every())
    # Its text may be written without inventing its days.
    service.change_assembly(seoul, AssemblyFacts(seoul.title, seoul.place, text="The first one."), otto)
    found = queries.assembly("seoul-2010")
    assert found is not None
    assert (found.begins_on, found.year, found.text) == (None, 2010, "The first one.")


def test_an_assembly_is_the_teams_until_it_is_published(assembly: Assembly, otto: Person) -> None:
    assert service.create_assembly(FACTS, otto).id == assembly.id
    assert queries.published() == []
    service.publish_assembly(assembly, otto)
    assert [each.id for each in queries.published()] == [assembly.id]
    assert service.create_assembly(FACTS, otto).slug == "norrhavn-2027-2"
    service.withdraw_assembly(assembly, otto)
    assert queries.published() == []


def test_each_fault_is_told_at_its_field(assembly: Assembly, otto: Person) -> None:
    with pytest.raises(Invalid) as told:
        service.create_assembly(AssemblyFacts("", " ", number="six", ends_on=LAST, text="x" * 20_001), otto)
    assert set(told.value.fields) == {"title", "place", "number", "begins_on", "text"}
    with pytest.raises(Invalid, match="not complete"):
        service.change_assembly(assembly, AssemblyFacts("A", "B", begins_on=LAST, ends_on=FIRST), otto)
    for facts in (SessionFacts("", None), SessionFacts("Opening", date(2027, 10, 8))):
        with pytest.raises(Invalid):
            service.write_session(assembly, None, facts, otto)
    with pytest.raises(Invalid) as told:
        service.add_document(assembly, kind="poem", title="", sent=None, by=otto)
    assert set(told.value.fields) == {"kind", "title", "file"}
    renamed = ("report.pdf", b"PK\x03\x04 a document of an office, renamed")
    with pytest.raises(Invalid) as told:
        service.add_document(assembly, kind="final report", title="Report", sent=renamed, by=otto)
    assert "an office document, whatever its name says" in told.value.fields["file"][0]
    with pytest.raises(Invalid) as told:
        service.add_document(assembly, kind="photograph", title="The hall", sent=("hall.pdf", pdf()), by=otto)
    assert "this is a PDF file" in told.value.fields["file"][0]
    large = ("hall.jpg", photo() + b"x" * 10_000_000)
    with pytest.raises(Invalid) as told:
        service.add_document(assembly, kind="photograph", title="The hall", sent=large, by=otto)
    assert "larger than 10 MB" in told.value.fields["file"][0]
    with pytest.raises(Invalid) as told:
        whose = {"office": "", "organisation": "", "country": ""}
        service.add_participant(assembly, name="see www.example.org", consent=False, by=otto, **whose)
    assert set(told.value.fields) == {"name", "consent"}


def test_the_programme_is_in_order_and_a_session_with_presentations_stays(assembly: Assembly, otto: Person) -> None:
    late = service.write_session(assembly, None, SessionFacts("Closing", LAST, "16:00"), otto)
    first = service.write_session(assembly, None, SessionFacts("Opening", FIRST, "09:30"), otto)
    assert service.write_session(assembly, None, SessionFacts("Opening", FIRST, "09:30"), otto).id == first.id
    service.write_session(assembly, late, SessionFacts("Closing", FIRST, "16:00", "Mia Mayor"), otto)
    assert [each.title for each in queries.contents(assembly.id).sessions] == ["Opening", "Closing"]
    talk = ("talk.pdf", pdf())
    service.add_document(assembly, kind="presentation", title="Talk", sent=talk, session=first, by=otto)
    assert [each.document.title for each in queries.contents(assembly.id).documents[first.id]] == ["Talk"]
    with pytest.raises(Refusal, match="has had presentations"):
        service.remove_session(assembly, first, otto)
    service.remove_session(assembly, late, otto)
    assert len(queries.contents(assembly.id).sessions) == 1


def test_a_document_has_versions_of_which_the_last_is_offered_and_none_is_lost(
    assembly: Assembly, otto: Person
) -> None:
    given = {"kind": "final report", "title": "Final report", "by": otto}
    first = service.add_document(assembly, sent=("report.pdf", pdf(1)), **given)  # type: ignore[arg-type]
    assert service.add_document(assembly, sent=("report.pdf", pdf(1)), **given).id == first.id  # type: ignore[arg-type]
    document = queries.document(assembly.id, first.document_id)
    assert document is not None
    second = service.add_version(document, ("report.pdf", pdf(2)), otto)
    assert service.add_version(document, ("report.pdf", pdf(2)), otto).id == second.id
    [offered] = queries.contents(assembly.id).documents[None]
    assert [each.number for each in offered.files] == [2, 1]
    assert queries.file(assembly.id, first.id) is not None
    service.remove_document(document, otto)
    assert queries.contents(assembly.id).documents == {}
    assert queries.file(assembly.id, first.id) is None
    assert len(db.session.scalars(select(AssemblyFile)).all()) == 2


def test_people_are_named_by_consent_and_forgotten_when_they_ask(assembly: Assembly, otto: Person) -> None:
    who = {"name": "Pia Present", "office": "Mayor", "organisation": "Sandmere", "country": "SE"}
    made = service.add_participant(assembly, consent=True, by=otto, **who)
    assert service.add_participant(assembly, consent=True, by=otto, **who).id == made.id
    service.remove_participant(made, otto)
    assert queries.contents(assembly.id).participants == []


def test_only_organisers_edit(assembly: Assembly, otto: Person) -> None:
    session = service.write_session(assembly, None, SessionFacts("Opening", FIRST), otto)
    whose = {"office": "", "organisation": "", "country": ""}
    named = service.add_participant(assembly, name="Pia Present", consent=True, by=otto, **whose)
    file = service.add_document(assembly, kind="other", title="A", sent=("a.pdf", pdf()), by=otto)
    document = queries.document(assembly.id, file.document_id)
    assert document is not None
    for person in (factories.person("Sten Stranger"), factories.team_member(TeamRole.OBSERVER, name="Obe Observer")):
        for deed in (
            lambda by: service.create_assembly(FACTS, by),
            lambda by: service.change_assembly(assembly, FACTS, by),
            lambda by: service.publish_assembly(assembly, by),
            lambda by: service.write_session(assembly, session, SessionFacts("Other", FIRST), by),
            lambda by: service.remove_session(assembly, session, by),
            lambda by: service.add_document(assembly, kind="other", title="B", sent=("b.pdf", pdf(2)), by=by),
            lambda by: service.add_version(document, ("b.pdf", pdf(2)), by),
            lambda by: service.remove_document(document, by),
            lambda by: service.add_participant(assembly, name="Other", consent=True, by=by, **whose),
            lambda by: service.remove_participant(named, by),
        ):
            with pytest.raises(Refusal):
                deed(person)
