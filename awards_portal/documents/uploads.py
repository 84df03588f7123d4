"""What comes in as a file: recognised by its bytes, always decoded, cleaned, or refused with a sentence.

What is stored is never what was sent: a PDF is written anew without actions, scripts, embedded files and metadata; an
image is encoded anew from its pixels.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Protocol

from flask_babel import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from ..errors import Invalid
from . import cleaning

PDF = "application/pdf"
# 50 megapixels: more than a camera of a phone makes, less than a machine of ours minds (150 MB decoded).
MAX_PIXELS = 50_000_000

ENDINGS = {PDF: ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}
_FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


class Takes(Protocol):
    """What a place takes: a question of a form, or `Limits`. `key` is the field's name, for the sentence."""

    @property
    def key(self) -> str:
        """The name of the field."""

    @property
    def accept(self) -> Sequence[str]:
        """Media types."""

    @property
    def max_bytes(self) -> int:
        """The largest file."""

    @property
    def max_pages(self) -> int | None:
        """The longest PDF; None for any."""

    @property
    def min_width(self) -> int | None:
        """The narrowest image, in pixels; None for any."""


@dataclass(frozen=True)
class Limits:
    """What a place other than a form's question takes."""

    key: str
    accept: Sequence[str]
    max_bytes: int = 10_000_000
    max_pages: int | None = None
    min_width: int | None = None


@dataclass(frozen=True)
class Checked:
    """A file that passed: its clean content and what it is."""

    content: bytes
    media_type: str
    name: str
    pages: int | None = None
    width: int | None = None
    height: int | None = None


def check(question: Takes, name: str, content: bytes) -> Checked:
    """Recognise, decode and clean a file for a question.

    Raises:
        Invalid: with the sentence that says what is wrong and what to do; `fields` names the question.
    """
    try:
        return _check(question, name, content)
    except _Refused as refused:
        sentence = f"{clean_name(name)}: {refused}"
        raise Invalid(sentence, {question.key: [sentence]}) from refused


class _Refused(Exception):
    pass


def _check(question: Takes, name: str, content: bytes) -> Checked:
    wrong = why_not_size(len(content), question)
    if wrong:
        raise _Refused(wrong)
    media_type = recognise(content)
    if media_type is None:
        raise _Refused(_what_it_is(content, question))
    if media_type not in question.accept:
        raise _Refused(
            _(
                "this is a %(kind)s file; this question takes %(accepted)s.",
                kind=ENDINGS[media_type][1:].upper(),
                accepted=accepted(question),
            )
        )
    if media_type == PDF:
        clean, pages = _pdf(question, content)
        return Checked(clean, media_type, clean_name(name, media_type), pages=pages)
    clean, width, height = _image(question, content, media_type)
    return Checked(clean, media_type, clean_name(name, media_type), width=width, height=height)


def why_not_size(size: int, question: Takes) -> str | None:
    """Why a file of so many bytes is not taken, whatever it holds."""
    if size < 1:
        return _("the file is empty. Choose it again.")
    if size > question.max_bytes:
        return _(
            "the file is larger than %(limit)s. Make it smaller and add it again.", limit=_told(question.max_bytes)
        )
    return None


def accepted(question: Takes) -> str:
    """The kinds of file a question takes, as a person names them."""
    return ", ".join(ENDINGS[media_type][1:].upper() for media_type in question.accept)


