"""The same picture is recognised after what usually happens to it, another one isn't."""

from __future__ import annotations

import io
from itertools import combinations

import numpy
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from PIL import Image

from cms.demo.pictures import SCENES, draw
from media_library.likeness.fingerprint import (
    MARKS,
    NEAR,
    WINDOWS,
    distance,
    fingerprint,
    fingerprint_or_nothing,
    hashes_of,
)
from media_library.renditions.decoding import RenderError
from tests.media_library.likeness.pictures import ALTERATIONS, random_crops, saved, shrunk, textured


def marks_of(picture: Image.Image, form: str = "PNG") -> bytes:
    return fingerprint(io.BytesIO(saved(picture, form)))


SYNTHETIC = [textured(seed, (450, 300)) for seed in range(8)]
KNOWN = [marks_of(picture) for picture in SYNTHETIC]


@pytest.mark.parametrize("name", ALTERATIONS)
def test_an_altered_copy_is_near(name: str) -> None:
    for picture, known in zip(SYNTHETIC, KNOWN, strict=True):
        assert distance(known, marks_of(ALTERATIONS[name](picture))) <= NEAR


def test_it_does_not_matter_which_of_the_two_came_first() -> None:
    first, second = marks_of(SYNTHETIC[0]), marks_of(ALTERATIONS["5 % off at a corner"](SYNTHETIC[0]))
    assert distance(first, second) == distance(second, first)


def test_random_crops_are_nearly_always_found() -> None:
    found = [
        distance(KNOWN[number], marks_of(crop)) <= NEAR
        for number, picture in enumerate(SYNTHETIC)
        for crop in random_crops(picture, 6, number)
    ]
    assert sum(found) / len(found) >= 0.99


def test_other_pictures_are_far() -> None:
    assert min(distance(first, second) for first, second in combinations(KNOWN, 2)) > NEAR + 2


def test_drawn_pictures() -> None:
    """Recall and false alarms over the demo's scenes; drawings of different scenes are never taken for the same."""
    drawn = {name: draw(name, 1, (300, 200)) for name in list(SCENES)[::4]}
    marks = {name: marks_of(picture) for name, picture in drawn.items()}
    for name, picture in drawn.items():
        for alter in ALTERATIONS.values():
            assert distance(marks[name], marks_of(alter(picture))) <= NEAR, name
    assert all(distance(marks[one], marks[other]) > NEAR for one, other in combinations(marks, 2))


def test_the_orientation_a_camera_notes_is_applied() -> None:
    picture = textured(3)
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = saved(picture.rotate(90, expand=True), exif=exif)
    assert distance(marks_of(picture), fingerprint(io.BytesIO(turned))) <= NEAR


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGBA", "P", "1"])
def test_every_mode_has_a_fingerprint(mode: str) -> None:
    picture = textured(4).convert(mode)
    form = "JPEG" if mode == "CMYK" else "PNG"
    assert len(fingerprint(io.BytesIO(saved(picture, form)))) == 8 * MARKS


def test_transparent_parts_count_as_white() -> None:
    picture = textured(5).convert("RGBA")
    hidden = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    hidden.paste(picture.crop((0, 0, 450, 600)), (0, 0))
    on_white = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), hidden).convert("RGB")
    assert distance(marks_of(hidden), marks_of(on_white)) <= NEAR


@pytest.mark.parametrize(
    "picture",
    [
        Image.new("RGB", (900, 600), "white"),
        Image.new("RGB", (900, 600), (10, 20, 30)),
        shrunk(textured(6), 0.03),
        Image.new("RGB", (1, 1)),
        Image.new("RGB", (4000, 3)),
    ],
)
def test_what_is_too_small_or_plain_resembles_nothing(picture: Image.Image) -> None:
    assert marks_of(picture) == b""


def test_a_file_that_is_no_picture() -> None:
    for data in (b"", b"GIF89a", b"\xff\xd8\xff\xe0" + b"x" * 200, saved(textured(7))[:2000]):
        with pytest.raises(RenderError):
            fingerprint(io.BytesIO(data))
        assert fingerprint_or_nothing(io.BytesIO(data)) == b""


@examples(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_files_never_raise(data: st.DataObject) -> None:
    whole = bytearray(saved(shrunk(SYNTHETIC[0], 0.2)))
    for place in data.draw(st.lists(st.integers(2, len(whole) - 1), max_size=20)):
        whole[place] = data.draw(st.integers(0, 255))
    assert len(fingerprint_or_nothing(io.BytesIO(bytes(whole)))) in (0, 8 * MARKS)


def test_marks_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="17 hashes"):
        hashes_of(b"\0" * 8)


def test_the_first_window_is_the_whole_and_hashes_are_balanced() -> None:
    assert WINDOWS[0] == (0, 0, 0, 0)
    assert set(numpy.bitwise_count(hashes_of(marks_of(SYNTHETIC[1]))).tolist()) <= set(range(30, 33))
