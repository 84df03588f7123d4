"""General Assemblies, made and changed in the browser: the assembly itself."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...assemblies import policy, queries, service
from ...assemblies.models import Assembly, AssemblySession, DocumentKind
from ...assemblies.service.editing import AssemblyFacts
from ...errors import Invalid
from ...programmes.vocabularies import countries
from ..shared import access
from ..shared.assembly_search import search
from ..shared.days import read_day
from . import blueprint


@blueprint.get("/assemblies")
def assemblies() -> str:
    """Every assembly, and the form for another one."""
    return _list()


def _list(errors: dict[str, list[str]] | None = None) -> str:
    return render_template(
        "admins/assemblies.html",
        assemblies=queries.every(),
        why_not=policy.why_not_edit(access.visitor().team),
        typed=request.form,
        errors=errors or {},
    )


def _facts() -> AssemblyFacts:
    form = request.form
    return AssemblyFacts(
        form.get("title", ""),
        form.get("place", ""),
        form.get("theme", "")[:500],
        form.get("number", "").strip(),
        read_day(form.get("begins_on", "")),
        read_day(form.get("ends_on", "")),
        form.get("text", ""),
    )


@blueprint.post("/assemblies")
def create_assembly() -> tuple[str, int] | Response:
    """Make an assembly; it is not public yet."""
    try:
        made = service.create_assembly(_facts(), access.visitor().person)
    except Invalid as error:
        return _list(error.fields), error.status
    flash(_("The assembly is here. Nobody outside the team sees it until you publish it."), "success")
    return redirect(url_for("admins.assembly", slug=made.slug), 303)


def assembly_or_404(slug: str) -> Assembly:
    """The assembly with this address."""
    return queries.assembly(slug) or abort(404)


@blueprint.get("/assemblies/<slug>")
def assembly(slug: str) -> str:
    """All of an assembly with its forms."""
    return assembly_page(assembly_or_404(slug))


def assembly_page(
    found: Assembly,
    errors: dict[str, list[str]] | None = None,
    *,
    part: str = "",
    session: AssemblySession | None = None,
) -> str:
    """The page; `part` is the form that was refused, `session` the one that is being changed."""
    return render_template(
        "admins/assembly.html",
        assembly=found,
        **search(queries.contents(found.id)),
        page_address=lambda **changes: url_for(
            "admins.assembly", slug=found.slug, **{**request.args.to_dict(), **changes}
        ),
        why_not=policy.why_not_edit(access.visitor().team),
        document_kinds=list(DocumentKind),
        countries=countries(),
        changed=session,
        part=part,
        typed=request.form,
        errors=errors or {},
    )


@blueprint.post("/assemblies/<slug>")
def change_assembly(slug: str) -> tuple[str, int] | Response:
    """Change what is said of it."""
    try:
        service.change_assembly(assembly_or_404(slug), _facts(), access.visitor().person)
    except Invalid as error:
        return assembly_page(assembly_or_404(slug), error.fields, part="assembly"), error.status
    flash(_("Saved."), "success")
    return redirect(url_for("admins.assembly", slug=slug), 303)


@blueprint.post("/assemblies/<slug>/publication")
def publish_assembly(slug: str) -> Response:
    """Show it to everybody."""
    service.publish_assembly(assembly_or_404(slug), access.visitor().person)
    flash(_("Everybody can read it now."), "success")
    return redirect(url_for("admins.assembly", slug=slug), 303)


@blueprint.post("/assemblies/<slug>/withdrawal")
def withdraw_assembly(slug: str) -> Response:
    """Take it off the public pages."""
    service.withdraw_assembly(assembly_or_404(slug), access.visitor().person)
    flash(_("Only the organising team sees it now."), "success")
    return redirect(url_for("admins.assembly", slug=slug), 303)
