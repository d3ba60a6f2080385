"""What leaves of films, drawings and the newer picture formats: nothing private, nothing that acts, nothing moved."""

from __future__ import annotations

import io
import json
import shutil
import struct
import subprocess
from pathlib import Path
from typing import Any

import numpy
import pytest
from PIL import Image

from media_library.films import mp4, webm
from media_library.films.boxes import Malformed
from media_library.films.patching import Changes, Patch, merged, patched
from media_library.films.samples import Chunks, gaps, within
from media_library.graphics import svg
from media_library.metadata import Outgoing, embed, packet, read
from media_library.picture_formats import DECODERS
from tests.media_library.ingest import makers

SAID = packet(Outgoing(working="vi", title={"vi": "Vịnh Hạ Long", "lo": "ອ່າວຮາລອງ", "ar": "خليج ها لونغ"}))


def film(data: bytes, xmp: bytes = SAID) -> bytes:
    file = io.BytesIO(data)
    return b"".join(patched(file, mp4.changes(file, xmp), 64))


def test_an_mp4_keeps_its_samples_at_their_places() -> None:
    samples = bytes(range(256)) * 4
    before = makers.mp4(media=samples, notes=b"+20.9500+107.0700/", data_track=b"GPS 20.95 107.07")
    after = film(before)
    assert after.index(samples) == before.index(samples)
    assert after[: len(before)].index(b"moov") == before.index(b"moov")
    assert mp4.read(io.BytesIO(after)) == mp4.read(io.BytesIO(before))


def test_an_mp4_loses_positions_and_notes() -> None:
    before = makers.mp4(notes=b"+20.9500+107.0700/", data_track=b"GPS 20.95 107.07") + makers.box(b"free", b"serial")
    after = film(before)
    for word in (b"+20.95", b"GPS 20", b"mett", b"serial", b"udta"):
        assert word in before or word == b"serial"
        assert word not in after
    assert after.endswith(SAID)


def test_writing_an_mp4_again_changes_only_the_packet() -> None:
    once = film(makers.mp4())
    again = film(once, b"<other/>")
    assert again.endswith(b"<other/>") and SAID not in again


def test_a_last_box_without_a_size_gets_one() -> None:
    data = bytearray(makers.mp4())
    at = data.index(b"moov") - 4
    data[at : at + 4] = bytes(4)
    after = film(bytes(data))
    assert struct.unpack_from(">I", after, at)[0] == len(data) - at
    assert mp4.read(io.BytesIO(after)).width == 640


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="needs exiftool")
def test_exiftool_reads_what_an_mp4_says(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(film(makers.mp4(notes=b"+20.9500+107.0700/")))
    told = json.loads(
        subprocess.run(
            ["exiftool", "-j", "-G1", "-XMP:all", "-GPS*", str(path)], capture_output=True, check=True
        ).stdout
    )[0]
    assert told["XMP-dc:Title"] == "Vịnh Hạ Long"
    assert told["XMP-dc:Title-lo"] == "ອ່າວຮາລອງ"
    assert told["XMP-dc:Title-ar"] == "خليج ها لونغ"
    assert not [name for name in told if "GPS" in name]


def test_a_webm_loses_its_tags_and_keeps_its_places() -> None:
    before = makers.webm(tags=b"LOCATION +20.95")
    file = io.BytesIO(before)
    after = b"".join(patched(file, webm.changes(file), 64))
    assert len(after) == len(before) and b"LOCATION" not in after
    assert webm.read(io.BytesIO(after)) == webm.read(file)


def test_patches_that_overlap_become_one() -> None:
    assert merged([Patch(5, 3, b"a"), Patch(0, 4, b"b"), Patch(1, 2, b"c"), Patch(6, 9)]) == (
        Patch(0, 4, b"b"),
        Patch(5, 10, b"a"),
    )
    changes = Changes(merged([Patch(2, 3, b"x")]), b"!")
    assert b"".join(patched(io.BytesIO(b"0123456"), changes, 2)) == b"01x\0\x0056!"


def test_samples_outside_the_media_data_are_not_written_over() -> None:
    data = makers.mp4(data_track=b"GPS")
    place = data.index(b"mdat") + 4 + 900
    hostile = data.replace(struct.pack(">II", 1, place), struct.pack(">II", 1, 4))
    assert hostile != data
    with pytest.raises(Malformed):
        mp4.read(io.BytesIO(hostile))


def test_a_drawing_leaves_without_what_is_not_on_the_list() -> None:
    data = makers.svg(
        "<!-- made by --><?php echo 1 ?><metadata>author</metadata><i:x xmlns:i='http://www.inkscape.org/ns'>secret</i:x>"
        "<path d='M0 0h9' i:label='secret' xmlns:i='http://www.inkscape.org/ns' data-x='1' fill='url(#g)'/>"
    )
    out = svg.prepared(data, SAID)
    for word in (b"secret", b"author", b"made by", b"php", b"data-x"):
        assert word in data and word not in out
    assert b'fill="url(#g)"' in out and "Vịnh Hạ Long".encode() in out
    assert svg.read(out) == svg.read(data) == svg.Drawing(120, 80)
    assert svg.prepared(out, SAID) == out


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ('width="10mm" height="1in"', svg.Drawing(38, 96)),
        ('width="100%" height="5"', svg.Drawing(None, None)),
        ('viewBox="0 0 30 20"', svg.Drawing(30, 20)),
        ('viewBox="0 0 0 0"', svg.Drawing(None, None)),
        ('width="1e9" height="1e9"', svg.Drawing(None, None)),
        ('width="" viewBox="a b c d"', svg.Drawing(None, None)),
    ],
)
def test_the_size_of_a_drawing(size: str, expected: svg.Drawing) -> None:
    assert svg.read(makers.svg(size=size)) == expected


