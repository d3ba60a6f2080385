"""PNG, WebP, AVIF and TIFF files with metadata, written by Pillow."""

from __future__ import annotations

import io
import struct
from typing import Any

from PIL import Image, PngImagePlugin

from .camera_files import exif_block, landscape


def picture_file(kind: str, *, gps: bool = False, xmp: bytes = b"", exif: bool = True, **options: Any) -> bytes:
    """A small picture of a kind that Pillow writes, orientation 6, perhaps with a position."""
    block = exif_block(
        orientation=6,
        size=(96, 64),
        gps=(13.7763, 109.241) if gps else None,
        taken_at=None,
        offset=None,
        texts={0x010E: "Harbour"},
        maker_note=True,
        serial="PNG-SERIAL",
        thumbnail=b"",
    )
    if exif:
        options["exif"] = block if kind == "PNG" else b"Exif\0\0" + block
    if xmp and kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_itxt("XML:com.adobe.xmp", xmp.decode())
        options["pnginfo"] = info
    elif xmp:
        options["xmp"] = xmp
    buffer = io.BytesIO()
    Image.fromarray(landscape(96, 64)).save(buffer, kind, **options)
    return buffer.getvalue()


def tiff_file(tags: dict[int, bytes], order: str = "<") -> bytes:
    """A TIFF that is nothing but one directory of BYTE and UNDEFINED values."""
    rows, values = b"", b""
    at = 8 + 2 + 12 * len(tags) + 4
    for tag, raw in sorted(tags.items()):
        rows += struct.pack(f"{order}HHII", tag, 7, len(raw), at + len(values))
        values += raw + b"\0" * (len(raw) % 2)
    head = b"II*\0" if order == "<" else b"MM\0*"
    return head + struct.pack(f"{order}I", 8) + struct.pack(f"{order}H", len(tags)) + rows + b"\0\0\0\0" + values
