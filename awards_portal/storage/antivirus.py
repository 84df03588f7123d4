"""The virus scanner: clamd on a socket, when one is configured. When it does not answer, nothing passes."""

import socket
import struct

import structlog
from flask import current_app
from flask_babel import gettext as _

from ..config import Settings
from ..errors import Refusal

log = structlog.get_logger()
CHUNK = 1 << 16


def scan(content: bytes) -> None:
    """Let content pass, or not. Without a configured scanner everything passes.

    Raises:
        Refusal: when the scanner found something, does not answer, or answers what is not understood.
    """
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.clamd_socket:
        return
    try:
        answer = _ask(settings.clamd_socket, content)
    except OSError:
        log.error("the virus scanner does not answer", exc_info=True)
        answer = ""
    if answer == "stream: OK":
        return
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        log.warning("a virus was found in an upload", found=answer)
        raise Refusal(_("The virus scanner found something in this file. Clean the file or make it anew, then add it."))
    raise Refusal(
        _("Files cannot be checked for viruses at the moment. Nothing was stored; try again in a few minutes.")
    )


def _ask(path: str, content: bytes) -> str:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(30)
        connection.connect(path)
        connection.sendall(b"zINSTREAM\0")
        for begin in range(0, len(content), CHUNK):
            part = content[begin : begin + CHUNK]
            connection.sendall(struct.pack("!I", len(part)) + part)
        connection.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0"):
            part = connection.recv(4096)
            if not part:
                break
            answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")
