"""What a process loads: pages are served without the weight of the cellar."""

import subprocess
import sys

HEAVY = {"pandas", "ortools", "typst", "numpy", "scipy"}


def loaded_by(code: str) -> set[str]:
    command = [sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules)"]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


def test_the_doors_load_neither_pandas_nor_or_tools_nor_typst() -> None:
    loaded = loaded_by("import awards_portal.web, awards_portal; awards_portal.create_app()")
    assert "flask" in loaded
    assert HEAVY.isdisjoint(loaded), HEAVY & loaded


def test_the_cellar_loads_neither_flask_nor_sqlalchemy() -> None:
    loaded = loaded_by("import awards_portal.results, awards_portal.matching")
    assert {"flask", "sqlalchemy"}.isdisjoint(loaded)
    # It takes most of a second, and nothing of it is needed that numpy does not have.
    assert "scipy.stats" not in loaded
