"""Translations that cannot stand for their original are told, a sentence each."""

import pytest

from awards_portal.translations import OWN_NAMES, prefix, tag
from awards_portal.translations.checking import faults, forms

MANY = ("%(num)d entry of %(city)s", "%(num)d entries of %(city)s")


def test_each_language_has_its_plural_forms() -> None:
    counts = {code: len(forms(code)) for code in OWN_NAMES}
    assert counts == {"en": 2, "ko": 1, "ru": 3, "es": 2, "fr": 2, "zh_Hans": 1, "ar": 6}
    assert forms("ru") == ((1, 21, 31, 41, 51, 61), (2, 3, 4, 22, 23, 24), (0, 5, 6, 7, 8, 9))


@pytest.mark.parametrize(
    ("original", "translation", "said"),
    [
        ("Hello %(name)s", "", "missing"),
        ("Hello %(name)s", ["Bonjour"], "missing"),
        ("Hello %(name)s", "Bonjour", "Placeholders are missing: %(name)s."),
        ("Hello %(name)s", "Bonjour %(nom)s %(name)s", "not in the original: %(nom)s"),
        ("%(part)s %%", "%(part)s % de", "per cent"),
        ("<b>Hello</b>", "<i>Bonjour</i>", "markup"),
        ("Hello ", "Bonjour", "spaces"),
    ],
)
def test_what_is_wrong_is_said(original: str, translation: object, said: str) -> None:
    assert said in " ".join(faults("fr", original, translation))


def test_a_form_of_several_numbers_must_say_the_number_and_one_of_a_single_number_may_leave_it_out() -> None:
    arabic = ["لا %(city)s", "مشاركة %(city)s", "مشاركتان %(city)s", *["%(num)d %(city)s"] * 3]
    assert faults("ar", MANY, arabic) == []
    assert faults("ar", MANY, [*arabic[:5], "%(city)s"]) == [
        "Form for 11, 12, 13, 14, 15, 16: Placeholders are missing: %(num)s."
    ]
    assert "A list of 3 texts" in faults("ru", MANY, ["%(num)d %(city)s"])[0]
    assert faults("fr", MANY, ["une de %(city)s", "%(num)d de %(city)s"])
    assert faults("fr", "%(part)s %% of it", "%(part)s %% en") == []


def test_a_language_is_named_for_html_and_for_addresses() -> None:
    assert (tag("zh_Hans"), prefix("zh_Hans"), prefix("en")) == ("zh-Hans", "zh-hans", "")
