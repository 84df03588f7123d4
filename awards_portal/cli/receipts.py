"""Commands that check receipts."""

from pathlib import Path

import click
from flask.cli import AppGroup

from .. import clock
from ..entries import receipts
from ..entries.models import Submission

receipt = AppGroup("receipt", help="Check receipts.")


@receipt.command("verify")
@click.argument("subject", metavar="PDF-OR-REFERENCE")
def verify(subject: str) -> None:
    """Say whether a dossier (a PDF file) or an entry's versions (a reference such as SSC26-0042) are genuine.

    Exit code 0: genuine and unchanged. 1: not.
    """
    path = Path(subject)
    if path.is_file():
        found = [_of_file(path.read_bytes())]
    else:
        found = list(receipts.submissions_of(subject.strip().upper()))
        if not found:
            raise click.ClickException(
                f"There is no file {subject} and no submitted entry with that reference. Give a dossier as PDF, or a "
                "reference such as SSC26-0042."
            )
    wrong = 0
    for each in found:
        checked = receipts.check(each)
        wrong += bool(checked.faults)
        click.echo(_told(each))
        click.echo(f"  SHA-256 {each.sha256}")
        for fault in checked.faults:
            click.echo(f"  NOT AS SENT: {fault}")
        if not checked.faults:
            click.echo("  Genuine: record and files are as they were sent.")
    if wrong:
        raise click.exceptions.Exit(1)


def _of_file(content: bytes) -> Submission:
    own = receipts.submission_of(receipts.digest_of(content))
    if own is not None:
        return own
    named = receipts.named_in(content)
    of = None if named is None else receipts.submission_of(named)
    if of is not None:
        raise click.ClickException(
            f"This file names {of.entry.reference}, version {of.number}, but is not byte for byte the dossier that "
            "the portal made: it was changed or saved anew. Ask for the original, or verify the reference."
        )
    raise click.ClickException("The portal did not make this file: it knows neither it nor a submission it names.")


def _told(submission: Submission) -> str:
    entry = submission.entry
    at = clock.tell(submission.at, entry.edition.time_zone)
    return f"{entry.reference}, version {submission.number}, submitted to {entry.edition.title} on {at}"
