"""Odd pictures, octet by octet."""

from __future__ import annotations

import io
import struct
import zlib

import numpy
from PIL import Image

from tests.media_library.ingest.makers import pdf, picture


def saved(image: Image.Image, form: str, **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def jpeg_of_12_bits() -> bytes:
    data = bytearray(picture("JPEG", seed=250))
    data[data.index(b"\xff\xc0") + 4] = 12
    return bytes(data)


def jpeg_sized(width: int, height: int) -> bytes:
    data = bytearray(picture("JPEG", seed=251))
    struct.pack_into(">HH", data, data.index(b"\xff\xc0") + 5, height, width)
    return bytes(data)


def jpeg_with_pdf(seed: int) -> bytes:
    """A document in a comment at the beginning: readers that look for “%PDF” in the first kilobyte open it."""
    data = picture("JPEG", seed=seed)
    words = pdf("ẩn")
    return data[:2] + b"\xff\xfe" + struct.pack(">H", len(words) + 2) + words + data[2:]


def with_segments(data: bytes, count: int) -> bytes:
    return data[:2] + b"\xff\xe7\0\x06abcd" * count + data[2:]


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_chunk(data: bytes, kind: bytes, content: bytes, count: int = 1) -> bytes:
    return data[:33] + chunk(kind, content) * count + data[33:]


def png_header(width: int, height: int, depth: int, colour: int) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IEND", b"")


def png_of(width: int, height: int, depth: int, colour: int, interlace: int, raw: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


def interlaced() -> bytes:
    """Adam7 of 8 × 8 grey pixels: passes of 1×1, 1×1, 2×1, 2×2, 4×2, 4×4 and 8×4."""
    rows = ((1, 1), (1, 1), (2, 1), (2, 2), (4, 2), (4, 4), (8, 4))
    raw = b"".join((b"\0" + bytes(range(width))) * height for width, height in rows)
    return png_of(8, 8, 8, 0, 1, raw)


def png_16() -> bytes:
    rows = numpy.random.default_rng(252).integers(0, 2**16, (20, 30, 3), numpy.uint16).astype(">u2")
    return png_of(30, 20, 16, 2, 0, b"".join(b"\0" + row.tobytes() for row in rows))


def with_bad_checksum() -> bytes:
    data = bytearray(picture("PNG", seed=253))
    data[data.index(b"IDAT") + 40] ^= 0xFF
    return bytes(data)


def png_with_profile_bomb() -> bytes:
    packed = zlib.compress(bytes(20 * 1024 * 1024))
    return png_header(10, 10, 8, 2)[:33] + chunk(b"iCCP", b"a\0\0" + packed) + chunk(b"IEND", b"")


def tiff_with(data: bytes, wanted: int, value: int) -> bytes:
    changed = bytearray(data)
    start = struct.unpack_from("<I", changed, 4)[0]
    for row in range(struct.unpack_from("<H", changed, start)[0]):
        at = start + 2 + 12 * row
        if struct.unpack_from("<H", changed, at)[0] == wanted:
            struct.pack_into("<HHII", changed, at, wanted, 4, 1, value)
    return bytes(changed)


def big_endian_tiff() -> bytes:
    pixels = numpy.random.default_rng(254).bytes(300)
    rows = [(256, 3, 20), (257, 3, 15), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8), (277, 3, 1), (278, 3, 15)]
    rows.append((279, 4, 300))
    out = b"MM\0*" + struct.pack(">I", 308) + pixels + struct.pack(">H", len(rows))
    for tag, kind, value in rows:
        out += struct.pack(">HHI", tag, kind, 1) + (
            struct.pack(">HH", value, 0) if kind == 3 else struct.pack(">I", value)
        )
    return out + bytes(4)


def empty_page(at: int) -> bytes:
    return struct.pack("<HHHIII", 1, 256, 3, 1, 1, at + 18)


def nef() -> bytes:
    rows = struct.pack(">HHIHH", 254, 4, 1, 0, 1) + struct.pack(">HHII", 330, 4, 1, 60)
    return struct.pack(">H", 2) + rows + bytes(80)
