"""JPEGs as cameras and agencies deliver them, built octet by octet without the code under test.

    camera_jpeg(6000, 4000, gps=(21.03, 105.85), iim=[(120, "Bến cảng lúc bình minh")], seed=3)

The picture is drawn by numpy: a sky, hills, water and grain, so that it compresses like a photograph
(24 megapixels at quality 90 come to about 10 MB). `seed` changes hills, colours and grain.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from html import escape

import numpy as np
from numpy.typing import NDArray
from PIL import Image

MAKER_NOTE_MARK = b"MAKERNOTE-PRIVATE-7731"
"""Stands in the maker note, to be looked for afterwards."""

MAKER_NOTE_SERIAL = 123456789

OWNER_NAME = "Nguyen Van Chu May"
BODY_SERIAL = "BODY-0099887766"
LENS_SERIAL = "LENS-1122334455"

_STRIP = 256
_BYTE, _ASCII, _SHORT, _LONG, _RATIONAL, _UNDEFINED, _SRATIONAL = 1, 2, 3, 4, 5, 7, 10

Tags = dict[int, tuple[int, int, bytes]]


def camera_jpeg(
    width: int = 640,
    height: int = 480,
    *,
    orientation: int = 1,
    gps: tuple[float, float] | None = None,
    iim: Sequence[tuple[int, str | bytes]] = (),
    iim_charset: str = "utf-8",
    iim_declared: bool = True,
    xmp: bytes | None = None,
    taken_at: datetime | None = datetime(2024, 4, 30, 6, 15, 42),
    offset: str | None = "+07:00",
    description: str = "",
    artist: str = "",
    copyright_notice: str = "",
    maker_note: bool = True,
    serial: str | None = BODY_SERIAL,
    thumbnail: bool = True,
    resources: Sequence[tuple[int, bytes]] = (),
    icc: bytes = b"",
    exif: bool = True,
    trailer: bytes = b"",
    quality: int = 90,
    seed: int = 0,
) -> bytes:
    """A JPEG of `width` × `height` coded pixels with metadata as a camera and a picture desk leave it.

    `orientation` 1 to 8 is written, the pixels aren't turned. `gps` is (latitude, longitude) in degrees.
    `iim` lists (dataset of record 2, value) in order; text is encoded in `iim_charset`, and 1:90 declares
    UTF-8 if that's the set and `iim_declared`. `xmp` is a whole packet (see `xmp_packet`). `resources`
    lists further Photoshop records (number, data). `trailer` follows the end of the picture, as a
    telephone's film would. `serial` None leaves out serial numbers and owner.
    """
    coded = picture(width, height, quality=quality, seed=seed)
    segments = []
    if exif:
        small = picture(160, 120, quality=60, seed=seed) if thumbnail else b""
        block = exif_block(
            orientation=orientation,
            size=(width, height),
            gps=gps,
            taken_at=taken_at,
            offset=offset,
            texts={0x010E: description, 0x013B: artist, 0x8298: copyright_notice},
            maker_note=maker_note,
            serial=serial,
            thumbnail=small,
        )
        segments.append(segment(0xE1, b"Exif\0\0" + block))
    if xmp is not None:
        segments.append(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp))
    records = list(resources)
    if iim:
        records.insert(0, (0x0404, iim_block(iim, charset=iim_charset, declared=iim_declared)))
    if records:
        segments.append(segment(0xED, b"Photoshop 3.0\0" + b"".join(_resource(*one) for one in records)))
    if icc:
        segments.append(segment(0xE2, b"ICC_PROFILE\0\x01\x01" + icc))
    return b"\xff\xd8" + b"".join(segments) + _without_jfif(coded) + trailer


def picture(width: int, height: int, *, quality: int = 90, seed: int = 0) -> bytes:
    """The drawn landscape as a bare JPEG (JFIF, no metadata)."""
    buffer = io.BytesIO()
    Image.fromarray(landscape(width, height, seed)).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def landscape(width: int, height: int, seed: int = 0) -> NDArray[np.uint8]:
    """Sky, three ranges of hills, water, grain; shape (height, width, 3). Drawn in strips to spare memory."""
    random = np.random.default_rng(seed)
    hues = random.uniform(0.6, 1.1, (5, 3)) * np.array(
        [[150, 190, 235], [110, 130, 150], [80, 110, 95], [50, 85, 60], [70, 110, 140]]
    )
    across = np.linspace(0, 6.28, width, dtype=np.float32)
    ranges = [
        height * (0.4 + 0.13 * layer + 0.06 * np.sin(across * random.uniform(1, 5) + random.uniform(0, 6)))
        for layer in range(3)
    ]
    grain = random.normal(0, 10, (_STRIP, width + 997)).astype(np.int16)
    image = np.empty((height, width, 3), dtype=np.uint8)
    for top in range(0, height, _STRIP):
        rows = np.arange(top, min(top + _STRIP, height))[:, None]
        level = sum((rows > one).astype(np.uint8) for one in ranges) + (rows > height * 0.8)
        strip = hues.astype(np.int16)[level] + (rows[..., None] * 40 // height).astype(np.int16)
        start = int(random.integers(0, 997))
        strip += grain[: len(rows), start : start + width, None]
        image[top : top + len(rows)] = np.clip(strip, 0, 255)
    return image


def exif_block(
    *,
    orientation: int,
    size: tuple[int, int],
    gps: tuple[float, float] | None,
    taken_at: datetime | None,
    offset: str | None,
    texts: Mapping[int, str],
    maker_note: bool,
    serial: str | None,
    thumbnail: bytes,
) -> bytes:
    """A little-endian EXIF block with the tags that a camera of today writes, from its TIFF header on."""
    main: Tags = {
        0x010F: _ascii("Canon"),
        0x0110: _ascii("Canon EOS R5"),
        0x0112: _short(orientation),
        0x011A: _rational(300),
        0x011B: _rational(300),
        0x0128: _short(2),
        0x0131: _ascii("Firmware 1.8.1"),
        0x0213: _short(1),
        **{tag: _ascii(text) for tag, text in texts.items() if text},
    }
    camera: Tags = {
        0x829A: _rational(Fraction(1, 250)),
        0x829D: _rational(Fraction(8)),
        0x8822: _short(3),
        0x8827: _short(200),
        0x9000: (_UNDEFINED, 4, b"0232"),
        0x9101: (_UNDEFINED, 4, b"\1\2\3\0"),
        0x9204: (_SRATIONAL, 1, struct.pack("<ii", -1, 3)),
        0x9207: _short(5),
        0x9209: _short(16),
        0x920A: _rational(Fraction(35)),
        0xA000: (_UNDEFINED, 4, b"0100"),
        0xA001: _short(1),
        0xA002: _long(size[0]),
        0xA003: _long(size[1]),
        0xA401: _short(0),
        0xA402: _short(0),
        0xA403: _short(0),
        0xA406: _short(0),
        0xA434: _ascii("RF24-105mm F4 L IS USM"),
    }
    if taken_at is not None:
        stamp = _ascii(taken_at.strftime("%Y:%m:%d %H:%M:%S"))
        main[0x0132] = stamp
        camera |= {0x9003: stamp, 0x9004: stamp, 0x9291: _ascii("37"), 0x9292: _ascii("37")}
        if offset:
            camera |= {tag: _ascii(offset) for tag in (0x9010, 0x9011, 0x9012)}
    if maker_note:
        note = _maker_note()
        camera[0x927C] = (_UNDEFINED, len(note), note)
    if serial:
        camera |= {0xA430: _ascii(OWNER_NAME), 0xA431: _ascii(serial), 0xA435: _ascii(LENS_SERIAL)}
    return _tiff(main, camera, _gps(gps) if gps else {}, thumbnail)


def iim_block(values: Sequence[tuple[int, str | bytes]], *, charset: str, declared: bool) -> bytes:
    """Datasets of record 2 in the order given."""
    out = b""
    if declared and charset == "utf-8":
        out += b"\x1c\x01\x5a\x00\x03\x1b%G"
    for number, value in values:
        raw = value if isinstance(value, bytes) else value.encode(charset)
        out += struct.pack(">BBBH", 0x1C, 2, number, len(raw)) + raw
    return out


def xmp_packet(
    *,
    title: Mapping[str, str] | None = None,
    description: Mapping[str, str] | None = None,
    creator: Sequence[str] = (),
    keywords: Sequence[str] = (),
    extra: str = "",
) -> bytes:
    """A packet as Lightroom would write it; `extra` is RDF/XML to stand among the properties."""
    parts = [
        _alternatives("dc:title", title or {}),
        _alternatives("dc:description", description or {}),
        _listing("dc:creator", "Seq", creator),
        _listing("dc:subject", "Bag", keywords),
        extra,
    ]
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 7.0">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
        ' xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:xmpNote="http://ns.adobe.com/xmp/note/"'
        ' xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"'
        ' xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"'
        ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
        f' xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/">{"".join(parts)}'
        f'</rdf:Description></rdf:RDF></x:xmpmeta>{" " * 200}<?xpacket end="w"?>'
    ).encode()


def segment(marker: int, payload: bytes) -> bytes:
    """One JPEG marker segment."""
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def _alternatives(name: str, texts: Mapping[str, str]) -> str:
    items = "".join(f'<rdf:li xml:lang="{tag}">{escape(text)}</rdf:li>' for tag, text in texts.items())
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>" if items else ""


def _listing(name: str, kind: str, texts: Sequence[str]) -> str:
    items = "".join(f"<rdf:li>{escape(text)}</rdf:li>" for text in texts)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>" if items else ""


def _without_jfif(coded: bytes) -> bytes:
    """From the first table on: cameras write no JFIF segment."""
    return coded[4 + int.from_bytes(coded[4:6], "big") :] if coded[2:4] == b"\xff\xe0" else coded[2:]


def _resource(number: int, data: bytes) -> bytes:
    return b"8BIM" + struct.pack(">HHI", number, 0, len(data)) + data + b"\0" * (len(data) % 2)


def _maker_note() -> bytes:
    """Canon's kind: a bare directory, here of values that need no offset, with the mark behind it."""
    tags: Tags = {0x000C: _long(MAKER_NOTE_SERIAL), 0x0010: _long(0x80000421)}
    return (_directory(tags, 0, 0) + MAKER_NOTE_MARK).ljust(2000, b"\0")


