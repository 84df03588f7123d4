"""Twin worlds: what a person may not know changes not one byte of what that person reads."""

import re
from collections.abc import Sequence

from flask import Flask

from awards_portal.judging import queries, service
from awards_portal.judging.discussing import moderating, talking
from awards_portal.judging.models import ConflictKind, Judge
from awards_portal.people.models import Representative, RepresentativeRole
from tests import factories
from tests.page import PageClient
from tests.rooms.judging.stage import FULL, Stage, card_of, make, person_of
from tests.rooms.judging.test_discussion import both
from tests.rooms.people.letters import letters

# What differs between two readings of the same page: marks of one press, the signed safety mark, how long is left.
CHANGING = re.compile(r'(name="(csrf_token|mark)" value|name="csrf-token" content)="[^"]*"|\d+ (days?|hours?|minutes?)')


def reads(client: PageClient, addresses: list[str]) -> list[str]:
    found = []
    for address in addresses:
        answer = client.http.get(address)
        if b"/file?" in answer.data:
            # Asked for with a button, because the ledger keeps who took it.
            answer = client.http.post(address.replace("?", "/file?"), data={"csrf_token": client.csrf()})
            assert answer.mimetype == "text/csv"
        found.append(f"{answer.status_code} {CHANGING.sub('', answer.text)}")
    return found


def judge_it(stage: Stage, panel: Sequence[Judge] = ()) -> None:
    """Give the trams two judges, a conflict, a completed scorecard and a judge taken off."""
    panel = panel or [stage.anna, stage.bo, stage.cai]
    service.form_panel(stage.round, stage.category, panel, stage.organiser)
    bo = service.assign(stage.round, stage.trams, stage.bo, stage.organiser)
    service.assign(stage.round, stage.trams, stage.cai, stage.organiser)
    service.state_conflict(stage.anna, stage.trams, False)
    service.save_scores(stage.assignment, FULL, 0, stage.as_anna)
    card = card_of(stage.assignment)
    assert card is not None
    service.complete(card, stage.as_anna)
    service.state_conflict(stage.cai, stage.trams, True, "personal", "A friend of the mayor")
    service.recuse(bo, "Former colleague of the mayor", stage.organiser)


def test_a_city_reads_the_same_whoever_judges_and_whatever_they_give(app: Flask, client: PageClient) -> None:
    with app.app_context():
        stage = make()
        lead = factories.representative(stage.city, RepresentativeRole.LEAD, name="Leo Lead")
        client.sign_in(lead)
        reference = stage.trams.reference
        addresses = ["/", "/entries/", f"/entries/{reference}", f"/entries/{reference}/receipt"]
        addresses += [
            f"/entries/{reference}/check",
            f"/judging/entries/{reference}",
            "/team/editions/ssc26/assignments",
        ]
        before = reads(client, addresses)
        assert before[2].startswith("200")
        judge_it(stage)
        assert reads(client, addresses) == before
        assert [letter for letter in letters() if letter.to_address == lead.email] == []


def test_a_judge_reads_the_same_whoever_else_judges_and_whatever_they_give(app: Flask, client: PageClient) -> None:
    with app.app_context():
        stage = make()
        dora = factories.judge(stage.edition, "Dora Dell")
        factories.assignment(dora, stage.trams)
        factories.statement(dora, stage.trams)
        client.sign_in(person_of(dora))
        addresses = [
            "/judging/",
            f"/judging/entries/{stage.trams.reference}",
            f"/judging/entries/{stage.schools.reference}",
        ]
        before = reads(client, addresses)
        assert "Trams run at night." in before[1]
        judge_it(stage)
        assert reads(client, addresses) == before


def test_a_judge_who_has_not_completed_reads_nothing_of_a_discussion(app: Flask, client: PageClient) -> None:
    with app.app_context():
        stage, other = both()
        dora = factories.judge(stage.edition, "Dora Dell")
        factories.assignment(dora, stage.trams)
        factories.statement(dora, stage.trams)
        conflicted = factories.team_member(name="Cora Conflicted")
        values = {"person_id": conflicted.id, "city_id": stage.city.id, "role": RepresentativeRole.LEAD}
        factories.put(Representative(**values, since=stage.edition.created_at))
        team = PageClient(app).sign_in(conflicted)
        client.sign_in(person_of(dora))
        reference, root = stage.trams.reference, "/team/editions/ssc26"
        hers = ["/judging/", f"/judging/entries/{reference}", f"/judging/entries/{reference}/discussion"]
        hers.append("/judging/profile/ssc26")
        theirs = [f"{root}/disagreement?spread=all", f"{root}/disagreement?spread=all&format=csv"]
        theirs += [f"{root}/discussions/{reference}", f"{root}/progress", f"{root}/entries/{reference}"]
        before = reads(client, hers), reads(team, theirs)
        for row, who in ((stage.assignment, stage.as_anna), (other, person_of(stage.bo))):
            talking.join(row, who)
        talking.remark(other, "The lamps are old", "m", person_of(stage.bo))
        change = moderating.propose_change(stage.assignment, "impact", 5, "I misread", stage.as_anna)
        moderating.decide_change(change, True, "", stage.organiser)
        talking.remark_as_team(stage.round, stage.trams, "Look at the lamps", "m", stage.organiser)
        assert (reads(client, hers), reads(team, theirs)) == before
        assert [letter for letter in letters() if letter.to_address in {dora.email, conflicted.email}] == []
        assert "404" in before[1][2][:3]


def test_an_organiser_who_speaks_for_the_city_reads_the_same_of_its_judging(app: Flask, client: PageClient) -> None:
    with app.app_context():
        stage = make()
        # Everybody has the other entry, so that the columns of the table are the same in both worlds.
        service.form_panel(stage.round, stage.category, [stage.anna, stage.bo, stage.cai], stage.organiser)
        conflicted = factories.team_member(name="Cora Conflicted")
        factories.put(
            Representative(
                person_id=conflicted.id,
                city_id=stage.city.id,
                role=RepresentativeRole.LEAD,
                since=stage.edition.created_at,
            )
        )
        client.sign_in(conflicted)
        root = "/team/editions/ssc26"
        addresses = [f"{root}/assignments", f"{root}/assignments?format=csv", f"{root}/entries/{stage.trams.reference}"]
        addresses += [f"{root}/assignments/{stage.assignment.id}", f"{root}/assignments/whole-panel"]
        addresses += [f"{root}/assignments/sharing", f"{root}/progress", f"{root}/progress?format=csv"]
        addresses += [f"{root}/panels", f"{root}/judges", f"{root}/judges?format=csv"]
        # The other entry lost its judge and only Dag can step in: nothing tells that he has the hidden one, nor that
        # Eli, who sits on no panel, has it.
        dag, eli = factories.judge(stage.edition, "Dag Dogwood"), factories.judge(stage.edition, "Eli Elder")
        panel = [stage.anna, stage.bo, stage.cai, dag]
        service.form_panel(stage.round, stage.category, panel, stage.organiser)
        for judge in panel[:3]:
            factories.statement(judge, stage.schools, ConflictKind.OTHER)
        before = reads(client, addresses)
        assert before[0].startswith("200")
        assert "Dag Dogwood could step in" in before[0]
        judge_it(stage, panel)
        for judge in (dag, eli):
            service.assign(stage.round, stage.trams, judge, stage.organiser)
        assert reads(client, addresses) == before
        assert queries.seats_of_entry(stage.trams.id) != []
