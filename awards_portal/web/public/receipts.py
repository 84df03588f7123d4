"""Anyone may check a receipt: what a digest belongs to, without saying more."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...entries import receipts
from . import blueprint

# A dossier has a few megabytes; nothing larger is one.
LARGEST = 30_000_000


@blueprint.get("/receipts")
def receipts_form() -> str:
    """A digest to type, or a PDF to send; it is not kept."""
    return render_template("public/receipts.html", typed="", error=None, found=None, digest=None)


@blueprint.post("/receipts")
def check_receipt() -> tuple[str, int] | Response:
    """From a digest or a PDF to the page of its digest."""
    typed = "".join(request.form.get("digest", "").split()).lower()
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        content = sent.stream.read(LARGEST + 1)
        if len(content) > LARGEST:
            return _asked_again(
                typed, _("This file is larger than any dossier. Choose the PDF you got from the portal.")
            )
        return redirect(url_for("public.receipt_digest", digest=receipts.digest_of(content)), 303)
    if not receipts.DIGEST.fullmatch(typed):
        return _asked_again(typed, _("Write the 64 digits and letters a to f of a SHA-256, or choose a PDF."))
    return redirect(url_for("public.receipt_digest", digest=typed), 303)


def _asked_again(typed: str, error: str) -> tuple[str, int]:
    return render_template("public/receipts.html", typed=typed, error=error, found=None, digest=None), 422


@blueprint.get("/receipts/<digest>")
def receipt_digest(digest: str) -> tuple[str, int]:
    """What a digest belongs to: edition, version and date, no city, no title, no reference."""
    found = receipts.submission_of(digest)
    page = render_template("public/receipts.html", typed="", error=None, found=found, digest=digest)
    return page, 200 if found else 404
