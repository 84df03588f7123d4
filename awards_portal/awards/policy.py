"""What may be done with results, and the sentence for what may not."""

from collections.abc import Sequence

from flask_babel import gettext as _


def why_not_download(own_entries: Sequence[str]) -> str | None:
    """Why somebody may not have the workbook: it holds the judging of entries of a city they speak for."""
    if own_entries:
        return _(
            "The workbook holds the judging of %(entries)s, and you speak for that city. Ask a colleague on the "
            "organising team to download it, or download a category in which your city has no entry.",
            entries=", ".join(own_entries),
        )
    return None
