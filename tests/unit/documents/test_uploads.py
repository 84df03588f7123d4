"""What comes in as a file is recognised by its bytes, decoded and cleaned, or refused with a sentence."""

import resource
import zipfile
import zlib
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from PIL import Image

from awards_portal.documents import cleaning
from awards_portal.documents.uploads import Checked, check, clean_name
from awards_portal.errors import Invalid
from awards_portal.programmes.forms import Question, QuestionType

FILES: dict[str, Any] = {
    "key": "g",
    "type": QuestionType.FILES,
    "label": "Files",
    "section": "G",
    "accept": ("application/pdf", "image/jpeg", "image/png"),
}


def question(**more: Any) -> Question:
    return Question(**{**FILES, **more})


def pdf(pages: int = 1, **saving: Any) -> bytes:
    return written(blank(pages), **saving)


def blank(pages: int = 1) -> pikepdf.Pdf:
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page()
    return made


def written(made: pikepdf.Pdf, **saving: Any) -> bytes:
    out = BytesIO()
    made.save(out, **saving)
    return out.getvalue()


def image(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **saving: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **saving)
    return out.getvalue()


def archive() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("word/document.xml", "<document/>")
    return out.getvalue()


def refused(content: bytes, name: str = "plan.pdf", **more: Any) -> str:
    with pytest.raises(Invalid) as told:
        check(question(**more), name, content)
    assert told.value.fields == {"g": [told.value.sentence]}
    assert told.value.sentence.startswith(f"{clean_name(name)}: ")
    return told.value.sentence


def accept(content: bytes, name: str = "plan.pdf", **more: Any) -> Checked:
    return check(question(**more), name, content)


def test_a_pdf_is_counted_and_written_anew() -> None:
    got = accept(pdf(3), "The plan.PDF")
    assert (got.pages, got.media_type, got.name) == (3, "application/pdf", "The plan.pdf")
    assert len(pikepdf.open(BytesIO(got.content)).pages) == 3


def test_the_same_pdf_twice_gives_the_same_bytes() -> None:
    sent = pdf(2)
    assert accept(sent).content == accept(sent).content


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "plan.pdf", "the file is empty"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "photo.jpg", "SVG drawing"),
        (b'<?xml version="1.0"?><svg></svg>', "photo.png", "SVG drawing"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "plan.pdf", "web page, whatever its name says"),
        (b"\xef\xbb\xbf  <html><body>", "plan.pdf", "web page"),
        (archive(), "plan.pdf", "ZIP archive or an office document"),
        (b"MZ\x90\x00" + b"\x00" * 60, "plan.pdf", "a program"),
        (b"#!/bin/sh\nrm -rf /", "plan.pdf", "a program"),
        (image("GIF"), "photo.jpg", "this kind of image is not taken"),
        (image("TIFF"), "photo.jpg", "this kind of image is not taken"),
        (b"hello", "plan.pdf", "not a file of a kind that can be read here. This question takes PDF, JPG, PNG."),
        (b"%PDF-1.7\nnot really", "plan.pdf", "this PDF is damaged"),
        (b"\xff\xd8\xff\xe0 not really", "photo.jpg", "this image is damaged"),
        (image("JPEG", (400, 300))[:-500], "photo.jpg", "this image is damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 30, "photo.png", "this image is damaged"),
    ],
)
def test_what_is_no_pdf_and_no_image_is_refused_whatever_it_is_called(content: bytes, name: str, words: str) -> None:
    assert words in refused(content, name)


def test_a_kind_the_question_does_not_take_is_refused_by_name() -> None:
    told = refused(image(), "photo.jpg", accept=("application/pdf",))
    assert told == "photo.jpg: this is a JPG file; this question takes PDF."


def test_limits_of_size_pages_and_width_are_told() -> None:
    assert "larger than 0.1 MB" in refused(b"%PDF-" + b"x" * 100_001, max_bytes=100_000)
    assert "has 4 pages; at most 3 are allowed" in refused(pdf(4), max_pages=3)
    assert accept(pdf(3), max_pages=3).pages == 3
    assert "is 999 pixels wide; at least 1000 are needed" in refused(image(size=(999, 9)), "a.jpg", min_width=1000)
    assert accept(image(size=(1000, 9)), "a.jpg", min_width=1000).width == 1000


def test_a_pdf_locked_by_a_password_is_refused_and_one_with_restrictions_is_opened() -> None:
    locked = pdf(encryption=pikepdf.Encryption(user="secret", owner="owner"))
    assert "locked by a password" in refused(locked)
    restricted = pdf(encryption=pikepdf.Encryption(user="", owner="owner"))
    assert not pikepdf.open(BytesIO(accept(restricted).content)).is_encrypted


def test_a_few_bytes_that_promise_gigabytes_of_pixels_are_refused_before_decoding() -> None:
    for width in (30_000, 9_600, 7_200):
        flood = bytearray(image("PNG"))
        flood[16:24] = width.to_bytes(4, "big") * 2
        flood[29:33] = zlib.crc32(flood[12:29]).to_bytes(4, "big")
        assert "more than 50 million pixels" in refused(bytes(flood), "photo.png")


