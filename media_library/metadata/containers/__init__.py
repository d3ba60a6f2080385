"""The files metadata stands in: found by their first octets, walked without decoding a pixel."""

from __future__ import annotations

from collections.abc import Callable

from media_library.metadata.containers import isobmff, jpeg, png, tiff_file, webp
from media_library.metadata.containers.blocks import Blocks
from media_library.metadata.errors import Journal, MetadataError

JPEG, PNG, WEBP, TIFF = "image/jpeg", "image/png", "image/webp", "image/tiff"
AVIF, HEIC, GIF = "image/avif", "image/heic", "image/gif"

TURNED_BY_DECODER = frozenset({AVIF, HEIC})
"""Kinds whose own rotation property counts, which decoders apply; EXIF's orientation only repeats it."""

_FINDERS: dict[str, Callable[[bytes, Journal], Blocks]] = {
    JPEG: jpeg.blocks,
    PNG: png.blocks,
    WEBP: webp.blocks,
    TIFF: tiff_file.blocks,
    AVIF: isobmff.blocks,
    HEIC: isobmff.blocks,
}


def media_type_of(data: bytes) -> str:
    """The media type by the first octets. Raises `MetadataError` when it's none of the known ones."""
    head = data[:32]
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(png.SIGNATURE):
        return PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[:4] in (b"II*\0", b"MM\0*"):
        return TIFF
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return GIF
    if head[4:8] == b"ftyp":
        brand = isobmff.media_type(data)
        if brand:
            return brand
    raise MetadataError("not a picture file that is known here")


def blocks_of(data: bytes, journal: Journal) -> tuple[str, Blocks]:
    """The media type and the metadata blocks that stand in the file. Raises `MetadataError`."""
    media_type = media_type_of(data)
    find = _FINDERS.get(media_type)
    if find is None:
        journal.skip(media_type, "metadata isn't read from this kind of file")
        return media_type, Blocks()
    return media_type, find(data, journal)