def _gps(place: tuple[float, float]) -> Tags:
    latitude, longitude = place
    return {
        0x0000: (_BYTE, 4, b"\2\3\0\0"),
        0x0001: _ascii("N" if latitude >= 0 else "S"),
        0x0002: _dms(latitude),
        0x0003: _ascii("E" if longitude >= 0 else "W"),
        0x0004: _dms(longitude),
        0x0005: (_BYTE, 1, b"\0"),
        0x0006: _rational(Fraction(125, 10)),
        0x000C: _ascii("K"),
        0x000D: _rational(Fraction(36, 10)),
        0x0012: _ascii("WGS-84"),
    }


def _dms(value: float) -> tuple[int, int, bytes]:
    millionths = round(abs(value) * 3_600_000_000)
    degrees, rest = divmod(millionths, 3_600_000_000)
    minutes, seconds = divmod(rest, 60_000_000)
    return _RATIONAL, 3, struct.pack("<6I", degrees, 1, minutes, 1, seconds, 1_000_000)


def _ascii(text: str) -> tuple[int, int, bytes]:
    raw = text.encode() + b"\0"
    return _ASCII, len(raw), raw


def _short(value: int) -> tuple[int, int, bytes]:
    return _SHORT, 1, struct.pack("<H", value)


def _long(value: int) -> tuple[int, int, bytes]:
    return _LONG, 1, struct.pack("<I", value)


