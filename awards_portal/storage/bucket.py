"""Object storage that speaks S3."""

from collections.abc import Iterator
from datetime import datetime

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from ..config import Settings
from .base import Damaged, Unavailable


class Bucket:
    """Objects in a bucket, below a prefix."""

    def __init__(self, bucket: str, prefix: str, settings: Settings) -> None:
        self.bucket = bucket
        self.prefix = prefix
        self.client = boto3.client(
            "s3",
            endpoint_url=settings.s3_endpoint or None,
            aws_access_key_id=settings.s3_access_key or None,
            aws_secret_access_key=settings.s3_secret_key or None,
            region_name="us-east-1" if settings.s3_endpoint else None,
            # A storage that hangs must not hang the portal: the person is told and tries again.
            config=Config(connect_timeout=5, read_timeout=20, retries={"max_attempts": 2, "mode": "standard"}),
        )

    def _name(self, digest: str) -> str:
        return "/".join(filter(None, (self.prefix, digest[:2], digest)))

    def put(self, digest: str, content: bytes) -> None:
        """Keep content; the service checks it against our own digest while it arrives."""
        try:
            self.client.put_object(Bucket=self.bucket, Key=self._name(digest), Body=content, ChecksumAlgorithm="SHA256")
        except (BotoCoreError, ClientError) as error:
            raise Unavailable() from error

    def read(self, digest: str) -> bytes:
        """What is kept under a digest."""
        try:
            content: bytes = self.client.get_object(Bucket=self.bucket, Key=self._name(digest))["Body"].read()
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in {"NoSuchKey", "404"}:
                raise Damaged() from error
            raise Unavailable() from error
        except BotoCoreError as error:
            raise Unavailable() from error
        return content

    def all(self) -> Iterator[tuple[str, int, datetime]]:
        """Everything that is kept: digest, size in bytes, and when it was last put."""
        prefix = f"{self.prefix}/" if self.prefix else ""
        try:
            for page in self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix):
                for each in page.get("Contents", []):
                    yield each["Key"].rsplit("/", 1)[-1], each["Size"], each["LastModified"]
        except (BotoCoreError, ClientError) as error:
            raise Unavailable() from error

    def remove(self, digest: str, before: datetime) -> bool:
        """Remove content that was last put before a time; whether it went. Asked once more just before."""
        try:
            found = self.client.head_object(Bucket=self.bucket, Key=self._name(digest))
            if found["LastModified"] >= before:
                return False
            self.client.delete_object(Bucket=self.bucket, Key=self._name(digest))
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in {"NoSuchKey", "404"}:
                return False
            raise Unavailable() from error
        except BotoCoreError as error:
            raise Unavailable() from error
        return True
