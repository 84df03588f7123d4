"""A picture of a PDF's first page, or none: what cannot be drawn costs nobody anything."""

from io import BytesIO

import pikepdf
from PIL import Image

from awards_portal.documents.first_page import draw


def pdf(width: int, height: int) -> bytes:
    made, out = pikepdf.new(), BytesIO()
    made.add_blank_page(page_size=(width, height))
    made.add_blank_page(page_size=(100, 100))
    made.save(out)
    return out.getvalue()


def test_the_first_page_is_drawn_in_its_proportions() -> None:
    picture = draw(pdf(600, 300))
    assert picture is not None
    assert Image.open(BytesIO(picture)).size == (480, 240)


def test_what_is_no_pdf_gives_no_picture() -> None:
    assert draw(b"%PDF-1.7 and nothing more") is None
