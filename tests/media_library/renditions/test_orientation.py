from __future__ import annotations

import pytest
from PIL import Image, ImageOps

from media_library.renditions.orientation import orientation_of, stored_box, turn_upright, turned_size
from tests.media_library.renditions.pictures import file, photo


@pytest.mark.parametrize("orientation", range(1, 9))
def test_turning_is_what_exif_means(orientation: int) -> None:
    stored = Image.open(file(photo(70, 50), "PNG", orientation=orientation))
    assert orientation_of(stored) == orientation
    upright = turn_upright(stored, orientation)
    assert upright.tobytes() == ImageOps.exif_transpose(stored).tobytes()
    assert upright.size == turned_size(stored.size, orientation)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_box_cut_before_turning_is_the_box_cut_after(orientation: int) -> None:
    stored = photo(70, 50)
    upright = turn_upright(stored, orientation)
    box = (3, 5, 31, 42)
    before = stored.crop(tuple(map(int, stored_box(box, upright.size, orientation))))
    assert turn_upright(before, orientation).tobytes() == upright.crop(box).tobytes()


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
@pytest.mark.parametrize("exif", [b"", b"Exif\0\0", b"Exif\0\0garbage", b"Exif\0\0II*\0\xff\xff\xff\xff"])
def test_broken_exif_counts_as_upright(exif: bytes) -> None:
    assert orientation_of(Image.open(file(photo(40, 30), exif=exif))) == 1


@pytest.mark.parametrize("value", [0, 9, 65535])
def test_values_that_mean_nothing_count_as_upright(value: int) -> None:
    assert orientation_of(Image.open(file(photo(40, 30), orientation=value))) == 1
