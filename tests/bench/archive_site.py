"""The server that `tests.bench.archive` measures: Django with two addresses, one file and one archive.

It gets its folder by the environment: `plain.bin`, `files/*.bin`, and `entry.json` with the size in bytes and
CRC-32 that all of the files share.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import path

from press.archive.plan import ArchivePlan, ByteReader, Entry, plan
from press.archive.proofs import Proofs
from press.archive.response import archive_response
from press.archive.streaming import stream

FOLDER_VARIABLE = "BENCH_ARCHIVE_FOLDER"
MODIFIED = datetime(2026, 1, 1, tzinfo=UTC)


def plain(request: HttpRequest) -> HttpResponseBase:
    """The baseline: one file as Django sends it, by the server's sendfile."""
    return FileResponse((_folder() / "plain.bin").open("rb"))


def archive(request: HttpRequest) -> HttpResponseBase:
    return archive_response(request, plan_of(_folder()), "kit.zip")


def distrustful(request: HttpRequest) -> HttpResponseBase:
    """The archive as it goes out the first time, when no file has been proven yet."""
    planned = plan_of(_folder())
    response = StreamingHttpResponse(stream(planned, proofs=Proofs(limit=0)), content_type="application/zip")
    response["Content-Length"] = str(planned.total_length)
    return response


urlpatterns = [path("plain", plain), path("archive", archive), path("distrustful", distrustful)]


def plan_of(folder: Path) -> ArchivePlan:
    """The archive of the folder's files."""
    known = json.loads((folder / "entry.json").read_text())
    return plan(
        Entry(file.name, known["size"], known["crc32"], MODIFIED, _opener(file))
        for file in sorted((folder / "files").iterdir())
    )


def _opener(file: Path) -> Callable[[], ByteReader]:
    return lambda: file.open("rb")


def _folder() -> Path:
    return Path(os.environ[FOLDER_VARIABLE])


def application() -> WSGIHandler:
    """Django without a database or middleware, so that only the sending is measured."""
    import django

    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY=os.urandom(32).hex())
    django.setup()
    return WSGIHandler()
