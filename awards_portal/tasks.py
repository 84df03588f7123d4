"""What runs after the response or at a time."""

from flask import Flask

# Importing the tables here makes all of them known to migrations, to the worker and to every command.
from . import ledger, queue
from .awards import models as awards
from .judging import models as judging
from .mail import models as mail

TABLES_OF = (awards, judging, mail, ledger, queue)


def init_app(app: Flask) -> None:
    """Connect the queue's bell to this app."""
