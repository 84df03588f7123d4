"""Anyone may check a certificate by its code. No more is told than was published."""

from flask import render_template, request

from ...awards import certificates
from . import blueprint


@blueprint.get("/certificates")
def certificate_check() -> str | tuple[str, int]:
    """Whether the code in `?code=` is genuine: of an award what the winners' page says, else the edition."""
    typed = request.args.get("code", "")[:80]
    if not typed.strip():
        return render_template("public/certificates.html", typed="", asked=False, found=None)
    found = certificates.by_code(certificates.read_code(typed))
    page = render_template("public/certificates.html", typed=typed, asked=True, found=found)
    return page if found else (page, 404)
