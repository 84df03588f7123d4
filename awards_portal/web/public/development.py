"""Pages for trying out: the mailbox of the embedded default, the catalogue of components. Development only."""

import email
import email.policy
import re
from email.message import EmailMessage

from flask import abort, current_app, render_template

from ...mail.outbox import letters_folder
from . import blueprint

LINK = re.compile(r"(https?://\S+)")


@blueprint.get("/development/mail")
def development_mail() -> str:
    """All letters, newest first, with their links to click."""
    if current_app.config["SETTINGS"].environment == "production":
        abort(404)
    letters = []
    paths = sorted(letters_folder().glob("*.eml"), reverse=True) if letters_folder().is_dir() else []
    for path in paths[:100]:
        message = email.message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=email.policy.default)
        body = message.get_content()
        # Odd parts are links: re.split keeps what its group matched.
        letters.append(
            {"subject": message["Subject"], "to": message["To"], "date": message["Date"], "parts": LINK.split(body)}
        )
    return render_template("public/development_mail.html", letters=letters)


@blueprint.get("/development/catalogue")
def development_catalogue() -> str:
    """Every component in every state: the page authors choose from and the one that is checked for access."""
    if current_app.config["SETTINGS"].environment == "production":
        abort(404)
    return render_template("development/catalogue.html", page_address=lambda page: f"?page={page}")
