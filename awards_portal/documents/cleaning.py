"""PDF files of strangers, made harmless in a process of their own.

A few bytes of PDF can unpack to gigabytes, and a parser may have faults nobody knows yet: what happens to the child
happens to nobody else. The child is this file, run as a program; it reads the PDF and answers one line of JSON, then
the clean PDF.
"""

import enum
import json
import resource
import subprocess
import sys
from io import BytesIO
from typing import Any

import pikepdf

# An address space and seconds that a careful report of twenty pages and 10 MB never comes near.
MEMORY = 1 << 30
SECONDS = 15
MAX_OBJECTS = 200_000

# Actions of a PDF that do something to the reader's machine or tell somebody that it is read.
_ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/GoToR",
    "/GoToE",
    "/Rendition",
    "/Movie",
    "/Sound",
    "/RichMediaExecute",
    "/GoTo3DView",
}
_ANNOTATIONS = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
_NEVER = ("/AA", "/OpenAction", "/JS", "/JavaScript", "/EmbeddedFiles", "/AF", "/EF", "/XFA", "/Metadata", "/PieceInfo")


class Fault(enum.StrEnum):
    """Why a PDF is not taken."""

    LOCKED = "locked"
    DAMAGED = "damaged"
    EMPTY = "empty"
    TOO_MANY_PAGES = "too many pages"
    # More objects, depth, memory or time than any document needs.
    TOO_MUCH = "too much"


class Unfit(Exception):
    """The PDF is not taken. `pages` is how many it has, where that was found out."""

    def __init__(self, fault: Fault, pages: int = 0) -> None:
        super().__init__(fault)
        self.fault = fault
        self.pages = pages


def clean(content: bytes, max_pages: int | None) -> tuple[bytes, int]:
    """A PDF without actions, scripts, embedded files and metadata, and the number of its pages.

    The same PDF gives the same bytes again.

    Raises:
        Unfit: it is locked, damaged, empty, too long, or wants more memory or time than a PDF may.
    """
    command = [sys.executable, "-I", __file__, str(max_pages or 0)]
    try:
        # Our own interpreter on this very file; what the stranger sent comes in as its input only.
        done = subprocess.run(  # noqa: S603
            command, input=content, capture_output=True, timeout=SECONDS * 2, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Unfit(Fault.TOO_MUCH) from error
    line, _newline, made = done.stdout.partition(b"\n")
    if done.returncode != 0 or not line:
        raise Unfit(Fault.TOO_MUCH)
    answer = json.loads(line)
    if answer["fault"]:
        raise Unfit(Fault(answer["fault"]), answer["pages"])
    return made, answer["pages"]


def _clean(content: bytes, max_pages: int) -> tuple[bytes, int]:
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if len(pdf.objects) > MAX_OBJECTS:
                raise Unfit(Fault.TOO_MUCH)
            pages = len(pdf.pages)
            if pages == 0:
                raise Unfit(Fault.EMPTY)
            if max_pages and pages > max_pages:
                raise Unfit(Fault.TOO_MANY_PAGES, pages)
            _strip(pdf)
            made = BytesIO()
            # The same file gives the same bytes again, so that adding it twice keeps it once.
            pdf.save(made, deterministic_id=True, encryption=False)
    except pikepdf.PasswordError as error:
        raise Unfit(Fault.LOCKED) from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, ArithmeticError) as error:
        raise Unfit(Fault.DAMAGED) from error
    except (MemoryError, RecursionError) as error:
        raise Unfit(Fault.TOO_MUCH) from error
    return made.getvalue(), pages


def _strip(pdf: pikepdf.Pdf) -> None:
    """Remove what acts, what is embedded and what tells about its makers."""
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for name in ("/AcroForm", "/Collection", "/Perms", "/URI", "/Extensions"):
        if name in pdf.Root:
            del pdf.Root[name]
    for found in pdf.objects:
        _scrub(found, 0)


def _scrub(found: Any, depth: int) -> None:
    if depth > 50:
        raise Unfit(Fault.TOO_MUCH)
    if isinstance(found, pikepdf.Array):
        for part in found:
            _inside(part, depth)
        return
    if not isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        return
    for name in _NEVER:
        if name in found:
            del found[name]
    if _acts(found) or str(found.get("/Subtype", "")) in _ANNOTATIONS:
        for name in list(found.keys()):
            # A stream keeps its length; everything that says what to do goes.
            if name not in {"/Length", "/Rect", "/Type"}:
                del found[name]
        return
    for name in list(found.keys()):
        _inside(found.get(name), depth)


def _inside(part: Any, depth: int) -> None:
    # What is indirect comes along by itself in the list of all objects.
    if isinstance(part, pikepdf.Object) and not part.is_indirect:
        _scrub(part, depth + 1)


def _acts(found: Any) -> bool:
    action = str(found.get("/S", ""))
    if action in _ACTIONS:
        return True
    if action == "/URI" and "/URI" in found:
        return not str(found["/URI"]).strip().lower().startswith(("http://", "https://", "mailto:"))
    return False


def _answer(max_pages: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    made, answer = b"", {"fault": "", "pages": 0}
    try:
        made, answer["pages"] = _clean(sys.stdin.buffer.read(), max_pages)
    except Unfit as unfit:
        answer = {"fault": unfit.fault, "pages": unfit.pages}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + made)


if __name__ == "__main__":
    _answer(int(sys.argv[1]))
