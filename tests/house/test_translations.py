"""Catalogues of the languages that are spoken are complete, and every string can be found by who translates."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, meta, nodes

from awards_portal.config import ROOT
from awards_portal.translations import LANGUAGES, OWN_NAMES, catalogues, strings

WORDS_ARGUMENTS = {"_": 1, "gettext": 1, "ngettext": 2}
# Events of the ledger and kinds of letters get their words from their names, for the organising team.
FROM_NAMES = {"awards_portal/ledger/lines.py", "awards_portal/web/admins/outbox.py"}


def test_each_language_that_is_spoken_has_every_string_with_its_placeholders_and_plural_forms() -> None:
    assert LANGUAGES[0] == "en"
    assert set(LANGUAGES) <= set(OWN_NAMES)
    assert {code: catalogues.wrong(code) for code in LANGUAGES[1:]} == {code: [] for code in LANGUAGES[1:]}


def test_each_catalogue_says_whether_a_person_has_reviewed_it() -> None:
    for code in LANGUAGES[1:]:
        assert catalogues.REVIEW.search(catalogues.path_of(code).read_text(encoding="utf-8")), code


def test_what_the_public_pages_are_made_of_is_translated_with_them() -> None:
    reader, known = Environment(autoescape=True, extensions=["jinja2.ext.i18n"]), set(strings.files())
    for door in ("public", "account", "layouts", "errors"):
        for path in (ROOT / "templates" / door).glob("*.html"):
            for name in meta.find_referenced_templates(reader.parse(path.read_text(encoding="utf-8"))):
                assert name is not None, path
                # The workspace has the organising team's navigation too; what that team alone sees stays in English.
                if name != "admins/_ways.html":
                    assert ROOT / "templates" / name in known or name.startswith("development"), (path, name)
    for pattern in strings.PUBLIC_SET:
        assert list(ROOT.glob(pattern)), pattern


def in_code(source: str) -> Iterator[int]:
    """Lines on which something is to be translated that is not written there."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WORDS_ARGUMENTS:
            said: list[Any] = node.args[: WORDS_ARGUMENTS[node.func.id]]
            if not all(isinstance(each, ast.Constant) and isinstance(each.value, str) for each in said):
                yield node.lineno


def in_template(source: str) -> Iterator[int]:
    for call in Environment(autoescape=True).parse(source).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in WORDS_ARGUMENTS:
            said = call.args[: WORDS_ARGUMENTS[call.node.name]]
            if not all(isinstance(each, nodes.Const) and isinstance(each.value, str) for each in said):
                yield call.lineno


def test_every_string_that_is_translated_is_written_where_it_is_used() -> None:
    found = []
    for folder, suffix, find in (("awards_portal", "py", in_code), ("templates", "html", in_template)):
        for path in sorted((ROOT / folder).rglob(f"*.{suffix}")):
            name = str(Path(path).relative_to(ROOT))
            if name not in FROM_NAMES:
                found += [f"{name}:{line}" for line in find(path.read_text(encoding="utf-8"))]
    assert not found


def test_a_string_that_is_put_together_first_would_be_found() -> None:
    assert list(in_code('_(f"{n} entries")\n_("Entries")\nngettext("one", many, n)')) == [1, 3]
    assert list(in_template("{{ _(words) }}{{ _('Words') }}")) == [1]
