from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy
import pytest
from PIL import ExifTags, Image

from media_library.metadata import Outgoing, packet, read
from media_library.renditions import render
from media_library.renditions.decoding import decode, open_source
from media_library.renditions.presets import PRESETS, rendition_size
from media_library.renditions.render import FocalPoint, Rendered, Wanted, render_all
from tests.media_library.renditions.pictures import CORNERS, file, near, opened, photo, psnr

ALL = [Wanted(preset, extension) for preset in PRESETS.values() for extension in preset.formats]
MAGIC = {"jpg": b"\xff\xd8\xff", "webp": b"RIFF", "avif": b"\0\0\0"}
RESOLUTION = {ExifTags.Base.XResolution, ExifTags.Base.YResolution, ExifTags.Base.ResolutionUnit}
THUMB = Wanted(PRESETS["thumb"], "jpg")


def made(source: io.BytesIO | Path, *wanted: Wanted, **options: Any) -> list[Rendered]:
    return render_all(source, wanted, **({"focal": None, "xmp": None} | options))


def test_everything_at_once_in_the_order_asked_for() -> None:
    results = made(file(photo(900, 700)), *reversed(ALL))
    assert [Wanted(result.preset, result.format) for result in results] == list(reversed(ALL))
    for result in results:
        assert result.data.startswith(MAGIC[result.format])
        picture = opened(result.data)
        assert picture.size == (result.width, result.height) == rendition_size(result.preset, 900, 700)
        assert Image.MIME[picture.format or ""] == result.media_type


def test_nothing_wanted_reads_nothing() -> None:
    assert made(io.BytesIO(b"no picture")) == []


def test_a_path_and_a_file_at_its_end_give_the_same(tmp_path: Path) -> None:
    source = file(photo())
    path = tmp_path / "photo.jpg"
    path.write_bytes(source.getvalue())
    source.seek(0, 2)
    assert made(path, THUMB) == made(source, THUMB)
    assert not source.closed


def test_equal_input_gives_equal_bytes() -> None:
    assert made(file(photo()), *ALL) == made(file(photo()), *ALL)


def test_the_source_is_decoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    decodes = []

    def counting(image: Image.Image, scale: float) -> Any:
        decodes.append(scale)
        return decode(image, scale)

    monkeypatch.setattr(render, "decode", counting)
    made(file(photo(3000, 2000)), *(Wanted(preset, "jpg") for preset in PRESETS.values() if preset.on_pages))
    assert decodes == [pytest.approx(2048 / 3000, abs=0.001)]


@pytest.mark.parametrize(
    ("scale", "decoded"), [(0.8, (1600, 1001)), (0.3, (800, 501)), (0.15, (400, 251)), (0.01, (200, 126))]
)
def test_a_jpeg_is_decoded_no_finer_than_needed(scale: float, decoded: tuple[int, int]) -> None:
    with open_source(file(photo(1600, 1001))) as image:
        surface = decode(image, scale)
    assert surface.image.size == decoded
    assert surface.scale[0] == pytest.approx(decoded[0] / 1600)


@pytest.mark.parametrize("width", [1, 2, 7, 9, 15, 33])
def test_slivers(width: int) -> None:
    for size in ((width, 3000), (3000, width), (width, width)):
        for result in made(file(photo(*size)), *(Wanted(preset, "jpg") for preset in PRESETS.values())):
            assert (result.width, result.height) == rendition_size(result.preset, *size)


@pytest.mark.parametrize("size", [(1801, 1203), (1001, 1499)])
def test_as_good_as_filtering_the_full_decode(size: tuple[int, int]) -> None:
    source = file(photo(*size), quality=92)
    full = Image.open(source)
    for preset, picture in render.pictures(source, set(PRESETS.values()), None).items():
        if preset.mode == "fit":
            assert psnr(picture, full.resize(picture.size, Image.Resampling.LANCZOS)) >= 44, preset.name


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_all_orientations_come_out_upright(kind: str, orientation: int) -> None:
    turned = Image.open(file(photo(), "PNG", orientation=orientation))
    back = {6: 8, 8: 6}.get(orientation, orientation)  # the turn that undoes it
    stored = _turned(turned, back)
    results = made(file(stored, kind, orientation=orientation), THUMB, Wanted(PRESETS["card"], "jpg"))
    for result in results:
        picture = opened(result.data)
        assert picture.width > picture.height
        _assert_corners(picture, inset=12)


def _turned(picture: Image.Image, orientation: int) -> Image.Image:
    from media_library.renditions.orientation import turn_upright

    return turn_upright(picture, orientation)


