"""PDF files of our own, drawn by typst in a process of their own.

A template is ours and fixed; what people typed comes to it as JSON, so none of it is ever read as typst. The child sees
one folder that holds the template, the JSON and pictures, and the fonts; memory and time are limited, because a
picture or ten thousand words may ask for much. The child is this file, run as a program.
"""

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FONTS = HERE / "fonts"
MEMORY = 3 << 30
SECONDS = 60


class CannotDraw(Exception):
    """The document could not be drawn; the text says why, for the log."""


def typeset(template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes], timestamp: int) -> bytes:
    """Draw a document as PDF. The same arguments give the same bytes.

    Args:
        template: a file `<template>.typ` beside this one; it may import `paper.typ`, which stands beside it.
        data: what it reads from `data.json`.
        pictures: image files by the name under which the template finds them.
        timestamp: seconds since 1970, written into the file as the time it was made.

    Raises:
        CannotDraw: when typst refuses it, or wants more memory or time than a document may.
    """
    with tempfile.TemporaryDirectory(prefix="portal-typeset-") as folder:
        root = Path(folder)
        (root / "main.typ").write_bytes((HERE / f"{template}.typ").read_bytes())
        (root / "paper.typ").write_bytes((HERE / "paper.typ").read_bytes())
        (root / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        for name, content in pictures.items():
            (root / name).write_bytes(content)
        # Our own interpreter on this very file.
        command = [sys.executable, "-I", __file__, folder, str(timestamp)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS * 2, check=False)  # noqa: S603
        except subprocess.TimeoutExpired as error:
            raise CannotDraw("it took too long") from error
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF"):
        raise CannotDraw(done.stderr.decode("utf-8", "replace")[-2000:] or "it wanted too much")
    return done.stdout


def _draw(folder: str, timestamp: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Late: only the child loads it.
    import typst

    made = typst.compile(
        str(Path(folder) / "main.typ"),
        root=folder,
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        timestamp=timestamp,
        # Nothing is fetched: a template uses no package, and there is none.
        package_path=folder,
        package_cache_path=folder,
    )
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    _draw(sys.argv[1], int(sys.argv[2]))
