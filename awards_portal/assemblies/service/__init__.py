"""Deeds on assemblies: made, changed, published; sessions, documents in versions, participants."""

from .documents import FILE, add_document, add_version, remove_document
from .editing import change_assembly, create_assembly, publish_assembly, withdraw_assembly
from .parts import add_participant, remove_participant, remove_session, write_session

__all__ = [
    "FILE",
    "add_document",
    "add_participant",
    "add_version",
    "change_assembly",
    "create_assembly",
    "publish_assembly",
    "remove_document",
    "remove_participant",
    "remove_session",
    "withdraw_assembly",
    "write_session",
]
