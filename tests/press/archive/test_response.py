"""An archive over HTTP: length, parts, conditions and resumption, nothing read without need."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import HttpRequest, StreamingHttpResponse
from django.test import RequestFactory

from media_library.delivery.headers import CachePolicy
from press.archive.plan import Entry, plan
from press.archive.response import archive_response
from press.archive.streaming import ArchiveBroken, stream

from .sources import WHEN, Watched, noise, stored

PLANNED = plan([Entry.of_bytes("manifest.json", b"{}", WHEN), stored("vịnh.jpg", noise(400_000))])
WHOLE = b"".join(stream(PLANNED))


@pytest.fixture(autouse=True)
def nothing_stays_open() -> Iterator[None]:
    Watched.now_open = 0
    yield
    assert Watched.now_open == 0


def ask(method: str = "GET", headers: dict[str, str] | None = None) -> HttpRequest:
    return RequestFactory().generic(method, "/kits/x/download", headers=headers or {})


def read(response: Any) -> bytes:
    content: bytes = b"".join(response) if isinstance(response, StreamingHttpResponse) else response.content
    response.close()
    return content


def test_the_whole() -> None:
    response = archive_response(ask(), PLANNED, "Bộ tư liệu.zip")

    assert response.status_code == 200
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Length"] == str(len(WHOLE))
    assert response["Content-Disposition"].startswith('attachment; filename="Bo tu lieu.zip"; filename*=UTF-8')
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Vary"] == "Cookie, Authorization"
    assert response["Accept-Ranges"] == "bytes"
    assert response["ETag"] == PLANNED.etag
    assert "Repr-Digest" not in response.headers and "Last-Modified" not in response.headers
    assert zipfile.ZipFile(io.BytesIO(read(response))).testzip() is None


def test_head_reads_nothing() -> None:
    def never() -> io.BytesIO:
        raise AssertionError("read")

    planned = plan([stored("a.jpg", noise(1000), source=never)])
    response = archive_response(ask("HEAD"), planned, "kit.zip")

    assert (response.status_code, response["Content-Length"]) == (200, str(planned.total_length))
    assert not response.streaming
    assert archive_response(ask("GET", {"If-None-Match": planned.etag}), planned, "kit.zip").status_code == 304
    assert archive_response(ask("GET", {"Range": "bytes=9999999-"}), planned, "kit.zip").status_code == 416
    assert archive_response(ask("GET", {"If-Match": '"x"'}), planned, "kit.zip").status_code == 412


@pytest.mark.parametrize("at", [1, 40, 200_000, len(WHOLE) - 1])
def test_a_broken_download_goes_on(at: int) -> None:
    headers = {"Range": f"bytes={at}-", "If-Range": PLANNED.etag}
    response = archive_response(ask(headers=headers), PLANNED, "kit.zip")

    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {at}-{len(WHOLE) - 1}/{len(WHOLE)}"
    assert WHOLE[:at] + read(response) == WHOLE


def test_a_kit_that_changed_meanwhile_begins_anew() -> None:
    changed = plan([Entry.of_bytes("manifest.json", b"[]", WHEN), stored("vịnh.jpg", noise(400_000))])
    headers = {"Range": "bytes=1000-", "If-Range": PLANNED.etag}
    response = archive_response(ask(headers=headers), changed, "kit.zip")

    assert response.status_code == 200
    assert zipfile.ZipFile(io.BytesIO(read(response))).read("manifest.json") == b"[]"


def test_last_modified_and_cache_are_the_callers() -> None:
    response = archive_response(
        ask("HEAD"),
        PLANNED,
        "kit.zip",
        cache=CachePolicy.public(),
        last_modified=datetime(2026, 3, 1, 8, 30, tzinfo=UTC),
    )

    assert response["Last-Modified"] == "Sun, 01 Mar 2026 08:30:00 GMT"
    assert response["Cache-Control"] == "public, no-cache"


def test_a_receiver_who_leaves_leaves_nothing_open() -> None:
    response = archive_response(ask(), PLANNED, "kit.zip")
    assert isinstance(response, StreamingHttpResponse)
    next(iter(response))
    response.close()

    assert Watched.now_open == 0


def test_a_broken_source_ends_the_answer() -> None:
    planned = plan([stored("a.jpg", noise(1000), source=lambda: Watched(b"short"))])
    response = archive_response(ask(), planned, "kit.zip")

    with pytest.raises(ArchiveBroken):
        read(response)
    response.close()
