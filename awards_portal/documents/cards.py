"""Pictures for links that people share: a title on paper, drawn here and nowhere else."""

import unicodedata
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).parent / "fonts"
SIZE = (1200, 630)
_PAPER, _INK, _QUIET, _TEAL, _AMBER = "#fcfbf8", "#1b1c1e", "#55575c", "#0b5c62", "#a35a00"
_MARGIN = 80
# By the first word of a letter's name; everything else is in Noto Serif.
_SCRIPTS = {
    "HANGUL": "NanumGothic.ttf",
    "CJK": "DroidSansFallbackFull.ttf",
    "HIRAGANA": "DroidSansFallbackFull.ttf",
    "KATAKANA": "DroidSansFallbackFull.ttf",
    "ARABIC": "NotoNaskhArabic-Bold.ttf",
    "DEVANAGARI": "NotoSansDevanagari-Regular.ttf",
    "THAI": "NotoSansThai-Regular.ttf",
    "HEBREW": "NotoSansHebrew-Regular.ttf",
}


def _font(text: str, size: int) -> ImageFont.FreeTypeFont:
    scripts = (unicodedata.name(letter, "").partition(" ")[0] for letter in text)
    name = next((_SCRIPTS[script] for script in scripts if script in _SCRIPTS), "NotoSerif-Regular.ttf")
    return ImageFont.truetype(str(FONTS / name), size)


def _lines(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@lru_cache(maxsize=200)
def draw(kicker: str, title: str, footer: str) -> bytes:
    """The picture as PNG. The same words give the same bytes, so it is kept for the next reader.

    The title is set as large as its lines allow; one that is too long even so is cut.
    """
    picture = Image.new("RGB", SIZE, _PAPER)
    pen = ImageDraw.Draw(picture)
    width = SIZE[0] - 2 * _MARGIN
    pen.rectangle((0, 0, SIZE[0], 14), fill=_AMBER)
    pen.text((_MARGIN, 70), kicker[:90], font=_font(kicker, 30), fill=_QUIET)
    for size in (84, 68, 54, 44):
        font = _font(title, size)
        lines = _lines(title[:200], font, width)
        if len(lines) <= 300 // size:
            break
    for number, line in enumerate(lines[: 330 // size]):
        pen.text((_MARGIN, 135 + number * size * 1.2), line, font=font, fill=_INK)
    pen.polygon([(_MARGIN + 14, 534), (_MARGIN + 28, 548), (_MARGIN + 14, 562), (_MARGIN, 548)], fill=_TEAL)
    pen.text((_MARGIN + 48, 528), footer[:70], font=_font(footer, 32), fill=_TEAL)
    made = BytesIO()
    picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=32).save(made, "PNG", optimize=True)
    return made.getvalue()
