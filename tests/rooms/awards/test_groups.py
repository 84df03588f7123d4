"""Groups of judges weigh by themselves in a round: standings, analysis, snapshot, workbook, and what they prove."""

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from awards_portal import clock
from awards_portal.awards import queries, service, standings
from awards_portal.awards.analysis import analyse
from awards_portal.awards.drafts import draft
from awards_portal.awards.models import RulesChange
from awards_portal.awards.readiness import ready
from awards_portal.awards.standings import Place, RoundStandings
from awards_portal.awards.workbook import Download, fingerprint, without_names, workbook
from awards_portal.db import db, transaction
from awards_portal.entries.models import Entry
from awards_portal.errors import Invalid, Refusal
from awards_portal.judging.grouping import service as grouping
from awards_portal.judging.models import Judge
from awards_portal.ledger import LedgerLine
from awards_portal.people.models import Representative, TeamRole
from awards_portal.programmes.models import Edition, EditionChange, Round, Rubric
from awards_portal.results import verify
from awards_portal.sheets import write_xlsx
from tests import factories
from tests.page import PageClient
from tests.recalculated import rows_of
from tests.scored import Given, round_with
from tests.web.admins.test_results_json import read

pytestmark = pytest.mark.usefixtures("context")

# Each total of East from the jury (Anna, Bo) is 40, from the public (Cai, Dan, Eva) 100; West has 80 and 20 or 40.
GIVEN: Given = {
    "East": {"Anna": (2, 2), "Bo": (2, 2), "Cai": (5, 5), "Dan": (5, 5), "Eva": (5, 5)},
    "West": {"Anna": (4, 4), "Bo": (4, 4), "Cai": (1, 1), "Dan": (2, 2), "Eva": (2, 2)},
    "South": {"Anna": (3, 3), "Bo": (3, 3.5)},
}
GROUPS = [{"group": "jury", "weight": 75}, {"group": "public", "weight": 25}]
WHO = {"Anna": "jury", "Bo": "jury", "Cai": "public", "Dan": "public", "Eva": "public"}


def weighed(groups: list[dict[str, Any]] | None = None, who: dict[str, str] | None = None) -> Edition:
    edition = round_with(GIVEN)
    with transaction():
        the_round(edition).groups = GROUPS if groups is None else groups
    grouping.set_groups(
        the_round(edition), ids(WHO if who is None else who), by=factories.team_member(name="Greta Group")
    )
    return db.session.get_one(Edition, edition.id)


def ids(who: dict[str, str]) -> dict[int, str]:
    judges = {judge.name: judge.id for judge in db.session.scalars(select(Judge))}
    return {judges[name]: group for name, group in who.items()}


def the_round(edition: Edition) -> Round:
    return db.session.scalars(select(Round).filter_by(edition_id=edition.id)).one()


def computed(edition: Edition) -> RoundStandings:
    return standings.compute(edition, the_round(edition), db.session.scalars(select(Rubric)).one())


def places(found: RoundStandings) -> dict[str, Place]:
    return {place.entry.city.split()[0]: place for place in found.categories[0].places}


def write(found: RoundStandings, path: Path) -> None:
    file = io.BytesIO()
    write_xlsx(workbook(found, Download(clock.now(), "Otto Organ", "0", fingerprint(found))), file)
    path.write_bytes(file.getvalue())


def set_cell(path: Path, sheet: str, row: int, column: str, value: object) -> None:
    book = openpyxl.load_workbook(path, data_only=True)
    at = {cell.value: cell.column for cell in book[sheet][1]}
    book[sheet].cell(row, at[column]).value = value
    book.save(path)


def test_a_large_group_does_not_outvote_a_small_one() -> None:
    edition = weighed()
    found = places(computed(edition))
    assert found["East"].by_group == {"jury": 40, "public": 100}
    assert found["East"].score == 0.75 * 40 + 0.25 * 100
    assert found["West"].score == pytest.approx(0.75 * 80 + 0.25 * 100 / 3)
    assert found["East"].raw == pytest.approx(76)
    assert [found[name].rank for name in ("West", "South", "East")] == [1, 2, 3]
    with transaction():
        the_round(edition).groups = []
    assert [places(computed(edition))[name].rank for name in ("East", "South", "West")] == [1, 2, 3]


