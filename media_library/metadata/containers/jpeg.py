"""JPEG: application segments before the scan. Sources: ITU-T T.81 annex B; XMP specification 3, 1.1.3."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from media_library.metadata import photoshop
from media_library.metadata.containers.blocks import EXIF_PREFIX, Blocks, Replacement
from media_library.metadata.errors import Journal, MetadataError
from media_library.metadata.xmp.extended import Portion, split

SOI, EOI, SOS = 0xD8, 0xD9, 0xDA
APP0, APP1, APP2, APP13, APP14, APP15, COM = 0xE0, 0xE1, 0xE2, 0xED, 0xEE, 0xEF, 0xFE

XMP_PREFIX = b"http://ns.adobe.com/xap/1.0/\0"
EXTENSION_PREFIX = b"http://ns.adobe.com/xmp/extension/\0"
PHOTOSHOP_PREFIX = b"Photoshop 3.0\0"
ICC_PREFIX, JFIF_PREFIX, ADOBE_PREFIX = b"ICC_PROFILE\0", b"JFIF\0", b"Adobe"

SEGMENT_LIMIT = 65_533
"""Octets of a segment's payload: its length field counts itself."""

SEGMENT_COUNT_LIMIT = 10_000
"""Segments before the scan that are walked; a depth map of 10 MB takes 160."""

_PORTION_HEAD = len(EXTENSION_PREFIX) + 32 + 4 + 4
_MARKER_IN_SCAN = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
"""The next marker that ends entropy-coded data: not a stuffed zero, not a restart."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One marker segment before the scan; `whole` includes marker and length."""

    marker: int
    payload: memoryview
    whole: memoryview


@dataclass(frozen=True, slots=True)
class Header:
    """What stands before the first scan. `scan` is the place of its SOS marker, None if there is none."""

    segments: list[Segment]
    scan: int | None


def header(data: bytes) -> Header:
    """Walk the segments up to the first scan; stops where the file stops making sense."""
    view = memoryview(data)
    segments: list[Segment] = []
    at = 2
    while at + 4 <= len(view) and view[at] == 0xFF and len(segments) < SEGMENT_COUNT_LIMIT:
        marker = view[at + 1]
        if marker == 0xFF:  # fill
            at += 1
            continue
        if marker == SOS:
            return Header(segments, at)
        if marker in (0x00, 0x01, SOI, EOI) or 0xD0 <= marker <= 0xD7:
            break
        end = at + 2 + int.from_bytes(view[at + 2 : at + 4], "big")
        if end < at + 4 or end > len(view):
            break
        segments.append(Segment(marker, view[at + 4 : end], view[at:end]))
        at = end
    return Header(segments, None)


def blocks(data: bytes, journal: Journal) -> Blocks:
    """The metadata blocks. A file that breaks off before its scan gives what came before."""
    found = Blocks()
    head = header(data)
    if head.scan is None:
        journal.skip("JPEG", "breaks off before the picture")
    resources: list[memoryview] = []
    for segment in head.segments:
        payload = segment.payload
        if segment.marker == APP1:
            if _begins(payload, EXIF_PREFIX) and not found.exif:
                found.exif = payload[len(EXIF_PREFIX) :]
            elif _begins(payload, XMP_PREFIX) and not found.xmp:
                found.xmp = payload[len(XMP_PREFIX) :]
            elif _begins(payload, EXTENSION_PREFIX) and (portion := _portion(payload)):
                found.xmp_portions.append(portion)
        elif segment.marker == APP13 and _begins(payload, PHOTOSHOP_PREFIX):
            resources.append(payload[len(PHOTOSHOP_PREFIX) :])
    found.resources = b"".join(resources)
    return found


def replace(data: bytes, new: Replacement) -> bytes:
    """The same picture with `new` as its only metadata.

    Kept before the scan are the tables that decode it, JFIF (without its thumbnail), the ICC profile and
    Adobe's colour transform. Other application segments and comments go, and so does what follows the
    picture's end: previews, depth maps and films of telephones, which carry EXIF of their own. Everything
    from the first scan to the end marker is the same octets. Raises `MetadataError` for a file without
    a scan.
    """
    head = header(data)
    if head.scan is None:
        raise MetadataError("the JPEG breaks off before the picture")
    resources = b"".join(
        bytes(one.payload[len(PHOTOSHOP_PREFIX) :])
        for one in head.segments
        if one.marker == APP13 and _begins(one.payload, PHOTOSHOP_PREFIX)
    )
    first = [_jfif(one) for one in head.segments if one.marker == APP0 and _begins(one.payload, JFIF_PREFIX)]
    tables = [one.whole for one in head.segments if _is_kept(one)]
    pieces: list[bytes | memoryview] = [
        b"\xff\xd8",
        *first[:1],
        *_exif(new.exif),
        *_xmp(new.xmp),
        *_photoshop(resources, new.iim),
        *tables,
        memoryview(data)[head.scan : _end_of_picture(data, head.scan)],
    ]
    return b"".join(pieces)


def _is_kept(segment: Segment) -> bool:
    if segment.marker == APP2:
        return _begins(segment.payload, ICC_PREFIX)
    if segment.marker == APP14:
        return _begins(segment.payload, ADOBE_PREFIX)
    return not (APP0 <= segment.marker <= APP15 or segment.marker == COM)


def _jfif(segment: Segment) -> bytes:
    """JFIF's version and density; the thumbnail that may follow is cut off."""
    payload = bytes(segment.payload[:12]).ljust(12, b"\0") + b"\0\0"
    return _segment(APP0, payload)


def _exif(block: bytes) -> list[bytes]:
    return [_segment(APP1, EXIF_PREFIX + block)] if block else []


def _xmp(packet: bytes) -> Iterator[bytes]:
    if not packet:
        return
    main, rest, guid = split(packet)
    yield _segment(APP1, XMP_PREFIX + main)
    step = SEGMENT_LIMIT - _PORTION_HEAD
    for offset in range(0, len(rest), step):
        head = EXTENSION_PREFIX + guid.encode() + struct.pack(">II", len(rest), offset)
        yield _segment(APP1, head + rest[offset : offset + step])


def _photoshop(resources: bytes, iim: bytes) -> Iterator[bytes]:
    """Image resources with the new IIM; a long block goes on in further segments, as Photoshop does it."""
    block = photoshop.build(photoshop.with_iim(photoshop.parse(resources, Journal()), iim))
    step = SEGMENT_LIMIT - len(PHOTOSHOP_PREFIX)
    for start in range(0, len(block), step):
        yield _segment(APP13, PHOTOSHOP_PREFIX + block[start : start + step])


def _portion(payload: memoryview) -> Portion | None:
    if len(payload) <= _PORTION_HEAD:
        return None
    guid = bytes(payload[len(EXTENSION_PREFIX) : len(EXTENSION_PREFIX) + 32])
    full_length, offset = struct.unpack_from(">II", payload, len(EXTENSION_PREFIX) + 32)
    return Portion(guid.decode("latin-1"), full_length, offset, payload[_PORTION_HEAD:])


def _end_of_picture(data: bytes, scan: int) -> int:
    """The octet after the end marker that closes the scans; the file's end when there's none.

    Found by walking the scans: a preview behind the picture has an end marker of its own.
    """
    at = scan
    while at + 4 <= len(data):
        after_tables = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        match = _MARKER_IN_SCAN.search(data, after_tables)
        if match is None:
            break
        at = match.start()
        if data[at + 1] == EOI:
            return at + 2
    return len(data)


def _segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def _begins(payload: memoryview, prefix: bytes) -> bool:
    return bytes(payload[: len(prefix)]) == prefix
