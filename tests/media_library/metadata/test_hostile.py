"""Files made to break a reader: they cost a warning, never an exception, a network call or the memory."""

from __future__ import annotations

import io
import struct
import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_library.metadata import (
    LangText,
    MetadataError,
    PhotoMetadata,
    embed,
    exif,
    iim,
    packet,
    photoshop,
    read,
    stripped,
    tiff,
)
from media_library.metadata.containers import isobmff
from media_library.metadata.errors import WARNING_LIMIT, Journal
from media_library.metadata.text import TEXT_LIMIT
from media_library.metadata.xmp import rdf
from media_library.metadata.xmp import reading as xmp_reading
from tests.media_library.ingest import makers

from .camera_files import camera_jpeg, iim_block, segment, xmp_packet
from .other_files import picture_file, tiff_file
from .samples import without_position

SAID = packet(without_position())
CAMERA = camera_jpeg(
    32,
    24,
    gps=(13.5, 109.2),
    iim=[(5, "Tiêu đề"), (120, "Chú thích"), (25, "một"), (55, "20240430")],
    xmp=xmp_packet(title={"x-default": "Bình minh", "vi": "Bình minh"}, keywords=["a", "b"]),
    description="Cảng",
    thumbnail=False,
)
HEADER_LENGTH = CAMERA.index(b"\xff\xda")
SEEDS = [
    CAMERA,
    picture_file("PNG", gps=True, xmp=xmp_packet(title={"en": "t"})),
    picture_file("WEBP", gps=True, xmp=xmp_packet(title={"en": "t"})),
    picture_file("AVIF", gps=True, xmp=xmp_packet(title={"en": "t"})),
    tiff_file({700: xmp_packet(title={"en": "t"}), 33723: b"\x1c\x02\x05\x00\x01t"}),
    makers.HEIC,
    makers.picture("TIFF", size=(20, 10)),
    makers.picture("WEBP", size=(20, 10), lossless=True),
]
MAGICS = [b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n", b"RIFF\xff\xff\0\0WEBP", b"II*\0", b"MM\0*", b"GIF89a"]
MAGICS.append(b"\0\0\0\x18ftypavif\0\0\0\0avifmif1")


def check(found: PhotoMetadata) -> None:
    """What holds of any answer, whatever the file."""
    assert found.orientation in range(1, 9)
    assert (found.latitude is None) == (found.longitude is None)
    assert found.latitude is None or (abs(found.latitude) <= 90 and abs(found.longitude or 0) <= 180)
    assert len(found.warnings) <= WARNING_LIMIT
    for value in (found.headline, *found.title.values(), *found.keywords):
        assert "\0" not in value
        assert len(value) <= TEXT_LIMIT
        value.encode()


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.sampled_from(MAGICS), st.binary(max_size=400))
def test_any_octets_behind_a_known_beginning(magic: bytes, rest: bytes) -> None:
    check(read(magic + rest))


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.data())
def test_real_files_with_octets_changed_or_cut_off(data: st.DataObject) -> None:
    seed = data.draw(st.sampled_from(SEEDS))
    reach = min(len(seed), HEADER_LENGTH if seed is CAMERA else 4000) - 1
    changed = bytearray(seed)
    for at, value in data.draw(
        st.lists(st.tuples(st.integers(12, reach), st.integers(0, 255)), min_size=1, max_size=8)
    ):
        changed[at] = value
    cut = bytes(changed[: data.draw(st.integers(40, len(seed)))])
    for octets in (bytes(changed), cut):
        try:
            check(read(octets))
        except MetadataError:  # the change may have hit what names the kind of file
            assert octets[:12] != seed[:12] or seed in (SEEDS[3], makers.HEIC)
        try:
            check(read(embed(octets, SAID, keep_location=False)))
            check(read(stripped(octets)))
        except MetadataError:
            continue


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.sampled_from([b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"]), st.binary(max_size=300))
def test_any_tiff(head: bytes, rest: bytes) -> None:
    parsed = tiff.parse(head + rest, Journal())
    assert parsed is not None
    exif.candidates(parsed, Journal())
    again = tiff.parse(tiff.build(parsed), Journal())
    assert again is not None
    assert {tag: bytes(entry.raw) for tag, entry in again.main.items()} == {
        tag: bytes(entry.raw) for tag, entry in parsed.main.items()
    }


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(st.integers(0x9000, 0x9300) | st.sampled_from([0x0112, 0x010E, 0x0132, 1, 2, 3, 4, 0x8298]),
                  st.sampled_from(sorted(tiff.SIZES)), st.binary(min_size=1, max_size=40)),
        max_size=12,
    )
)  # fmt: skip
def test_any_values_under_the_tags_that_are_read(rows: list[tuple[int, int, bytes]]) -> None:
    entries = {}
    for tag, kind, raw in rows:
        size = tiff.SIZES[kind]
        padded = raw.ljust(-(-len(raw) // size) * size, b"\0")
        entries[tag] = tiff.Entry(kind, len(padded) // size, padded)
    block = tiff.Tiff("<", main=entries, exif=entries, gps=entries)
    found = exif.candidates(block, Journal())
    assert ("latitude" in found) == ("longitude" in found)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.binary(max_size=300), st.booleans())
def test_any_iim(block: bytes, marked: bool) -> None:
    journal = Journal()
    iim.candidates(iim.parse(b"\x1c\x02\x78" + block if marked else block, journal), journal)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 255), st.binary(max_size=60)), max_size=10))
