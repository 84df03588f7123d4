"""What every storage does, and what it says when it cannot."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

import structlog
from flask_babel import gettext as _

from ..errors import PortalError

log = structlog.get_logger()


class Storage(Protocol):
    """Keeps bytes under their digest."""

    def put(self, digest: str, content: bytes) -> None:
        """Keep content under its digest, durably; do nothing when it is there."""

    def read(self, digest: str) -> bytes:
        """What is kept under a digest. Raises Damaged when nothing is."""

    def all(self) -> Iterator[tuple[str, int, datetime]]:
        """Everything that is kept: digest, size in bytes, and when it was last put."""

    def remove(self, digest: str, before: datetime) -> bool:
        """Remove content that was last put before a time; whether it went."""


class Unavailable(PortalError):
    """The storage does not answer. Nothing was stored."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            _("Files cannot be stored or read at the moment. Nothing was lost; try again in a few minutes.")
        )


class Damaged(PortalError):
    """What is stored is not what was put there. It is never handed out."""

    status = 500

    def __init__(self) -> None:
        log.error("a stored file is missing or damaged")
        super().__init__(_("This file is missing or damaged on our side. The organising team can restore it."))
