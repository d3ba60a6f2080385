"""Against stock Willow on the same file: same sizes, at least 40 dB, and only what can be reduced is reduced."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import PIL.Image
import pytest
from PIL import ExifTags
from wagtail.images.models import Filter
from wagtail.images.models import Image as WagtailImage
from willow.image import BadImageOperationError, Image, JPEGImageFile
from willow.plugins.pillow import PillowImage
from willow.registry import registry

from media_library.renditions import willow_plugin
from media_library.renditions.willow_plugin import LazyJpeg
from tests.media_library.renditions.pictures import display_p3, file, opened, photo, psnr

SPECS = [
    "max-165x165",
    "min-300x200",
    "width-400",
    "height-123",
    "fill-300x300",
    "fill-200x500-c80",
    "fill-800x600",
    "scale-25",
    "max-800x600|format-webp",
    "width-300|format-png",
    "original",
]


class Stock(Filter):
    """Wagtail's filter on Willow's own class, as without the plugin."""

    @contextmanager
    def get_willow_image(self, image: Any, source: Any = None) -> Iterator[Any]:
        stock = PillowImage.open(JPEGImageFile(source))
        stock.format_name = "jpeg"
        yield stock


def record(width: int, height: int, **focal: int) -> WagtailImage:
    return WagtailImage(collection_id=1, file="photo.jpg", width=width, height=height, **focal)


def both(spec: str, source: io.BytesIO, **focal: int) -> tuple[PIL.Image.Image, PIL.Image.Image]:
    size = PIL.Image.open(source).size
    results = []
    for kind in (Stock, Filter):
        output = io.BytesIO()
        # Pixels are compared before JPEG's own losses: those differ for the slightest change.
        kind(spec if "format-" in spec else f"{spec}|format-png").run(record(*size, **focal), output, source=source)
        results.append(opened(output.getvalue()))
    return results[0], results[1]


def test_installed_once_and_first_in_line() -> None:
    willow_plugin.install()
    willow_plugin.install()
    assert LazyJpeg in registry.get_image_classes()
    assert isinstance(Image.open(file(photo())).auto_orient(), LazyJpeg)


@pytest.mark.parametrize("spec", SPECS)
def test_looks_like_stock(spec: str) -> None:
    stock, ours = both(spec, file(photo(1200, 801), quality=90))
    assert ours.size == stock.size
    assert psnr(stock, ours) >= 40


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("spec", ["max-165x165", "fill-300x200"])
def test_all_orientations_and_crops(spec: str, orientation: int) -> None:
    source = file(photo(1203, 801), orientation=orientation)
    focal = {"focal_point_x": 700, "focal_point_y": 600, "focal_point_width": 120, "focal_point_height": 90}
    stock, ours = both(spec, source, **focal)
    assert ours.size == stock.size
    assert psnr(stock, ours) >= 40


@pytest.mark.parametrize("closeness", ["", "-c100"])
def test_crops_follow_the_focal_point(closeness: str) -> None:
    source = file(photo(1600, 1067))
    focal = {"focal_point_x": 1500, "focal_point_y": 1000, "focal_point_width": 150, "focal_point_height": 100}
    stock, ours = both(f"fill-200x200{closeness}", source, **focal)
    assert psnr(stock, ours) >= 40
    assert psnr(both("fill-200x200", source)[1], ours) < 25


def test_jpegs_are_decoded_reduced(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[tuple[int, int]] = []
    load = PIL.Image.Image.load

    def watched(image: PIL.Image.Image) -> Any:
        if image.format == "JPEG" and getattr(image, "tile", None):
            decoded.append(image.size)
        return load(image)

    monkeypatch.setattr(PIL.Image.Image, "load", watched)
    Filter("max-165x165").run(record(1600, 1067), io.BytesIO(), source=file(photo(1600, 1067)))
    assert set(decoded) <= {(400, 267)}


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_other_modes(mode: str) -> None:
    source = file(photo(900, 600).convert(mode))
    results = []
    for kind in (Stock, Filter):
        output = io.BytesIO()
        kind("max-165x165").run(record(900, 600), output, source=source)
        results.append(opened(output.getvalue()))
    assert results[0].mode == results[1].mode == mode
    assert psnr(*results) >= 40


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_kinds_go_to_stock(kind: str) -> None:
    output = io.BytesIO()
    Filter("max-165x165").run(record(600, 400), output, source=file(photo(), kind))
    assert opened(output.getvalue()).format == kind
    assert isinstance(Image.open(file(photo(), kind)).auto_orient(), PillowImage)


def test_the_profile_stays_and_the_cameras_secrets_go() -> None:
    exif = PIL.Image.Exif()
    exif[ExifTags.Base.Artist] = "private name"
    output = io.BytesIO()
    source = file(photo(), exif=exif.tobytes(), comment=b"serial 1234", icc_profile=display_p3())
    Filter("max-165x165").run(record(600, 400), output, source=source)
    assert opened(output.getvalue()).info["icc_profile"] == display_p3()
    assert b"private name" not in output.getvalue()
    assert b"serial" not in output.getvalue()


def test_sizes_come_from_the_header() -> None:
    data = file(photo(1200, 800), orientation=6).getvalue()
    willow = Image.open(io.BytesIO(data[: len(data) // 2]))
    assert willow.get_size() == (1200, 800)
    assert willow.get_frame_count() == 1
    assert not willow.has_alpha()
    assert not willow.has_animation()
    assert willow.auto_orient().get_size() == (800, 1200)
    with pytest.raises(OSError, match="truncated"):
        willow.auto_orient().resize((80, 120))


def test_steps_in_any_order_end_like_stock() -> None:
    source = file(photo(1200, 800), orientation=6)
    stock = PillowImage.open(JPEGImageFile(source))
    lazy = Image.open(source)
    cropped = lazy.crop((100, 100, 900, 700)).crop((50, 50, 650, 450))
    reference = stock.crop((100, 100, 900, 700)).crop((50, 50, 650, 450))
    assert cropped.get_size() == reference.get_size() == (600, 400)
    assert psnr(cropped.resize((150, 100)).image, reference.resize((150, 100)).image) >= 40
    assert cropped.auto_orient().get_size() == reference.auto_orient().get_size()
    assert lazy.auto_orient().auto_orient().get_size() == (800, 1200)
    rotated = lazy.auto_orient().crop((0, 0, 400, 600)).rotate(90)
    assert psnr(rotated.image, stock.auto_orient().crop((0, 0, 400, 600)).rotate(90).image) >= 60


@pytest.mark.parametrize("rect", [(10, 10, 10, 20), (2000, 0, 2100, 10), (0, 5, 10, 5), (-20, 0, -10, 10)])
def test_impossible_crops_are_refused_like_stock(rect: tuple[int, int, int, int]) -> None:
    with pytest.raises(BadImageOperationError):
        Image.open(file(photo())).auto_orient().crop(rect)
