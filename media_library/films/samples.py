"""Where the samples of a track lie. Source: ISO 14496-12, 8.7."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import numpy

from media_library.films.boxes import Box, Malformed, child, content

TABLE_LIMIT = 64 * 1024 * 1024
"""Bytes of one table; four hours at 120 pictures a second take 7 MB."""


GAP_LIMIT = 200_000
"""Places between chunks that are emptied one by one; a track of positions leaves two a second."""

NOTHING = numpy.zeros(0, numpy.int64)


@dataclass(frozen=True, slots=True)
class Chunks:
    """Where each chunk of a track begins, and its length in bytes (in other units where `exact` is False)."""

    starts: numpy.ndarray
    lengths: numpy.ndarray
    exact: bool = True


def chunks_of(file: BinaryIO, trak: Box) -> Chunks:
    """The chunks of a track's samples. Raises Malformed for tables that don't fit together."""
    stbl = _table_box(file, trak)
    offsets = _offsets(file, stbl) if stbl else NOTHING
    if stbl is None or not len(offsets):
        return Chunks(NOTHING, NOTHING)
    per_chunk = _samples_per_chunk(file, stbl, len(offsets))
    ends = numpy.cumsum(per_chunk)
    total = int(ends[-1])
    sizes = _sizes(file, stbl, total)
    if isinstance(sizes, int):
        lengths = per_chunk * sizes
    else:
        edges = numpy.concatenate(([0], numpy.cumsum(sizes)))
        lengths = edges[ends] - edges[ends - per_chunk]
    if (lengths < 0).any() or (offsets + lengths >= 2**62).any():
        raise Malformed("impossible sample sizes")
    # Sound that isn't compressed is counted in samples of “one byte” by old programs (QuickTime, “Sound Sample Count”).
    return Chunks(offsets, lengths, exact=not isinstance(sizes, int) or sizes != 1)


def within(chunks: Chunks, areas: Sequence[tuple[int, int]]) -> bool:
    """Whether each chunk lies in one of the areas (start, stop)."""
    if not len(chunks.starts):
        return True
    if not areas:
        return False
    starts, stops = (numpy.array(edge, numpy.int64) for edge in zip(*sorted(areas), strict=True))
    at = numpy.searchsorted(starts, chunks.starts, "right") - 1
    return bool((at >= 0).all() and (chunks.starts + chunks.lengths <= stops[at]).all())


def gaps(kept: Sequence[Chunks], areas: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """(place, length) of what no kept chunk covers in the areas (start, stop). Raises Malformed for too many."""
    starts = numpy.concatenate([NOTHING, *(one.starts for one in kept)])
    stops = numpy.concatenate([NOTHING, *(one.starts + one.lengths for one in kept)])
    order = numpy.argsort(starts, kind="stable")
    starts, covered = starts[order], numpy.maximum.accumulate(stops[order])
    found = 0
    for first, last in areas:
        inside = (starts >= first) & (starts < last)
        edges = numpy.concatenate(([first], numpy.clip(covered[inside], first, last)))
        following = numpy.concatenate((starts[inside], [last]))
        empty = following > edges
        found += int(empty.sum())
        if found > GAP_LIMIT:
            raise Malformed("samples too scattered")
        yield from zip(edges[empty].tolist(), (following - edges)[empty].tolist(), strict=True)


def _table_box(file: BinaryIO, trak: Box) -> Box | None:
    place: Box | None = trak
    for kind in (b"mdia", b"minf", b"stbl"):
        place = child(file, place, kind) if place else None
    return place


def _rows(file: BinaryIO, box: Box | None, width: str, columns: int) -> numpy.ndarray:
    """A table of big-endian numbers: version and flags, a count, then rows."""
    raw = content(file, box, TABLE_LIMIT) if box else b""
    if len(raw) < 8:
        return numpy.zeros((0, columns), numpy.int64)
    count, item = int.from_bytes(raw[4:8], "big"), numpy.dtype(width)
    if 8 + count * columns * item.itemsize > len(raw):
        raise Malformed("a table is cut short")
    values = numpy.frombuffer(raw, item, count * columns, 8).reshape(count, columns)
    if item.itemsize == 8 and (values >= 2**62).any():
        raise Malformed("impossible places")
    return values.astype(numpy.int64)


def _offsets(file: BinaryIO, stbl: Box) -> numpy.ndarray:
    if found := child(file, stbl, b"stco"):
        return _rows(file, found, ">u4", 1)[:, 0]
    return _rows(file, child(file, stbl, b"co64"), ">u8", 1)[:, 0]


def _samples_per_chunk(file: BinaryIO, stbl: Box, chunks: int) -> numpy.ndarray:
    runs = _rows(file, child(file, stbl, b"stsc"), ">u4", 3)
    firsts = runs[:, 0]
    if not len(runs) or firsts[0] != 1 or (numpy.diff(firsts) <= 0).any() or runs[:, 1].max() > 2**24:
        raise Malformed("the chunks make no sense")
    lengths = numpy.diff(numpy.concatenate((numpy.minimum(firsts, chunks + 1), [chunks + 1])))
    return numpy.repeat(runs[:, 1], lengths)


def _sizes(file: BinaryIO, stbl: Box, total: int) -> numpy.ndarray | int:
    """The size of each sample, or the one size of all."""
    if total > TABLE_LIMIT:
        raise Malformed("too many samples")
    box = child(file, stbl, b"stsz")
    if box is None:
        raise Malformed("no sample sizes that are known here")
    raw = content(file, box, TABLE_LIMIT)
    if len(raw) < 12:
        raise Malformed("the sample sizes are cut short")
    same, count = int.from_bytes(raw[4:8], "big"), int.from_bytes(raw[8:12], "big")
    if count < total:
        raise Malformed("samples are missing")
    if same:
        return same
    if 12 + 4 * total > len(raw):
        raise Malformed("the sample sizes are cut short")
    return numpy.frombuffer(raw, ">u4", total, 12).astype(numpy.int64)
