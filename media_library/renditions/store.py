"""Where presets are kept: private storage, under a name that changes with everything they show.

A name holds the asset, the focal point and the digest of the embedded metadata, so a new caption gives a
new file and nothing stale is ever sent. Marked previews lie in a folder of their own. There are no rows:
whether a preset exists is asked of the storage.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from media_library.credentials import copies
from media_library.credentials.identity import Identity
from media_library.credentials.signing import SigningFailed
from media_library.models import Photo
from media_library.published import outgoing_metadata
from media_library.renditions.framing import FocalPoint
from media_library.renditions.presets import PRESETS, crop_size, rendition_size
from media_library.renditions.render import Rendered, Wanted, render_all
from media_library.renditions.watermark import MARKED_FROM, mark_words

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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a copy is kept: under `name`, or under `plain` where it was to be signed and couldn't be."""

    wanted: Wanted
    name: str
    plain: str

    @property
    def is_signed(self) -> bool:
        return self.name != self.plain


def version_of(photo: Photo, packet_digest: str, signed_by: str = "") -> str:
    """What the pixels and the metadata of all copies follow from, as one short name.

    `signed_by` is the mark of who signs, empty for unsigned copies.
    """
    key = f"{photo.sha256}:{focal_point(photo)}:{packet_digest}{signed_by and ':' + signed_by}".encode()
    return hashlib.sha256(key).hexdigest()[:20]


def name_of(photo: Photo, wanted: Wanted, packet_digest: str, *, marked: bool = False, signed_by: str = "") -> str:
    folder = "marked/" if marked and is_large_enough_to_mark(photo, wanted) else ""
    version = version_of(photo, packet_digest, signed_by)
    return f"renditions/{photo.uuid}/{version}/{folder}{wanted.preset.name}.{wanted.format}"


def is_large_enough_to_mark(photo: Photo, wanted: Wanted) -> bool:
    return max(rendition_size(wanted.preset, photo.width, photo.height)) >= MARKED_FROM


def packet_for(photo: Photo) -> tuple[bytes | None, str]:
    """The metadata packet and its digest; a photo that was never approved carries none."""
    document = getattr(photo, "published", None)
    if document is None:
        return None, ""
    from media_library.metadata import packet

    return packet(outgoing_metadata(document.body)), document.packet_digest


def words_for(photo: Photo) -> str:
    """What a marked preview says: the approved credit line, since only what is approved has readers."""
    document = getattr(photo, "published", None)
    return mark_words(document.body["credit_line"] if document else photo.credit_line)


def make(photo: Photo, wanted: Sequence[Wanted], *, marked: bool = False) -> dict[Wanted, StoredRendition]:
    """Render the missing ones of `wanted` from one decode of the original and keep them. Raises RenderError.

    `marked` gives those with the preview mark across them (from `MARKED_FROM` pixels on), as files of their own.
    """
    xmp, packet_digest = packet_for(photo)
    who = copies.copies_signed_by(photo)
    storage = storages["private"]
    found: dict[Wanted, StoredRendition] = {}
    missing: list[Place] = []
    for place in _places(photo, wanted, packet_digest, who, marked=marked):
        if storage.exists(place.name):
            found[place.wanted] = StoredRendition(place.name, storage.size(place.name))
        else:
            missing.append(place)
    if missing:
        with storage.open(photo.file.name, "rb") as source:
            rendered = render_all(
                source,
                [place.wanted for place in missing],
                focal=focal_point(photo),
                xmp=xmp,
                xmp_from=METADATA_FROM,
                words=words_for(photo) if marked else "",
            )
            # Signing is the last thing done to a copy: its metadata is in, and nothing touches it any more.
            signer = copies.CopySigner(photo, who, source) if who else None
            for place, picture in zip(missing, rendered, strict=True):
                copy = _copy(photo, picture, marked=marked)
                found[place.wanted] = _keep(place, picture, copy, signer if place.is_signed else None)
    return found


def _copy(photo: Photo, picture: Rendered, *, marked: bool) -> copies.Copy:
    """What was done on the way to this copy."""
    whole = photo.width, photo.height
    taken = crop_size(picture.preset, *whole) if picture.preset.mode == "crop" else whole
    return copies.Copy(
        extension=picture.format,
        cropped=taken != whole,
        resized=(picture.width, picture.height) != (int(taken[0]), int(taken[1])),
        marked=marked and is_large_enough_to_mark(photo, Wanted(picture.preset, picture.format)),
    )


def _keep(place: Place, picture: Rendered, copy: copies.Copy, signer: copies.CopySigner | None) -> StoredRendition:
    if signer is None:
        return keep(place.name, picture.data)
    try:
        return keep(place.name, signer.signed(picture.data, copy))
    except SigningFailed as error:
        copies.note_failure(place.name, error)
        return keep(place.plain, picture.data)


def _places(
    photo: Photo, wanted: Sequence[Wanted], packet_digest: str, who: Identity | None, *, marked: bool
) -> Iterator[Place]:
    for item in wanted:
        plain = name_of(photo, item, packet_digest, marked=marked)
        if who is not None and max(rendition_size(item.preset, photo.width, photo.height)) >= METADATA_FROM:
            signed = name_of(photo, item, packet_digest, marked=marked, signed_by=who.mark)
            if not copies.failed_lately(signed):
                yield Place(item, signed, plain)
                continue
        yield Place(item, plain, plain)


def keep(name: str, data: bytes) -> StoredRendition:
    """Store a finished copy under its name; what is there already stays and counts."""
    storage = storages["private"]
    saved = storage.save(name, ContentFile(data))
    if saved != name and storage.exists(name):
        # Somebody else made the same picture meanwhile: theirs is as good and ours would only lie about. Its bytes
        # may be others, since several presets made at once start from another decode than one alone.
        storage.delete(saved)
        return StoredRendition(name, storage.size(name))
    return StoredRendition(saved, len(data))


def make_all(photo: Photo) -> int:
    """Make every preset that pages show, in the formats they ask for; returns how many there are now.

    Where the licence asks for a mark, most readers get the marked ones, so those are made as well.
    """
    wanted = [Wanted(preset, form) for preset in PRESETS.values() if preset.on_pages for form in AHEAD_OF_TIME]
    if photo.licence is not None and photo.licence.preview_watermark:
        make(photo, wanted, marked=True)
    return len(make(photo, wanted))


def name_now(photo: Photo, wanted: Wanted, *, marked: bool = False) -> str:
    """Where `make` would keep the copy now. `photo` comes with its published document; no storage is asked."""
    document = getattr(photo, "published", None)
    digest = document.packet_digest if document is not None else ""
    return next(_places(photo, [wanted], digest, copies.copies_signed_by(photo), marked=marked)).name
