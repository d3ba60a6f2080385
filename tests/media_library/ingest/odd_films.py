"""Odd films, box by box and element by element."""

from __future__ import annotations

import struct

import numpy

from tests.media_library.ingest.makers import box, element, full, mp4, webm


def wide(data: bytes) -> bytes:
    """The media data's size in 64 bits, the chunk's place moved along."""
    at = data.index(b"mdat") - 4
    length = int.from_bytes(data[at : at + 4], "big")
    out = data[:at] + b"\0\0\0\1mdat" + (length + 8).to_bytes(8, "big") + data[at + 8 :]
    place = struct.pack(">II", 1, at + 8)
    assert place in out
    return out.replace(place, struct.pack(">II", 1, at + 16))


def moov_first(seed: int) -> bytes:
    data = mp4(seed=seed)
    first, last = data.index(b"mdat") - 4, data.index(b"moov") - 4
    moov = data[last:].replace(struct.pack(">II", 1, first + 8), struct.pack(">II", 1, first + 8 + len(data[last:])))
    return data[:first] + moov + data[first:last]


def with_edit_list(seed: int) -> bytes:
    edits = box(b"edts", full(b"elst", struct.pack(">IIII", 1, 500, 0, 0x10000)))
    return in_trak(mp4(seed=seed), edits)


def in_trak(data: bytes, added: bytes) -> bytes:
    """Boxes put behind the track header; the film box stands last, so that no sample moves."""
    changed = bytearray(data)
    moov, trak, tkhd = (data.index(kind) - 4 for kind in (b"moov", b"trak", b"tkhd"))
    for at in (moov, trak):
        struct.pack_into(">I", changed, at, int.from_bytes(data[at : at + 4], "big") + len(added))
    end = tkhd + int.from_bytes(data[tkhd : tkhd + 4], "big")
    return bytes(changed[:end]) + added + bytes(changed[end:])


def with_reference(kind: bytes, entry: bytes) -> bytes:
    dinf = box(b"dinf", full(b"dref", struct.pack(">I", 1), box(kind, entry)))
    data = bytearray(mp4(seed=255))
    for name in (b"moov", b"trak", b"mdia", b"minf"):
        at = data.index(name) - 4
        struct.pack_into(">I", data, at, int.from_bytes(data[at : at + 4], "big") + len(dinf))
    at = data.index(b"minf") + 4
    return bytes(data[:at]) + dinf + bytes(data[at:])


def fragmented(seed: int, count: int = 2) -> bytes:
    """A film in fragments, as streams are: no samples in the film box, each fragment with its own."""
    data = mp4(seed=seed, media=b"")
    first, last = data.index(b"mdat") - 4, data.index(b"moov") - 4
    moov = data[last:].replace(struct.pack(">III", 0, 1, 0), struct.pack(">III", 0, 0, 0))
    moov = moov.replace(struct.pack(">II", 1, first + 8), struct.pack(">II", 0, first + 8))
    traf = box(b"traf", full(b"tfhd", struct.pack(">I", 1)), full(b"trun", struct.pack(">II", 1, 200)))
    noise = numpy.random.default_rng(seed)
    pieces = [
        box(b"moof", full(b"mfhd", struct.pack(">I", n)), traf) + box(b"mdat", noise.bytes(200)) for n in range(count)
    ]
    return data[:first] + moov + b"".join(pieces)


def scattered() -> bytes:
    """Chunks of one byte with gaps between, a million of them, and two thousand boxes of media data."""
    count = 1_000_000
    ftyp = box(b"ftyp", b"isom\0\0\2\0isom")
    body = len(ftyp) + 8
    media = box(b"mdat", bytes(2 * count)) + box(b"mdat", b"x") * 2000
    places = (body + 2 * numpy.arange(count)).astype(">u4").tobytes()
    data = mp4(media=b"")
    moov = data[data.index(b"moov") - 4 :]
    old = full(b"stco", struct.pack(">II", 1, data.index(b"mdat") + 4))
    new = full(b"stco", struct.pack(">I", count), places)
    sizes = full(b"stsz", struct.pack(">III", 2, count, 0))
    grown = bytearray(moov.replace(old, new).replace(full(b"stsz", struct.pack(">III", 0, 1, 0)), sizes))
    # Sizes of 2 would leave no gaps; the first table lies about half of them.
    grown = bytearray(bytes(grown).replace(sizes, full(b"stsz", struct.pack(">III", 0, count, 0), b"\0\0\0\1" * count)))
    added = len(grown) - len(moov)
    for name in (b"moov", b"trak", b"mdia", b"minf", b"stbl"):
        at = grown.index(name) - 4
        struct.pack_into(">I", grown, at, int.from_bytes(grown[at : at + 4], "big") + added)
    return ftyp + media + bytes(grown)


def webm_said(seed: int) -> bytes:
    """A film whose programs wrote a title, a date, a path and themselves into it."""
    info = element(0x1549A966, element(0x2AD7B1, (1_000_000).to_bytes(3, "big")),
                   element(0x4489, struct.pack(">d", 900.0)),
                   element(0x7BA9, "Của Nguyễn Văn An".encode()), element(0x7384, b"C:\\Users\\an\\phim.webm"),
                   element(0x4D80, b"Maker-4711"), element(0x5741, b"Phone SERIAL-4711"),
                   element(0x4461, bytes(8)), element(0xEC, b"hidden words"))  # fmt: skip
    data = webm(seed=seed)
    start = data.index(b"\x15\x49\xa9\x66")
    old = data[start : data.index(b"\x16\x54\xae\x6b")]
    segment = data.index(b"\x18\x53\x80\x67")
    body = data[segment + 12 :].replace(old, info)
    return data[:segment] + element(0x18538067, body)


def webm_with(added: bytes, seed: int) -> bytes:
    data = webm(seed=seed)
    segment = data.index(b"\x18\x53\x80\x67")
    return data[:segment] + element(0x18538067, data[segment + 12 :] + added)


def webm_with_track(added: bytes) -> bytes:
    video = element(0xE0, element(0xB0, b"\2\x80"), element(0xBA, b"\1\x68"))
    track = element(0xAE, element(0xD7, b"\1"), element(0x83, b"\1"), added, video)
    data = webm(seed=256)
    segment, start = data.index(b"\x18\x53\x80\x67"), data.index(b"\x16\x54\xae\x6b")
    cluster = data.index(b"\x1f\x43\xb6\x75")
    return data[:segment] + element(0x18538067, data[segment + 12 : start], element(0x1654AE6B, track), data[cluster:])
