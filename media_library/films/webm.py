"""WebM: what a film says of itself, and how it leaves. Sources: RFC 8794 (EBML), RFC 9559 (Matroska), webmproject.org.

Tags, attachments, titles and names, and whatever else isn't on a list become void elements of the same size; the
programs' names, which have to be there, become empty. There is no agreed place for XMP in WebM.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from media_library.films.bounded import bounded
from media_library.films.boxes import Malformed
from media_library.films.mp4 import Film
from media_library.films.patching import Changes, Patch, merged
from media_library.films.reasons import LOCKED, OTHER_BRAND, SOUND_ONLY, NotPlayable

EBML, SEGMENT, VOID, CRC_32 = 0x1A45DFA3, 0x18538067, 0xEC, 0xBF
DOC_TYPE = 0x4282
SEEK_HEAD, INFO, TRACKS, CLUSTER, CUES = 0x114D9B74, 0x1549A966, 0x1654AE6B, 0x1F43B675, 0x1C53BB6B
TAGS, ATTACHMENTS, CHAPTERS = 0x1254C367, 0x1941A469, 0x1043A770
TRACK_ENTRY, TRACK_TYPE, VIDEO, ENCODINGS = 0xAE, 0x83, 0xE0, 0x6D80
PIXEL_WIDTH, PIXEL_HEIGHT, SCALE, DURATION = 0xB0, 0xBA, 0x2AD7B1, 0x4489
KEPT = frozenset((SEEK_HEAD, INFO, TRACKS, CLUSTER, CUES))
MUXING_PROGRAM, WRITING_PROGRAM = 0x4D80, 0x5741
KEPT_IN = {
    EBML: frozenset((0x4286, 0x42F7, 0x42F2, 0x42F3, DOC_TYPE, 0x4287, 0x4285)),
    SEEK_HEAD: frozenset((0x4DBB,)),
    INFO: frozenset((SCALE, DURATION, MUXING_PROGRAM, WRITING_PROGRAM)),
    TRACKS: frozenset((TRACK_ENTRY,)),
    TRACK_ENTRY: frozenset(
        {
            *(0xD7, 0x73C5, TRACK_TYPE, 0xB9, 0x88, 0x55AA, 0x9C, 0x6DE7, 0x6DF8, 0x23E383, 0x234E7A, 0x23314F),
            *(0x55EE, 0x22B59C, 0x22B59D, 0x86, 0x63A2, 0x56AA, 0x56BB, VIDEO, 0xE1, 0x41E4, 0xAA),
        }
    ),
    CLUSTER: frozenset((0xE7, 0xA7, 0xAB, 0xA3, 0xA0)),
    CUES: frozenset((0xBB,)),
}
"""What stays in an element: numbers, codecs, pictures; titles, names, dates and paths don't (RFC 9559, 5.1)."""
TOP_OF_SEGMENT = KEPT | {TAGS, ATTACHMENTS, CHAPTERS}
PICTURE, SOUND = 1, 2
COUNT_LIMIT = 2_000_000
TOP_LIMIT = 200_000
"""Elements of the segment itself; a cluster holds a second or more."""
SMALL = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Element:
    """`start` to `stop` in bytes of the file, header included; its content begins at `body`."""

    kind: int
    start: int
    body: int
    stop: int


def read(file: BinaryIO) -> Film:
    """What the film says. Raises Malformed or NotPlayable; what passes can also be cleaned."""
    file = bounded(file)
    size = file.seek(0, 2)
    head, segment = _head_and_segment(file, size)
    kind = next((_text(file, one) for one in _elements(file, head.body, head.stop) if one.kind == DOC_TYPE), "")
    if kind != "webm":
        raise NotPlayable(OTHER_BRAND)
    width = height = 0
    duration: int | None = None
    clusters = 0
    for one in _in_segment(file, segment):
        if one.kind == TRACKS:
            width, height = max(_picture_sizes(file, one), default=(0, 0))
        elif one.kind == INFO:
            duration = _duration(file, one)
        clusters += one.kind == CLUSTER
    if not clusters:
        raise Malformed("there is no film in it")
    if not (width and height):
        raise NotPlayable(SOUND_ONLY)
    if width > 32_768 or height > 32_768:
        raise Malformed("impossible size")
    changes(file)
    return Film(width, height, duration)


def changes(file: BinaryIO) -> Changes:
    """How the file is to be changed before it leaves. Raises Malformed."""
    file = bounded(file)
    head, segment = _head_and_segment(file, file.seek(0, 2))
    patches = list(_cleared(file, head))
    for one in _in_segment(file, segment):
        if one.kind in KEPT:
            patches.extend(_cleared(file, one))
        else:
            patches.append(_voided(one))
    return Changes(merged(patches))


def _cleared(file: BinaryIO, element: Element) -> Iterator[Patch]:
    """What has to go in an element of which only parts are kept. Their checksums, which no longer hold, go as well."""
    for one in _elements(file, element.body, element.stop):
        if one.kind not in KEPT_IN[element.kind]:
            yield _voided(one)
        elif one.kind in (MUXING_PROGRAM, WRITING_PROGRAM):
            yield Patch(one.body, one.stop - one.body)
        elif one.kind in KEPT_IN:
            yield from _cleared(file, one)


