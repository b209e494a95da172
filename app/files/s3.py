"""Files in an S3-compatible bucket (AWS, MinIO, Ceph, Garage, a provider's), each object named by its SHA-256."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from app.files.store import CHUNK, Entry, StoreUnavailable
from app.settings import settings

R = TypeVar("R")
_DIGEST = re.compile(r"[0-9a-f]{64}")
PATIENCE = timedelta(seconds=30)
"""How long a call is tried before the caller is told that the store does not answer."""


def open_bucket(url: str) -> "BucketStore":
    """The store at ``s3://bucket/prefix``, with endpoint and key from the settings."""
    parts, chosen = urlsplit(url), settings()
    if parts.scheme != "s3" or not parts.netloc:
        raise ValueError(f"not an address of a bucket, as s3://bucket/prefix: {url}")
    endpoint: dict[str, Any] = {"endpoint": chosen.s3_endpoint} if chosen.s3_endpoint else {}
    store = S3Store(
        parts.netloc, prefix=parts.path.strip("/") or None, region=chosen.s3_region, **endpoint,
        access_key_id=chosen.s3_access_key_id,
        secret_access_key=chosen.s3_secret_access_key and chosen.s3_secret_access_key.get_secret_value(),
        client_options={"timeout": PATIENCE, "connect_timeout": timedelta(seconds=5),
                        "allow_http": (chosen.s3_endpoint or "").startswith("http:")},
        retry_config={"max_retries": 3, "retry_timeout": PATIENCE},
    )  # fmt: skip
    return BucketStore(store)


class BucketStore:
    """A ``Store`` in a bucket. An object appears whole or not at all: S3 promises it."""

    def __init__(self, bucket: S3Store) -> None:
        self.bucket = bucket

    def add(self, sha256: str, path: Path) -> None:
        """See ``Store``. Written again even where it is there: that renews its age, and mends what was altered."""
        _asked(lambda: obstore.put(self.bucket, _key(sha256), path))
        if self.size(sha256) != path.stat().st_size:
            raise StoreUnavailable

    def size(self, sha256: str) -> int:
        """See ``Store``."""
        return int(_asked(lambda: obstore.head(self.bucket, _key(sha256)))["size"])

    def read(self, sha256: str, start: int, end: int) -> Iterator[bytes]:
        """See ``Store``."""
        if start >= end:
            return
        found = _asked(lambda: obstore.get(self.bucket, _key(sha256), options={"range": (start, end)}))
        chunks = iter(found.stream(min_chunk_size=CHUNK))
        while (chunk := _asked(lambda: next(chunks, None))) is not None:
            yield bytes(chunk)

    def entries(self) -> Iterator[Entry]:
        """See ``Store``."""
        pages = iter(obstore.list(self.bucket))
        while (page := _asked(lambda: next(pages, None))) is not None:
            for item in page:
                name = str(item["path"]).rpartition("/")[2]
                if _DIGEST.fullmatch(name):
                    yield Entry(name, int(item["size"]), item["last_modified"])

    def remove(self, sha256: str, before: datetime) -> bool:
        """See ``Store``. S3 knows no "only if older": between the look and the removal there are some milliseconds."""
        if _asked(lambda: obstore.head(self.bucket, _key(sha256)))["last_modified"] >= before:
            return False
        _asked(lambda: obstore.delete(self.bucket, _key(sha256)))
        return True


def _key(sha256: str) -> str:
    if not _DIGEST.fullmatch(sha256):
        raise FileNotFoundError(sha256)
    return f"{sha256[:2]}/{sha256}"


def _asked(call: Callable[[], R]) -> R:
    """What the bucket answers, its errors as a store's."""
    try:
        return call()
    except (FileNotFoundError, NotFoundError) as error:
        raise FileNotFoundError(str(error)) from error
    except (BaseError, OSError) as error:
        raise StoreUnavailable from error
