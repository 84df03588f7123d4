"""Commands on stored files."""

import click
from flask.cli import AppGroup

from ..storage import sweeping

storage = AppGroup("storage", help="Stored files.")


@storage.command("sweep")
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
@click.option("--however-many", is_flag=True, help="Also when a large part of the storage would be removed.")
def sweep(*, dry_run: bool, however_many: bool) -> None:
    """Remove content older than a day that no row of the database refers to. The worker does this once a day."""
    found = sweeping.sweep(dry=dry_run, however_many=however_many)
    for digest in found.digests:
        click.echo(digest)
    count = len(found.digests)
    if found.is_removed or not count:
        click.echo(f"{count} of {found.of} files removed, {found.size} bytes.")
    elif dry_run:
        click.echo(f"{count} of {found.of} files would be removed, {found.size} bytes.")
    else:
        raise click.ClickException(
            f"{count} of {found.of} files are not in this database: so many that it may be the wrong one. Nothing was "
            "removed. Give --however-many when you are sure."
        )
