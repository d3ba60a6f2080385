"""Two bands give what one filter over the whole picture gives."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops

from media_library.renditions.filtering import resized

pytestmark = pytest.mark.once


def _texture(mode: str) -> Image.Image:
    return Image.effect_noise((2600, 1701), 90).convert(mode)


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA", "CMYK"])
@pytest.mark.parametrize(
    ("size", "box"),
    [((1300, 851), (0.0, 0.0, 2600.0, 1701.0)), ((1201, 901), (2.6, 11.3, 2580.4, 1699.9))],
)
def test_seam_cannot_be_seen(mode: str, size: tuple[int, int], box: tuple[float, float, float, float]) -> None:
    picture = _texture(mode)
    picture.info["icc_profile"] = b"profile"
    taken, plain = resized(picture, size, box), picture.resize(size, Image.Resampling.LANCZOS, box)
    assert (taken.mode, taken.size, taken.info) == (plain.mode, size, plain.info)
    difference = ImageChops.difference(taken, plain)
    # Where the seam falls between two pixels, the weights are rounded once more.
    assert max(high for _low, high in _extrema(difference)) <= 1
    assert resized(picture, size, box).tobytes() == taken.tobytes()


@pytest.mark.parametrize("size", [(300, 196), (1, 1)])
def test_small_results_are_made_as_one(size: tuple[int, int]) -> None:
    picture, box = _texture("RGB"), (0.0, 0.0, 2600.0, 1701.0)
    plain = picture.resize(size, Image.Resampling.LANCZOS, box, reducing_gap=3.0)
    assert resized(picture, size, box).tobytes() == plain.tobytes()


def _extrema(picture: Image.Image) -> list[tuple[int, int]]:
    found = picture.getextrema()
    return [found] if isinstance(found[0], int) else list(found)  # type: ignore[list-item]
