"""AVIF and HEIC: metadata items of an ISO base media file. Sources: ISO 14496-12, 8.11; ISO 23008-12, A.2.

Telephones write HEIC, so ingest meets it. `isobmff_writing` writes both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from media_library.metadata.containers.blocks import Blocks, Bytes, without_exif_prefix
from media_library.metadata.errors import Journal

_BRANDS = {  # the general mif1 last: AVIF names it too
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"heim": "image/heic",
    b"heis": "image/heic",
    b"hevc": "image/heic",
    b"mif1": "image/heic",
}
_BOX_LIMIT = 10_000
_ITEM_LIMIT = 10_000
_XMP_TYPE = b"application/rdf+xml"
IN_FILE, IN_IDAT = 0, 1


def media_type(data: bytes) -> str | None:
    """The media type by the brands of the ftyp box; None for films and other relatives."""
    length = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, length - 3, 4))}
    return next((media_type for brand, media_type in _BRANDS.items() if brand in brands), None)


def blocks(data: bytes, journal: Journal) -> Blocks:
    """The metadata blocks, found through the meta box's items."""
    found = Blocks()
    view = memoryview(data)
    meta = next((body for kind, body in _boxes(view) if kind == b"meta"), None)
    if meta is None:
        journal.skip("meta box", "missing or cut short")
        return found
    inner = dict(_boxes(meta[4:]))
    kinds = dict(_items(inner.get(b"iinf", memoryview(b"")), journal))
    places = locations(inner.get(b"iloc", memoryview(b"")))
    sources = {IN_FILE: view, IN_IDAT: inner.get(b"idat", memoryview(b""))}
    for number, kind in kinds.items():
        if kind not in ("exif", "xmp") or number not in places:
            continue
        block = _gathered(places[number], sources)
        if not block:
            journal.skip(f"{kind} item", "lies outside the file")
        elif kind == "xmp" and not found.xmp:
            found.xmp = block
        elif kind == "exif" and not found.exif:
            # four octets say how far the TIFF header is from here, usually past “Exif\0\0”
            start = 4 + int.from_bytes(block[:4], "big")
            found.exif = without_exif_prefix(block[start:])
    return found


def _boxes(view: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    at = 0
    for _ in range(_BOX_LIMIT):
        if at + 8 > len(view):
            return
        size, head = int.from_bytes(view[at : at + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(view[at + 8 : at + 16], "big"), 16
        elif size == 0:
            size = len(view) - at
        if size < head or at + size > len(view):
            return
        yield bytes(view[at + 4 : at + 8]), view[at + head : at + size]
        at += size


def _items(box: memoryview, journal: Journal) -> Iterator[tuple[int, str]]:
    """(item, “exif”, “xmp” or “other”) of an iinf box."""
    if len(box) < 6:
        return
    for kind, body in _boxes(box[6 if box[0] == 0 else 8 :]):
        if kind != b"infe" or len(body) < 12:
            continue
        version = body[0]
        if version not in (2, 3):
            journal.skip("iinf box", f"item version {version} isn't known")
            continue
        wide = 4 if version == 3 else 2
        number = int.from_bytes(body[4 : 4 + wide], "big")
        rest = bytes(body[4 + wide + 2 :])
        if rest[:4] == b"Exif":
            yield number, "exif"
        elif rest[:4] == b"mime" and _XMP_TYPE in rest[4:].split(b"\0", 2):
            yield number, "xmp"
        else:
            yield number, "other"


@dataclass(frozen=True, slots=True)
class Location:
    """Where an item's octets lie: in the file or in the idat box, in one or more extents (start, length)."""

    method: int
    extents: tuple[tuple[int, int], ...]


def locations(box: memoryview) -> dict[int, Location]:
    """{item: where it lies} of an iloc box."""
    return dict(_Locations(box).items())


class _Locations:
    """Reads an iloc box; running past its end gives zeros, and extents of length 0 are dropped later."""

    def __init__(self, box: memoryview) -> None:
        self._box, self._at = box, 4
        self._version = box[0] if len(box) else 0

    def items(self) -> Iterator[tuple[int, Location]]:
        sizes = self._take(2)
        offset, length, base, index = (sizes >> shift & 0xF for shift in (12, 8, 4, 0))
        wide = 4 if self._version == 2 else 2
        for _ in range(min(self._take(wide), _ITEM_LIMIT)):
            if self._at >= len(self._box):
                return
            number = self._take(wide)
            method = self._take(2) & 0xF if self._version else IN_FILE
            self._take(2)  # the data reference: 0, this file
            start = self._take(base)
            extents = []
            for _ in range(min(self._take(2), 64)):
                if self._version:
                    self._take(index)
                extents.append((start + self._take(offset), self._take(length)))
            yield number, Location(method, tuple(extents))

    def _take(self, octets: int) -> int:
        value = int.from_bytes(self._box[self._at : self._at + octets], "big")
        self._at += octets
        return value


def _gathered(location: Location, sources: dict[int, memoryview]) -> Bytes:
    source = sources.get(location.method)
    if source is None or any(start + length > len(source) for start, length in location.extents):
        return b""
    if sum(length for _, length in location.extents) > len(source):  # the same octets again and again
        return b""
    if len(location.extents) == 1:
        ((start, length),) = location.extents
        return source[start : start + length] if length else source[start:]
    return b"".join(source[start : start + length] for start, length in location.extents)