def _head_and_segment(file: BinaryIO, size: int) -> tuple[Element, Element]:
    top = list(_elements(file, 0, size, at_most=2))
    if [one.kind for one in top] != [EBML, SEGMENT] or top[1].stop != size:
        raise Malformed("no WebM, or something follows its end")
    return top[0], top[1]


def _voided(element: Element) -> Patch:
    """A void element in its place; 9 bytes of header where they fit, else 2."""
    length = element.stop - element.start
    octets = 8 if length >= 9 else 1
    rest = length - 1 - octets
    head = b"\xec" + ((1 << 7 * octets) | rest).to_bytes(octets, "big")
    return Patch(element.start, length, head)


def _elements(file: BinaryIO, start: int, stop: int, *, at_most: int = COUNT_LIMIT) -> Iterator[Element]:
    """The elements between two places; one of unknown size goes to `stop`. Raises Malformed."""
    at = start
    for _ in range(at_most):
        if at == stop:
            return
        element = _element(file, at, stop)
        yield element
        at = element.stop
    if at != stop:
        raise Malformed("too many elements, or something follows the end")


def _element(file: BinaryIO, at: int, stop: int) -> Element:
    file.seek(at)
    raw = file.read(12)
    wide = 9 - raw[0].bit_length() if raw and raw[0] else 9
    if wide > 4 or len(raw) <= wide:
        raise Malformed("no element here")
    kind = int.from_bytes(raw[:wide], "big")
    octets = 9 - raw[wide].bit_length() if raw[wide] else 9
    body = at + wide + octets
    if octets > 8 or len(raw) < wide + octets or body > stop:
        raise Malformed("an element is cut short")
    length = int.from_bytes(raw[wide : wide + octets], "big") & ((1 << 7 * octets) - 1)
    end = stop if length == (1 << 7 * octets) - 1 else body + length
    if end > stop:
        raise Malformed("an element doesn't fit")
    return Element(kind, at, body, end)


def _in_segment(file: BinaryIO, segment: Element) -> Iterator[Element]:
    """The elements of the segment; clusters of unknown size end where the next one begins."""
    at = segment.body
    for _ in range(TOP_LIMIT):
        if at == segment.stop:
            return
        element = _element(file, at, segment.stop)
        if element.kind not in TOP_OF_SEGMENT | {VOID, CRC_32}:
            raise Malformed("an element that has no place here")
        if element.kind == CLUSTER and element.stop == segment.stop:
            element = Element(CLUSTER, element.start, element.body, _end_of_cluster(file, element))
        yield element
        at = element.stop
    raise Malformed("too many elements")


def _end_of_cluster(file: BinaryIO, cluster: Element) -> int:
    at = cluster.body
    for _ in range(COUNT_LIMIT):
        if at == cluster.stop:
            return at
        element = _element(file, at, cluster.stop)
        if element.kind in TOP_OF_SEGMENT:
            return at
        at = element.stop
    raise Malformed("too many elements")


def _picture_sizes(file: BinaryIO, tracks: Element) -> Iterator[tuple[int, int]]:
    for entry in _elements(file, tracks.body, tracks.stop, at_most=1000):
        if entry.kind != TRACK_ENTRY:
            continue
        inner = {one.kind: one for one in _elements(file, entry.body, entry.stop, at_most=1000)}
        kind = _number(file, inner[TRACK_TYPE]) if TRACK_TYPE in inner else 0
        if kind not in (PICTURE, SOUND):
            raise NotPlayable(OTHER_BRAND)
        if ENCODINGS in inner:
            raise NotPlayable(LOCKED)
        if kind == PICTURE and VIDEO in inner:
            video = inner[VIDEO]
            size = {one.kind: one for one in _elements(file, video.body, video.stop, at_most=1000)}
            if PIXEL_WIDTH in size and PIXEL_HEIGHT in size:
                yield _number(file, size[PIXEL_WIDTH]), _number(file, size[PIXEL_HEIGHT])


def _duration(file: BinaryIO, info: Element) -> int | None:
    inner = {one.kind: one for one in _elements(file, info.body, info.stop, at_most=1000)}
    if DURATION not in inner:
        return None
    raw = _content(file, inner[DURATION])
    if len(raw) not in (4, 8):
        return None
    ticks = struct.unpack(">f" if len(raw) == 4 else ">d", raw)[0]
    scale = _number(file, inner[SCALE]) if SCALE in inner else 1_000_000
    seconds = ticks * scale / 1e9
    return round(seconds) if 0 < seconds < 1e9 else None


def _content(file: BinaryIO, element: Element) -> bytes:
    if element.stop - element.body > SMALL:
        raise Malformed("an element is too big")
    file.seek(element.body)
    return file.read(element.stop - element.body)


def _number(file: BinaryIO, element: Element) -> int:
    return int.from_bytes(_content(file, element)[:8], "big")


def _text(file: BinaryIO, element: Element) -> str:
    return _content(file, element).rstrip(b"\0").decode("ascii", "replace")
