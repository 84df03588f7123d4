"""How fast public pages are answered, beside a bare Flask page of the same size in the same run.

    python bench/public_speed.py

The sample editions, the directory of cities and the hall of winners on SQLite. Requests go through the whole WSGI
application, one after the other in one process, as a visitor without a cookie sends them; three times: as they are
answered in a rush (from the memory of two seconds), to somebody who has the page already (304), and drawn anew every
time. The bare page is a Flask application that answers a constant text of the same length and nothing else.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from flask import Flask
from werkzeug.test import Client, EnvironBuilder

from awards_portal import create_app
from awards_portal.assemblies import history as assemblies
from awards_portal.awards import history
from awards_portal.config import Settings
from awards_portal.db import Base, db
from awards_portal.people import directory
from awards_portal.sample import loading

PAGES = {"home": "/", "call": "/editions/ssc26", "city": "/cities/seoul", "winners": "/winners"}
TIMES, DRAWN = 400, 25


def once(application: Any, path: str, **headers: str) -> tuple[int, int]:
    """Ask and read the answer whole: its status and length."""
    environ = EnvironBuilder(path, headers=headers).get_environ()
    told: list[str] = []
    found = application(environ, lambda status, _headers, _info=None: told.append(status))
    body = b"".join(found)
    if hasattr(found, "close"):
        found.close()
    return int(told[0][:3]), len(body)


def measure(call: Callable[[], object], times: int) -> tuple[float, float]:
    """Median milliseconds of a call, and calls a second over all of them."""
    call()
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        call()
        took.append(time.perf_counter() - begin)
    return 1000 * statistics.median(took), times / sum(took)


def bare(size: int) -> Flask:
    """A Flask application with one page of so many bytes."""
    app, text = Flask("bare"), "x" * size
    app.add_url_rule("/", "page", lambda: text)
    return app


def main() -> None:
    """Print a line a page."""
    with tempfile.TemporaryDirectory() as name:
        settings = Settings.load(environment="test", secret_key="b" * 40, instance_dir=Path(name))
        app = create_app(settings)
        with app.app_context():
            Base.metadata.create_all(db.engine)
            directory.load()
            history.load()
            assemblies.load()
            loading.load()
        print(f"{'page':<10}{'bytes':>8}{'bare Flask':>22}{'in a rush':>22}{'304':>12}{'drawn anew':>22}{'x bare':>9}")
        pages = app.extensions["pages"]
        for page, path in PAGES.items():
            status, size = once(app.wsgi_app, path)
            assert status == 200, (path, status)
            etag = Client(app.wsgi_app).get(path).headers["ETag"]
            own = bare(size).wsgi_app
            base = measure(lambda own=own: once(own, "/"), TIMES)
            rush = measure(lambda path=path: once(app.wsgi_app, path), TIMES)
            known = measure(lambda path=path, etag=etag: once(app.wsgi_app, path, **{"If-None-Match": etag}), TIMES)

            def anew(path: str = path) -> None:
                pages.forget()
                once(app.wsgi_app, path)

            drawn = measure(anew, DRAWN)
            print(
                f"{page:<10}{size:>8}{told(base)}{told(rush)}{known[0]:>9.2f} ms{told(drawn)}{rush[0] / base[0]:>9.2f}"
            )


def told(found: tuple[float, float]) -> str:
    """Milliseconds and requests a second."""
    return f"{found[0]:>9.2f} ms {found[1]:>6.0f} /s "


if __name__ == "__main__":
    main()
