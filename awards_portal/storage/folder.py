"""The embedded default: a folder on this machine."""

import os
import tempfile
from pathlib import Path

from .base import Damaged, Unavailable


class Folder:
    """Files in a folder, two letters of the digest a subfolder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def _path(self, digest: str) -> Path:
        return self.root / digest[:2] / digest

    def put(self, digest: str, content: bytes) -> None:
        """Write beside, flush to the disk, then rename: a file under its digest is whole or not there."""
        path = self._path(digest)
        try:
            # Equal length is not equal content, but a damaged file must be mended by sending it again.
            if path.exists() and path.read_bytes() == content:
                return
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".coming-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(name, path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
            _flush_folder(path.parent)
        except OSError as error:
            raise Unavailable() from error

    def read(self, digest: str) -> bytes:
        """What is kept under a digest."""
        try:
            return self._path(digest).read_bytes()
        except FileNotFoundError as error:
            raise Damaged() from error
        except OSError as error:
            raise Unavailable() from error


def _flush_folder(folder: Path) -> None:
    # The rename itself is only durable once the folder is.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
