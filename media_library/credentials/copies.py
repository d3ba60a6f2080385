"""Signing renditions: each says that the original was opened, and what was done on the way to this size."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import IO, Any

from django.core.cache import cache

from media_library.credentials.identity import Identity, identity
from media_library.credentials.inherited import Inherited, inherited
from media_library.credentials.signing import MEDIA_TYPES, SigningFailed, sign
from media_library.credentials.statement import ADDED_TEXT, CONVERTED, CROPPED, EDITED_METADATA, RESIZED, Statement
from media_library.models import DigitalSourceType

logger = logging.getLogger(__name__)

TRY_AGAIN_AFTER = 600
"""Seconds for which a copy that couldn't be signed is given out unsigned before the next attempt."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A finished copy: extension, what was cropped off, whether it is smaller and whether it carries the mark."""

    extension: str
    cropped: bool
    resized: bool
    marked: bool


class CopySigner:
    """Signs copies of one approved photo; `original` is looked at once for a manifest of its own."""

    def __init__(self, photo: Any, who: Identity, original: IO[bytes]) -> None:
        body = photo.published.body
        self._who, self._original = who, original
        self._extension: str = body["extension"]
        self._source_type = DigitalSourceType(body["digital_source_type"]).uri

    @cached_property
    def _history(self) -> Inherited:
        return inherited(self._original, MEDIA_TYPES[self._extension])

    def signed(self, data: bytes, copy: Copy) -> bytes:
        """The signed copy. Raises SigningFailed."""
        statement = Statement(self._source_type, self._acts(copy), opens=MEDIA_TYPES[self._extension])
        target = io.BytesIO()
        sign(
            io.BytesIO(data),
            target,
            MEDIA_TYPES[copy.extension],
            statement,
            self._who,
            opened=self._original if self._history is Inherited.KEPT else None,
        )
        return target.getvalue()

    def _acts(self, copy: Copy) -> Sequence[str]:
        done = (
            (copy.cropped, CROPPED),
            (copy.resized, RESIZED),
            (copy.marked, ADDED_TEXT),
            (copy.extension != self._extension, CONVERTED),
            (True, EDITED_METADATA),
        )
        return [act for happened, act in done if happened]


def copies_signed_by(photo: Any) -> Identity | None:
    """Who signs copies of this photo now; nobody those of one that was never approved: their XMP isn't in."""
    return identity() if getattr(photo, "published", None) is not None else None


def note_failure(name: str, error: SigningFailed) -> None:
    """Under `name` nothing could be kept: for a while the unsigned copy counts."""
    logger.error("%s is given out without content credentials: %s", name, error)
    cache.set(_key(name), True, TRY_AGAIN_AFTER)


def failed_lately(name: str) -> bool:
    return bool(cache.get(_key(name)))


def _key(name: str) -> str:
    return f"media_library.unsigned:{name}"
