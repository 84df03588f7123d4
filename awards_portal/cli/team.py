"""Commands on the organising team, from the machine itself."""

import click
from flask.cli import with_appcontext

from ..errors import PortalError
from ..people import service as people
from ..people.models import TeamRole


@click.group()
def admin() -> None:
    """The organising team, from the machine itself."""


@admin.command("create")
@click.argument("email")
@click.option("--name", prompt=True, help="The person's name.")
@click.option(
    "--role",
    type=click.Choice([str(role) for role in TeamRole]),
    default=str(TeamRole.ADMIN),
    show_default=True,
    help="An admin also makes and removes team members; an observer only reads.",
)
@with_appcontext
def create_admin(email: str, name: str, role: str) -> None:
    """Make a member of the organising team and print a link, used once, to choose a password."""
    try:
        person, link = people.create_team_member(email, name, TeamRole(role), None)
    except PortalError as error:
        raise click.ClickException(error.sentence) from error
    click.echo(f"{person.name} is {role} now. Choose a password here within three days; the link works once:")
    click.echo(link)
