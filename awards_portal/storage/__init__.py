"""Files by content: a digest names them, size and digest are checked on every read.

Words: content (bytes), digest (its SHA-256, in hexadecimal).
Never: knows who may read a file; serves one by itself.
"""

import hashlib
from urllib.parse import urlsplit

from flask import Flask, current_app

from ..config import Settings
from .base import Damaged, Storage, Unavailable
from .folder import Folder

__all__ = ["Damaged", "Storage", "Unavailable", "init_app", "put", "read"]


def init_app(app: Flask) -> None:
    """Choose the storage the settings name."""
    app.extensions["storage"] = _chosen(app.config["SETTINGS"])


def _chosen(settings: Settings) -> Storage:
    if not settings.storage_url:
        return Folder(settings.instance_dir / "files")
    url = urlsplit(settings.storage_url)
    if url.scheme != "s3" or not url.netloc:
        raise ValueError("AWARDS_STORAGE_URL must be empty or s3://bucket/prefix")
    # boto3 takes a second to load; only those who use object storage wait for it.
    from .bucket import Bucket

    return Bucket(url.netloc, url.path.strip("/"), settings)


def put(content: bytes) -> str:
    """Keep content and answer its digest. It is safely stored when this returns; keeping it twice is harmless.

    Raises:
        Unavailable: when it could not be stored.
    """
    digest = hashlib.sha256(content).hexdigest()
    storage: Storage = current_app.extensions["storage"]
    storage.put(digest, content)
    return digest


def read(digest: str, size: int) -> bytes:
    """The content with this digest and size.

    Raises:
        Damaged: when what is stored is missing or is not what was put there.
        Unavailable: when the storage does not answer.
    """
    storage: Storage = current_app.extensions["storage"]
    content = storage.read(digest)
    if len(content) != size or hashlib.sha256(content).hexdigest() != digest:
        raise Damaged()
    return content
