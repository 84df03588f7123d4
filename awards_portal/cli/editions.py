"""Commands on editions: make one from its document, move its dates; load what is published of cities and the past."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from .. import ledger
from ..assemblies import history as assemblies
from ..awards import history
from ..errors import Invalid, PortalError
from ..people import directory
from ..programmes import queries, service
from ..programmes.reading import moment

ACTOR = ledger.System("the command line")


@click.group()
def edition() -> None:
    """Editions, from the machine itself."""


def read_document(path: Path) -> dict[str, Any]:
    """An edition's document; its form and rubric may be files of their own beside it, named in the document.

    Raises:
        click.ClickException: when a file is missing or is not JSON, with its name.
    """
    document = _json(path)
    for name in ("form", "rubric"):
        if isinstance(document.get(name), str):
            document[name] = _json(path.parent / document[name])
    return document


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise click.ClickException(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise click.ClickException(f"{path} is not JSON: {error}.") from error
    if not isinstance(found, dict):
        raise click.ClickException(f"{path} must hold a JSON object.")
    return found


@edition.command("load")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_appcontext
def load_edition(file: Path) -> None:
    """Make an edition from its document FILE (see docs/editions.md); load the directory of cities if it is missing."""
    document = read_document(file)
    try:
        made = service.create_edition(document, ACTOR)
    except Invalid as error:
        raise click.ClickException("\n- ".join([error.sentence, *error.fields.get("document", [])])) from error
    except PortalError as error:
        raise click.ClickException(error.sentence) from error
    load_published()
    click.echo(
        f"{made.title} is here: entries from {made.opens_at:%Y-%m-%d %H:%M} to {made.closes_at:%Y-%m-%d %H:%M} UTC."
    )


def load_published() -> None:
    """The directory of cities and the past editions, where they are missing."""
    cities, past, held = directory.load(), history.load(), assemblies.load()
    if cities or past or held:
        click.echo(f"Loaded {cities} cities of the directory, {past} past editions and {held} past assemblies.")


@edition.command("dates")
@click.argument("key")
@click.option("--opens", help="When entries open.")
@click.option("--closes", help="When entries close.")
@click.option("--round", "rounds", multiple=True, nargs=3, metavar="KEY OPENS CLOSES", help="A round; - leaves a date.")
@click.option("--reason", prompt=True, help="Why; it stays in the record.")
@with_appcontext
def change_dates(key: str, opens: str | None, closes: str | None, rounds: tuple[Any, ...], reason: str) -> None:
    """Move the dates of edition KEY. A date is 2026-05-31T23:59:00+09:00, or a distance from now such as P3D, PT0M."""
    found = queries.edition_by_key(key)
    if found is None:
        raise click.ClickException(f"There is no edition {key}.")
    at = datetime.now(UTC)
    moved = {name: (_date(start, at), _date(end, at)) for name, start, end in rounds}
    try:
        service.change_dates(
            found, by=ACTOR, reason=reason, opens_at=_date(opens, at), closes_at=_date(closes, at), rounds=moved
        )
    except PortalError as error:
        raise click.ClickException(error.sentence) from error
    click.echo(f"{found.title}: entries from {found.opens_at:%Y-%m-%d %H:%M} to {found.closes_at:%Y-%m-%d %H:%M} UTC.")


def _date(text: str | None, at: datetime) -> datetime | None:
    if text in (None, "", "-"):
        return None
    found = moment(text, at)
    if found is None:
        raise click.ClickException(f"{text} is not a date with its zone, nor a distance such as P3D.")
    return found
