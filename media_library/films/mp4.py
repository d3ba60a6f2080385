"""MP4: what a film says of itself, and how it leaves. Sources: ISO 14496-12; XMP specification part 3, 1.1.7.

Kept are picture and sound, with the tables that place them. Everything else (names, places, makers' notes, tracks of
positions and other data) becomes free space of the same size, and media data that no kept sample is made of become
zeros, so that no offset moves and no sample is touched; the approved texts follow behind the end in a box of their own.
In a film of fragments, which holds no other tracks, the media data stay whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from media_library.films import wording
from media_library.films.bounded import bounded
from media_library.films.boxes import Box, Malformed, boxes, child, content, inside
from media_library.films.patching import Changes, Patch, merged
from media_library.films.reasons import LOCKED, OTHER_BRAND, QUICKTIME, SOUND_ONLY, NotPlayable
from media_library.films.samples import chunks_of, gaps, within

BRANDS = frozenset(
    b"isom iso2 iso3 iso4 iso5 iso6 iso7 iso8 iso9 mp41 mp42 avc1 av01 hvc1 hev1 M4V  M4VH M4VP MSNV dash".split(b" ")
) | {b"M4V "}
TOP_KEPT = frozenset((b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"sidx", b"ssix", b"pdin"))
KEPT_IN = {
    b"moov": frozenset((b"mvhd", b"trak", b"mvex", b"iods")),
    b"trak": frozenset((b"tkhd", b"edts", b"mdia")),
    b"mdia": frozenset((b"mdhd", b"hdlr", b"elng", b"minf")),
    b"minf": frozenset((b"vmhd", b"smhd", b"hmhd", b"nmhd", b"dinf", b"stbl")),
    b"dinf": frozenset((b"dref",)),
    b"stbl": frozenset(
        b"stsd stts ctts cslg stsc stsz stco co64 stss stsh padb stdp sdtp sbgp sgpd subs saiz saio".split()
    ),
    b"moof": frozenset((b"mfhd", b"traf")),
    b"traf": frozenset(b"tfhd tfdt trun sdtp sbgp sgpd subs saiz saio".split()),
}
SHOWN = frozenset((b"vide", b"soun"))
XMP_UUID = bytes.fromhex("BE7ACFCB97A942E89C71999491E3AFAC")
ENCRYPTED = frozenset((b"encv", b"enca", b"enct", b"encs"))
SMALL = 1024 * 1024

__all__ = ["LOCKED", "OTHER_BRAND", "QUICKTIME", "SOUND_ONLY", "Film", "NotPlayable", "changes", "read"]


@dataclass(frozen=True, slots=True)
class Film:
    """Width and height in pixels as shown; duration in whole seconds, None where the file doesn't tell."""

    width: int
    height: int
    duration: int | None


@dataclass(frozen=True, slots=True)
class _Track:
    box: Box
    handler: bytes
    size: tuple[int, int]


def read(file: BinaryIO) -> Film:
    """What the film says. Raises Malformed or NotPlayable; what passes can also be cleaned."""
    file = bounded(file)
    top = _top(file)
    _check_brand(file, top[0])
    moov = _moov(top)
    tracks = list(_tracks(file, moov))
    sizes = [track.size for track in tracks if track.handler == b"vide"]
    if not sizes:
        raise NotPlayable(SOUND_ONLY)
    width, height = max(sizes)
    if not (0 < width <= 32_768 and 0 < height <= 32_768):
        raise Malformed("the picture has no size")
    _check_samples(file, top, tracks)
    changes(file, b"")
    return Film(width, height, _duration(file, moov))


def changes(file: BinaryIO, xmp: bytes) -> Changes:
    """How the file is to be changed before it leaves. Raises Malformed or NotPlayable."""
    file = bounded(file)
    top = _top(file)
    patches = list(_emptied(file, top))
    for box in top:
        if box.kind not in TOP_KEPT:
            patches.append(_freed(box))
        elif box.kind in KEPT_IN:
            patches.extend(_cleared(file, box))
    last = top[-1]
    file.seek(last.start)
    if xmp and file.read(4) == b"\0\0\0\0":  # “to the end of the file”, which now lies further on
        patches.append(Patch(last.start, 4, last.size.to_bytes(4, "big")))
    tail = (24 + len(xmp)).to_bytes(4, "big") + b"uuid" + XMP_UUID + xmp if xmp else b""
    return Changes(merged(patches), tail)


def _top(file: BinaryIO) -> list[Box]:
    size = file.seek(0, 2)
    found = list(boxes(file, 0, size))
    if not found or found[0].kind != b"ftyp":
        raise Malformed("no film")
    return found


def _check_brand(file: BinaryIO, box: Box) -> None:
    brands = content(file, box, 4096)
    named = {brands[:4], *(brands[at : at + 4] for at in range(8, len(brands), 4))}
    if brands[:4] == b"qt  ":
        raise NotPlayable(QUICKTIME)
    if not named & BRANDS:
        raise NotPlayable(OTHER_BRAND)