def test_a_group_without_a_scorecard_leaves_its_weight_to_the_others_and_that_is_said() -> None:
    found = computed(weighed([*GROUPS, {"group": "council", "weight": 50}]))
    assert places(found)["South"].score == places(found)["South"].raw == 62
    said = found.categories[0].warnings
    assert 'No judge of the group "council" has a completed card here, so its weight went to the other groups.' in said
    assert any(
        'The group "public" has no completed card, so its weight went' in each and "O002" in each for each in said
    )


def test_a_judge_in_no_group_keeps_everybody_from_being_ranked_and_published() -> None:
    edition = weighed(who={**WHO, "Eva": ""})
    (category,) = computed(edition).categories
    assert not category.is_ranked
    assert 'The judge "Eva" is in no group. Each judge needs one.' in category.warnings[0]
    drafted = draft(edition, the_round(edition), db.session.scalars(select(Rubric)).one())
    assert ready(edition, the_round(edition), drafted).unranked == [(category.title, category.unranked)]
    assert analyse(edition, the_round(edition), db.session.scalars(select(Rubric)).one(), "open-city") is not None


def test_what_would_change_the_winner_is_asked_with_the_groups() -> None:
    edition = weighed()
    found = analyse(edition, the_round(edition), db.session.scalars(select(Rubric)).one(), "open-city")
    assert found is not None
    told = {each.words: each.winners for each in found.variations}
    assert told["by the method mean, all judges alike"] == ["East open-city (SSC26-O000)"]
    assert told["without judge Anna"] == ["West open-city (SSC26-O001)"]


def test_snapshot_and_workbooks_are_computed_again_alone_and_each_change_of_groups_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edition = weighed()
    path, book = tmp_path / "snapshot.json", tmp_path / "book.xlsx"
    told = draft(edition, the_round(edition), db.session.scalars(select(Rubric)).one()).snapshot()
    said = json.loads(told)
    assert said["groups"]["weights"] == {"jury": 75, "public": 25}
    path.write_text(told)
    assert verify.main([str(path)]) == 0
    assert "method mean, groups of judges jury=75, public=25, computed again" in capsys.readouterr().out
    said["groups"]["weights"]["jury"] = 25
    path.write_text(json.dumps(said))
    assert verify.main([str(path)]) == 1
    write(without_names(computed(edition), "salt"), book)
    assert verify.main([str(book)]) == 0, capsys.readouterr()
    assert "method mean, groups of judges jury=75, public=25, computed again" in capsys.readouterr().out
    for sheet, row, column, value, words in (
        ("Groups", 2, "weight", 50, "Groups: the weight of jury is 50; exported was 75."),
        ("Scorecards", 2, "group", "public", "is in two groups"),
        ("Results", 2, "mean of group: jury", 81, "the mean of group: jury is 81; computed it is 80."),
        ("README", 20, "value", "jury=75, public=26", "Groups: the weight of public is 25; exported was 26."),
    ):
        write(computed(edition), book)
        if sheet == "README":
            row = next(at for at, each in enumerate(facts(book), 2) if each == "groups")
        set_cell(book, sheet, row, column, value)
        capsys.readouterr()
        assert verify.main([str(book)]) != 0
        assert words in "".join(capsys.readouterr())


def facts(path: Path) -> list[object]:
    return [row["fact"] for row in rows_of(openpyxl.load_workbook(path), "README")]


def test_weights_of_groups_change_after_judging_began_by_a_decision_with_both_results() -> None:
    edition, by = weighed(), factories.team_member()
    how = {"method": "mean", "tie_ladder": edition.tie_ladder, "weights": {}, "reason": "The call said so.", "by": by}
    with pytest.raises(Invalid) as refused:
        service.change_rules(edition, groups={"scoring": [{"group": "jury", "weight": 0}]}, **how)
    assert "from 1 to 1000" in refused.value.fields["groups-scoring"][0]
    with pytest.raises(Invalid) as refused:
        service.change_rules(edition, **{**how, "method": "median"})
    assert "by the mean only" in refused.value.fields["groups-scoring"][0]
    made = service.change_rules(
        edition, groups={"scoring": [{"group": "jury", "weight": 1}, {"group": "public", "weight": 9}]}, **how
    )
    assert made.before["groups"] == {"scoring": GROUPS}
    first = [each["categories"][0]["places"][0]["city"] for each in (*made.results_before, *made.results_after)]
    assert first == ["West open-city", "East open-city"]
    told = db.session.scalars(select(EditionChange)).one()
    assert (told.before, told.after) == (
        {"groups": ["Scoring: jury 75, public 25"]},
        {"groups": ["Scoring: jury 1, public 9"]},
    )
    assert db.session.scalars(select(RulesChange)).one().reason == "The call said so."
    assert queries.rules_changes(edition.id)[0].after["groups"]["scoring"][0] == {"group": "jury", "weight": 1}


