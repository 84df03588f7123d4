"""The embedded default: a folder on this machine."""

import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
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
            if _touched(path) and path.read_bytes() == content:
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

    def all(self) -> Iterator[tuple[str, int, datetime]]:
        """Everything that is kept: digest, size in bytes, and when it was last put."""
        try:
            for path in sorted(self.root.glob("*/*")):
                if not path.name.startswith("."):
                    yield path.name, path.stat().st_size, _put_at(path)
        except OSError as error:
            raise Unavailable() from error

    def remove(self, digest: str, before: datetime) -> bool:
        """Remove content that was last put before a time; whether it went.

        It is moved aside first: what is put again meanwhile is either written anew, or has made this file young, and
        then it is moved back.
        """
        path = self._path(digest)
        aside = path.with_name(f".going-{digest}")
        try:
            os.replace(path, aside)
            if _put_at(aside) >= before:
                os.replace(aside, path)
                return False
            aside.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise Unavailable() from error
        return True


def _touched(path: Path) -> bool:
    # What is wanted again is young again: the sweep leaves it.
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def _put_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _flush_folder(folder: Path) -> None:
    # The rename itself is only durable once the folder is.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
