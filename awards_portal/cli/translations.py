"""Commands on the catalogues of translations."""

import json
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from ..translations import OWN_NAMES, catalogues

LANGUAGE = click.argument("language", type=click.Choice([code for code in OWN_NAMES if code != "en"]))


def _folder() -> Path:
    found: Path = current_app.config["SETTINGS"].translations_dir
    return found


@click.group()
def translations() -> None:
    """The catalogues: what is missing, and filling it in."""


@translations.command("missing")
@LANGUAGE
@with_appcontext
def missing(language: str) -> None:
    """Print as JSON every string of the public and account pages that has no translation yet."""
    click.echo(json.dumps(catalogues.missing(language, _folder()), ensure_ascii=False, indent=1))


@translations.command("merge")
@LANGUAGE
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def merge(language: str, file: Path) -> None:
    """Take translations from a JSON file as `missing` prints it; exits 1 with a sentence for each that is wrong."""
    try:
        given = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise click.ClickException(f"{file} holds no JSON: {error}") from error
    taken, refused = catalogues.merge(language, given, _folder())
    for sentence in refused:
        click.echo(sentence)
    left = len(catalogues.missing(language, _folder()))
    click.echo(f"{taken} translations taken, {len(refused)} faults, {left} still missing.")
    if refused:
        raise click.exceptions.Exit(1)
