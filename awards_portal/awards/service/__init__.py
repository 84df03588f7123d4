"""Deeds on results: decide, propose, publish, retract, download. Loads pandas: import it late."""

from .deciding import decide, undo_decision
from .downloading import download_workbook
from .publishing import propose, publish, retract

__all__ = ["decide", "download_workbook", "propose", "publish", "retract", "undo_decision"]