NEWER = {
    "AVIF": makers.picture("AVIF", seed=31),
    "HEIC": makers.HEIC,
    "TIFF": makers.picture("TIFF", seed=32),
    "TIFF of strips": makers.picture("TIFF", size=(700, 500), seed=33, compression="tiff_lzw"),
    "TIFF of CMYK": makers.picture("TIFF", "CMYK", seed=34),
    "TIFF of 16 bits": makers.picture("TIFF", "I;16", seed=35),
}


@pytest.mark.parametrize("name", NEWER)
def test_not_a_pixel_of_the_newer_formats_changes(name: str) -> None:
    before = NEWER[name]
    after = embed(before, SAID, keep_location=False)
    one, other = (Image.open(io.BytesIO(data), formats=DECODERS) for data in (before, after))
    assert (one.size, one.mode, one.tobytes()) == (other.size, other.mode, other.tobytes())
    found = read(after)
    assert found.title["lo"] == "ອ່າວຮາລອງ"
    assert embed(after, SAID, keep_location=False) == after


def test_a_telephones_picture_loses_its_position_and_serial_number() -> None:
    assert b"SERIAL-4711" in makers.HEIC and read(makers.HEIC).latitude is not None
    after = embed(makers.HEIC, SAID, keep_location=False)
    assert b"SERIAL-4711" not in after and b"OLD-PACKET" not in after
    assert read(after).latitude is None
    assert read(embed(makers.HEIC, SAID, keep_location=True)).latitude == pytest.approx(20.833, abs=0.01)


def test_a_tiff_loses_whatever_hung_on_it() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    exif.get_ifd(0x8825).update({1: "N", 2: (20.0, 50.0, 0.0), 3: "E", 4: (107.0, 4.0, 0.0)})
    exif.get_ifd(0x8769).update({0xA431: "SERIAL-4711", 0x9003: "2026:05:04 06:15:00"})
    before = makers.picture("TIFF", seed=36, exif=exif.tobytes()) + b"behind the end"
    assert b"SERIAL-4711" in before
    after = embed(before, SAID, keep_location=False)
    assert b"SERIAL-4711" not in after and b"behind the end" not in after
    found = read(after)
    assert found.latitude is None and found.taken_at is not None


def test_every_page_of_a_tiff_stays() -> None:
    pages = [Image.new("L", (30, 20), colour) for colour in (10, 120, 240)]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    after = Image.open(io.BytesIO(embed(out.getvalue(), SAID, keep_location=False)))
    assert after.n_frames == 3  # type: ignore[attr-defined]
    for number, page in enumerate(pages):
        after.seek(number)
        assert after.tobytes() == page.tobytes()


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="needs exiftool")
@pytest.mark.parametrize("name", NEWER)
def test_exiftool_finds_all_languages_and_nothing_wrong(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{name.split()[0].lower()}"
    path.write_bytes(embed(NEWER[name], SAID, keep_location=False))
    told = json.loads(
        subprocess.run(["exiftool", "-j", "-G1", "-a", str(path)], capture_output=True, check=True).stdout
    )[0]
    assert told["XMP-dc:Title"] == "Vịnh Hạ Long" and told["XMP-dc:Title-ar"] == "خليج ها لونغ"
    assert "ExifTool:Error" not in told and "ExifTool:Warning" not in told
    assert not [key for key in told if key.startswith("GPS")]


@pytest.mark.parametrize("reader", [mp4, webm])
def test_a_film_is_looked_into_only_so_often(monkeypatch: pytest.MonkeyPatch, reader: Any) -> None:
    """Millions of tiny parts would keep a worker busy for hours."""
    data = makers.mp4() if reader is mp4 else makers.webm()
    reader.read(io.BytesIO(data))
    monkeypatch.setattr("media_library.films.bounded.MOST_LOOKS", 10)
    with pytest.raises(Malformed, match="too many parts"):
        reader.read(io.BytesIO(data))


def test_names_in_boxes_that_stay_are_emptied() -> None:
    data = makers.mp4()
    named = data.replace(b"vide" + bytes(13), b"vide" + bytes(12) + b"A")
    assert named != data
    after = film(named)
    assert after[: len(data)] == film(data)[: len(data)]


def test_media_data_that_no_sample_is_made_of_become_zeros() -> None:
    data = makers.mp4(media=b"S" * 900) + makers.box(b"mdat", b"left behind")
    after = film(data)
    assert b"S" * 900 in after and b"left behind" not in after
    assert after[len(data) - 11 : len(data)] == bytes(11)


def test_sound_that_is_counted_in_old_ways_is_not_emptied() -> None:
    """Of such a track the tables tell too short lengths: what they leave out may be sound."""
    data = makers.mp4(media=b"S" * 900, data_track=b"GPS 20.95")
    told = struct.pack(">III", 0, 1, 900)
    after = film(data.replace(told, struct.pack(">III", 1, 900, 0)[:12]))
    assert b"S" * 900 in after and b"GPS 20.95" not in after


def test_chunks_and_gaps() -> None:
    chunks = Chunks(numpy.array([30, 10]), numpy.array([5, 12]))
    assert within(chunks, [(0, 50)]) and within(chunks, [(28, 50), (8, 25)])
    assert not within(chunks, [(0, 34)]) and not within(chunks, [])
    assert list(gaps([chunks], [(0, 50)])) == [(0, 10), (22, 8), (35, 15)]
    assert list(gaps([], [(3, 9)])) == [(3, 6)]
