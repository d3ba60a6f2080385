"""A file of known bytes in a private storage of its own, and a way to ask for it."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponseBase, StreamingHttpResponse
from django.test import RequestFactory

from media_library.delivery.headers import PUBLIC_REVALIDATE
from media_library.delivery.responses import send
from media_library.delivery.sources import StoredSource

MODIFIED = datetime(2026, 3, 1, 8, 30, 15, 700_000, tzinfo=UTC)
NAME = "originals/ab/cd/số một.jpg"


@dataclass
class Asker:
    """Asks for the file with given headers and keeps what is constant out of the tests' way."""

    content: bytes
    source: StoredSource
    path: Path

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.content).hexdigest()}"'

    def __call__(self, method: str = "GET", headers: dict[str, str] | None = None, **changes: Any) -> HttpResponseBase:
        request = RequestFactory().generic(method, "/media/x/original", headers=headers or {})
        arguments: dict[str, Any] = {
            "media_type": "image/jpeg",
            "filename": "Vịnh Hạ Long.jpg",
            "etag": hashlib.sha256(self.content).hexdigest(),
            "last_modified": MODIFIED,
            "cache": PUBLIC_REVALIDATE,
            "repr_digest_sha256": hashlib.sha256(self.content).hexdigest(),
            "as_attachment": True,
        }
        return send(request, self.source, **arguments | changes)


@pytest.fixture
def ask(settings: Any, tmp_path: Path, _closing_leaves_the_database_alone: None) -> Asker:
    settings.MEDIA_DELIVERY = "file"
    settings.STORAGES = settings.STORAGES | {
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path, "base_url": None},
        }
    }
    content = random.Random(1).randbytes(700_001)
    path = tmp_path / NAME
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    return Asker(content, StoredSource("private", NAME, len(content)), path)


@pytest.fixture
def body_of() -> Callable[[HttpResponseBase], bytes]:
    def read(response: HttpResponseBase) -> bytes:
        if isinstance(response, StreamingHttpResponse):
            content = b"".join(response)
            response.close()
            return content
        return response.content  # type: ignore[attr-defined, no-any-return]

    return read
