"""AVIF and HEIC written anew around the same coded pictures. Sources: ISO 14496-12, 8.11; ISO 23008-12, A.2.

The pictures' items, their properties and their octets stay. EXIF, XMP and all other items that aren't pictures go, and
what no kept item names is zeros; ours come in a block of their own behind it. Films (moov) aren't written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from media_library.metadata.containers.blocks import EXIF_PREFIX, Replacement
from media_library.metadata.containers.isobmff import IN_FILE, IN_IDAT, Location, locations
from media_library.metadata.errors import MetadataError

BOX_LIMIT = 10_000
NOT_PICTURES = frozenset((b"Exif", b"mime", b"uri "))
XMP_TYPE = b"application/rdf+xml\0"
MAX_16, MAX_32 = 0xFFFF, 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Box:
    """A box as it lies in `view`: `start` there, its content, and all of it."""

    kind: bytes
    start: int
    body: memoryview
    whole: memoryview

    @property
    def body_start(self) -> int:
        return self.start + len(self.whole) - len(self.body)


def replace(data: bytes, new: Replacement) -> bytes:
    """The same pictures with `new` as their only metadata. Raises `MetadataError` for what doesn't fit together."""
    top = list(_boxes(memoryview(data)))
    kinds = [box.kind for box in top]
    if kinds[:1] != [b"ftyp"] or kinds.count(b"meta") != 1 or b"moov" in kinds:
        raise MetadataError("not a still picture of one meta box")
    meta = top[kinds.index(b"meta")]
    return _Writer(top, meta, new).written()


