"""Deeds at the same time: what a race leaves behind."""

import threading
from collections.abc import Callable

from flask import Flask

from awards_portal.db import db


def together(app: Flask, *deeds: Callable[[], object]) -> list[object]:
    """Do these deeds at the same time, each on a connection of its own; what each answered or refused."""
    begin = threading.Barrier(len(deeds))
    answers: list[object] = [None] * len(deeds)

    def run(place: int, deed: Callable[[], object]) -> None:
        with app.app_context():
            begin.wait(timeout=20)
            try:
                answers[place] = deed()
            except Exception as error:
                answers[place] = error

    threads = [threading.Thread(target=run, args=each) for each in enumerate(deeds)]
    db.session.rollback()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    db.session.rollback()
    return answers
