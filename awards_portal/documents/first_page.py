"""A picture of a PDF's first page, drawn in a process of its own: a fault of the drawing program stays in there.

The child is this file, run as a program; it reads the PDF and answers the picture as PNG.
"""

import resource
import subprocess
import sys
from io import BytesIO

MEMORY = 1 << 30
SECONDS = 10
# Longest side in pixels: twice what pages show it at.
LONGEST = 480


def draw(content: bytes) -> bytes | None:
    """The first page as PNG, at most 480 pixels in its longer side; None when it cannot be drawn in the time given."""
    try:
        # Our own interpreter on this very file; the stranger's PDF comes in as its input only.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", __file__], input=content, capture_output=True, timeout=SECONDS * 2, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 and done.stdout.startswith(b"\x89PNG") else None


def _answer() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Loaded here: only the child ever needs the drawing program.
    import pypdfium2  # type: ignore[import-untyped]

    page = pypdfium2.PdfDocument(sys.stdin.buffer.read())[0]
    width, height = page.get_size()
    out = BytesIO()
    page.render(scale=min(LONGEST / max(width, height, 1), 4)).to_pil().save(out, "PNG")
    sys.stdout.buffer.write(out.getvalue())


if __name__ == "__main__":
    _answer()
