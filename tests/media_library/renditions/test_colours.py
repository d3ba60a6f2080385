from __future__ import annotations

from typing import Any

import numpy
import pytest
from PIL import Image, ImageCms

from media_library.renditions.colour import to_srgb
from media_library.renditions.presets import PRESETS
from media_library.renditions.render import Wanted, pictures, render_all
from tests.media_library.renditions.pictures import (
    display_p3,
    file,
    linear_grey,
    near,
    opened,
    photo,
    press_cmyk,
    psnr,
)

SMALL = PRESETS["small"]


def pixels(source: Any) -> Image.Image:
    return pictures(source, {SMALL}, None)[SMALL]


def encoded(source: Any, extension: str) -> Image.Image:
    (result,) = render_all(source, [Wanted(SMALL, extension)], focal=None, xmp=None)
    return opened(result.data)


def test_wide_gamut_colours_become_srgb_without_a_profile() -> None:
    source = file(Image.new("RGB", (300, 200), (200, 120, 60)), icc_profile=display_p3())
    picture = pixels(source)
    assert "icc_profile" not in picture.info
    # The same colour needs more saturated numbers in the smaller space.
    assert near(picture.getpixel((50, 50)), (214, 116, 38))


def test_an_srgb_profile_is_dropped_and_changes_nothing() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    with_it, without = file(photo(), "PNG", icc_profile=profile), file(photo(), "PNG")
    assert pixels(with_it).tobytes() == pixels(without).tobytes()


@pytest.mark.parametrize("profile", [b"rubbish", b"\0" * 200, press_cmyk(), linear_grey(), display_p3()[:180]])
def test_a_profile_that_does_not_fit_is_ignored(profile: bytes) -> None:
    assert pixels(file(photo(), "PNG", icc_profile=profile)).tobytes() == pixels(file(photo(), "PNG")).tobytes()


def test_cmyk_without_a_profile() -> None:
    picture = pixels(file(photo().convert("CMYK")))
    assert picture.mode == "RGB"
    assert psnr(picture, photo()) > 30


def test_cmyk_goes_through_its_profile() -> None:
    cyan = Image.new("CMYK", (200, 100), (255, 0, 0, 0))
    picture = pixels(file(cyan, icc_profile=press_cmyk()))
    assert picture.mode == "RGB"
    red, green, blue = picture.getpixel((20, 20))
    assert red < green < blue < 230  # the plain formula gives (0, 255, 255)
    paper = pixels(file(Image.new("CMYK", (200, 100)), icc_profile=press_cmyk()))
    assert near(paper.getpixel((20, 20)), (255, 255, 255))


def test_grey_stays_grey() -> None:
    picture = pixels(file(photo().convert("L")))
    assert picture.mode == "L"
    assert psnr(picture, photo().convert("L")) > 35


def test_a_grey_profile_is_applied() -> None:
    picture = pixels(file(Image.new("L", (200, 100), 128), icc_profile=linear_grey()))
    assert picture.mode == "L"
    assert near((picture.getpixel((9, 9)),), (188,), by=2)  # linear 0.5 in sRGB


def test_sixteen_bit_grey_is_scaled_and_not_clipped() -> None:
    ramp = numpy.linspace(0, 65535, 400, dtype=numpy.uint16)
    picture = pixels(file(Image.fromarray(numpy.tile(ramp, (300, 1))), "PNG"))
    assert picture.mode == "L"
    assert near((picture.getpixel((200, 9)),), (128,), by=2)


@pytest.mark.parametrize(
    ("mode", "expected"), [("1", "L"), ("P", "RGB"), ("RGB", "RGB"), ("RGBA", "RGBA"), ("LA", "RGBA")]
)
def test_every_mode_of_png(mode: str, expected: str) -> None:
    source = file(photo(900, 600).convert(mode), "PNG")
    assert pixels(source).mode == expected
    for extension in SMALL.formats:
        assert encoded(source, extension).size == (640, 426)


def _see_through(mode: str) -> Any:
    """Left half opaque red, right half fully transparent."""
    picture = Image.new("RGBA", (400, 200), (200, 0, 0, 255))
    picture.paste((0, 0, 0, 0), (200, 0, 400, 200))
    if mode == "RGBA":
        return file(picture, "PNG")
    if mode == "LA":
        return file(picture.convert("LA"), "PNG")
    flat = Image.new("RGB", (400, 200), (200, 0, 0))
    flat.paste((0, 0, 0), (200, 0, 400, 200))
    if mode == "P":
        palette = flat.quantize(2)
        return file(palette, "PNG", transparency=palette.getpixel((300, 50)))
    if mode == "L":
        return file(flat.convert("L"), "PNG", transparency=0)
    return file(flat, "PNG", transparency=(0, 0, 0))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "RGB", "L"])
def test_transparent_parts_are_white_in_jpeg_and_kept_in_the_others(mode: str) -> None:
    source = _see_through(mode)
    on_white = encoded(source, "jpg")
    assert near(on_white.getpixel((300, 100)), (255, 255, 255))
    assert not near(on_white.getpixel((100, 100)), (255, 255, 255), by=40)
    for extension in ("webp", "avif"):
        picture = encoded(source, extension)
        assert picture.mode == "RGBA"
        assert picture.getpixel((300, 100))[3] == 0
        assert picture.getpixel((100, 100))[3] == 255


def test_alpha_survives_a_colour_profile() -> None:
    picture = Image.new("RGBA", (300, 200), (200, 120, 60, 255))
    picture.putpixel((0, 0), (0, 0, 0, 0))
    result = pixels(file(picture, "PNG", icc_profile=display_p3()))
    assert result.mode == "RGBA"
    assert near(result.getpixel((150, 100)), (214, 116, 38, 255))
    assert result.getpixel((0, 0))[3] == 0


def test_no_colour_bleeds_out_of_transparent_parts() -> None:
    """Green under full transparency must not tint the edge when the picture is made smaller."""
    picture = Image.new("RGBA", (2000, 1000), (255, 0, 0, 255))
    picture.paste((0, 255, 0, 0), (1000, 0, 2000, 1000))
    edge = pixels(file(picture, "PNG")).crop((300, 100, 340, 120)).get_flattened_data()
    assert {(255, 0, 0)} == {pixel[:3] for pixel in edge if pixel[3]}


def test_conversion_without_profile_leaves_srgb_alone() -> None:
    picture = photo()
    assert to_srgb("RGB", None)(picture) is picture
