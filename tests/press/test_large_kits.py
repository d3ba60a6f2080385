"""A kit of 500 files and 2 GB: planned at once, sent from anywhere, in little memory. No byte of it exists."""

from __future__ import annotations

import time
import tracemalloc
import zlib
from dataclasses import replace
from typing import Any
from unittest import mock
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from media_library.models import PublishedDocument
from media_library.rights import PUBLIC_AUDIENCE
from press.archive.streaming import stream
from press.downloads import KitArchive, kit_archive
from press.kit_view import KitView
from press.selectors.kits import find_kit
from tests.media_library.factories import approved
from tests.press.archive.sources import Zeros
from tests.press.factories import kit

pytestmark = pytest.mark.django_db

MB = 1_000_000
FILES = 500
BYTES = 4_300_000
"""Of each file: 2.15 GB in all."""
MOST_MEMORY = 40 * MB
MOST_SECONDS = 10.0
"""A plan takes about half a second; machines that test are shared."""


class Storage:
    def open(self, name: str, mode: str) -> Zeros:
        return Zeros(BYTES)


@pytest.fixture
def large() -> tuple[KitView, dict[int, PublishedDocument]]:
    """One approved photo, 500 times over under other names."""
    photo = approved()
    made = find_kit(PUBLIC_AUDIENCE, "en", slug=kit([photo]).slug)
    assert made is not None
    view, document = made.assets[0], PublishedDocument.objects.get(asset=photo)
    crc = zlib.crc32(bytes(BYTES))
    views, documents = [], {}
    for number in range(1, FILES + 1):
        body = {**view.body, "uuid": str(UUID(int=number << 96))}
        views.append(replace(view, id=number, body=body, bytes=BYTES))
        documents[number] = PublishedDocument(
            asset_id=number, deliverable="zeros", sha256="0" * 64, bytes=BYTES, crc32=crc, built_at=document.built_at
        )
    ids = tuple(documents)
    return replace(made, assets=views, asset_ids=ids, passable=frozenset(ids)), documents


def planned(large: tuple[KitView, dict[int, PublishedDocument]]) -> KitArchive:
    made, documents = large
    rows = mock.Mock()
    rows.defer.return_value.in_bulk.return_value = documents
    with mock.patch("press.downloads.PublishedDocument.objects", rows):
        return kit_archive(made)


def test_it_is_planned_at_once_in_little_memory(large: Any) -> None:
    planned(large)
    tracemalloc.start()
    began = time.perf_counter()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        archive = planned(large)
    seconds, (_now, peak) = time.perf_counter() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(archive.files) == FILES
    assert archive.plan.total_length > 2 * 1024**3
    assert archive.plan.etag == planned(large).plan.etag
    assert seconds < MOST_SECONDS
    assert peak < MOST_MEMORY
    assert len(queries) < 12


def test_it_is_sent_in_flat_memory_and_goes_on_anywhere(large: Any) -> None:
    plan = planned(large).plan
    with mock.patch("press.downloads.storages", {"private": Storage()}):
        tracemalloc.start()
        sent = sum(len(block) for block in stream(plan, 0, 300 * MB))
        sent += sum(len(block) for block in stream(plan, plan.total_length - 20 * MB, plan.total_length))
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert sent == 320 * MB
    assert peak < MOST_MEMORY