def _assert_corners(picture: Image.Image, inset: int) -> None:
    right, bottom = picture.width - 1 - inset, picture.height - 1 - inset
    places = [(inset, inset), (right, inset), (inset, bottom), (right, bottom)]
    for (name, colour), place in zip(CORNERS.items(), places, strict=True):
        assert near(picture.convert("RGB").getpixel(place), colour, by=14), name


def test_the_crop_follows_the_focal_point_in_upright_pixels() -> None:
    """Stored lying on its side; seen upright it is 400 × 1200 with the point of interest at the bottom."""
    upright = Image.new("RGB", (400, 1200), "black")
    upright.paste((255, 255, 255), (0, 1000, 400, 1200))
    stored = _turned(upright, 8)  # orientation 6 turns it back
    source = file(stored, orientation=6)
    (at_the_bottom,) = made(source, Wanted(PRESETS["card"], "jpg"), focal=FocalPoint(200, 1100, 50, 50))
    (centred,) = made(source, Wanted(PRESETS["card"], "jpg"))
    assert (at_the_bottom.width, at_the_bottom.height) == (400, 300)
    assert numpy.asarray(opened(at_the_bottom.data)).mean() > 90
    assert numpy.asarray(opened(centred.data)).mean() < 10


def test_nothing_of_the_camera_is_copied() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "Photographer's private name"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (20.0, 54.0, 0.0)
    source = file(
        photo(), exif=exif.tobytes(), comment=b"serial 1234", xmp=b"<x:xmpmeta>secret</x:xmpmeta>", dpi=(300, 300)
    )
    for result in made(source, *ALL):
        picture = opened(result.data)
        assert not {"comment", "xmp", "icc_profile"} & set(picture.info)
        assert set(picture.getexif()) <= RESOLUTION
        told = () if result.preset.dpi else (b"Exif",)
        for secret in (b"private name", b"serial", b"secret", *told):
            assert secret not in result.data


def test_the_given_xmp_is_in_every_copy() -> None:
    xmp = packet(Outgoing(title={"vi": "Vịnh Hạ Long", "lo": "ອ່າວຮາລອງ"}))
    for result in made(file(photo()), *ALL, xmp=xmp):
        assert opened(result.data).info["xmp"] == xmp


def test_small_copies_may_go_without_xmp() -> None:
    xmp = packet(Outgoing(title={"vi": "Vịnh Hạ Long"}))
    for result in made(file(photo(700, 500)), *ALL, xmp=xmp, xmp_from=640):
        assert ("xmp" in opened(result.data).info) is (max(result.width, result.height) >= 640)


def test_xmp_longer_than_a_jpeg_segment_still_goes_in() -> None:
    captions = {lang: "Bình minh trên vịnh. " * 1200 + lang for lang in ("vi", "en", "fr", "de")}
    xmp = packet(Outgoing(title={"vi": "Vịnh"}, description=captions))
    assert len(xmp) > 65_502
    for result in made(file(photo()), THUMB, Wanted(PRESETS["thumb"], "webp"), xmp=xmp):
        assert read(result.data).description["fr"] == captions["fr"]
        opened(result.data)


@pytest.mark.parametrize("extension", PRESETS["print-a4"].formats)
def test_what_is_printed_says_its_resolution(extension: str) -> None:
    (result,) = made(file(photo(4000, 2600)), Wanted(PRESETS["print-a4"], extension))
    picture = opened(result.data)
    assert picture.size == (3508, 2280)
    exif = picture.getexif()
    told = picture.info.get("dpi") or (exif[ExifTags.Base.XResolution], exif[ExifTags.Base.YResolution])
    assert [float(each) for each in told] == [300, 300]
    if extension != "jpg":
        assert exif[ExifTags.Base.ResolutionUnit] == 2
        assert set(exif) == RESOLUTION


@pytest.mark.parametrize("extension", PRESETS["web"].formats)
def test_what_is_for_screens_says_none(extension: str) -> None:
    (result,) = made(file(photo(), dpi=(72, 72)), Wanted(PRESETS["web"], extension))
    picture = opened(result.data)
    assert not dict(picture.getexif())
    assert picture.info.get("dpi") in (None, (1, 1), (72, 72)) or extension != "jpg"


def test_what_will_be_worked_on_keeps_more_of_the_picture() -> None:
    source = file(photo(2000, 1400), "PNG")
    whole = opened(source.getvalue())
    (fine,) = made(source, Wanted(PRESETS["press-wire"], "jpg"))
    (plain,) = made(source, Wanted(PRESETS["large"], "jpg"))
    assert (fine.width, plain.width) == (2000, 2000)
    assert psnr(opened(fine.data), whole) > psnr(opened(plain.data), whole)