def test_a_judge_changes_group_freely_before_she_scores_and_with_a_reason_after() -> None:
    edition, by = weighed(), factories.team_member()
    round_ = the_round(edition)
    for who, words in (
        ({"Anna": "crowd"}, "“crowd” is no group of this round. Its groups are: jury, public."),
        ({"Anna": "public", "Bo": ""}, "Anna, Bo scored in the group they were in."),
    ):
        with pytest.raises(Invalid) as refused:
            grouping.set_groups(round_, ids(who), by=by)
        assert any(words in each for told in refused.value.fields.values() for each in told)
    with pytest.raises(Invalid, match="not saved"):
        grouping.set_groups(round_, {10**9: "jury"}, by=by)
    with pytest.raises(Refusal):
        grouping.set_groups(round_, {}, by=factories.team_member(TeamRole.OBSERVER, name="Ola Observer"))
    assert grouping.set_groups(round_, ids({"Anna": "public", "Bo": "jury"}), reason="A mix-up.", by=by) == 1
    line = db.session.scalars(
        select(LedgerLine).filter_by(event="judge.grouped").order_by(LedgerLine.id.desc())
    ).first()
    assert line is not None
    assert (line.before, line.after, line.reason) == (
        {"round": "scoring", "group": "jury"},
        {"round": "scoring", "group": "public"},
        "A mix-up.",
    )
    with transaction():
        round_.groups = []
    with pytest.raises(Refusal, match="weighs no groups"):
        grouping.set_groups(round_, {}, by=by)


def test_pages_weigh_group_and_explain(client: PageClient) -> None:
    edition = weighed(who={})
    client.sign_in(factories.team_member())
    assert "The judge &#34;Anna&#34; is in no group" in client.get("/team/editions/ssc26/standings").html
    page = client.get(client.get("/team/editions/ssc26/panels").links["Groups of judges"])
    assert "75.00 %" in page.text
    fields = {f"group-{judge}": group for judge, group in ids(WHO).items()}
    page = client.send(page, "/groups", **fields)
    assert "5 judges changed group." in page.text
    anna = next(iter(ids({"Anna": ""})))
    page = client.send(page, "/groups", status=422, **{f"group-{anna}": "public"})
    assert "Write why they are moved" in page.text
    page = client.get("/team/editions/ssc26/standings")
    assert "Groups of judges are weighed: jury 75, public 25." in page.text
    page = client.get("/team/editions/ssc26/standings/SSC26-O000")
    assert "jury 75 75.00 % 40.00 30.00" in " ".join(page.text.split())
    assert "groups of judges are weighed, jury 75, public 25" in client.get("/editions/ssc26").text
    said = read(client, "/team/editions/ssc26/results.json")
    east = next(each for each in said["categories"][0]["standings"] if each["reference"] == "SSC26-O000")
    assert said["groups"] == GROUPS
    assert east["group_scores"] == {"jury": 40, "public": 100}
    assert sorted(each["group"] for each in east["judges"]) == ["jury"] * 2 + ["public"] * 3
    with transaction():
        the_round(edition).groups = []
    assert "weighs no groups" in client.get("/team/editions/ssc26/panels/groups").text


def test_who_speaks_for_a_city_here_puts_nobody_into_a_group_and_is_not_told_who_scored(client: PageClient) -> None:
    edition = weighed()
    own = factories.team_member(name="Ora Own")
    city_id = db.session.scalars(select(Entry.city_id).order_by(Entry.id)).first()
    factories.put(Representative(person_id=own.id, city_id=city_id, role="viewer", since=clock.now()))
    with pytest.raises(Refusal, match="You speak for a city that takes part"):
        grouping.set_groups(the_round(edition), ids({"Cai": "jury"}), by=own)
    client.sign_in(own)
    page = client.get(f"/team/editions/{edition.key}/panels/groups")
    assert "You speak for a city that takes part" in page.text
    assert "begun to score" not in page.text
