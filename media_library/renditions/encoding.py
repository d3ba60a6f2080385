"""Pixels to bytes. Nothing but pixels and the given XMP goes in: no EXIF, comment, thumbnail or profile."""

from __future__ import annotations

import io
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from PIL import Image

from media_library.metadata import embed

_XMP_IN_ONE_SEGMENT = 65_502
"""Octets of XMP that fit into one JPEG segment (XMP specification 3, 1.1.3); longer needs ExtendedXMP."""

_OPTIONS: Mapping[str, tuple[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "jpg": ("JPEG", {"quality": 82, "progressive": True, "optimize": True}),
        "webp": ("WEBP", {"quality": 80, "method": 4}),
        # Speed 8 instead of Pillow's 6: measured 3.6 times faster for 5.6 % more bytes.
        "avif": ("AVIF", {"quality": 60, "speed": 8}),
    }
)


def encode(picture: Image.Image, extension: str, xmp: bytes | None) -> bytes:
    """`picture` (mode L, RGB or RGBA) as jpg, webp or avif; JPEG shows transparent parts on white.

    Equal input gives equal bytes. Raises KeyError for another extension, and ValueError for an unreadable
    XMP packet that is too long for a plain JPEG segment.
    """
    format_name, options = _OPTIONS[extension]
    if extension == "jpg" and picture.mode == "RGBA":
        picture = _on_white(picture)
    long_xmp = extension == "jpg" and xmp is not None and len(xmp) > _XMP_IN_ONE_SEGMENT
    if xmp and not long_xmp:
        options = {**options, "xmp": xmp}
    buffer = io.BytesIO()
    picture.save(buffer, format_name, **options)
    if xmp and long_xmp:
        # Whether a position may be named was decided when the packet was made.
        return embed(buffer.getvalue(), xmp, keep_location=True, iim=None)
    return buffer.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    sheet = Image.new("RGB", picture.size, "white")
    sheet.paste(picture, mask=picture.getchannel("A"))
    return sheet