def _rational(value: Fraction | int) -> tuple[int, int, bytes]:
    exact = Fraction(value)
    return _RATIONAL, 1, struct.pack("<II", exact.numerator, exact.denominator)


def _tiff(main: Tags, camera: Tags, gps: Tags, thumbnail: bytes) -> bytes:
    """Main directory, Exif, GPS, then the thumbnail's directory, each followed by its values."""
    main = main | {0x8769: _long(0)} | ({0x8825: _long(0)} if gps else {})
    small = _thumbnail_tags(len(thumbnail)) if thumbnail else {}
    places, end = [], 8
    for tags in (main, camera, gps, small):
        places.append(end)
        end += _length(tags) if tags else 0
    main[0x8769] = _long(places[1])
    if gps:
        main[0x8825] = _long(places[2])
    if small:
        small[0x0201] = _long(end)
    blocks = [
        _directory(main, places[0], places[3] if small else 0),
        _directory(camera, places[1], 0),
        _directory(gps, places[2], 0) if gps else b"",
        _directory(small, places[3], 0) if small else b"",
    ]
    return b"II*\0" + struct.pack("<I", 8) + b"".join(blocks) + thumbnail


def _thumbnail_tags(length: int) -> Tags:
    density: Tags = {0x011A: _rational(72), 0x011B: _rational(72), 0x0128: _short(2)}
    return density | {0x0103: _short(6), 0x0201: _long(0), 0x0202: _long(length)}


def _length(tags: Tags) -> int:
    return 6 + 12 * len(tags) + sum(len(raw) + len(raw) % 2 for _, _, raw in tags.values() if len(raw) > 4)


def _directory(tags: Tags, start: int, following: int) -> bytes:
    rows, values = b"", b""
    at = start + 6 + 12 * len(tags)
    for tag, (kind, count, raw) in sorted(tags.items()):
        rows += struct.pack("<HHI", tag, kind, count)
        if len(raw) <= 4:
            rows += raw.ljust(4, b"\0")
        else:
            rows += struct.pack("<I", at + len(values))
            values += raw + b"\0" * (len(raw) % 2)
    return struct.pack("<H", len(tags)) + rows + struct.pack("<I", following) + values