def test_an_image_loses_what_it_tells_about_place_and_camera_and_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x010F] = "CANARY-CAMERA"
    exif[0x0112] = 6  # turned by 90 degrees
    got = accept(image(size=(40, 30), exif=exif.tobytes(), comment=b"CANARY-COMMENT"), "photo.jpeg")
    assert (got.width, got.height, got.name) == (30, 40, "photo.jpg")
    assert b"CANARY" not in got.content
    assert dict(Image.open(BytesIO(got.content)).getexif()) == {}


def hostile_pdf() -> bytes:
    made = blank(2)
    made.docinfo["/Author"] = "CANARY-AUTHOR"
    with made.open_metadata() as meta:
        meta["dc:title"] = "CANARY-XMP"
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('CANARY-SCRIPT')")
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="CANARY-LAUNCH.exe")
    made.Root.OpenAction = script
    made.Root.AA = pikepdf.Dictionary(WC=launch)
    made.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["a", script])))
    made.attachments["CANARY-FILE.exe"] = b"CANARY-EMBEDDED"
    made.Root.AcroForm = pikepdf.Dictionary(XFA="CANARY-XFA", Fields=pikepdf.Array())

    def link(action: Any) -> Any:
        box = pikepdf.Array([0, 0, 9, 9])
        return pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=box, A=action)

    made.pages[0].obj.Annots = pikepdf.Array(
        [
            link(launch),
            made.make_indirect(link(made.make_indirect(script))),
            link(pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F="https://CANARY-SUBMIT.example")),
            link(pikepdf.Dictionary(S=pikepdf.Name.URI, URI="javascript:CANARY-URI")),
            link(pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://city.example/kept")),
            link(
                pikepdf.Dictionary(
                    S=pikepdf.Name.URI, URI="https://city.example/x", Next=pikepdf.Array([launch, script])
                )
            ),
        ]
    )
    made.pages[0].obj.AA = pikepdf.Dictionary(O=script)
    return written(made, object_stream_mode=pikepdf.ObjectStreamMode.disable)


def test_a_pdf_loses_actions_scripts_embedded_files_and_metadata_and_keeps_its_links() -> None:
    sent = hostile_pdf()
    assert sent.count(b"CANARY") >= 8
    got = accept(sent).content
    whole = written(
        pikepdf.open(BytesIO(got)),
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.all,
    )
    assert b"CANARY" not in whole
    for name in (b"/JavaScript", b"/Launch", b"/OpenAction", b"/AA", b"/EmbeddedFile", b"/SubmitForm", b"/XFA"):
        assert name not in whole
    assert b"https://city.example/kept" in whole


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\plan.pdf", "plan.pdf"),
        ("plan\x00\r\nSet-Cookie: a=b.pdf", "planSet-Cookie: a=b.pdf"),
        ("plan\u202efdp.exe", "planfdp.exe"),
        ("ré\u0301sumé 계획.pdf", "ré\u0301sumé 계획.pdf"),
        ("", "file"),
        ("...", "file"),
        ("x" * 300, "x" * 150),
    ],
)
def test_a_name_keeps_its_letters_and_loses_its_tricks(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept
    assert clean_name(sent, "application/pdf").endswith(".pdf")
    assert len(clean_name(sent, "application/pdf")) <= 150


def test_a_file_that_is_two_kinds_at_once_keeps_only_the_one_that_was_recognised() -> None:
    second = archive() + b"<script>CANARY</script>"
    for content, name in (
        (pdf() + second, "plan.pdf"),
        (image() + second, "photo.jpg"),
        (image("PNG") + second, "photo.png"),
    ):
        got = accept(content, name).content
        assert b"CANARY" not in got
        assert b"PK\x03\x04" not in got
    # A PDF that begins later than its first byte is somebody else's file first.
    assert "web page" in refused(b"<html>\n" + pdf())


def bomb(megabytes: int) -> bytes:
    """A PDF of few bytes with a stream of objects that unpacks to this many megabytes."""
    packing = zlib.compressobj(9)
    head = packing.compress(b"6 0 <</A 1>>") + packing.flush(zlib.Z_FULL_FLUSH)
    again = zlib.compressobj(9, wbits=-15)
    block = again.compress(b" " * 1_000_000) + again.flush(zlib.Z_FULL_FLUSH)
    packed = head + block * megabytes + b"\x03\x00"
    out, places = b"%PDF-1.5\n", {}
    for number, body in (
        (1, b"<</Type/Catalog/Pages 2 0 R>>"),
        (2, b"<</Type/Pages/Kids[3 0 R]/Count 1>>"),
        (3, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"),
        (5, b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed)),
    ):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows = [(0, 0), *((1, places[n]) for n in (1, 2, 3)), (0, 0), (1, places[5]), (2, 5), (1, len(out))]
    table = b"".join(bytes([kind]) + at.to_bytes(4, "big") + b"\0\0" for kind, at in rows)
    told = b"<</Type/XRef/Size 8/W[1 4 2]/Root 1 0 R/Length %d>>" % len(table)
    return out + b"7 0 obj\n%sstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % (told, table, len(out))


def test_a_pdf_that_unpacks_to_gigabytes_fills_neither_this_process_nor_the_machine() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sent = bomb(2_000)
    assert len(sent) < 3_000_000
    # What does not fit into the child's memory is not there for it: the packed objects are gone, the page is left.
    assert len(accept(sent).content) < 10_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 1_100_000


def test_a_pdf_that_takes_too_long_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "SECONDS", 0)
    assert "too complicated to be checked" in refused(pdf())