def _boxes(view: memoryview) -> Iterator[Box]:
    at = 0
    for _ in range(BOX_LIMIT):
        if at == len(view):
            return
        size, head = int.from_bytes(view[at : at + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(view[at + 8 : at + 16], "big"), 16
        elif size == 0:
            size = len(view) - at
        if at + 8 > len(view) or size < head or at + size > len(view):
            raise MetadataError("a box doesn't fit")
        yield Box(bytes(view[at + 4 : at + 8]), at, view[at + head : at + size], view[at : at + size])
        at += size
    raise MetadataError("too many boxes")


class _Writer:
    """One file on its way out."""

    def __init__(self, top: list[Box], meta: Box, new: Replacement) -> None:
        self._top, self._new = top, new
        self._version = bytes(meta.body[:4])
        self._inner = list(_boxes(meta.body[4:]))
        places = locations(self._one(b"iloc").body)
        items = dict(_item_entries(self._one(b"iinf").body))
        self._removed = {number for number, (kind, _raw) in items.items() if kind in NOT_PICTURES}
        self._items = {number: raw for number, (kind, raw) in items.items() if kind not in NOT_PICTURES}
        self._places = {number: place for number, place in places.items() if number in self._items}
        named = [
            start for place in self._places.values() if place.method == IN_FILE for start, _length in place.extents
        ]
        self._media = [
            box
            for box in top
            if box.kind == b"mdat" and any(box.start <= start < box.start + len(box.whole) for start in named)
        ]
        for number in (*items, *places):
            if number + 2 > MAX_16:
                raise MetadataError("item numbers too big")
        self._added = self._payloads(max([*self._items, 0]))
        self._check_places()

    def _one(self, kind: bytes) -> Box:
        found = [box for box in self._inner if box.kind == kind]
        if len(found) != 1:
            raise MetadataError(f"{len(found)} boxes {kind!r} in the meta box")
        return found[0]

    def _payloads(self, last: int) -> dict[int, tuple[bytes, bytes]]:
        """{number: (item entry, octets)} of what is added."""
        added = {last + 1: (_item_entry(last + 1, b"mime", b"\0" + XMP_TYPE), self._new.xmp)}
        if self._new.exif:
            block = len(EXIF_PREFIX).to_bytes(4, "big") + EXIF_PREFIX + self._new.exif
            added[last + 2] = (_item_entry(last + 2, b"Exif", b"\0"), block)
        return added

    def _check_places(self) -> None:
        if not self._media and any(place.method == IN_FILE for place in self._places.values()):
            raise MetadataError("no media data")
        for place in self._places.values():
            if place.method not in (IN_FILE, IN_IDAT) or not place.extents:
                raise MetadataError("an item lies where it isn't looked for")
            for start, length in place.extents:
                if not length:
                    raise MetadataError("an item without a length")
                if place.method == IN_FILE:
                    self._box_of(start, length)

    def _box_of(self, start: int, length: int) -> Box:
        for box in self._media:
            if box.body_start <= start and start + length <= box.start + len(box.whole):
                return box
        raise MetadataError("an item lies outside the media data")

    def written(self) -> bytes:
        first = bytes(self._top[0].whole)
        length = len(self._meta({}, {}))
        moved: dict[int, int] = {}
        pieces: list[bytes] = []
        at = len(first) + length
        for box in self._media:
            moved[box.start] = at + 8
            pieces.append(self._emptied(box))
            at += len(pieces[-1])
        added: dict[int, int] = {}
        at += 8
        for number, (_entry, octets) in self._added.items():
            added[number] = at
            at += len(octets)
        if at > MAX_32:
            raise MetadataError("too big")
        own = b"".join(octets for _entry, octets in self._added.values())
        return b"".join([first, self._meta(moved, added), *pieces, _box(b"mdat", own)])

    def _emptied(self, box: Box) -> bytes:
        """A media box with the kept items' octets at their places, and zeros between."""
        kept = bytearray(len(box.body))
        for start, length in self._extents(IN_FILE):
            if box.body_start <= start < box.start + len(box.whole):
                at = start - box.body_start
                kept[at : at + length] = box.body[at : at + length]
        return _box(b"mdat", kept)

    def _extents(self, method: int) -> Iterator[tuple[int, int]]:
        for place in self._places.values():
            if place.method == method:
                yield from place.extents

    def _meta(self, moved: Mapping[int, int], added: Mapping[int, int]) -> bytes:
        pieces = [self._version]
        for box in self._inner:
            match box.kind:
                case b"iinf":
                    pieces.append(self._iinf())
                case b"iloc":
                    pieces.append(self._iloc(moved, added))
                case b"iref":
                    continue
                case b"idat":
                    pieces.append(self._idat(box))
                case b"uuid" | b"free" | b"skip" | b"xml " | b"bxml":
                    continue
                case _:
                    pieces.append(bytes(box.whole))
        pieces.append(self._iref())
        return _box(b"meta", b"".join(pieces))

    def _iinf(self) -> bytes:
        entries = [*self._items.values(), *(entry for entry, _octets in self._added.values())]
        if len(entries) > MAX_16:
            raise MetadataError("too many items")
        return _box(b"iinf", bytes(4) + len(entries).to_bytes(2, "big") + b"".join(entries))

    def _iloc(self, moved: Mapping[int, int], added: Mapping[int, int]) -> bytes:
        rows = []
        for number, place in self._places.items():
            extents = [(self._now_at(start, place, moved, length), length) for start, length in place.extents]
            rows.append(_place(number, place.method, extents))
        for number, (_entry, octets) in self._added.items():
            rows.append(_place(number, IN_FILE, [(added.get(number, 0), len(octets))]))
        # version 1, offsets and lengths of 4 octets, neither bases nor indexes
        return _box(b"iloc", b"\1\0\0\0\x44\0" + len(rows).to_bytes(2, "big") + b"".join(rows))

    def _now_at(self, start: int, place: Location, moved: Mapping[int, int], length: int) -> int:
        if place.method == IN_IDAT:
            return start
        box = self._box_of(start, length)
        return start - box.body_start + moved.get(box.start, 0)

    def _idat(self, box: Box) -> bytes:
        kept = bytearray(len(box.body))
        for start, length in self._extents(IN_IDAT):
            if start + length > len(kept):
                raise MetadataError("an item lies outside the idat box")
            kept[start : start + length] = box.body[start : start + length]
        return _box(b"idat", kept)

    def _iref(self) -> bytes:
        rows: list[bytes] = []
        for box in self._inner:
            if box.kind == b"iref":
                rows.extend(self._references(box))
        pitm = self._one(b"pitm").body
        primary = bytes(pitm[4:6] if pitm[0] == 0 else pitm[6:8])
        for number in self._added:
            rows.append(_box(b"cdsc", number.to_bytes(2, "big") + b"\0\1" + primary))
        return _box(b"iref", bytes(4) + b"".join(rows))

    def _references(self, box: Box) -> Iterator[bytes]:
        wide = 4 if box.body[0] else 2
        for one in _boxes(box.body[4:]):
            count = int.from_bytes(one.body[wide : wide + 2], "big")
            numbers = [
                int.from_bytes(one.body[at : at + wide], "big")
                for at in range(wide + 2, min(wide + 2 + count * wide, len(one.body)), wide)
            ]
            source = int.from_bytes(one.body[:wide], "big")
            kept = [number for number in numbers if number not in self._removed and number <= MAX_16]
            if source not in self._removed and source <= MAX_16 and kept:
                words = b"".join(number.to_bytes(2, "big") for number in (source, len(kept), *kept))
                yield _box(one.kind, words)


def _item_entries(body: memoryview) -> Iterator[tuple[int, tuple[bytes, bytes]]]:
    """(number, (kind, the whole entry)) of an iinf box."""
    for box in _boxes(body[6 if body[0] == 0 else 8 :]):
        if box.kind != b"infe" or len(box.body) < 12 or box.body[0] not in (2, 3):
            raise MetadataError("item entries of a version that isn't known here")
        wide = 4 if box.body[0] == 3 else 2
        number = int.from_bytes(box.body[4 : 4 + wide], "big")
        yield number, (bytes(box.body[4 + wide + 2 : 4 + wide + 6]), bytes(box.whole))


def _item_entry(number: int, kind: bytes, rest: bytes) -> bytes:
    return _box(b"infe", b"\2\0\0\1" + number.to_bytes(2, "big") + b"\0\0" + kind + rest)


def _place(number: int, method: int, extents: list[tuple[int, int]]) -> bytes:
    head = b"".join(value.to_bytes(2, "big") for value in (number, method, 0, len(extents)))
    return head + b"".join(value.to_bytes(4, "big") for extent in extents for value in extent)


def _box(kind: bytes, body: bytes | bytearray) -> bytes:
    size = len(body) + 8
    if size > MAX_32:
        raise MetadataError("too big")
    return b"".join([size.to_bytes(4, "big"), kind, body])
