"""WebP: RIFF chunks. Source: RFC 9649."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from media_library.metadata.containers.blocks import Blocks, Replacement, without_exif_prefix
from media_library.metadata.errors import Journal, MetadataError

ICC_FLAG, ALPHA_FLAG, EXIF_FLAG, XMP_FLAG, ANIMATION_FLAG = 0x20, 0x10, 0x08, 0x04, 0x02
CHUNK_LIMIT = 50_000
"""Chunks that are walked; a frame of an animation is one."""

_PICTURE = frozenset({b"ICCP", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L"})


@dataclass(frozen=True, slots=True)
class Chunk:
    """One chunk; `whole` includes head and padding."""

    kind: bytes
    data: memoryview
    whole: memoryview


def chunks(data: bytes) -> Iterator[Chunk]:
    """The chunks of the RIFF form; stops where the file stops making sense."""
    end = min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    view = memoryview(data)[:end]
    at = 12
    for _ in range(CHUNK_LIMIT):
        if at + 8 > len(view):
            return
        length = int.from_bytes(view[at + 4 : at + 8], "little")
        stop = at + 8 + length
        if stop > len(view):
            return
        yield Chunk(bytes(view[at : at + 4]), view[at + 8 : stop], view[at : stop + length % 2])
        at = stop + length % 2


def blocks(data: bytes, journal: Journal) -> Blocks:
    """The metadata blocks."""
    found = Blocks()
    pictures = 0
    for chunk in chunks(data):
        pictures += chunk.kind in (b"VP8 ", b"VP8L", b"ANMF")
        if chunk.kind == b"EXIF" and not found.exif:
            found.exif = without_exif_prefix(chunk.data)
        elif chunk.kind == b"XMP " and not found.xmp:
            found.xmp = chunk.data
    if not pictures:
        journal.skip("WebP", "breaks off before the picture")
    return found


def replace(data: bytes, new: Replacement) -> bytes:
    """The same picture in the extended layout with `new` as its only metadata. WebP has no IIM.

    Raises `MetadataError` for a file without a picture chunk.
    """
    found = list(chunks(data))
    kept = [one for one in found if one.kind in _PICTURE]
    if not any(one.kind in (b"VP8 ", b"VP8L", b"ANMF") for one in kept):
        raise MetadataError("the WebP breaks off before the picture")
    stated = next((one for one in found if one.kind == b"VP8X" and len(one.data) >= 10), None)
    flags, canvas = (stated.data[0], bytes(stated.data[4:10])) if stated else _from_picture(kept[0])
    flags = flags & ~(EXIF_FLAG | XMP_FLAG) | (XMP_FLAG if new.xmp else 0) | (EXIF_FLAG if new.exif else 0)
    pieces: list[bytes | memoryview] = [_chunk(b"VP8X", bytes([flags, 0, 0, 0]) + canvas)]
    for one in kept:
        pieces.append(one.whole)
        if len(one.whole) % 2:  # the last chunk of a file that ends without its padding
            pieces.append(b"\0")
    if new.exif:
        pieces.append(_chunk(b"EXIF", new.exif))
    if new.xmp:
        pieces.append(_chunk(b"XMP ", new.xmp))
    size = 4 + sum(len(piece) for piece in pieces)
    return b"".join([b"RIFF", struct.pack("<I", size), b"WEBP", *pieces])


def _from_picture(chunk: Chunk) -> tuple[int, bytes]:
    """Flags and canvas size for a file in the simple layout, from the picture's own header."""
    head = bytes(chunk.data[:10])
    if chunk.kind == b"VP8L" and len(head) >= 5 and head[0] == 0x2F:
        bits = int.from_bytes(head[1:5], "little")
        width, height, alpha = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, bits >> 28 & 1
        return ALPHA_FLAG * alpha, _canvas(width, height)
    if chunk.kind == b"VP8 " and len(head) == 10 and head[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", head, 6)
        return 0, _canvas(width & 0x3FFF, height & 0x3FFF)
    raise MetadataError("the WebP's picture has no readable header")


def _canvas(width: int, height: int) -> bytes:
    if not (width and height):
        raise MetadataError("the WebP's picture has no size")
    return (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
