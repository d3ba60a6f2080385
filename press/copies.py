"""Sized copies for archives: made by the queue before they are planned, since a plan needs their exact bytes."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.core.files.storage import storages

from media_library.models import Photo
from media_library.renditions import store
from media_library.renditions.presets import PRESETS
from media_library.renditions.render import RenderError, Wanted
from press.download_choice import COPY_FORMAT
from press.models import PreparedCopy

STORAGE = "private"
AT_ONCE = 10
"""Photos of one task: progress is seen, and another task may come between."""

ASKED_FOR = 120
"""Seconds within which the same photos aren't queued again."""

_BLOCK = 1024 * 1024
_FAILED = "press.copies.failed:"


@dataclass(frozen=True, slots=True)
class Copies:
    """`ready` is {photo: its copy}; `waiting` are the photos whose copies the queue still makes.

    A photo that gives no copy (a broken original) is in neither.
    """

    ready: dict[int, PreparedCopy]
    waiting: tuple[int, ...] = ()

    @property
    def total(self) -> int:
        return len(self.ready) + len(self.waiting)


def copies_of(ids: Collection[int], size: str) -> Copies:
    """What is ready of the photos in a size (a preset's name). Two queries, however many."""
    photos = Photo.objects.filter(pk__in=ids).select_related("published").defer("published__body")
    names = {photo.pk: store.name_now(photo, _wanted(size)) for photo in photos}
    rows = {row.name: row for row in PreparedCopy.objects.filter(name__in=set(names.values()))}
    failed = cache.get_many([_FAILED + name for name in names.values() if name not in rows])
    missing = {pk: name for pk, name in names.items() if name not in rows}
    return Copies(
        {pk: rows[name] for pk, name in names.items() if name in rows},
        tuple(pk for pk, name in missing.items() if _FAILED + name not in failed),
    )


def present_digests(wanted: Collection[tuple[int, str]]) -> dict[tuple[int, str], str]:
    """{(photo, size): SHA-256 of its copy as it is made now}; only of those that are made. Two queries at most."""
    photos = Photo.objects.filter(pk__in={pk for pk, _size in wanted}).select_related("published")
    by_id = {photo.pk: photo for photo in photos.defer("published__body")} if wanted else {}
    names = {
        store.name_now(by_id[pk], _wanted(size)): (pk, size) for pk, size in wanted if pk in by_id and size in PRESETS
    }
    rows = PreparedCopy.objects.filter(name__in=names).values_list("name", "sha256") if names else ()
    return {names[name]: digest for name, digest in rows}


def ask_for(ids: Sequence[int], size: str) -> None:
    """Have the queue make copies, unless it was asked for them a moment ago."""
    from press.tasks import prepare_copies

    fresh = [pk for pk in ids if cache.add(f"press.copies.asked:{pk}:{size}", True, ASKED_FOR)]
    for start in range(0, len(fresh), AT_ONCE):
        prepare_copies.enqueue(fresh[start : start + AT_ONCE], size)


def prepare(ids: Collection[int], size: str) -> int:
    """Make the copies that are missing and note their digests; returns how many are new."""
    new = 0
    for photo in Photo.objects.filter(pk__in=ids).select_related("published", "licence"):
        wanted = _wanted(size)
        name = store.name_now(photo, wanted)
        if PreparedCopy.objects.filter(name=name).exists():
            continue
        try:
            stored = store.make(photo, [wanted])[wanted]
        except RenderError:
            cache.set(_FAILED + name, True, 24 * 60 * 60)
            continue
        new += _note(stored.name)
    return new


def _note(name: str) -> int:
    digest, crc, size = hashlib.sha256(), 0, 0
    with storages[STORAGE].open(name, "rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            crc, size = zlib.crc32(block, crc), size + len(block)
    values = {"sha256": digest.hexdigest(), "crc32": crc, "bytes": size}
    return int(PreparedCopy.objects.get_or_create(name=name, defaults=values)[1])


def _wanted(size: str) -> Wanted:
    return Wanted(PRESETS[size], COPY_FORMAT)
