"""A workbook as LibreOffice computes it: every formula calculated anew on loading, whatever values it came with."""

import atexit
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

# "Always recalculate" for files of other programs; the default is never, which would show our own cached values.
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


@cache
def _profile() -> str:
    """LibreOffice's own folder, one for the run: making a new one takes longer than a workbook."""
    folder = Path(tempfile.mkdtemp(prefix="portal-soffice-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "user").mkdir()
    (folder / "user" / "registrymodifications.xcu").write_text(ALWAYS)
    return str(folder)


def recalculated(workbook: Path, folder: Path) -> Workbook:
    """The values of a workbook after LibreOffice loaded, recalculated and saved it."""
    return openpyxl.load_workbook(recalculate([workbook], folder)[0], data_only=True)


def recalculate(workbooks: list[Path], folder: Path) -> list[Path]:
    """Load, recalculate and save each of them into the folder, in one run of LibreOffice: starting it takes longest."""
    out = folder / "recalculated"
    subprocess.run(
        [
            os.environ["TEST_SOFFICE"],
            f"-env:UserInstallation=file://{_profile()}",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(out),
            *map(str, workbooks),
        ],
        check=True,
        capture_output=True,
        timeout=580,
        env={**os.environ, "HOME": str(folder)},
    )
    return [out / each.name for each in workbooks]


def rows_of(book: Workbook, sheet: str) -> list[dict[str, object]]:
    """A sheet's rows by title."""
    head, *rest = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rest]
