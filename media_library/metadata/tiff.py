"""The TIFF structure that carries EXIF: directories of tagged values, read within bounds, built anew.

Source: TIFF 6.0 and Exif 2.32, 4.6.2. Only the directories that EXIF names are followed (0, Exif, GPS,
Interoperability), each once; the thumbnail's directory and everything a maker note points at is not.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from media_library.metadata.errors import Journal

ByteOrder = Literal["<", ">"]
Bytes = bytes | memoryview

SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1}
"""TIFF type → octets of one value; 129 is Exif 3.0's UTF-8."""

_NUMBERS = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 11: "f", 12: "d"}
_COUNT_LIMIT = 64
"""Numbers that are unpacked of one value; the longest that EXIF defines has a handful."""

EXIF_POINTER, GPS_POINTER, INTEROP_POINTER = 0x8769, 0x8825, 0xA005


@dataclass(frozen=True, slots=True)
class Entry:
    """One tagged value; `raw` holds `count` values of `type` in the file's byte order."""

    type: int
    count: int
    raw: Bytes


Directory = dict[int, Entry]


@dataclass(slots=True)
class Tiff:
    """The directories of one EXIF block."""

    order: ByteOrder
    main: Directory = field(default_factory=dict)
    exif: Directory = field(default_factory=dict)
    gps: Directory = field(default_factory=dict)
    interop: Directory = field(default_factory=dict)

    def numbers(self, entry: Entry | None) -> tuple[float, ...]:
        """The values as numbers; a fraction over zero is NaN, what isn't numeric is empty."""
        if entry is None:
            return ()
        count = min(entry.count, _COUNT_LIMIT)
        if code := _NUMBERS.get(entry.type):
            return struct.unpack_from(f"{self.order}{count}{code}", entry.raw)
        if entry.type in (5, 10):
            code = "I" if entry.type == 5 else "i"
            flat = struct.unpack_from(f"{self.order}{2 * count}{code}", entry.raw)
            return tuple(
                above / below if below else float("nan") for above, below in zip(flat[::2], flat[1::2], strict=True)
            )
        return ()


def parse(data: Bytes, journal: Journal) -> Tiff | None:
    """Read the directories of a TIFF structure that begins at the first octet of `data`."""
    view = memoryview(data)
    order: ByteOrder
    match bytes(view[:4]):
        case b"II*\0":
            order = "<"
        case b"MM\0*":
            order = ">"
        case _:
            journal.skip("EXIF", "no TIFF header")
            return None
    if len(view) < 8:
        journal.skip("EXIF", "cut short")
        return None
    reader = Reader(view, order, journal)
    tiff = Tiff(order)
    tiff.main = reader.directory(reader.long(4), "main directory")
    tiff.exif = reader.pointed(tiff.main, EXIF_POINTER, "Exif directory")
    tiff.gps = reader.pointed(tiff.main, GPS_POINTER, "GPS directory")
    tiff.interop = reader.pointed(tiff.exif, INTEROP_POINTER, "Interoperability directory")
    return tiff


class Reader:
    """Reads directories of a TIFF structure, each once, noting in the journal what lies outside."""

    def __init__(self, view: memoryview, order: ByteOrder, journal: Journal) -> None:
        self._view, self._order, self._journal = view, order, journal
        self._visited: set[int] = set()

    def long(self, at: int) -> int:
        return int.from_bytes(self._view[at : at + 4], "little" if self._order == "<" else "big")

    def pointed(self, directory: Directory, tag: int, name: str) -> Directory:
        pointer = directory.pop(tag, None)
        if pointer is None:
            return {}
        if pointer.type not in (4, 13) or pointer.count != 1:
            self._journal.skip(f"EXIF {name}", "not a pointer")
            return {}
        return self.directory(struct.unpack_from(f"{self._order}I", pointer.raw)[0], name)

    def directory(self, at: int, name: str) -> Directory:
        if at in self._visited or not 8 <= at <= len(self._view) - 2:
            self._journal.skip(f"EXIF {name}", "points nowhere")
            return {}
        self._visited.add(at)
        (stated,) = struct.unpack_from(f"{self._order}H", self._view, at)
        held = min(stated, (len(self._view) - at - 2) // 12)
        if held < stated:
            self._journal.skip(f"EXIF {name}", "cut short")
        found: Directory = {}
        for index in range(held):
            tag, entry = self._entry(at + 2 + 12 * index)
            if entry is not None:
                found.setdefault(tag, entry)
        return found

    def _entry(self, at: int) -> tuple[int, Entry | None]:
        tag, kind, count = struct.unpack_from(f"{self._order}HHI", self._view, at)
        size = SIZES.get(kind)
        if size is None or count == 0:
            return tag, None
        length = size * count
        start = at + 8 if length <= 4 else self.long(at + 8)
        if start + length > len(self._view):
            self._journal.skip(f"EXIF 0x{tag:04X}", "lies outside the block")
            return tag, None
        return tag, Entry(kind, count, self._view[start : start + length])


def build(tiff: Tiff) -> bytes:
    """The TIFF structure with every directory that has entries; values follow their directory."""
    exif = dict(tiff.exif)
    main = dict(tiff.main)
    blocks: list[Mapping[int, Entry]] = [main]
    if exif or tiff.interop:
        main[EXIF_POINTER] = _pointer(tiff.order, 0)
        blocks.append(exif)
    if tiff.interop:
        exif[INTEROP_POINTER] = _pointer(tiff.order, 0)
        blocks.append(tiff.interop)
    if tiff.gps:
        main[GPS_POINTER] = _pointer(tiff.order, 0)
        blocks.append(tiff.gps)
    starts = [8]
    for block in blocks[:-1]:
        starts.append(starts[-1] + _size(block))
    places = {id(block): start for block, start in zip(blocks, starts, strict=True)}
    if EXIF_POINTER in main:
        main[EXIF_POINTER] = _pointer(tiff.order, places[id(exif)])
    if INTEROP_POINTER in exif:
        exif[INTEROP_POINTER] = _pointer(tiff.order, places[id(tiff.interop)])
    if GPS_POINTER in main:
        main[GPS_POINTER] = _pointer(tiff.order, places[id(tiff.gps)])
    header = (b"II*\0" if tiff.order == "<" else b"MM\0*") + struct.pack(f"{tiff.order}I", 8)
    return header + b"".join(
        directory_bytes(block, start, tiff.order) for block, start in zip(blocks, starts, strict=True)
    )


def _pointer(order: ByteOrder, at: int) -> Entry:
    return Entry(4, 1, struct.pack(f"{order}I", at))


def _size(directory: Mapping[int, Entry]) -> int:
    values = sum(_even(len(entry.raw)) for entry in directory.values() if len(entry.raw) > 4)
    return 2 + 12 * len(directory) + 4 + values


def directory_bytes(directory: Mapping[int, Entry], start: int, order: ByteOrder) -> bytes:
    """A directory that will lie at `start`, its values behind it, no other directory following."""
    rows, values = [struct.pack(f"{order}H", len(directory))], []
    at = start + 2 + 12 * len(directory) + 4
    for tag, entry in sorted(directory.items()):
        raw = bytes(entry.raw)
        rows.append(struct.pack(f"{order}HHI", tag, entry.type, entry.count))
        if len(raw) <= 4:
            rows.append(raw.ljust(4, b"\0"))
        else:
            rows.append(struct.pack(f"{order}I", at))
            values.append(raw.ljust(_even(len(raw)), b"\0"))
            at += len(values[-1])
    return b"".join(rows) + struct.pack(f"{order}I", 0) + b"".join(values)


def _even(length: int) -> int:
    return length + length % 2