def recognise(content: bytes) -> str | None:
    """The media type that a file's first bytes prove, whatever it is called."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return None


def _what_it_is(content: bytes, question: Takes) -> str:
    head = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    takes = accepted(question)
    if b"<svg" in head:
        return _("this is an SVG drawing, which can carry programs. This question takes %(takes)s.", takes=takes)
    if head.startswith((b"<!doctype", b"<html", b"<?xml", b"<script", b"<head", b"<body")) or b"<html" in head:
        return _(
            "this is a web page, whatever its name says. Print it as PDF. This question takes %(takes)s.", takes=takes
        )
    if head.startswith(b"pk\x03\x04"):
        return _(
            "this is a ZIP archive or an office document, whatever its name says. Save the document as PDF. "
            "This question takes %(takes)s.",
            takes=takes,
        )
    if head.startswith((b"mz", b"\x7felf", b"#!")):
        return _("this is a program. Programs are not taken. This question takes %(takes)s.", takes=takes)
    if head.startswith((b"gif8", b"bm", b"ii*\x00", b"mm\x00*")):
        return _("this kind of image is not taken. This question takes %(takes)s.", takes=takes)
    return _("this is not a file of a kind that can be read here. This question takes %(takes)s.", takes=takes)


def _told(size: int) -> str:
    return _("%(size)g MB", size=round(size / 1_000_000, 1))


def clean_name(name: str, media_type: str | None = None) -> str:
    """A file's name without folders and invisible characters, with the ending its content has."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    # Cc control, Cf invisible (such as the one that turns the reading direction round: "fdp.exe"), Cs half characters.
    name = "".join(c for c in name if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"})
    name = re.sub(r"\s+", " ", name).strip(" .") or _("file")
    if media_type is None:
        return name[:150]
    ending = ENDINGS[media_type]
    stem = re.sub(r"\.(pdf|jpe?g|png|webp)$", "", name, flags=re.IGNORECASE)
    return (stem[:140] or _("file")) + ending


def _pdf(question: Takes, content: bytes) -> tuple[bytes, int]:
    try:
        return cleaning.clean(content, question.max_pages)
    except cleaning.Unfit as unfit:
        raise _Refused(_why_unfit(unfit, question)) from unfit


def _why_unfit(unfit: cleaning.Unfit, question: Takes) -> str:
    if unfit.fault is cleaning.Fault.LOCKED:
        return _("this PDF is locked by a password. Save it without one and add it again.")
    if unfit.fault is cleaning.Fault.EMPTY:
        return _("this PDF has no pages. Make it anew and add it again.")
    if unfit.fault is cleaning.Fault.TOO_MANY_PAGES:
        return _(
            "this PDF has %(pages)d pages; at most %(limit)d are allowed. Shorten it and add it again.",
            pages=unfit.pages,
            limit=question.max_pages,
        )
    if unfit.fault is cleaning.Fault.TOO_MUCH:
        return _("this PDF is too complicated to be checked. Print it to a new PDF and add that.")
    return _("this PDF is damaged and cannot be read. Make it anew and add it again.")


def _image(question: Takes, content: bytes, media_type: str) -> tuple[bytes, int, int]:
    try:
        with Image.open(BytesIO(content), formats=list(_FORMATS)) as image:
            # Judged before a single pixel is decoded: a few bytes can promise gigabytes.
            if image.width * image.height > MAX_PIXELS:
                raise _Refused(_too_many_pixels())
            if _FORMATS.get(image.format or "") != media_type:
                raise _Refused(_("this image is not what its first bytes say. Save it anew and add it again."))
            image.load()
            upright = ImageOps.exif_transpose(image)
            pixels = _plain_mode(upright, media_type)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _Refused(_too_many_pixels()) from error
    except (OSError, UnidentifiedImageError, SyntaxError, ValueError, MemoryError) as error:
        raise _Refused(_("this image is damaged and cannot be read. Save it anew and add it again.")) from error
    if question.min_width is not None and pixels.width < question.min_width:
        raise _Refused(
            _(
                "this image is %(width)d pixels wide; at least %(limit)d are needed. Add a larger one.",
                width=pixels.width,
                limit=question.min_width,
            )
        )
    clean = BytesIO()
    # A new image holds pixels only: no EXIF, no place, no comments.
    fresh = Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())
    if media_type == "image/png":
        fresh.save(clean, "PNG")
    else:
        fresh.save(clean, "JPEG" if media_type == "image/jpeg" else "WEBP", quality=90)
    return clean.getvalue(), pixels.width, pixels.height


def _too_many_pixels() -> str:
    return _("this image has more than 50 million pixels. Make it smaller and add it again.")


def _plain_mode(image: Image.Image, media_type: str) -> Image.Image:
    transparent = "A" in image.getbands() or "transparency" in image.info
    return image.convert("RGBA" if transparent and media_type != "image/jpeg" else "RGB")
