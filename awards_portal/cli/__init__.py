"""Commands: `flask --app wsgi …`."""

from flask import Flask

from .editions import edition
from .ledger import ledger
from .receipts import receipt
from .sample import sample
from .serving import doctor, serve, worker
from .storage import storage
from .team import admin
from .translations import translations


def init_app(app: Flask) -> None:
    """Add the portal's commands to `flask`."""
    for command in (worker, serve, doctor, admin, edition, ledger, receipt, sample, storage, translations):
        app.cli.add_command(command)
