from __future__ import annotations

import random
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation
from wagtail.images.image_operations import FillOperation, ImageTransform, MinMaxOperation
from wagtail.images.rect import Rect

from media_library.renditions.framing import FocalPoint, frame
from media_library.renditions.presets import MEDIA_TYPES, PRESETS, Preset, parse_preset, rendition_size


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)
def test_every_preset_parses_in_every_format(preset: Preset) -> None:
    for extension in preset.formats:
        assert parse_preset(f"{preset.name}.{extension}") == (preset, extension)
        assert extension in MEDIA_TYPES


@pytest.mark.parametrize(
    "file",
    ["", "thumb", "thumb.", ".jpg", "thumb.jpeg", "thumb.png", "THUMB.jpg", "thumb.JPG", "huge.jpg", "thumb.jpg.webp",
     "thumb .jpg", "../thumb.jpg", "original"],
)  # fmt: skip
def test_nothing_else_parses(file: str) -> None:
    assert parse_preset(file) is None


@pytest.mark.parametrize(
    ("name", "source", "size"),
    [
        ("thumb", (6000, 4000), (320, 213)),
        ("thumb", (4000, 6000), (213, 320)),
        ("large", (1600, 1200), (1600, 1200)),
        ("large", (8192, 5464), (2048, 1366)),
        ("small", (20000, 10), (640, 1)),
        ("card", (6000, 4000), (720, 540)),
        ("card", (3000, 4000), (720, 540)),
        ("card", (700, 700), (700, 525)),
        ("card", (1000, 300), (400, 300)),
        ("card", (1, 5000), (1, 1)),
        ("card", (5000, 1), (1, 1)),
        ("web", (6000, 4000), (1600, 1066)),
        ("print-a4", (6000, 4000), (3508, 2338)),
        ("print-a4", (2000, 3000), (2000, 3000)),
        ("press-wire", (4000, 6000), (2000, 3000)),
        ("social-square", (6000, 4000), (1080, 1080)),
        ("social-square", (900, 700), (700, 700)),
        ("social-story", (6000, 4000), (1080, 1920)),
        ("social-story", (1600, 900), (506, 900)),
    ],
)
def test_sizes(name: str, source: tuple[int, int], size: tuple[int, int]) -> None:
    assert rendition_size(PRESETS[name], *source) == size


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)
@pytest.mark.parametrize("source", [(1, 1), (640, 480), (1080, 1920), (3000, 2000), (12000, 9000)])
def test_no_preset_enlarges(preset: Preset, source: tuple[int, int]) -> None:
    width, height = rendition_size(preset, *source)
    assert 1 <= width <= min(preset.width, source[0])
    assert 1 <= height <= min(preset.height, source[1])
    left, top, right, bottom = frame(preset, *source, FocalPoint(source[0], 0)).box
    assert 0 <= left < right <= source[0] and 0 <= top < bottom <= source[1]
    assert (right - left) >= width and (bottom - top) >= height


def test_what_stands_in_for_the_original_is_a_download() -> None:
    full = {name for name, preset in PRESETS.items() if preset.is_full_size}
    assert full == {"print-a4", "press-wire"}
    look = max(max(preset.width, preset.height) for preset in PRESETS.values() if not preset.is_full_size)
    assert all(min(PRESETS[name].width, PRESETS[name].height) > look for name in full)
    assert not any(preset.on_pages for preset in PRESETS.values() if preset.is_full_size)


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)
def test_every_preset_says_what_it_is_for(preset: Preset) -> None:
    """In Vietnamese as in English, and its name fits into an address and into the ledger."""
    assert str(preset.label) and str(preset.purpose_text)
    assert re.fullmatch(r"[a-z][a-z0-9-]{1,29}", preset.name)


def test_a_preset_is_the_same_in_every_language() -> None:
    with translation.override("vi"):
        marked = {PRESETS["thumb"]: 1}
    with translation.override("en"):
        assert marked[PRESETS["thumb"]] == 1


def _wagtail(operation: Any, width: int, height: int, focal: FocalPoint | None) -> tuple[Rect, tuple[int, int]]:
    area = Rect.from_point(focal.x, focal.y, focal.width, focal.height) if focal else None
    image = SimpleNamespace(get_focal_point=lambda: area)
    transform = operation.run(ImageTransform((width, height)), image)
    return transform.get_rect().round(), transform.size


def test_whole_pictures_get_the_sizes_that_wagtail_gives() -> None:
    chance = random.Random(3)
    for _ in range(300):
        source = chance.randint(1, 9000), chance.randint(1, 9000)
        for name in ("thumb", "large"):
            limit = PRESETS[name].width
            _box, size = _wagtail(MinMaxOperation("max", f"{limit}x{limit}"), *source, None)
            assert rendition_size(PRESETS[name], *source) == size


def test_crops_lie_where_wagtail_lays_them() -> None:
    chance = random.Random(4)
    for _ in range(300):
        width, height = chance.randint(1100, 9000), chance.randint(800, 9000)
        focal = FocalPoint(
            chance.randint(0, width), chance.randint(0, height), chance.randint(0, 700), chance.randint(0, 500)
        )
        for point in (focal, None):
            box, size = _wagtail(FillOperation("fill", "720x540"), width, height, point)
            ours = frame(PRESETS["card"], width, height, point)
            assert ours.size == size
            assert ours.box == pytest.approx(tuple(box), abs=2)  # Wagtail rounds outwards


def test_a_focal_area_stays_inside_the_crop() -> None:
    assert frame(PRESETS["card"], 4000, 1000, FocalPoint(3900, 500, 150, 100)).box[2] >= 3975
    assert frame(PRESETS["card"], 4000, 1000, FocalPoint(0, 0)).box[0] == 0
    # Larger than any crop: its middle counts.
    assert frame(PRESETS["card"], 4000, 1000, FocalPoint(2000, 500, 3000, 900)).box == (1334, 0, 2667, 1000)


def test_a_crop_of_a_small_source_is_cut_and_not_scaled() -> None:
    framed = frame(PRESETS["card"], 701, 500, FocalPoint(600, 250))
    left, top, right, bottom = framed.box
    assert (right - left, bottom - top) == framed.size == (666, 500)
