"""Where presets are kept: private storage, under a name that changes with everything they show.

A name holds the asset, the focal point and the digest of the embedded metadata, so a new caption gives a
new file and nothing stale is ever sent. There are no rows: whether a preset exists is asked of the storage.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from media_library.models import Photo
from media_library.published import outgoing_metadata
from media_library.renditions.framing import FocalPoint
from media_library.renditions.presets import PRESETS
from media_library.renditions.render import Rendered, Wanted, render_all

AHEAD_OF_TIME = ("webp",)
"""Formats that pages ask for; the others are made at the first request."""

METADATA_FROM = 640
"""Renditions whose longest side is at least this many pixels carry the full metadata."""


@dataclass(frozen=True, slots=True)
class StoredRendition:
    name: str
    bytes: int


def focal_point(photo: Photo) -> FocalPoint | None:
    if photo.focal_point_x is None or photo.focal_point_y is None:
        return None
    return FocalPoint(
        photo.focal_point_x, photo.focal_point_y, photo.focal_point_width or 0, photo.focal_point_height or 0
    )


def name_of(photo: Photo, wanted: Wanted, packet_digest: str) -> str:
    key = f"{photo.sha256}:{photo.get_focal_point()}:{packet_digest}".encode()
    version = hashlib.sha256(key).hexdigest()[:20]
    return f"renditions/{photo.uuid}/{version}/{wanted.preset.name}.{wanted.format}"


def _packet_for(photo: Photo) -> tuple[bytes | None, str]:
    """The metadata packet and its digest; a photo that was never approved carries none."""
    document = getattr(photo, "published", None)
    if document is None:
        return None, ""
    from media_library.metadata import packet

    return packet(outgoing_metadata(document.body)), document.packet_digest


def make(photo: Photo, wanted: Sequence[Wanted]) -> dict[Wanted, StoredRendition]:
    """Render the missing ones of `wanted` from one decode of the original and keep them. Raises RenderError."""
    xmp, packet_digest = _packet_for(photo)
    storage = storages["private"]
    found: dict[Wanted, StoredRendition] = {}
    missing: list[Wanted] = []
    for item in wanted:
        name = name_of(photo, item, packet_digest)
        if storage.exists(name):
            found[item] = StoredRendition(name, storage.size(name))
        else:
            missing.append(item)
    if missing:
        with storage.open(photo.file.name, "rb") as source:
            rendered = render_all(source, missing, focal=focal_point(photo), xmp=xmp, xmp_from=METADATA_FROM)
        for item, picture in zip(missing, rendered, strict=True):
            found[item] = _keep(name_of(photo, item, packet_digest), picture)
    return found


def _keep(name: str, picture: Rendered) -> StoredRendition:
    storage = storages["private"]
    saved = storage.save(name, ContentFile(picture.data))
    if saved != name and storage.exists(name):
        # Somebody else made the same picture meanwhile: theirs is as good and ours would only lie about. Its bytes
        # may be others, since several presets made at once start from another decode than one alone.
        storage.delete(saved)
        return StoredRendition(name, storage.size(name))
    return StoredRendition(saved, len(picture.data))


def make_all(photo: Photo) -> int:
    """Make every preset in the formats that pages ask for; returns how many there are now."""
    wanted = [Wanted(preset, form) for preset in PRESETS.values() for form in AHEAD_OF_TIME]
    return len(make(photo, wanted))
