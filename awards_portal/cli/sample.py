"""Commands on the sample edition."""

import click
from flask.cli import with_appcontext

from .. import sample as edition
from ..errors import Refusal
from .editions import load_published


@click.group()
def sample() -> None:
    """The sample edition, for trying the portal out."""


@sample.command("load")
@click.option("--if-empty", is_flag=True, help="Say so and do nothing when the database holds something.")
@with_appcontext
def load_sample(if_empty: bool) -> None:
    """Load the sample edition into an empty database, and say how to sign in."""
    try:
        edition.load()
    except Refusal as error:
        if not if_empty:
            raise click.ClickException(error.sentence) from error
        if not edition.is_loaded():
            click.echo(error.sentence)
            return
    load_published()
    click.echo("The sample edition is loaded. Everybody's password is: " + edition.PASSWORD)
    for who, email in edition.ways_in():
        click.echo(f"  {who:28} {email}")
