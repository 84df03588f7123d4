"""Commands on the organising team, from the machine itself."""

import click
from flask.cli import with_appcontext

from ..errors import PortalError
from ..people import queries
from ..people import service as people
from ..people.models import TeamRole
from ..people.service import factors
from ..text import normal_email


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


@admin.command("reset-factor")
@click.argument("email")
@click.option("--reason", prompt=True, help="Why, and how you know that it is the person.")
@with_appcontext
def reset_factor(email: str, reason: str) -> None:
    """Take away the second factor of somebody who lost it: for an admin whom no other admin can help."""
    person = queries.person_by_email(normal_email(email))
    if person is None:
        raise click.ClickException("Nobody has this address.")
    try:
        factors.reset_factor(person, reason, None)
    except PortalError as error:
        raise click.ClickException(error.sentence) from error
    click.echo(f"The second factor of {person.name} is reset; a letter is on its way.")
