"""Commands on the ledger."""

import click
from flask.cli import with_appcontext

from ..ledger import sealing


@click.group()
def ledger() -> None:
    """The history of every deed, and its seal."""


@ledger.command("seal")
@with_appcontext
def seal() -> None:
    """Seal what is not sealed yet; the worker does so every minute."""
    click.echo(f"{sealing.seal()} lines sealed.")


@ledger.command("verify")
@click.option("--expect", help="A digest printed by an earlier run and kept elsewhere: it must be in the chain.")
@with_appcontext
def verify(expect: str | None) -> None:
    """Compute every seal again; exits 1 and says where a line was changed or is missing."""
    found = sealing.verify(expect)
    for fault in found.faults:
        click.echo(fault)
    click.echo(f"{found.sealed} lines sealed, {found.unsealed} not sealed yet. Last digest: {found.head}")
    if found.faults:
        raise click.exceptions.Exit(1)
