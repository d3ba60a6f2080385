"""Leaving the sending to the server in front, or to the storage."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponseBase
from django.utils import timezone

from media_library.delivery.headers import CachePolicy

from .conftest import NAME, Asker

Body = Callable[[HttpResponseBase], bytes]


@pytest.fixture
def by_front_server(ask: Asker, settings: Any) -> Asker:
    settings.MEDIA_DELIVERY = "x-accel"
    settings.X_ACCEL_PREFIX = "/private/"
    ask.path.unlink()  # this process has no business with the file
    return ask


@pytest.fixture
def by_storage(ask: Asker, settings: Any) -> Asker:
    """A real S3 storage: signing an address needs no network."""
    settings.MEDIA_DELIVERY = "signed-url"
    settings.STORAGES = settings.STORAGES | {
        "private": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": "images",
                "endpoint_url": "http://127.0.0.1:9",
                "region_name": "us-east-1",
                "access_key": "key",
                "secret_key": "secret",
                "signature_version": "s3v4",
                "addressing_style": "path",
            },
        }
    }
    ask.path.unlink()
    return ask


def test_the_front_server_gets_the_place_and_the_headers(by_front_server: Asker, body_of: Body) -> None:
    response = by_front_server(headers={"Range": "bytes=0-4"})

    assert response.status_code == 200, "the front server cuts the ranges"
    assert response["X-Accel-Redirect"] == "/private/originals/ab/cd/s%E1%BB%91%20m%E1%BB%99t.jpg"
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].startswith("attachment; ")
    assert response["Cache-Control"] == "public, no-cache"
    assert response["ETag"] == by_front_server.etag
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "Content-Length" not in response.headers
    assert body_of(response) == b""


def test_the_front_server_isnt_troubled_where_nothing_changed(by_front_server: Asker) -> None:
    assert by_front_server(headers={"If-None-Match": by_front_server.etag}).status_code == 304
    assert by_front_server(headers={"If-Match": '"x"'}).status_code == 412
    for response in (
        by_front_server(headers={"If-None-Match": by_front_server.etag}),
        by_front_server("HEAD"),
    ):
        assert "X-Accel-Redirect" not in response.headers
    assert by_front_server("HEAD")["Content-Length"] == "700001"


def test_the_storage_gets_a_signed_address_that_soon_dies(by_storage: Asker) -> None:
    response = by_storage()

    assert response.status_code == 302
    assert response["Cache-Control"] == "private, no-store"
    assert response["Vary"] == "Cookie, Authorization"
    assert "ETag" not in response.headers
    address = urlsplit(response["Location"])
    query = parse_qs(address.query)
    assert address.netloc == "127.0.0.1:9"
    assert query["X-Amz-Expires"] == ["60"]
    assert query["X-Amz-Signature"]
    assert query["response-content-type"] == ["image/jpeg"]
    assert query["response-cache-control"] == ["private, no-store"]
    assert query["response-content-disposition"][0].startswith('attachment; filename="Vinh Ha Long.jpg"; ')


def test_conditions_dont_apply_to_a_redirect(by_storage: Asker) -> None:
    assert by_storage(headers={"If-None-Match": by_storage.etag}).status_code == 302


@pytest.mark.parametrize(("left", "seconds"), [(3600, {"60"}), (20.5, {"20", "19"}), (-5, {"1"})])
def test_the_address_doesnt_outlive_the_next_expiry(by_storage: Asker, left: float, seconds: set[str]) -> None:
    ends = timezone.now() + timedelta(seconds=left)
    location = by_storage(cache=CachePolicy.private(expires_at=ends))["Location"]

    assert parse_qs(urlsplit(location).query)["X-Amz-Expires"][0] in seconds


def test_head_is_answered_here(by_storage: Asker, body_of: Body) -> None:
    response = by_storage("HEAD")

    assert (response.status_code, response["Content-Length"]) == (200, "700001")
    assert by_storage("HEAD", {"If-None-Match": by_storage.etag}).status_code == 304


def test_a_storage_that_cannot_sign_is_a_mistake_in_the_settings(ask: Asker, settings: Any) -> None:
    settings.MEDIA_DELIVERY = "signed-url"
    with pytest.raises(ImproperlyConfigured, match="private"):
        ask()


def test_names_are_those_of_the_storage(by_storage: Asker) -> None:
    assert urlsplit(by_storage()["Location"]).path.startswith("/images/originals/ab/cd/")
    assert by_storage.source.name == NAME