def _moov(top: list[Box]) -> Box:
    found = [box for box in top if box.kind == b"moov"]
    if len(found) != 1 or not any(box.kind == b"mdat" for box in top):
        raise Malformed("there is no film in it, or more than one")
    return found[0]


def _cleared(file: BinaryIO, box: Box) -> Iterator[Patch]:
    """What has to go in a box of which only parts are kept."""
    for one in inside(file, box):
        if one.kind not in KEPT_IN[box.kind] or (one.kind == b"trak" and _handler(file, one) not in SHOWN):
            yield _freed(one)
        elif one.kind in KEPT_IN:
            yield from _cleared(file, one)
        elif one.kind in wording.CLEARED:
            yield from wording.CLEARED[one.kind](file, one)


def _freed(box: Box) -> Patch:
    """The same place as free space, its content zeros."""
    head = box.size.to_bytes(4, "big") + b"free"
    if box.body - box.start == 16:
        head = b"\0\0\0\1free" + box.size.to_bytes(8, "big")
    return Patch(box.start, box.size, head)


def _emptied(file: BinaryIO, top: list[Box]) -> Iterator[Patch]:
    """Zeros for media data that picture and sound don't need: other tracks' samples, and what nothing names."""
    if any(box.kind == b"moof" for box in top):
        return
    traks = [box for box in inside(file, _moov(top)) if box.kind == b"trak"]
    shown = [chunks_of(file, trak) for trak in traks if _handler(file, trak) in SHOWN]
    media = [(box.body, box.stop) for box in top if box.kind == b"mdat"]
    if all(chunks.exact for chunks in shown):
        yield from (Patch(start, length) for start, length in gaps(shown, media))
        return
    others = [chunks_of(file, trak) for trak in traks if _handler(file, trak) not in SHOWN]
    for chunks in others:
        yield from map(Patch, chunks.starts.tolist(), chunks.lengths.tolist())


def _check_samples(file: BinaryIO, top: list[Box], tracks: list[_Track]) -> None:
    """Every chunk lies in the media data; a film in fragments carries nothing but picture and sound."""
    fragmented = any(box.kind == b"moof" for box in top)
    media = [(box.body, box.stop) for box in top if box.kind == b"mdat"]
    for track in tracks:
        if track.handler not in SHOWN and fragmented:
            raise NotPlayable(OTHER_BRAND)
        if not within(chunks_of(file, track.box), media):
            raise Malformed("the film breaks off")


def _tracks(file: BinaryIO, moov: Box) -> Iterator[_Track]:
    for trak in inside(file, moov):
        if trak.kind == b"trak":
            handler = _handler(file, trak)
            yield _Track(trak, handler, _shown_size(file, trak) if handler == b"vide" else (0, 0))


def _handler(file: BinaryIO, trak: Box) -> bytes:
    mdia = child(file, trak, b"mdia")
    hdlr = child(file, mdia, b"hdlr") if mdia else None
    return content(file, hdlr, SMALL)[8:12] if hdlr else b""


def _shown_size(file: BinaryIO, trak: Box) -> tuple[int, int]:
    """From the track header, turned as its matrix says; else from the sample description."""
    _refuse_locked(file, trak)
    tkhd = child(file, trak, b"tkhd")
    raw = content(file, tkhd, 1024) if tkhd else b""
    at = 52 if raw[:1] == b"\1" else 40  # the matrix
    if len(raw) < at + 44:
        raise Malformed("the track header is cut short")
    width, height = (int.from_bytes(raw[place : place + 4], "big") >> 16 for place in (at + 36, at + 40))
    lies_on_its_side = not any(raw[at : at + 4]) and any(raw[at + 4 : at + 8])
    return (height, width) if lies_on_its_side else (width, height)


def _refuse_locked(file: BinaryIO, trak: Box) -> None:
    place: Box | None = trak
    for kind in (b"mdia", b"minf", b"stbl", b"stsd"):
        place = child(file, place, kind) if place else None
    if place is None:
        raise Malformed("no sample description")
    entries = [one.kind for one in inside(file, place, 8)]
    if ENCRYPTED.intersection(entries):
        raise NotPlayable(LOCKED)


def _duration(file: BinaryIO, moov: Box) -> int | None:
    mvhd = child(file, moov, b"mvhd")
    raw = content(file, mvhd, 1024) if mvhd else b""
    scale, length = (raw[20:24], raw[24:32]) if raw[:1] == b"\1" else (raw[12:16], raw[16:20])
    per_second, ticks = int.from_bytes(scale, "big"), int.from_bytes(length, "big")
    if not per_second or not ticks or set(length) == {0xFF}:
        return None
    return min(round(ticks / per_second), 10**9)
