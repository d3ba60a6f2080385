"""PNG: chunks. Sources: W3C PNG third edition; XMP specification part 3, 1.1.5."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from media_library.metadata.containers.blocks import Blocks, Bytes, Replacement, without_exif_prefix
from media_library.metadata.errors import Journal, MetadataError
from media_library.metadata.xmp.rdf import PACKET_LIMIT

SIGNATURE = b"\x89PNG\r\n\x1a\n"
XMP_KEYWORD = b"XML:com.adobe.xmp"
CHUNK_LIMIT = 200_000
"""Chunks that are walked; a picture of 100 MB has some ten thousand."""

_KEPT = frozenset(
    (
        b"tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT "  # colour and size
        b"acTL fcTL fdAT"  # animation
    ).split()
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """One chunk; `whole` includes length and checksum."""

    kind: bytes
    data: memoryview
    whole: memoryview


def chunks(data: bytes) -> Iterator[Chunk]:
    """The chunks up to and with IEND; stops where the file stops making sense."""
    view = memoryview(data)
    at = len(SIGNATURE)
    for _ in range(CHUNK_LIMIT):
        if at + 12 > len(view):
            return
        length = int.from_bytes(view[at : at + 4], "big")
        end = at + 12 + length
        if end > len(view):
            return
        chunk = Chunk(bytes(view[at + 4 : at + 8]), view[at + 8 : at + 8 + length], view[at:end])
        yield chunk
        if chunk.kind == b"IEND":
            return
        at = end


def blocks(data: bytes, journal: Journal) -> Blocks:
    """The metadata blocks."""
    found = Blocks()
    kind = b""
    for chunk in chunks(data):
        kind = chunk.kind
        if kind == b"eXIf" and not found.exif:
            found.exif = without_exif_prefix(chunk.data)
        elif kind == b"iTXt" and not found.xmp:
            found.xmp = _packet(chunk.data, journal)
    if kind != b"IEND":
        journal.skip("PNG", "breaks off before its end")
    return found


def replace(data: bytes, new: Replacement) -> bytes:
    """The same picture with `new` as its only metadata, before the picture data. PNG has no IIM.

    Text chunks and what isn't on the standard's list of chunks go. Raises `MetadataError` for a file
    that doesn't begin with IHDR or breaks off before IEND.
    """
    kept = [one for one in chunks(data) if not one.kind[0] & 0x20 or one.kind in _KEPT]
    if not kept or kept[0].kind != b"IHDR" or kept[-1].kind != b"IEND":
        raise MetadataError("the PNG is not whole")
    added = [_chunk(b"iTXt", XMP_KEYWORD + b"\0\0\0\0\0" + new.xmp)] if new.xmp else []
    if new.exif:
        added.append(_chunk(b"eXIf", new.exif))
    return b"".join([SIGNATURE, kept[0].whole, *added, *(one.whole for one in kept[1:])])


def _packet(data: memoryview, journal: Journal) -> Bytes:
    """The text of an iTXt chunk if it is an XMP packet: keyword, flag, method, language, translation."""
    if bytes(data[: len(XMP_KEYWORD) + 1]) != XMP_KEYWORD + b"\0":
        return b""
    rest = bytes(data[len(XMP_KEYWORD) + 1 :])
    parts = rest[2:].split(b"\0", 2)
    if len(parts) < 3:
        journal.skip("PNG iTXt", "cut short")
        return b""
    return _inflated(parts[2], journal) if rest[0] else parts[2]


def _inflated(raw: bytes, journal: Journal) -> bytes:
    engine = zlib.decompressobj()
    try:
        text = engine.decompress(raw, PACKET_LIMIT)
    except zlib.error:
        journal.skip("PNG iTXt", "can't be decompressed")
        return b""
    if engine.unconsumed_tail:
        journal.skip("PNG iTXt", "too long")
        return b""
    return text


def _chunk(kind: bytes, data: bytes) -> bytes:
    return b"".join([struct.pack(">I", len(data)), kind, data, struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))])
