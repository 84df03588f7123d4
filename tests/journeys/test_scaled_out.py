"""The same portal on PostgreSQL, Redis and object storage: web and worker as processes of their own."""

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
import redis
import requests
from moto.server import ThreadedMotoServer
from sqlalchemy import create_engine, text

from tests.journeys.site import Site
from tests.services import free_port

pytestmark = [pytest.mark.postgresql, pytest.mark.redis]
KEYS = {"AWARDS_S3_ACCESS_KEY": "key", "AWARDS_S3_SECRET_KEY": "secret"}


@pytest.fixture
def scaled(tmp_path: Path) -> Iterator[Site]:
    """A portal whose parts are all elsewhere."""
    name = f"scaled_{os.getpid()}"
    server = create_engine(
        os.environ["TEST_DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    s3 = ThreadedMotoServer(ip_address="127.0.0.1", port=free_port(), verbose=False)
    s3.start()
    host, port = s3.get_host_and_port()
    client = boto3.client(
        "s3",
        endpoint_url=f"http://{host}:{port}",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
        region_name="us-east-1",
    )
    client.create_bucket(Bucket="portal")
    site = Site(tmp_path)
    site.environment |= KEYS | {
        "AWARDS_DATABASE_URL": os.environ["TEST_DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}",
        "AWARDS_QUEUE_URL": os.environ["TEST_REDIS_URL"],
        "AWARDS_STORAGE_URL": "s3://portal/files",
        "AWARDS_S3_ENDPOINT": f"http://{host}:{port}",
    }
    site.start()
    yield site
    site.stop()
    s3.stop()
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
    server.dispose()


def test_a_city_registers_and_its_letter_is_rung_through_redis(scaled: Site) -> None:
    told = scaled.flask("doctor")
    for words in ("postgresql, up to date", "s3://portal/files", "Redis"):
        assert words in told, told
    visitor = requests.Session()
    path = f"{scaled.address}/account/register/new-city"
    page = visitor.get(path, timeout=20).text
    fields = {
        "csrf_token": re.findall(r'name="csrf_token" value="([^"]+)"', page)[0],
        "city_name": "Port Almera",
        "country": "PT",
        "region": "Europe",
        "kind": "city",
        "name": "Ida Berg",
        "email": "ida@example.org",
        "mark": "scaled",
    }
    began = time.monotonic()
    answer = visitor.post(path, data=fields, timeout=20)
    assert "Look into your mailbox" in answer.text
    assert "/account/registrations/" in scaled.link("ida@example.org", seconds=30)
    # The sweep comes once a minute; the bell at once.
    assert time.monotonic() - began < 30
    assert redis.Redis.from_url(os.environ["TEST_REDIS_URL"]).ping()
    assert not (scaled.folder / "instance" / "portal.db").exists()
    assert not (scaled.folder / "instance" / "queue.db").exists()
