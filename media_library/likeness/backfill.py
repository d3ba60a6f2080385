"""Fingerprints of photos that were there before, and comparisons that were interrupted. Can be run at any time."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from media_library.likeness.fingerprint import fingerprint_or_nothing
from media_library.likeness.services import compare, remember
from media_library.models import PerceptualHash, Photo

logger = logging.getLogger(__name__)

_AT_A_TIME = 200


@dataclass(slots=True)
class Done:
    made: int = 0
    empty: int = 0


def fingerprint_missing(limit: int = 0) -> Done:
    """Fingerprint all photos (or `limit`) that have none. A file that can't be read is logged and tried next time."""
    done = Done()
    for photo in _without(limit):
        try:
            with photo.file.storage.open(photo.file.name, "rb") as file:
                marks = fingerprint_or_nothing(file)
        except OSError:
            logger.warning("the file of photo %s can't be read", photo.pk, exc_info=True)
            continue
        remember(photo, marks)
        done.made += 1
        done.empty += not marks
    return done


def compare_waiting(limit: int = 0) -> int:
    """Compare all (or `limit`) that have never been looked for; returns how many."""
    waiting = PerceptualHash.objects.filter(compared_at__isnull=True).order_by("pk").values_list("pk", flat=True)
    ids = list(waiting[:limit] if limit else waiting)
    for photo_id in ids:
        compare(Photo(pk=photo_id))
    return len(ids)


def _without(limit: int) -> Iterator[Photo]:
    """By key, a few at a time, so that no cursor is held open while files are read."""
    after, left = 0, limit
    while True:
        missing = Photo.objects.filter(perceptual_hash__isnull=True, pk__gt=after).order_by("pk")
        batch = list(missing[: min(_AT_A_TIME, left) if limit else _AT_A_TIME])
        yield from batch
        left -= len(batch)
        if not batch or (limit and left <= 0):
            return
        after = batch[-1].pk
