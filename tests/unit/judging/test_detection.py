"""What the portal finds between a judge and a city, and that sharing out never joins what the rules keep apart."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awards_portal import matching
from awards_portal.judging.detection import CityFacts, Found, JudgeFacts, Rules, Spell, blocking, detect
from awards_portal.programmes.conflicts import Likeness, Treatment, read_rules, usual_rules

AT = datetime(2026, 3, 1, tzinfo=UTC)
CITY = CityFacts(1, "Norrhavn", "NO", "https://www.norrhavn.example-city.no/en", ["mayor@harbour.no", "x@gmail.com"])


def judge(
    organisation: str = "Arbor Institute", country: str | None = "SE", email: str = "a@arbor.se", *spells: Spell
) -> JudgeFacts:
    return JudgeFacts(organisation, country, email, spells)


def likenesses(of: JudgeFacts, city: CityFacts = CITY, **rules: Any) -> list[str]:
    return [str(each.likeness) for each in detect(of, city, Rules(usual_rules() | rules), AT)]


def test_strangers_have_nothing_in_common() -> None:
    assert likenesses(judge()) == []
    assert likenesses(judge(country=None)) == []


@pytest.mark.parametrize(
    ("organisation", "found"),
    [
        ("City of Norrhavn", True),
        ("NORRHAVN  Municipality", True),
        ("Nørrhavn University", False),
        ("Norrhavn Technical University", True),
        ("Norrhavns Energi", False),
        ("The City", False),
        ("", False),
    ],
)
def test_an_organisation_that_bears_the_citys_name_is_found_whatever_sort_of_body(
    organisation: str, found: bool
) -> None:
    assert (likenesses(judge(organisation)) == ["employer"]) is found


def test_a_name_of_two_words_is_found_as_a_whole_only() -> None:
    port = CityFacts(2, "Port São José", "BR")
    assert likenesses(judge("Câmara de Port Sao Jose"), port) == ["employer"]
    assert likenesses(judge("Port of Santos"), port) == []
    assert likenesses(judge("The Company"), CityFacts(3, "The Company", "BR")) == ["employer"]


@pytest.mark.parametrize(
    ("email", "shared"),
    [
        ("a@norrhavn.example-city.no", "norrhavn.example-city.no"),
        ("a@planning.norrhavn.example-city.no", "norrhavn.example-city.no"),
        ("a@Harbour.NO", "harbour.no"),
        ("a@notharbour.no", ""),
        ("a@no", ""),
        ("a@gmail.com", ""),
    ],
)
def test_a_mail_domain_of_the_city_is_found_and_a_public_one_is_not(email: str, shared: str) -> None:
    found = detect(judge(email=email), CITY, Rules(), AT)
    assert [each.what for each in found if each.likeness is Likeness.MAIL_DOMAIN] == ([shared] if shared else [])


def test_an_address_under_a_whole_countrys_government_joins_nobody() -> None:
    city = CityFacts(1, "Haneul", "KR", "www.haneul.go.kr")
    assert likenesses(judge(email="a@go.kr"), city) == []
    assert likenesses(judge(email="a@other.go.kr"), city) == []
    assert likenesses(judge(email="a@haneul.go.kr"), city) == ["mail_domain"]
    assert likenesses(judge(email="a@haneul.go.kr"), CityFacts(1, "Haneul", "KR", "http://[broken")) == []


def test_who_speaks_for_the_city_or_did_within_the_look_back_is_kept_apart() -> None:
    def spoke(days: int | None) -> JudgeFacts:
        return judge("x", "SE", "a@b.se", Spell(7, 1, None if days is None else AT - timedelta(days=days)))

    for days, found in ((None, ["representation"]), (400, ["past_representation"]), (365 * 6, [])):
        assert likenesses(spoke(days)) == found, days
    assert likenesses(spoke(400), look_back_years=1) == []
    assert likenesses(spoke(None), representation="ignore", look_back_years=0) == ["representation"]


def test_a_shared_history_elsewhere_is_found_within_the_look_back() -> None:
    old = AT - timedelta(days=365 * 6)
    city = CityFacts(1, "Norrhavn", "NO", spells=[Spell(9, 1, None), Spell(9, 5, AT - timedelta(days=30))])
    assert likenesses(judge("x", "SE", "a@b.se", Spell(7, 5, None)), city) == ["history"]
    assert likenesses(judge("x", "SE", "a@b.se", Spell(7, 5, old)), city) == []
    assert likenesses(judge("x", "SE", "a@b.se", Spell(7, 6, None)), city) == []
    # A judge's own past is not a colleague's.
    assert likenesses(judge("x", "SE", "a@b.se", Spell(9, 5, None)), city) == []


def test_a_rule_blocks_asks_or_ignores_and_an_unknown_one_blocks() -> None:
    neighbour = judge(country="NO")
    (found,) = detect(neighbour, CITY, Rules(), AT)
    assert (found.asks, found.blocks, found.words) == (True, False, "same country")
    assert found.question("Norway") == "You and this city are in the same country, Norway. Does it matter?"
    assert detect(neighbour, CITY, Rules({"country": "ignore"}), AT) == []
    for word in ("block", "whatever"):
        (found,) = detect(neighbour, CITY, Rules({"country": word}), AT)
        assert blocking([found]) is found
    assert found.reason("Anna Arbor") == "Anna Arbor and this city are in the same country."


@pytest.mark.parametrize("likeness", list(Likeness))
def test_each_likeness_is_told_in_words_to_judge_and_team(likeness: Likeness) -> None:
    found = Found(likeness, Treatment.ASK, "norrhavn.no")
    assert found.words
    assert found.question().endswith((".", "?"))
    assert found.reason("Anna").startswith("Anna ")


def test_an_editions_rules_are_read_whole_or_told_what_is_wrong() -> None:
    assert read_rules({}) == (usual_rules(), [])
    rules, faults = read_rules({"country": "ignore", "look_back_years": 0})
    assert (rules["country"], rules["look_back_years"], rules["employer"], faults) == ("ignore", 0, "ask", [])
    for wrong, sentence in (
        ([], "maps what is found"),
        ({"country": "maybe"}, "“country” is one of block, ask, ignore"),
        ({"planet": "ask"}, "“planet” is not known"),
        ({"look_back_years": 51}, "from 0 to 50"),
        ({"look_back_years": True}, "from 0 to 50"),
        ({"representation": "ask"}, "nobody judges a city they speak for"),
    ):
        rules, faults = read_rules(wrong)
        assert rules == usual_rules()
        assert sentence in faults[0]


facts = st.tuples(
    st.sampled_from(["Arbor Institute", "City of Alfa", "Beta Council", "Gamma Energy"]),
    st.sampled_from(["NO", "SE", None]),
    st.sampled_from(["a@alfa.no", "b@x.beta.se", "c@gmail.com"]),
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from([None, 100, 4000])), max_size=2),
)
treatments = st.sampled_from(list(Treatment))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(facts, min_size=1, max_size=6),
    st.dictionaries(st.sampled_from([each.value for each in Likeness]), treatments),
    st.integers(1, 3),
)
def test_no_proposal_ever_joins_what_the_rules_keep_apart(
    cast: list[Any], rules: dict[str, Treatment], per_entry: int
) -> None:
    ended = {None: None, 100: AT - timedelta(days=100), 4000: AT - timedelta(days=4000)}
    judges = [
        JudgeFacts(organisation, country, email, [Spell(number, city, ended[days]) for city, days in spells])
        for number, (organisation, country, email, spells) in enumerate(cast)
    ]
    cities = [
        CityFacts(0, "Alfa", "NO", "https://alfa.no"),
        CityFacts(1, "Beta", "SE", None, ["m@beta.se"], [Spell(99, 1, None), Spell(99, 3, None)]),
        CityFacts(2, "Gamma", "FI"),
    ]
    apart = {
        (j, e)
        for j, one in enumerate(judges)
        for e, city in enumerate(cities)
        if blocking(detect(one, city, Rules(usual_rules() | rules), AT))
    }
    told = matching.match(
        matching.Problem(
            [matching.Entry(city.name) for city in cities],
            [matching.Judge(number, max_load=3) for number in range(len(judges))],
            per_entry=per_entry,
            conflicts=frozenset(apart),
        )
    )
    place = {city.name: at for at, city in enumerate(cities)}
    proposed = {(int(number), place[str(name)]) for number, name in told.assignments}
    assert not proposed & apart
    for e, city in enumerate(cities):
        free = len(judges) - sum((j, e) in apart for j in range(len(judges)))
        assert sum(at == e for _number, at in proposed) == min(per_entry, free), city.name
