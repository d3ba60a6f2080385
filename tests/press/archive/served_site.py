"""A site of three addresses for `test_served`: a good archive, a broken one, a single file."""

from __future__ import annotations

import os
import zlib
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponseBase
from django.urls import path

from media_library.delivery.headers import PRIVATE
from media_library.delivery.responses import send
from media_library.delivery.sources import StoredSource
from press.archive.plan import ByteReader, Entry, plan
from press.archive.response import archive_response

FOLDER_VARIABLE = "SERVED_FOLDER"
WHEN = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = ("a.jpg", "b.jpg")


def folder() -> Path:
    return Path(os.environ[FOLDER_VARIABLE])


def entry(name: str, crc32: int | None = None) -> Entry:
    content = (folder() / name).read_bytes()

    def opener() -> ByteReader:
        return (folder() / name).open("rb")

    return Entry(name, len(content), zlib.crc32(content) if crc32 is None else crc32, WHEN, opener)


def good(request: HttpRequest) -> HttpResponseBase:
    return archive_response(request, plan(map(entry, NAMES)), "kit.zip")


def broken(request: HttpRequest) -> HttpResponseBase:
    return archive_response(request, plan([entry("a.jpg"), entry("b.jpg", crc32=1)]), "kit.zip")


def single(request: HttpRequest) -> HttpResponseBase:
    return send(
        request,
        StoredSource("private", "a.jpg", (folder() / "a.jpg").stat().st_size),
        media_type="image/jpeg",
        filename="a.jpg",
        etag="a",
        last_modified=None,
        cache=PRIVATE,
        repr_digest_sha256=None,
        as_attachment=True,
    )


urlpatterns = [path("good", good), path("broken", broken), path("single", single)]


def application() -> WSGIHandler:
    import django

    settings.configure(
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["127.0.0.1"],
        SECRET_KEY=os.urandom(32).hex(),
        MEDIA_DELIVERY="file",
        STORAGES={
            "private": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": folder()},
            }
        },
    )
    django.setup()
    return WSGIHandler()
