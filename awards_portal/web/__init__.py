"""The doors: the only code that knows a request. One blueprint an audience, closed by default."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Hang the doors: what every request passes through first, then one blueprint an audience."""
    from . import account, admins, applicants, judges, public
    from .shared import access, assets, errors, filters, headers, language, navigation, pages, safeguards, told

    headers.init_app(app)
    assets.init_app(app)
    language.init_app(app)
    # Who is there comes before the check for forged requests: its refusal keeps what a signed-out person typed.
    access.init_app(app)
    safeguards.init_app(app)
    navigation.init_app(app)
    filters.init_app(app)
    told.init_app(app)
    errors.init_app(app)
    for door in (public, account, applicants, judges, admins):
        app.register_blueprint(door.blueprint)
    language.add_addresses(app)
    # In front of everything, proxy headers included: what it answers was answered before to the same address.
    pages.init_app(app)
