"""Membership: applied for with a signature, associate, then full; what lapsed is history; who approves is set."""

from datetime import date, timedelta

import pytest

from awards_portal import clock
from awards_portal.errors import Invalid, Refusal
from awards_portal.people.memberships import queries, service
from awards_portal.people.memberships.models import Approval, MembershipApplication, StepKind
from awards_portal.people.models import City, Person, RepresentativeRole, TeamRole
from awards_portal.people.profiles.queries import memberships
from tests import factories
from tests.rooms.entries.stage import pdf
from tests.rooms.people.letters import letters

pytestmark = pytest.mark.usefixtures("context")

TODAY = clock.now().date()


@pytest.fixture
def city() -> City:
    return factories.city()


@pytest.fixture
def lead(city: City) -> Person:
    return factories.representative(city)


@pytest.fixture
def admin() -> Person:
    return factories.team_member(TeamRole.ADMIN, name="Ada Admin")


def apply(city: City, by: Person, kind: str = "full") -> MembershipApplication:
    who = {"signatory": "Mia Mayor", "office": "Mayor"}
    return service.apply(city, kind, signed=("signed.pdf", pdf()), by=by, **who)  # type: ignore[arg-type]


def kinds(city: City) -> list[tuple[str, str | None, date | None]]:
    return [(each.kind, each.since, each.ended_on) for each in memberships(city.id)]


def test_a_city_becomes_associate_then_full_and_gets_a_letter_at_each_step(
    city: City, lead: Person, admin: Person
) -> None:
    made = apply(city, lead)
    assert apply(city, lead).id == made.id
    otto = factories.team_member()
    with pytest.raises(Refusal, match="associate member first"):
        service.decide(made, StepKind.APPROVED, on=TODAY, reason="Voted", by=admin)
    service.decide(made, StepKind.ACCEPTED, on=TODAY, reason="Complete and signed", by=otto)
    assert kinds(city) == [("associate", TODAY.isoformat(), None)]
    assert [(row.id, accepted) for row, accepted in queries.waiting()] == [(made.id, True)]
    with pytest.raises(Refusal, match="Only an admin"):
        service.decide(made, StepKind.APPROVED, on=TODAY, reason="Voted", by=otto)
    service.decide(made, StepKind.APPROVED, on=TODAY, reason="Voted by the committee", by=admin)
    assert kinds(city) == [("full", TODAY.isoformat(), None), ("associate", TODAY.isoformat(), TODAY)]
    assert queries.waiting() == []
    assert [step.kind for step in queries.steps(city.id)] == ["accepted", "approved"]
    subjects = [letter.subject for letter in letters("membership")]
    assert subjects == [
        "Membership of Norrhavn: we have the application",
        "Membership of Norrhavn: Norrhavn is an associate member",
        "Membership of Norrhavn: Norrhavn is a full member",
    ]
    assert "Voted by the committee" in letters("membership")[-1].body
    with pytest.raises(Refusal, match="decided on before"):
        service.decide(made, StepKind.DECLINED, on=TODAY, reason="No", by=admin)
    with pytest.raises(Refusal, match="member of this kind already"):
        apply(city, lead)


def test_an_application_without_a_signature_or_by_somebody_else_is_told_why_not(city: City, lead: Person) -> None:
    with pytest.raises(Invalid) as told:
        service.apply(city, "gold", signatory="", office="", signed=None, by=lead)
    assert set(told.value.fields) == {"kind", "signatory", "office", "signed"}
    assert "without a signature cannot be accepted" in told.value.fields["signed"][0]
    with pytest.raises(Invalid) as told:
        service.apply(city, "full", signatory="Mia", office="Mayor", signed=("signed.pdf", b"PK\x03\x04doc"), by=lead)
    assert "an office document, whatever its name says" in told.value.fields["signed"][0]
    for person in (
        factories.representative(city, RepresentativeRole.EDITOR, name="Eda Editor"),
        factories.person("Sten Stranger"),
    ):
        with pytest.raises(Refusal):
            apply(city, person)
    apply(city, lead, "friendship")
    with pytest.raises(Refusal, match="application of your city is open"):
        apply(city, lead, "corporate")


def test_a_decision_needs_its_day_its_reason_and_whoever_may_record_it(city: City, lead: Person, admin: Person) -> None:
    made = apply(city, lead, "friendship")
    tomorrow, before = TODAY + timedelta(days=2), TODAY - timedelta(days=30)
    for on, reason in ((None, "x"), (tomorrow, "x"), (before, "x"), (TODAY, " ")):
        with pytest.raises(Invalid):
            service.decide(made, StepKind.APPROVED, on=on, reason=reason, by=admin)
    own = factories.team_member(TeamRole.ADMIN, name="Cora Conflicted")
    seat = {"person_id": own.id, "city_id": city.id, "role": "viewer", "since": city.created_at}
    factories.put(factories.Representative(**seat))
    for person in (own, lead, factories.team_member(TeamRole.OBSERVER, name="Obe Observer")):
        with pytest.raises(Refusal):
            service.decide(made, StepKind.APPROVED, on=TODAY, reason="x", by=person)
    with pytest.raises(Refusal, match="Only an application for full"):
        service.decide(made, StepKind.ACCEPTED, on=TODAY, reason="x", by=factories.team_member())
    service.decide(made, StepKind.APPROVED, on=TODAY, reason="Welcome", by=admin)
    assert kinds(city) == [("friendship", TODAY.isoformat(), None)]


def test_a_membership_that_ended_is_history(city: City, lead: Person, admin: Person) -> None:
    service.decide(apply(city, lead, "corporate"), StepKind.APPROVED, on=TODAY, reason="Welcome", by=admin)
    found = memberships(city.id)[0]
    with pytest.raises(Invalid):
        service.end(found, on=TODAY, reason="", by=admin)
    service.end(found, on=TODAY, reason="Fees unpaid for two years", by=admin)
    assert kinds(city) == [("corporate", TODAY.isoformat(), TODAY)]
    assert [row.city for row in queries.membership_rows(state="lapsed")[0]] == ["Norrhavn"]
    assert queries.membership_rows(state="present")[1] == 0
    assert "Fees unpaid" in letters("membership")[-1].body
    with pytest.raises(Refusal, match="has ended"):
        service.end(found, on=TODAY, reason="Again", by=admin)
    assert apply(city, lead, "corporate").id


def test_who_approves_is_a_setting(city: City, lead: Person, admin: Person) -> None:
    otto = factories.team_member()
    with pytest.raises(Refusal):
        service.set_approver(Approval.FRIENDSHIP, "The board", "organiser", otto)
    for body, role in (("", "organiser"), ("The board", "observer")):
        with pytest.raises(Invalid):
            service.set_approver(Approval.FRIENDSHIP, body, role, admin)
    service.set_approver(Approval.FRIENDSHIP, "The board", "organiser", admin)
    step = service.decide(apply(city, lead, "friendship"), StepKind.APPROVED, on=TODAY, reason="Welcome", by=otto)
    assert step.body == "The board"
    assert memberships(city.id)[0].basis == "The board"
    service.set_approver(Approval.FRIENDSHIP, "Secretariat", "admin", admin)
    assert queries.approvers()[Approval.FRIENDSHIP] == queries.Approver("Secretariat", "admin")
