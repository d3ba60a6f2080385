"""TIFF files: everything hangs on a chain of directories, one for each page. Source: TIFF 6.0.

Writing copies the coded pictures to the same places of an empty file and puts new directories behind them, so that
what isn't on the list isn't there, whatever pointed at it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from media_library.metadata import tiff
from media_library.metadata.containers.blocks import Blocks, Replacement
from media_library.metadata.errors import Journal, MetadataError
from media_library.metadata.tiff import Directory, Entry

XMP, IIM, RESOURCES = 700, 33723, 34377
STRIP_OFFSETS, STRIP_LENGTHS, TILE_OFFSETS, TILE_LENGTHS = 273, 279, 324, 325
COMPRESSION, OLD_JPEG = 259, 6
NEW_SUBFILE_TYPE, SUB_DIRECTORIES, DNG_VERSION = 254, 330, 50706

STRUCTURE = frozenset(
    {
        *(254, 255, 256, 257, 258, COMPRESSION, 262, 263, 264, 265, 266),  # sizes, depth, compression, colours
        *(STRIP_OFFSETS, 274, 277, 278, STRIP_LENGTHS, 280, 281, 282, 283, 284, 286, 287, 290, 291, 292, 293, 296),
        *(297, 301, 317, 318, 319, 320, 321, 322, 323, TILE_OFFSETS, TILE_LENGTHS),  # pages, tables, tiles
        *(332, 334, 336, 338, 339, 340, 341, 342, 347),  # inks, extra samples, formats, JPEG tables
        *(529, 530, 531, 532, 34675),  # YCbCr, reference black and white, ICC profile
    }
)
"""Tags without which a page can't be decoded or has other colours."""

PAGE_LIMIT = 5_000
PROFILE_LIMIT = 16 * 1024 * 1024


def blocks(data: bytes, journal: Journal) -> Blocks:
    """The metadata blocks; the file itself is the EXIF block."""
    found = Blocks(exif=memoryview(data))
    parsed = tiff.parse(data, Journal())  # what's wrong with it is noted when the EXIF is read
    if parsed is None:
        return found
    if entry := parsed.main.get(XMP):
        found.xmp = entry.raw
    if entry := parsed.main.get(RESOURCES):
        found.resources = entry.raw
    if entry := parsed.main.get(IIM):
        found.iim = entry.raw
    return found


def replace(data: bytes, new: Replacement) -> bytes:
    """The same pages with `new` as their only metadata, which the first page carries.

    Coded picture data are the same octets at the same places. Raises `MetadataError` for a file whose pages
    can't be followed, lie outside it, or are coded in the old JPEG way, whose parts lie about anywhere.
    """
    order: tiff.ByteOrder = "<" if data[:2] == b"II" else ">"
    pages = list(_pages(data, order))
    coded = [part for page in pages for part in _coded(page, order)]
    end = max(start + length for start, length in coded)
    if end > len(data) or min(start for start, _length in coded) < 8:
        raise MetadataError("a page lies outside the file")
    written = bytearray(end + end % 2)
    written[:4] = data[:4]
    for start, length in coded:
        written[start : start + length] = data[start : start + length]
    link = 4  # where the place of the next directory stands
    for number, page in enumerate(pages):
        kept = {tag: entry for tag, entry in page.items() if tag in STRUCTURE and len(entry.raw) <= PROFILE_LIMIT}
        if number == 0:
            kept = _described(kept, new, written, order)
        at = len(written)
        struct.pack_into(f"{order}I", written, link, at)
        written += tiff.directory_bytes(kept, at, order)
        link = at + 2 + 12 * len(kept)
        written += b"\0" * (len(written) % 2)
    return bytes(written)


def _pages(data: bytes, order: tiff.ByteOrder) -> Iterator[Directory]:
    view = memoryview(data)
    journal = Journal()
    reader = tiff.Reader(view, order, journal)
    at = reader.long(4)
    for _ in range(PAGE_LIMIT):
        page = reader.directory(at, "directory")
        if not page:
            raise MetadataError("; ".join(journal.lines) or "an empty directory")
        yield page
        count = struct.unpack_from(f"{order}H", view, at)[0]
        at = reader.long(at + 2 + 12 * count)
        if not at:
            return
    raise MetadataError("too many pages")


def _coded(page: Directory, order: tiff.ByteOrder) -> Iterator[tuple[int, int]]:
    """(place, length) of each strip or tile."""
    if _numbers(page, COMPRESSION, order) == (OLD_JPEG,):
        raise MetadataError("coded in the old JPEG way")
    pairs = ((STRIP_OFFSETS, STRIP_LENGTHS), (TILE_OFFSETS, TILE_LENGTHS))
    found = False
    for places, lengths in pairs:
        starts, sizes = _numbers(page, places, order), _numbers(page, lengths, order)
        if len(starts) != len(sizes):
            raise MetadataError("strips without a length")
        found = found or bool(starts)
        yield from zip(starts, sizes, strict=True)
    if not found:
        raise MetadataError("a page without a picture")


def _numbers(page: Directory, tag: int, order: tiff.ByteOrder) -> tuple[int, ...]:
    entry = page.get(tag)
    code = {3: "H", 4: "I"}.get(entry.type) if entry else None
    return struct.unpack(f"{order}{entry.count}{code}", entry.raw) if entry and code else ()


def _described(kept: Directory, new: Replacement, written: bytearray, order: tiff.ByteOrder) -> Directory:
    """The first page's directory with the packet, and with what is left of EXIF, written behind the pages."""
    kept = dict(kept)
    found = tiff.parse(new.exif, Journal()) if new.exif else None
    if found is not None:
        kept = {**found.main, **kept}
        for tag, directory in ((tiff.EXIF_POINTER, found.exif), (tiff.GPS_POINTER, found.gps)):
            if directory:
                kept[tag] = Entry(4, 1, struct.pack(f"{order}I", len(written)))
                written += tiff.directory_bytes(directory, len(written), order)
                written += b"\0" * (len(written) % 2)
    if new.xmp:
        kept[XMP] = Entry(1, len(new.xmp), new.xmp)
    return kept
