"""The portal says one version of itself."""

import tomllib

from awards_portal.config import ROOT, VERSION


def test_the_code_and_the_project_file_say_the_same_version() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == VERSION
