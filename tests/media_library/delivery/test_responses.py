"""Sending a file from this process: conditions, parts, headers, and files closed behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage, storages
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import http_date

from media_library.delivery.headers import CachePolicy
from media_library.delivery.sources import BLOCK, SourceBroken, StoredSource

from .conftest import MODIFIED, Asker

Body = Callable[[HttpResponseBase], bytes]
EARLIER = http_date(MODIFIED.timestamp() - 3600)
LATER = http_date(MODIFIED.timestamp() + 3600)


def test_the_whole_file(ask: Asker, body_of: Body) -> None:
    response = ask()

    assert response.status_code == 200
    assert isinstance(response, FileResponse), "the server's own file sender can take it"
    assert response.block_size == BLOCK
    headers = dict(response.headers)
    assert headers.pop("Repr-Digest").startswith("sha-256=:")
    assert headers.pop("Content-Disposition").startswith('attachment; filename="Vinh Ha Long.jpg"; filename*=')
    assert headers == {
        "Content-Type": "image/jpeg",
        "Content-Length": str(len(ask.content)),
        "Accept-Ranges": "bytes",
        "ETag": ask.etag,
        "Last-Modified": "Sun, 01 Mar 2026 08:30:15 GMT",
        "Cache-Control": "public, no-cache",
        "Vary": "Cookie, Authorization",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    assert body_of(response) == ask.content


def test_head_doesnt_open_the_file(ask: Asker, body_of: Body) -> None:
    whole = ask()
    whole.close()
    ask.path.unlink()
    head = ask("HEAD", {"Range": "bytes=0-9"})

    assert head.status_code == 200
    assert dict(head.headers) == dict(whole.headers)
    assert body_of(head) == b""


def test_without_name_date_or_digest(ask: Asker) -> None:
    response = ask(filename=None, last_modified=None, repr_digest_sha256=None, as_attachment=False)
    response.close()

    assert not {"Content-Disposition", "Last-Modified", "Repr-Digest"} & set(response.headers)


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=100-299999", 100, 300_000),
        ("bytes=700000-", 700_000, 700_001),
        ("bytes=-262145", 437_856, 700_001),
        ("bytes=0-", 0, 700_001),
    ],
)
def test_one_part(ask: Asker, body_of: Body, asked: str, start: int, stop: int) -> None:
    response = ask(headers={"Range": asked})

    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {start}-{stop - 1}/700001"
    assert response["Content-Length"] == str(stop - start)
    assert response["Repr-Digest"], "it is of the whole, so it goes with a part too"
    assert body_of(response) == ask.content[start:stop]


def test_several_parts_are_answered_with_the_whole(ask: Asker, body_of: Body) -> None:
    response = ask(headers={"Range": "bytes=0-9,20-29"})

    assert response.status_code == 200
    assert body_of(response) == ask.content


def test_a_part_outside(ask: Asker, body_of: Body) -> None:
    response = ask(headers={"Range": "bytes=700001-"})

    assert response.status_code == 416
    assert response["Content-Range"] == "bytes */700001"
    assert response["Cache-Control"] == "private, no-store"
    assert "Content-Type" not in response.headers and "Content-Disposition" not in response.headers
    assert body_of(response) == b""


@pytest.mark.parametrize(
    ("condition", "status"),
    [("{etag}", 206), ('"other"', 200), ("W/{etag}", 200), (http_date(MODIFIED.timestamp()), 206), (LATER, 200)],
)
def test_if_range(ask: Asker, body_of: Body, condition: str, status: int) -> None:
    response = ask(headers={"Range": "bytes=5-9", "If-Range": condition.format(etag=ask.etag)})

    assert response.status_code == status
    assert body_of(response) == (ask.content[5:10] if status == 206 else ask.content)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-None-Match": "{etag}"}, 304),
        ({"If-None-Match": '"x", W/{etag}'}, 304),
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": '"x"'}, 200),
        ({"If-None-Match": '"x"', "If-Modified-Since": LATER}, 200),
        ({"If-Modified-Since": LATER}, 304),
        ({"If-Modified-Since": http_date(MODIFIED.timestamp())}, 304),
        ({"If-Modified-Since": EARLIER}, 200),
        ({"If-Modified-Since": "last week"}, 200),
        ({"If-Match": "{etag}"}, 200),
        ({"If-Match": "*"}, 200),
        ({"If-Match": '"x"'}, 412),
        ({"If-Match": "W/{etag}"}, 412),
        ({"If-Match": '"x"', "If-None-Match": "{etag}"}, 412),
        ({"If-Unmodified-Since": LATER}, 200),
        ({"If-Unmodified-Since": EARLIER}, 412),
        ({"If-Match": "{etag}", "If-Unmodified-Since": EARLIER}, 200),
        ({"If-None-Match": "{etag}", "Range": "bytes=0-4"}, 304),
        ({"If-None-Match": "{etag}", "Range": "bytes=9999999-"}, 304),
        ({"If-Match": '"x"', "Range": "bytes=0-4"}, 412),
    ],
)
def test_conditions(ask: Asker, body_of: Body, method: str, headers: dict[str, str], status: int) -> None:
    asked = {name: value.format(etag=ask.etag) for name, value in headers.items()}
    response = ask(method, asked)

    assert response.status_code == status
    assert response["Vary"] == "Cookie, Authorization"
    assert response["ETag"] == ask.etag
    if status != 200:
        assert body_of(response) == b""
        assert "Content-Type" not in response.headers
    if status == 304:
        assert response["Cache-Control"] == "public, no-cache"
        assert response["Last-Modified"]
    response.close()


def test_the_cache_policy_is_bounded_by_the_next_expiry(ask: Asker) -> None:
    soon = timezone.now() + timedelta(seconds=100.5)
    response = ask("HEAD", cache=CachePolicy.public(expires_at=soon))

    assert response["Cache-Control"] in {"public, no-cache, max-age=100", "public, no-cache, max-age=99"}


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=5-600000"}])
def test_a_reader_who_leaves_early_leaves_no_file_open(
    ask: Asker, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    opened: list[Any] = []
    original = FileSystemStorage._open  # type: ignore[attr-defined]

    def watched(storage: FileSystemStorage, name: str, mode: str = "rb") -> Any:
        opened.append(original(storage, name, mode))
        return opened[-1]

    monkeypatch.setattr(FileSystemStorage, "_open", watched)

    for blocks_taken in (0, 1):
        response = ask(headers=headers)
        assert isinstance(response, StreamingHttpResponse)
        iterator = iter(response)
        for _ in range(blocks_taken):
            next(iterator)
        assert not opened[-1].closed
        response.close()
        assert opened[-1].closed
    assert len(opened) == 2


def test_a_part_read_to_its_end_closes_by_itself(ask: Asker) -> None:
    response = ask(headers={"Range": "bytes=0-4"})
    assert isinstance(response, StreamingHttpResponse)

    assert list(response) == [ask.content[:5]]
    assert response._iterator._file.closed  # type: ignore[attr-defined]


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=0-4"}])
def test_a_missing_or_changed_file_fails_before_the_first_byte(ask: Asker, headers: dict[str, str]) -> None:
    ask.path.write_bytes(ask.content[:-1])
    with pytest.raises(SourceBroken):
        ask(headers=headers)
    ask.path.unlink()
    with pytest.raises(FileNotFoundError):
        ask(headers=headers)


def test_a_file_that_shrinks_meanwhile_breaks_off(ask: Asker) -> None:
    response = ask(headers={"Range": "bytes=1-"})
    ask.path.write_bytes(ask.content[:1000])
    assert isinstance(response, StreamingHttpResponse)

    with pytest.raises(SourceBroken):
        b"".join(response)


def test_an_empty_file(ask: Asker, body_of: Body) -> None:
    ask.path.write_bytes(b"")
    ask.source = StoredSource("private", ask.source.name, 0)

    response = ask(headers={"Range": "bytes=-5"})
    assert (response.status_code, response["Content-Length"], body_of(response)) == (200, "0", b"")
    assert ask(headers={"Range": "bytes=0-"}).status_code == 416


def test_an_unknown_way_is_a_mistake_in_the_settings(ask: Asker, settings: Any) -> None:
    settings.MEDIA_DELIVERY = "pigeon"
    with pytest.raises(ImproperlyConfigured):
        ask()


def test_a_weak_tag_is_a_mistake_in_the_code(ask: Asker) -> None:
    with pytest.raises(ValueError):
        ask(etag='W/"x"')


def test_the_storage_is_taken_by_its_alias(ask: Asker) -> None:
    assert ask.source.storage is storages["private"]