def test_any_values_in_iim(rows: list[tuple[int, bytes]]) -> None:
    journal = Journal()
    block = iim_block(rows, charset="utf-8", declared=False)
    assert sum(map(len, iim.parse(block, journal).values())) == len(rows)
    for one in iim.candidates(iim.parse(block, journal), journal).values():
        assert one.value


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.binary(max_size=300))
def test_any_image_resources(block: bytes) -> None:
    for octets in (block, b"8BIM\x04\x04\0\0" + block):
        parsed = photoshop.parse(octets, Journal())
        assert photoshop.parse(photoshop.build(parsed), Journal()) == parsed


_XML = st.recursive(
    st.text(max_size=8).map(lambda text: text.replace("<", "").replace("&", "")),
    lambda inner: st.builds(
        lambda name, attribute, children: f"<{name} {attribute}>{''.join(children)}</{name}>",
        st.sampled_from(["rdf:Alt", "rdf:li", "rdf:Bag", "rdf:Description", "dc:title", "plus:Licensor", "dc:x"]),
        st.sampled_from(["", 'xml:lang="vi"', 'rdf:parseType="Resource"', 'rdf:resource="u"', 'dc:title="t"']),
        st.lists(inner, max_size=3),
    ),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(_XML)
def test_any_rdf(inside: str) -> None:
    journal = Journal()
    for one in xmp_reading.candidates(rdf.parse(xmp_packet(extra=inside), journal), journal).values():
        assert one.value or one.value == 0


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.binary(max_size=300))
def test_any_packet(raw: bytes) -> None:
    rdf.parse(raw, Journal())
    rdf.parse(b"<rdf:RDF>" + raw + b"</rdf:RDF>", Journal())


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.binary(max_size=300))
def test_any_item_locations(raw: bytes) -> None:
    def box(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", 8 + len(body)) + kind + body

    exif_item = box(b"infe", b"\2\0\0\0\0\1\0\0Exif\0")
    meta = box(b"meta", bytes(4) + box(b"iinf", b"\0\0\0\0\0\1" + exif_item) + box(b"iloc", raw))
    isobmff.blocks(box(b"ftyp", b"avif\0\0\0\0avif") + meta, Journal())


@pytest.mark.parametrize("data", [b"", b"\xff", b"plain text named .jpg", b"%PDF-1.7", bytes(100), b"RIFF0000WAVE"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(MetadataError):
        read(data)
    with pytest.raises(MetadataError):
        embed(data, SAID, keep_location=False)


ENTITIES = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 10))
BOMBS = {
    "laughs": f'<!DOCTYPE x [<!ENTITY b0 "ha">{ENTITIES}]><rdf:RDF>&b9;</rdf:RDF>',
    "file": '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>',
    "parameter": '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd"><x/>',
    "utf-16": None,
}


@pytest.mark.parametrize("kind", BOMBS)
def test_document_types_are_refused(kind: str) -> None:
    text = BOMBS[kind] or str(BOMBS["file"])
    raw = text.encode("utf-16") if kind == "utf-16" else text.encode()
    found = read(camera_jpeg(32, 24, xmp=raw))
    assert not found.title
    assert any("document types" in line for line in found.warnings)


def test_a_deep_or_broken_packet_costs_a_warning() -> None:
    for extra in (
        "<dc:title>" * 5000,
        "<dc:title><rdf:Alt>",
        "&nothing;",
        "<dc:title>\x00\x01</dc:title>" * 3,
    ):
        found = read(camera_jpeg(32, 24, xmp=xmp_packet(extra=extra)))
        assert found.warnings or found.title == LangText()
        assert found.camera == "Canon EOS R5"


def test_stray_control_octets_in_a_packet_are_forgiven() -> None:
    packet_with_nul = xmp_packet(title={"x-default": "Bình\x0b minh"}) + b"\0\0\0"
    assert read(camera_jpeg(32, 24, xmp=packet_with_nul)).title.default == "Bình minh"


def test_png_bomb_is_not_inflated() -> None:
    text = b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(bytes(200 * 1024 * 1024), 9)
    chunk = struct.pack(">I", len(text)) + b"iTXt" + text + struct.pack(">I", zlib.crc32(b"iTXt" + text))
    png = picture_file("PNG", exif=False)
    found = read(png[:33] + chunk + png[33:])
    assert any("too long" in line for line in found.warnings)


def test_incomplete_extended_xmp_leaves_the_main_packet() -> None:
    note = f"<xmpNote:HasExtendedXMP>{'A' * 32}</xmpNote:HasExtendedXMP>"
    main = xmp_packet(title={"x-default": "Bình minh"}, extra=note)
    whole = camera_jpeg(32, 24, xmp=main)
    head = b"http://ns.adobe.com/xmp/extension/\0" + b"A" * 32
    for length, offset in ((4_000_000_000, 0), (10, 4_000_000_000), (5, 2)):
        part = segment(0xE1, head + struct.pack(">II", length, offset) + b"<rdf:")
        found = read(whole[:2] + part + whole[2:])
        assert found.title.default == "Bình minh"
        assert any("extension" in line for line in found.warnings)


@pytest.mark.parametrize(
    ("position", "why"),
    [
        (
            "<exif:GPSLatitude>95,0.0N</exif:GPSLatitude><exif:GPSLongitude>10,0.0E</exif:GPSLongitude>",
            "earth",
        ),
        (
            "<exif:GPSLatitude>0,0.0N</exif:GPSLatitude><exif:GPSLongitude>0,0.0E</exif:GPSLongitude>",
            "no fix",
        ),
        (
            "<exif:GPSLatitude>north</exif:GPSLatitude><exif:GPSLongitude>10,0.0E</exif:GPSLongitude>",
            "coordinate",
        ),
        (
            "<exif:GPSLatitude>9,0.0E</exif:GPSLatitude><exif:GPSLongitude>10,0.0E</exif:GPSLongitude>",
            "coordinate",
        ),
    ],
)
def test_absurd_positions(position: str, why: str) -> None:
    found = read(camera_jpeg(32, 24, xmp=xmp_packet(extra=position)))
    assert found.latitude is None
    assert any(why in line for line in found.warnings)


@pytest.mark.parametrize(
    "raw", [b"\0" * 24, struct.pack("<6I", 21, 0, 1, 0, 1, 0), struct.pack("<6I", 400, 1, 1, 1, 1, 1)]
)
def test_absurd_positions_in_exif(raw: bytes) -> None:
    data = camera_jpeg(32, 24, gps=(21.0, 105.0))
    good = struct.pack("<6I", 21, 1, 0, 1, 0, 1_000_000)
    assert good in data
    found = read(data.replace(good, raw))
    assert found.latitude is None
    assert found.warnings


@pytest.mark.parametrize(
    "stamp", ["0000:00:00 00:00:00", "    :  :     :  :  ", "2024:13:45 99:99:99", "0024:01:01 00:00:00"]
)
def test_absurd_moments(stamp: str) -> None:
    data = camera_jpeg(32, 24).replace(b"2024:04:30 06:15:42", stamp.encode())
    found = read(data)
    assert found.taken_at is None
    assert bool(found.warnings) == (stamp[:2] != "00" or stamp.startswith("0024")) or stamp.startswith(" ")


def test_nul_octets_and_giant_texts() -> None:
    data = camera_jpeg(32, 24, iim=[(5, b"\0\0Ti\0tle\0"), (120, b"x" * 32_000)] + [(25, "k")] * 2000)
    found = read(data)
    assert found.title.default == "Title"
    assert found.keywords == ("k",)
    assert any("first" in line for line in found.warnings)


def test_warnings_do_not_grow_without_end() -> None:
    items = "".join(f'<rdf:li xml:lang="!{n}">x</rdf:li>' for n in range(500))
    broken = "".join(f"<{n}>x</{n}>" for n in ("photoshop:DateCreated",))
    extra = f"<dc:title><rdf:Alt>{items}</rdf:Alt></dc:title>{broken}"
    assert len(read(camera_jpeg(32, 24, xmp=xmp_packet(extra=extra))).warnings) <= WARNING_LIMIT


def test_a_loop_of_directories_ends() -> None:
    loop = b"II*\0\x08\0\0\0" + b"\1\0" + struct.pack("<HHII", 0x8769, 4, 1, 8) + bytes(4)
    assert tiff.parse(loop, Journal()) is not None


def test_a_stream_that_breaks_is_the_caller_s_own_error() -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        read(Broken())


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8" + b"\xff\xe3\0\2" * 400_000,
        b"\x89PNG\r\n\x1a\n" + (bytes(4) + b"teXt" + bytes(4)) * 400_000,
        b"RIFF\xff\xff\xff\x7fWEBP" + (b"JUNK" + bytes(4)) * 400_000,
        camera_jpeg(32, 24, resources=[(0x0404, b"\x1c\x02\x19\0\0" * 12_000)]),
        camera_jpeg(32, 24, resources=[(0x0BB7, b"")] * 5000),
        camera_jpeg(32, 24, xmp=b"<x:xmpmeta " * 5900),
        camera_jpeg(32, 24, xmp=b"<x:xmpmeta>" * 2900 + b"</x:xmpmeta>" * 2600),
        camera_jpeg(32, 24, xmp=b"<" + b"a" * 65_000),
    ],
    ids=["jpeg", "png", "webp", "iim", "resources", "unclosed tags", "nested tags", "endless name"],
)
def test_very_many_parts_are_walked_in_bounded_time(data: bytes) -> None:
    start = time.perf_counter()
    read(data)
    assert time.perf_counter() - start < 2
