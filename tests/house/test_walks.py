"""The walks of docs/architecture.md: four short files each, and every function they name is where they say."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST = 300


def walks() -> list[str]:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    return re.split(r"^\d\. ", text.partition("## Three walks")[2], flags=re.MULTILINE)[1:]


def steps(walk: str) -> dict[str, list[str]]:
    """The files of a walk that lead on, each with the functions named in its brackets."""
    return {
        path: re.findall(r"`(\w+)`", said) for path, said in re.findall(r"`([\w/]+\.py)`\s+\(((?:[^()]|\n)*)\)", walk)
    }


def test_there_are_three_walks_of_four_files() -> None:
    assert [len(steps(walk)) for walk in walks()] == [4, 4, 4]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_each_file_is_short_and_has_what_is_named(number: int) -> None:
    for path, names in steps(walks()[number]).items():
        source = (ROOT / "awards_portal" / path).read_text(encoding="utf-8")
        defined = {node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)}
        assert names, path
        assert set(names) <= defined, (path, set(names) - defined)
        assert source.count("\n") <= LONGEST, path
