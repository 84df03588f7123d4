"""Both storages keep the same promises; object storage is spoken to over HTTP, as in production."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import boto3
import pytest
from flask import Flask
from flask_babel import Babel
from moto.server import ThreadedMotoServer

from awards_portal import storage
from awards_portal.config import Settings
from awards_portal.storage import Damaged, Storage, Unavailable
from awards_portal.storage.bucket import Bucket
from awards_portal.storage.folder import Folder
from tests.services import free_port

CONTENT = b"the whole report"


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of a server that speaks S3."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=free_port(), verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def settings(folder: Path, endpoint: str = "") -> Settings:
    return Settings.load(
        environment="test",
        instance_dir=folder,
        storage_url="s3://portal/files" if endpoint else "",
        s3_endpoint=endpoint,
        s3_access_key="key",
        s3_secret_key="secret",
    )


@pytest.fixture(params=["folder", "bucket"])
def made(request: pytest.FixtureRequest, tmp_path: Path, s3: str) -> Storage:
    if request.param == "folder":
        return Folder(tmp_path / "files")
    client = boto3.client(
        "s3", endpoint_url=s3, aws_access_key_id="k", aws_secret_access_key="s", region_name="us-east-1"
    )
    client.create_bucket(Bucket="portal")
    return Bucket("portal", "files", settings(tmp_path, s3))


@pytest.fixture
def app(made: Storage) -> Iterator[Flask]:
    app = Flask("storage")
    Babel(app)
    app.extensions["storage"] = made
    with app.app_context():
        yield app


@pytest.mark.usefixtures("app")
def test_content_comes_back_under_its_digest_and_keeping_it_twice_is_harmless() -> None:
    digest = storage.put(CONTENT)
    assert storage.put(CONTENT) == digest
    assert storage.read(digest, len(CONTENT)) == CONTENT


@pytest.mark.usefixtures("app")
def test_what_is_missing_is_told_as_damaged() -> None:
    with pytest.raises(Damaged):
        storage.read("0" * 64, 1)


def test_what_is_kept_is_listed_and_only_what_is_old_is_removed(app: Flask, made: Storage) -> None:
    digest = storage.put(CONTENT)
    ((found, size, at),) = made.all()
    assert (found, size) == (digest, len(CONTENT))
    assert not made.remove(digest, at - timedelta(days=1))
    assert storage.read(digest, size) == CONTENT
    assert made.remove(digest, at + timedelta(days=1))
    assert not made.remove(digest, at + timedelta(days=1))
    assert list(made.all()) == []


def test_what_was_altered_on_the_way_is_never_handed_out(app: Flask, made: Storage) -> None:
    digest = storage.put(CONTENT)
    made.put(digest, b"the whole FORGERY")
    with pytest.raises(Damaged):
        storage.read(digest, len(CONTENT))


def test_a_storage_that_does_not_answer_is_told_and_nothing_is_claimed(tmp_path: Path) -> None:
    away = Bucket("portal", "files", settings(tmp_path, f"http://127.0.0.1:{free_port()}"))
    with pytest.raises(Unavailable, match="Nothing was lost"):
        away.put("0" * 64, CONTENT)
    with pytest.raises(Unavailable):
        away.read("0" * 64)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("a file stands where the folder should be")
    with pytest.raises(Unavailable):
        Folder(tmp_path / "files").put("0" * 64, CONTENT)


def test_the_settings_choose_the_storage(tmp_path: Path, s3: str) -> None:
    app = Flask("chosen")
    app.config["SETTINGS"] = settings(tmp_path)
    storage.init_app(app)
    assert isinstance(app.extensions["storage"], Folder)
    app.config["SETTINGS"] = settings(tmp_path, s3)
    storage.init_app(app)
    assert isinstance(app.extensions["storage"], Bucket)
